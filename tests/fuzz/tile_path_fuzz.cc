#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "prooflog/tile.h"

// One resource, one path.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::prooflog;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto path = ParseTilePath(text);
  if (path && FormatTilePath(*path) != text) std::abort();
  if (path && (path->width == 0 || path->width > kTileWidth || path->level > kMaxTileLevel)) {
    std::abort();
  }
  return 0;
}
