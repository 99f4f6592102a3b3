#include "prooflog/verify.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "prooflog/hash.h"
#include "tests/unit/prooflog/reference.h"

namespace temoin::prooflog {
namespace TEMOIN_TEST_FILE {

TEST(Verify, EveryProofOfSmallTreesHoldsAndNoOther) {
  const auto leaves = MakeLeaves(20);
  for (size_t n = 1; n <= leaves.size(); ++n) {
    const auto tree = std::span(leaves).first(n);
    const Digest root = ReferenceRoot(tree);
    for (size_t m = 0; m < n; ++m) {
      const auto path = ReferencePath(m, tree);
      ASSERT_TRUE(VerifyInclusion(m, n, leaves[m], path, root).ok());
      for (size_t other = 0; other < n + 2; ++other) {
        if (other == m) continue;
        // With this leaf the proof holds for this position alone.
        ASSERT_FALSE(VerifyInclusion(other, n, leaves[m], path, root).ok());
      }
      ASSERT_FALSE(VerifyInclusion(m, 0, leaves[m], path, root).ok());
    }
    for (size_t m = 1; m <= n; ++m) {
      const Digest old_root = ReferenceRoot(tree.first(m));
      const auto proof = ReferenceSubProof(m, tree, true);
      ASSERT_TRUE(VerifyConsistency(m, n, old_root, root, proof).ok());
      ASSERT_FALSE(VerifyConsistency(0, n, old_root, root, proof).ok());
      ASSERT_FALSE(VerifyConsistency(n + 1, n, old_root, root, proof).ok());
      if (m < n) {
        ASSERT_FALSE(VerifyConsistency(m, n, root, root, proof).ok());
        ASSERT_FALSE(VerifyConsistency(m, n, old_root, old_root, proof).ok());
        ASSERT_FALSE(VerifyConsistency(m, n, root, old_root, proof).ok());
      }
    }
  }
}

RC_GTEST_PROP(Verify, AFlippedBitInAProofIsNoticed, ()) {
  static const auto* const leaves = new std::vector<Digest>(MakeLeaves(3000));
  static auto* const storage = new MemoryTiles(MakeTiles(*leaves));
  const size_t n = *rc::gen::inRange<size_t>(2, leaves->size() + 1);
  const size_t m = *rc::gen::inRange<size_t>(0, n);
  TreeReader reader(*storage);
  const Digest root = *reader.Root(n);
  auto path = *reader.InclusionProof(m, n);
  RC_ASSERT(VerifyInclusion(m, n, (*leaves)[m], path, root).ok());
  const auto flip = [](std::vector<Digest>& hashes) {
    const size_t i = *rc::gen::inRange<size_t>(0, hashes.size() * 256);
    hashes[i / 256][i / 8 % 32] ^= static_cast<uint8_t>(1u << i % 8);
  };
  auto bad = path;
  flip(bad);
  RC_ASSERT(!VerifyInclusion(m, n, (*leaves)[m], bad, root).ok());
  bad = path;
  bad.push_back(root);
  RC_ASSERT(!VerifyInclusion(m, n, (*leaves)[m], bad, root).ok());
  bad = path;
  bad.pop_back();
  RC_ASSERT(!VerifyInclusion(m, n, (*leaves)[m], bad, root).ok());

  const size_t old = *rc::gen::inRange<size_t>(1, n);
  auto proof = *reader.ConsistencyProof(old, n);
  RC_ASSERT(VerifyConsistency(old, n, *reader.Root(old), root, proof).ok());
  bad = proof;
  flip(bad);
  RC_ASSERT(!VerifyConsistency(old, n, *reader.Root(old), root, bad).ok());
  bad = proof;
  bad.push_back(root);
  RC_ASSERT(!VerifyConsistency(old, n, *reader.Root(old), root, bad).ok());
  bad = proof;
  bad.pop_back();
  RC_ASSERT(!VerifyConsistency(old, n, *reader.Root(old), root, bad).ok());
}

RC_GTEST_PROP(Verify, AFlippedBitInATileChangesWhatIsProved, ()) {
  const auto leaves = MakeLeaves(700);
  MemoryTiles storage = MakeTiles(leaves);
  const Digest root = ReferenceRoot(leaves);
  auto& [key, bytes] =
      *std::next(storage.tiles.begin(), *rc::gen::inRange<size_t>(0, storage.tiles.size()));
  const size_t bit = *rc::gen::inRange<size_t>(0, bytes.size() * 8);
  bytes[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
  // A leaf's own hash is in no proof of that leaf, so look through a neighbour.
  const uint64_t leaf = (key.second * 256 + bit / 256) << (8 * key.first);
  const uint64_t neighbour = (leaf + 1 < leaves.size()) ? leaf ^ 1 : leaf - 1;
  if (key.first == 0) {
    const auto path = *TreeReader(storage).InclusionProof(neighbour, leaves.size());
    RC_ASSERT(!VerifyInclusion(neighbour, leaves.size(), leaves[neighbour], path, root).ok());
  } else {
    RC_ASSERT(*TreeReader(storage).Root(leaves.size()) != root);
  }
}

TEST(RootAccumulator, HasTheRootsOfTheReference) {
  const auto leaves = MakeLeaves(1030);
  RootAccumulator accumulator;
  for (size_t n = 0; n < leaves.size(); ++n) {
    ASSERT_EQ(accumulator.Root(), ReferenceRoot(std::span(leaves).first(n)));
    accumulator.Add(leaves[n]);
  }
  EXPECT_EQ(accumulator.size(), leaves.size());
}

TEST(Verify, HashesLeavesAsTheBuilderDoes) {
  EXPECT_EQ(VerifierLeafHash(AsBytes("entry")), LeafHash(AsBytes("entry")));
  EXPECT_EQ(VerifierLeafHash({}), LeafHash({}));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::prooflog
