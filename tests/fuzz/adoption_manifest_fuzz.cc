#include <cstdint>

#include "store/adoption_manifest.h"
#include "tests/fuzz/written_again.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  [[maybe_unused]] const auto read =
      temoin::WrittenAgain<&temoin::store::ParseAdoptionManifest,
                           &temoin::store::FormatAdoptionManifest>(data, size);
  return 0;
}
