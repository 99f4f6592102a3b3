#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/encoding.h"
#include "store/hold_manifest.h"

// What is read is written again to the same bytes, and names no more records than a hold may.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  const auto manifest = temoin::store::ParseHoldManifest(text);
  if (!manifest.ok()) return 0;
  const auto again = temoin::store::FormatHoldManifest(*manifest);
  if (!again.ok() || *again != text) std::abort();
  uint64_t records = 0;
  for (const auto& [first, last] : manifest->records) records += last - first + 1;
  if (records > temoin::store::kMaxHoldRecords) std::abort();
  return 0;
}
