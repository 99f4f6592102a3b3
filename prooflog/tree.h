// The builder's side of the Merkle tree: appending, roots and proofs, all from stored tiles.
//
//   TEMOIN_ASSIGN_OR_RETURN(Appender appender, Appender::Load(size, storage));
//   appender.Append(leaf_hashes);
//   for (const TileWrite& write : appender.TakeWrites()) { ...replace that tile... }
//   const Digest root = appender.Root();
//
// Loading reads one tile a level (at most 8) and never recomputes the tree: starting costs the same
// at ten leaves and at ten million. Appending k leaves costs k + log n hashes.
//
// The verifier is verify.h and calls nothing of this.
//
// Thread-safety: an Appender and a TreeReader are used by one thread at a time; values otherwise.
// Copying an Appender is cheap (the right edge, at most 64 KiB): keep the copy from before a
// transaction to return to when the transaction fails.
#ifndef TEMOIN_PROOFLOG_TREE_H_
#define TEMOIN_PROOFLOG_TREE_H_

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"
#include "prooflog/tile.h"

namespace temoin::prooflog {

// The new contents of one tile: replaces what was stored of it. 32 to 8192 bytes.
struct TileWrite {
  unsigned level = 0;
  uint64_t index = 0;
  Bytes hashes;
};

class Appender {
 public:
  // The empty tree.
  Appender() = default;

  // Reads the right edge of a tree of `size` leaves. kDataLoss when a tile of the edge is missing
  // or is not exactly as wide as that size says; the storage's own error otherwise.
  static Result<Appender> Load(uint64_t size, TileStorage& storage);

  // Adds leaf hashes (EntryLeafHash) at the end. The tree stays under kMaxTreeSize: a caller would
  // need centuries to reach it.
  void Append(std::span<const Digest> leaves);

  // The tiles that changed since the last call (or since Load), each once, lowest level first.
  std::vector<TileWrite> TakeWrites();

  uint64_t size() const { return size_; }

  // RFC 6962 MTH of all leaves; EmptyRoot() of none.
  Digest Root() const;

 private:
  static constexpr size_t kLevels = 8;    // 256^8 is past kMaxTreeSize
  static constexpr size_t kHeights = 63;  // of whole subtrees of a tree under 2^62

  void AppendToTile(unsigned level, const Digest& hash);

  uint64_t size_ = 0;
  std::array<Digest, kHeights> peaks_{};           // [h] is meaningful when bit h of size_ is set
  std::array<std::vector<Digest>, kLevels> edge_;  // hashes of the partial tile of each level
  std::array<uint64_t, kLevels> edge_index_{};     // which tile that is
  std::array<bool, kLevels> edge_changed_{};
  std::vector<TileWrite> full_;  // tiles filled since the last TakeWrites
};

// Roots and proofs of any size up to that of the stored tree. Tiles read are kept for the life of
// the object: make one for a request or a batch, not for ever.
class TreeReader {
 public:
  explicit TreeReader(TileStorage& storage) : storage_(storage) {}

  // RFC 6962 MTH(D[0:size]).
  Result<Digest> Root(uint64_t size);

  // The leaf hash at `index`.
  Result<Digest> Leaf(uint64_t index);

  // The roots of the whole subtrees that a tree of `size` leaves is joined from, the largest first:
  // all it takes to go on from there with leaves. None of the empty tree.
  Result<std::vector<Digest>> Peaks(uint64_t size);

  // RFC 9162 section 2.1.3.1: from the leaf's sibling up. kNotFound unless index < size.
  Result<std::vector<Digest>> InclusionProof(uint64_t index, uint64_t size);

  // RFC 9162 section 2.1.4.1. kNotFound unless 0 < size1 <= size2; empty when they are equal.
  Result<std::vector<Digest>> ConsistencyProof(uint64_t size1, uint64_t size2);

 private:
  // kDataLoss when a tile that the size asked for needs is missing or too short.
  Result<Digest> Subtree(unsigned height, uint64_t index);
  Result<std::vector<Digest>> Peaks(uint64_t begin, uint64_t end);
  Result<Digest> Range(uint64_t begin, uint64_t end);
  Status SubProof(uint64_t m, uint64_t begin, uint64_t end, bool whole, std::vector<Digest>& out);

  TileStorage& storage_;
  std::map<std::pair<unsigned, uint64_t>, Bytes> tiles_;
};

}  // namespace temoin::prooflog

#endif  // TEMOIN_PROOFLOG_TREE_H_
