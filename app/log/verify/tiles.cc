#include "app/log/verify/tiles.h"

#include <fmt/format.h>

#include <algorithm>

#include "prooflog/tile.h"

namespace temoin::app {

using prooflog::kHashSize;
using prooflog::kTileWidth;

void TileCheck::Add(unsigned level, const Digest& hash) {
  if (tiles_.size() <= level) tiles_.resize(level + 1);
  Tile& tile = tiles_[level];
  tile.hashes.insert(tile.hashes.end(), hash.begin(), hash.end());
  tile.root.Add(hash);
  if (tile.root.size() < kTileWidth) return;
  const Digest root = tile.root.Root();
  Compare(level, tile);
  tile = Tile{.index = tile.index + 1};
  Add(level + 1, root);
}

void TileCheck::End() {
  for (unsigned level = 0; level < tiles_.size(); ++level) {
    if (tiles_[level].root.size() > 0) Compare(level, tiles_[level]);
  }
}

void TileCheck::Compare(unsigned level, const Tile& tile) {
  const std::string path = prooflog::FormatTilePath({.level = level, .index = tile.index});
  const auto stored = store().ReadTile(static_cast<int>(level), tile.index);
  if (!stored) return Find("Tile " + path + " cannot be read: " + stored.error().message);
  if (stored->size() < tile.hashes.size()) {
    return Find(fmt::format("Tile {} has {} hashes, {} are needed.", path,
                            stored->size() / kHashSize, tile.hashes.size() / kHashSize));
  }
  const auto [mine, theirs] =
      std::mismatch(tile.hashes.begin(), tile.hashes.end(), stored->begin());
  if (mine == tile.hashes.end()) return;
  const auto at = static_cast<size_t>(mine - tile.hashes.begin()) / kHashSize;
  Find(fmt::format("Tile {} differs from the entries at hash {}, which covers entry {}.", path, at,
                   (tile.index * kTileWidth + at) << (8 * level)));
}

}  // namespace temoin::app
