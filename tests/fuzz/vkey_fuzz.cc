#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "prooflog/note.h"
#include "prooflog/verify.h"

// A key text that parses has one spelling.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::prooflog;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)ParseVerifierKey(text);
  const auto signer = SignerKey::Parse(text);
  if (signer.ok()) {
    if (signer->Skey() != text || !ParseVerifierKey(signer->Vkey()).ok()) std::abort();
  }
  const auto made = SignerKey::FromSeed(text, temoin::Sha256("seed"));
  if (made.ok() != ValidKeyName(text)) std::abort();
  if (made.ok() && !SignerKey::Parse(made->Skey()).ok()) std::abort();
  return 0;
}
