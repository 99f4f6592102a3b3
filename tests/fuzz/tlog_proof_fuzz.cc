#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "prooflog/note.h"
#include "prooflog/proof.h"
#include "prooflog/verify.h"

// A proof that parses is written back to the same bytes; none verifies against a foreign key.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::prooflog;
  static const auto& keys = *new std::vector<VerifierKey>{*ParseVerifierKey(
      SignerKey::FromSeed("temoin.example/log", temoin::Sha256("unused"))->Vkey())};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto proof = ParseProof(text);
  if (proof.ok() && FormatProof(*proof) != text) std::abort();
  if (VerifyReceipt(text, keys).ok()) std::abort();
  return 0;
}
