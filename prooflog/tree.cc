#include "prooflog/tree.h"

#include <algorithm>
#include <bit>
#include <string>

#include "prooflog/hash.h"

namespace temoin::prooflog {
namespace {

Error TileError(unsigned level, uint64_t index, const std::string& what) {
  return {ErrorCode::kDataLoss,
          "Tile " + FormatTilePath({.level = level, .index = index}) + " " + what + "."};
}

Digest HashAt(const Bytes& tile, size_t i) {
  Digest out{};
  std::copy_n(tile.begin() + static_cast<std::ptrdiff_t>(i * kHashSize), kHashSize, out.begin());
  return out;
}

// The root of the whole subtree over `count` hashes of a tile from `first`; count is a power of 2.
Digest FoldTile(const Bytes& tile, size_t first, size_t count) {
  std::vector<Digest> row;
  row.reserve(count);
  for (size_t i = 0; i < count; ++i) row.push_back(HashAt(tile, first + i));
  while (row.size() > 1) {
    for (size_t i = 0; i < row.size() / 2; ++i) row[i] = NodeHash(row[2 * i], row[2 * i + 1]);
    row.resize(row.size() / 2);
  }
  return row[0];
}

Bytes Concatenate(std::span<const Digest> hashes) {
  Bytes out;
  out.reserve(hashes.size() * kHashSize);
  for (const Digest& hash : hashes) out.insert(out.end(), hash.begin(), hash.end());
  return out;
}

}  // namespace

Result<Appender> Appender::Load(uint64_t size, TileStorage& storage) {
  if (size >= kMaxTreeSize) {
    return Error(ErrorCode::kDataLoss,
                 "A log of " + std::to_string(size) + " leaves is past what can be.");
  }
  Appender out;
  out.size_ = size;
  for (unsigned level = 0; level < kLevels; ++level) {
    const uint64_t hashes = size >> (level * kTileHeight);
    const size_t width = hashes % kTileWidth;
    out.edge_index_[level] = hashes / kTileWidth;
    if (width == 0) continue;
    TEMOIN_ASSIGN_OR_RETURN(auto tile, storage.ReadTile(level, out.edge_index_[level]));
    if (!tile) return TileError(level, out.edge_index_[level], "is missing");
    if (tile->size() != width * kHashSize) {
      return TileError(level, out.edge_index_[level],
                       "has " + std::to_string(tile->size()) + " bytes where a log of " +
                           std::to_string(size) + " leaves has " +
                           std::to_string(width * kHashSize));
    }
    size_t first = 0;
    for (unsigned k = kTileHeight; k-- > 0;) {
      const size_t count = size_t{1} << k;
      if ((width & count) == 0) continue;
      out.peaks_[level * kTileHeight + k] = FoldTile(*tile, first, count);
      first += count;
    }
    for (size_t i = 0; i < width; ++i) out.edge_[level].push_back(HashAt(*tile, i));
  }
  return out;
}

void Appender::AppendToTile(unsigned level, const Digest& hash) {
  std::vector<Digest>& edge = edge_[level];
  edge.push_back(hash);
  edge_changed_[level] = true;
  if (edge.size() < kTileWidth) return;
  full_.push_back({.level = level, .index = edge_index_[level], .hashes = Concatenate(edge)});
  edge.clear();
  ++edge_index_[level];
  edge_changed_[level] = false;
}

// Adding a leaf is adding 1 to a binary counter: each carry joins two whole subtrees of one height.
// A subtree of 256^l leaves is a hash of a tile of level l.
void Appender::Append(std::span<const Digest> leaves) {
  for (const Digest& leaf : leaves) {
    Digest node = leaf;
    unsigned height = 0;
    AppendToTile(0, node);
    for (; (size_ >> height & 1) != 0;) {
      node = NodeHash(peaks_[height], node);
      ++height;
      if (height % kTileHeight == 0) AppendToTile(height / kTileHeight, node);
    }
    peaks_[height] = node;
    ++size_;
  }
}

std::vector<TileWrite> Appender::TakeWrites() {
  std::vector<TileWrite> out = std::move(full_);
  full_.clear();
  for (unsigned level = 0; level < kLevels; ++level) {
    if (!edge_changed_[level]) continue;
    edge_changed_[level] = false;
    out.push_back(
        {.level = level, .index = edge_index_[level], .hashes = Concatenate(edge_[level])});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const TileWrite& a, const TileWrite& b) { return a.level < b.level; });
  return out;
}

Digest Appender::Root() const {
  if (size_ == 0) return EmptyRoot();
  auto height = static_cast<unsigned>(std::countr_zero(size_));
  Digest root = peaks_[height];
  for (++height; height < kHeights; ++height) {
    if ((size_ >> height & 1) != 0) root = NodeHash(peaks_[height], root);
  }
  return root;
}

