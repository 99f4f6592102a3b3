#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/encoding.h"
#include "store/dossier_manifest.h"

// What is read is written again to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  const auto note = temoin::store::ParseDossierNote(text);
  if (!note.ok()) return 0;
  const auto again = temoin::store::FormatDossierNote(*note);
  if (!again.ok() || *again != text) std::abort();
  return 0;
}
