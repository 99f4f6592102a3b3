#include <cstdint>

#include "store/dossier_manifest.h"
#include "tests/fuzz/written_again.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  [[maybe_unused]] const auto read =
      temoin::WrittenAgain<&temoin::store::ParseDossierNote, &temoin::store::FormatDossierNote>(
          data, size);
  return 0;
}
