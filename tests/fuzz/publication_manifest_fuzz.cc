#include <cstdint>

#include "store/publication_manifest.h"
#include "tests/fuzz/written_again.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  [[maybe_unused]] const auto read =
      temoin::WrittenAgain<&temoin::store::ParsePublicationManifest,
                           &temoin::store::FormatPublicationManifest>(data, size);
  return 0;
}
