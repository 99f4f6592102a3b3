// The slow, literal reading of RFC 6962 section 2.1 that the fast code is held against, and a tile
// storage in memory. Nothing here is used outside tests.
#ifndef TEMOIN_TESTS_UNIT_PROOFLOG_REFERENCE_H_
#define TEMOIN_TESTS_UNIT_PROOFLOG_REFERENCE_H_

#include <bit>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "prooflog/tile.h"
#include "prooflog/tree.h"

namespace temoin::prooflog {

// Leaf hashes D(0), D(1), ... of a tree; any 32 bytes will do as a leaf hash.
inline std::vector<Digest> MakeLeaves(size_t count, uint64_t seed = 0) {
  std::vector<Digest> out;
  out.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    out.push_back(Sha256("leaf " + std::to_string(seed) + " " + std::to_string(i)));
  }
  return out;
}

inline Digest ReferenceNode(const Digest& left, const Digest& right) {
  std::string input(1, '\x01');
  input.append(AsText(left)).append(AsText(right));
  return Sha256(input);
}

// MTH(D[n]).
inline Digest ReferenceRoot(std::span<const Digest> leaves) {
  if (leaves.empty()) return Sha256(std::string_view());
  if (leaves.size() == 1) return leaves[0];
  const size_t k = std::bit_floor(leaves.size() - 1);
  return ReferenceNode(ReferenceRoot(leaves.first(k)), ReferenceRoot(leaves.subspan(k)));
}

// PATH(m, D[n]).
inline std::vector<Digest> ReferencePath(size_t m, std::span<const Digest> leaves) {
  if (leaves.size() <= 1) return {};
  const size_t k = std::bit_floor(leaves.size() - 1);
  const bool left = m < k;
  auto out = left ? ReferencePath(m, leaves.first(k)) : ReferencePath(m - k, leaves.subspan(k));
  out.push_back(ReferenceRoot(left ? leaves.subspan(k) : leaves.first(k)));
  return out;
}

// SUBPROOF(m, D[n], b); PROOF(m, D[n]) = SUBPROOF(m, D[n], true).
inline std::vector<Digest> ReferenceSubProof(size_t m, std::span<const Digest> leaves, bool b) {
  if (m == leaves.size()) {
    if (b) return {};
    return {ReferenceRoot(leaves)};
  }
  const size_t k = std::bit_floor(leaves.size() - 1);
  if (m <= k) {
    auto out = ReferenceSubProof(m, leaves.first(k), b);
    out.push_back(ReferenceRoot(leaves.subspan(k)));
    return out;
  }
  auto out = ReferenceSubProof(m - k, leaves.subspan(k), false);
  out.push_back(ReferenceRoot(leaves.first(k)));
  return out;
}

class MemoryTiles final : public TileStorage {
 public:
  Result<std::optional<Bytes>> ReadTile(unsigned level, uint64_t index) override {
    ++reads;
    const auto it = tiles.find({level, index});
    if (it == tiles.end()) return std::optional<Bytes>();
    return std::optional<Bytes>(it->second);
  }
  void Apply(std::vector<TileWrite> writes) {
    for (TileWrite& write : writes) tiles[{write.level, write.index}] = std::move(write.hashes);
  }

  std::map<std::pair<unsigned, uint64_t>, Bytes> tiles;
  size_t reads = 0;
};

// The tiles of a tree over `leaves`, appended in one piece.
inline MemoryTiles MakeTiles(std::span<const Digest> leaves) {
  MemoryTiles out;
  Appender appender;
  appender.Append(leaves);
  out.Apply(appender.TakeWrites());
  return out;
}

}  // namespace temoin::prooflog

#endif  // TEMOIN_TESTS_UNIT_PROOFLOG_REFERENCE_H_
