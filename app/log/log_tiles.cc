#include "app/log/log_tiles.h"

#include <algorithm>

namespace temoin::app {

Result<std::optional<Bytes>> StoreTiles::ReadTile(unsigned level, uint64_t index) {
  const size_t width = prooflog::TileWidthAt(level, index, size_);
  if (width == 0) return std::optional<Bytes>();
  auto tile = store_.ReadTile(static_cast<int>(level), index);
  if (!tile) {
    if (tile.error().code == ErrorCode::kNotFound) return std::optional<Bytes>();
    return tile.error();
  }
  tile->resize(std::min(tile->size(), width * prooflog::kHashSize));
  if (tile->empty()) return std::optional<Bytes>();
  return std::optional<Bytes>(std::move(*tile));
}

}  // namespace temoin::app
