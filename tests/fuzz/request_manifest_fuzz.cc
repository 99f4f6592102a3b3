#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/encoding.h"
#include "store/request_manifest.h"

// What is read is written again to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  const auto manifest = temoin::store::ParseRequestManifest(text);
  if (!manifest.ok()) return 0;
  const auto again = temoin::store::FormatRequestManifest(*manifest);
  if (!again.ok() || *again != text) std::abort();
  return 0;
}
