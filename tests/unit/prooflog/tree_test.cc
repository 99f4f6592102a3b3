#include "prooflog/tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>

#include "prooflog/hash.h"
#include "tests/unit/prooflog/reference.h"

namespace temoin::prooflog {
namespace TEMOIN_TEST_FILE {

TEST(Tree, TheEmptyTreeHasTheHashOfNothing) {
  EXPECT_EQ(EncodeHex(Appender().Root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Tree, RootsOfEverySizeAreThoseOfTheReference) {
  const auto leaves = MakeLeaves(600);
  Appender appender;
  for (size_t n = 0; n < leaves.size(); ++n) {
    ASSERT_EQ(appender.Root(), ReferenceRoot(std::span(leaves).first(n))) << n;
    appender.Append(std::span(leaves).subspan(n, 1));
  }
  EXPECT_EQ(appender.size(), leaves.size());
}

TEST(Tree, TilesHoldTheHashesThatTheirDefinitionSays) {
  const auto leaves = MakeLeaves(70'000);
  MemoryTiles storage = MakeTiles(leaves);
  // The example of tlog-tiles: 273 full and one partial tile of 112, one full and one partial of
  // 17, one partial of 1.
  EXPECT_EQ(storage.tiles.size(), 273u + 1 + 1 + 1 + 1);
  for (const auto& [key, bytes] : storage.tiles) {
    const auto& [level, index] = key;
    ASSERT_EQ(bytes.size(), TileWidthAt(level, index, leaves.size()) * kHashSize);
    const uint64_t span = uint64_t{1} << (8 * level);
    for (size_t i = 0; i < bytes.size() / kHashSize; ++i) {
      const Digest want = ReferenceRoot(std::span(leaves).subspan((index * 256 + i) * span, span));
      ASSERT_TRUE(std::equal(want.begin(), want.end(), bytes.begin() + i * kHashSize));
    }
  }
  EXPECT_EQ(storage.tiles.at({0, 273}).size(), 112 * kHashSize);
  EXPECT_EQ(storage.tiles.at({1, 1}).size(), 17 * kHashSize);
  EXPECT_EQ(storage.tiles.at({2, 0}).size(), 1 * kHashSize);
}

TEST(Tree, LoadingReadsOneTileALevel) {
  const auto leaves = MakeLeaves(70'000);
  MemoryTiles storage = MakeTiles(leaves);
  storage.reads = 0;
  const auto appender = Appender::Load(leaves.size(), storage);
  ASSERT_TRUE(appender.ok());
  EXPECT_EQ(storage.reads, 3u);
  EXPECT_EQ(appender->Root(), ReferenceRoot(leaves));
}

TEST(Tree, ACopyReturnsToBeforeAFailedTransaction) {
  const auto leaves = MakeLeaves(300);
  Appender appender;
  appender.Append(std::span(leaves).first(250));
  (void)appender.TakeWrites();
  Appender before = appender;
  appender.Append(std::span(leaves).subspan(250));
  appender = before;
  EXPECT_TRUE(appender.TakeWrites().empty());
  EXPECT_EQ(appender.Root(), ReferenceRoot(std::span(leaves).first(250)));
}

TEST(Tree, LoadingNamesAMissingOrWrongEdge) {
  const auto leaves = MakeLeaves(300);
  MemoryTiles storage = MakeTiles(leaves);
  storage.tiles.erase({0, 1});
  const auto missing = Appender::Load(300, storage);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::kDataLoss);
  EXPECT_NE(missing.error().message.find("tile/0/001"), std::string::npos);

  storage = MakeTiles(leaves);
  EXPECT_FALSE(Appender::Load(299, storage).ok());  // a hash more than the size says
  EXPECT_FALSE(Appender::Load(301, storage).ok());
  EXPECT_FALSE(Appender::Load(kMaxTreeSize, storage).ok());
}

TEST(Tree, ProofsOutsideTheTreeAreNotFound) {
  MemoryTiles storage = MakeTiles(MakeLeaves(10));
  TreeReader reader(storage);
  EXPECT_EQ(reader.InclusionProof(10, 10).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(reader.InclusionProof(0, 0).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(reader.ConsistencyProof(0, 10).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(reader.ConsistencyProof(10, 9).error().code, ErrorCode::kNotFound);
  // Beyond what is stored, the tiles say so.
  EXPECT_EQ(reader.Root(11).error().code, ErrorCode::kDataLoss);
  EXPECT_EQ(reader.InclusionProof(3, 400).error().code, ErrorCode::kDataLoss);
  EXPECT_EQ(reader.Root(~uint64_t{0}).error().code, ErrorCode::kNotFound);
}

TEST(Tree, AllProofsOfSmallTreesAreThoseOfTheReference) {
  const auto leaves = MakeLeaves(40);
  MemoryTiles storage = MakeTiles(leaves);
  for (size_t n = 1; n <= leaves.size(); ++n) {
    TreeReader reader(storage);
    const auto tree = std::span(leaves).first(n);
    ASSERT_EQ(*reader.Root(n), ReferenceRoot(tree));
    for (size_t m = 0; m < n; ++m) {
      ASSERT_EQ(*reader.InclusionProof(m, n), ReferencePath(m, tree));
      ASSERT_EQ(*reader.Leaf(m), leaves[m]);
    }
    for (size_t m = 1; m <= n; ++m) {
      ASSERT_EQ(*reader.ConsistencyProof(m, n), ReferenceSubProof(m, tree, true));
    }
  }
}

TEST(Tree, PeaksAreTheSubtreesThatATreeIsJoinedFrom) {
  MemoryTiles storage = MakeTiles(MakeLeaves(300));
  TreeReader reader(storage);
  EXPECT_TRUE(reader.Peaks(0)->empty());
  for (const uint64_t size : {1U, 2U, 3U, 7U, 8U, 255U, 256U, 257U, 300U}) {
    const auto peaks = reader.Peaks(size);
    ASSERT_TRUE(peaks.ok()) << peaks.error().message;
    EXPECT_EQ(peaks->size(), static_cast<size_t>(std::popcount(size)));
    Digest root = peaks->back();
    for (size_t i = peaks->size() - 1; i-- > 0;) root = NodeHash((*peaks)[i], root);
    EXPECT_EQ(root, *reader.Root(size)) << size;
  }
  EXPECT_EQ(reader.Peaks(kMaxTreeSize).error().code, ErrorCode::kNotFound);
}

// Whatever the batches, and whether or not the tree is loaded again between them, the tiles and
// roots are the same; tiles only ever grow at their end.
RC_GTEST_PROP(Tree, BatchesAndReloadsChangeNothing, ()) {
  const auto sizes = *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, 700));
  MemoryTiles storage;
  Appender appender;
  std::vector<Digest> leaves;
  for (const size_t size : sizes) {
    const auto batch = MakeLeaves(size, leaves.size());
    appender.Append(batch);
    leaves.insert(leaves.end(), batch.begin(), batch.end());
    for (const TileWrite& write : appender.TakeWrites()) {
      const Bytes& old = storage.tiles[{write.level, write.index}];
      RC_ASSERT(write.hashes.size() > old.size());
      RC_ASSERT(std::equal(old.begin(), old.end(), write.hashes.begin()));
      storage.Apply({write});
    }
    RC_ASSERT(appender.TakeWrites().empty());
    if (*rc::gen::arbitrary<bool>()) {
      auto loaded = Appender::Load(leaves.size(), storage);
      RC_ASSERT(loaded.ok());
      appender = *loaded;
    }
  }
  RC_ASSERT(appender.Root() == ReferenceRoot(leaves));
  RC_ASSERT(storage.tiles == MakeTiles(leaves).tiles);
}

RC_GTEST_PROP(Tree, ProofsOfRandomSizesAreThoseOfTheReference, ()) {
  static const auto* const leaves = new std::vector<Digest>(MakeLeaves(5000));
  static auto* const storage = new MemoryTiles(MakeTiles(*leaves));
  const size_t n = *rc::gen::inRange<size_t>(1, leaves->size() + 1);
  const size_t m = *rc::gen::inRange<size_t>(0, n);
  const auto tree = std::span(*leaves).first(n);
  TreeReader reader(*storage);
  RC_ASSERT(*reader.InclusionProof(m, n) == ReferencePath(m, tree));
  RC_ASSERT(*reader.ConsistencyProof(m + 1, n) == ReferenceSubProof(m + 1, tree, true));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::prooflog
