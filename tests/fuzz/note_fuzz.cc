#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "prooflog/note.h"
#include "prooflog/verify.h"

// A note opens only when the one known key signed exactly its text; a text that was opened as a
// checkpoint is written back to the same lines.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::prooflog;
  static const SignerKey& key =
      *new SignerKey(*SignerKey::FromSeed("temoin.example/log", temoin::Sha256("fuzz")));
  static const auto& keys = *new std::vector<VerifierKey>{*ParseVerifierKey(key.Vkey())};
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  const auto opened = OpenNote(text, keys);
  if (opened.ok()) {
    if (text.find(key.SignatureLine(opened->text)) == std::string_view::npos) std::abort();
  }
  (void)OpenCheckpoint(text, keys);
  const auto checkpoint = ParseCheckpoint(text);
  if (checkpoint.ok() && !text.starts_with(FormatCheckpoint(*checkpoint))) std::abort();
  // What can be signed opens again.
  const auto signed_note = SignNote(text, std::span(&key, 1));
  if (signed_note.ok() && signed_note->size() <= 64 * 1024) {
    const auto again = OpenNote(*signed_note, keys);
    if (!again.ok() || again->text != text) std::abort();
  }
  return 0;
}