Result<Digest> TreeReader::Subtree(unsigned height, uint64_t index) {
  const unsigned level = height / kTileHeight;
  const size_t count = size_t{1} << (height % kTileHeight);
  const uint64_t first = index * count;  // in hashes of that level
  const std::pair<unsigned, uint64_t> key{level, first / kTileWidth};
  auto it = tiles_.find(key);
  if (it == tiles_.end()) {
    TEMOIN_ASSIGN_OR_RETURN(auto tile, storage_.ReadTile(key.first, key.second));
    if (!tile) return TileError(key.first, key.second, "is missing");
    it = tiles_.emplace(key, std::move(*tile)).first;
  }
  const size_t offset = first % kTileWidth;
  if (it->second.size() < (offset + count) * kHashSize) {
    return TileError(key.first, key.second,
                     "has " + std::to_string(it->second.size()) + " bytes, too few");
  }
  return FoldTile(it->second, offset, count);
}

// The whole subtrees of D[begin:end] from the left, where `begin` is a multiple of the largest
// power of 2 within the range, as all ranges of RFC 6962 are.
Result<std::vector<Digest>> TreeReader::Peaks(uint64_t begin, uint64_t end) {
  std::vector<Digest> peaks;
  while (begin < end) {
    const unsigned height = static_cast<unsigned>(std::bit_width(end - begin)) - 1;
    TEMOIN_ASSIGN_OR_RETURN(Digest peak, Subtree(height, begin >> height));
    peaks.push_back(peak);
    begin += uint64_t{1} << height;
  }
  return peaks;
}

// MTH(D[begin:end]): its subtrees, joined from the right.
Result<Digest> TreeReader::Range(uint64_t begin, uint64_t end) {
  if (begin == end) return EmptyRoot();
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<Digest> peaks, Peaks(begin, end));
  Digest root = peaks.back();
  for (size_t i = peaks.size() - 1; i-- > 0;) root = NodeHash(peaks[i], root);
  return root;
}

Result<Digest> TreeReader::Root(uint64_t size) {
  if (size >= kMaxTreeSize) return Error(ErrorCode::kNotFound, "There is no tree of that size.");
  return Range(0, size);
}

Result<std::vector<Digest>> TreeReader::Peaks(uint64_t size) {
  if (size >= kMaxTreeSize) return Error(ErrorCode::kNotFound, "There is no tree of that size.");
  return Peaks(0, size);
}

Result<Digest> TreeReader::Leaf(uint64_t index) {
  if (index >= kMaxTreeSize) return Error(ErrorCode::kNotFound, "There is no leaf at that index.");
  return Subtree(0, index);
}

Result<std::vector<Digest>> TreeReader::InclusionProof(uint64_t index, uint64_t size) {
  if (index >= size || size >= kMaxTreeSize) {
    return Error(ErrorCode::kNotFound, "There is no leaf " + std::to_string(index) +
                                           " in a tree of " + std::to_string(size) + " leaves.");
  }
  // From the root down, the half without the leaf is the next hash of the proof.
  std::vector<Digest> path;
  uint64_t begin = 0;
  uint64_t end = size;
  while (end - begin > 1) {
    const uint64_t split = begin + std::bit_floor(end - begin - 1);
    const bool left = index < split;
    TEMOIN_ASSIGN_OR_RETURN(Digest sibling, left ? Range(split, end) : Range(begin, split));
    path.push_back(sibling);
    (left ? end : begin) = split;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

// SUBPROOF of RFC 9162 section 2.1.4.1 for the first `m` leaves of D[begin:end]; `whole` says that
// they are the whole old tree, whose root the reader has already.
Status TreeReader::SubProof(uint64_t m, uint64_t begin, uint64_t end, bool whole,
                            std::vector<Digest>& out) {
  if (m == end - begin) {
    if (whole) return {};
    TEMOIN_ASSIGN_OR_RETURN(Digest hash, Range(begin, end));
    out.push_back(hash);
    return {};
  }
  const uint64_t k = std::bit_floor(end - begin - 1);
  if (m <= k) {
    TEMOIN_RETURN_IF_ERROR(SubProof(m, begin, begin + k, whole, out));
    TEMOIN_ASSIGN_OR_RETURN(Digest hash, Range(begin + k, end));
    out.push_back(hash);
    return {};
  }
  TEMOIN_RETURN_IF_ERROR(SubProof(m - k, begin + k, end, false, out));
  TEMOIN_ASSIGN_OR_RETURN(Digest hash, Range(begin, begin + k));
  out.push_back(hash);
  return {};
}

Result<std::vector<Digest>> TreeReader::ConsistencyProof(uint64_t size1, uint64_t size2) {
  if (size1 == 0 || size1 > size2 || size2 >= kMaxTreeSize) {
    return Error(ErrorCode::kNotFound, "There is no consistency proof from " +
                                           std::to_string(size1) + " to " + std::to_string(size2) +
                                           " leaves.");
  }
  std::vector<Digest> out;
  TEMOIN_RETURN_IF_ERROR(SubProof(size1, 0, size2, true, out));
  return out;
}

}  // namespace temoin::prooflog
