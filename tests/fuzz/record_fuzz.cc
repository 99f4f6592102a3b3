#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "consent/record.h"
#include "store/purge_manifest.h"

// Evidence has one spelling: records, and the manifests of purges.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto record = temoin::consent::ParseRecord(text);
  if (record.ok() && temoin::consent::CanonicalRecord(*record) != text) std::abort();
  const auto manifest = temoin::store::ParsePurgeManifest(text);
  if (manifest.ok() && temoin::store::FormatPurgeManifest(*manifest) != text) std::abort();
  return 0;
}
