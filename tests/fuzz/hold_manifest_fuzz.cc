#include <cstdint>
#include <cstdlib>

#include "store/hold_manifest.h"
#include "tests/fuzz/written_again.h"

// And it names no more records than a hold may.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto manifest =
      temoin::WrittenAgain<&temoin::store::ParseHoldManifest, &temoin::store::FormatHoldManifest>(
          data, size);
  if (!manifest.ok()) return 0;
  uint64_t records = 0;
  for (const auto& [first, last] : manifest->records) records += last - first + 1;
  if (records > temoin::store::kMaxHoldRecords) std::abort();
  return 0;
}
