#include "store/walk.h"

#include <gtest/gtest.h>

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

// Rows with even indices, as a store hands them out; an error from `broken` on.
struct Rows {
  Index count = 0;
  Index broken = ~Index{0};
  size_t pages = 0;

  Walk<ManifestEntry> Begin() {
    return Walk<ManifestEntry>(
        [this](const ManifestEntry* last, size_t limit) -> Result<std::vector<ManifestEntry>> {
          ++pages;
          std::vector<ManifestEntry> page;
          for (Index row = last == nullptr ? 0 : last->index / 2 + 1;
               row < count && page.size() < limit; ++row) {
            if (row >= broken) return Error(ErrorCode::kDataLoss, "a row is damaged");
            page.push_back({.index = 2 * row});
          }
          return page;
        });
  }
};

TEST(Walk, ComesByEachRowOnceHoweverManyPagesThereAre) {
  for (const Index count : {Index{0}, Index{1}, Index{kWalkPage}, Index{2 * kWalkPage + 3}}) {
    Rows rows{.count = count};
    auto walk = rows.Begin();
    Index expected = 0;
    while (const ManifestEntry* const row = walk.Next()) EXPECT_EQ(row->index, 2 * expected++);
    EXPECT_EQ(expected, count);
    EXPECT_TRUE(walk.status().ok());
    EXPECT_EQ(rows.pages, count / kWalkPage + 1);
    EXPECT_EQ(walk.Next(), nullptr) << "it stays at its end";
    EXPECT_EQ(rows.pages, count / kWalkPage + 1);
  }
}

TEST(Walk, BreaksOffAtAnErrorAndSaysIt) {
  Rows rows{.count = 2 * kWalkPage, .broken = kWalkPage + 1};
  auto walk = rows.Begin();
  size_t met = 0;
  while (walk.Next() != nullptr) ++met;
  EXPECT_EQ(met, kWalkPage);
  ASSERT_FALSE(walk.status().ok());
  EXPECT_EQ(walk.status().error().code, ErrorCode::kDataLoss);
  EXPECT_EQ(walk.Next(), nullptr);
}

TEST(Walk, ComesByWhatIsWrittenAheadOfItMeanwhile) {
  Rows rows{.count = kWalkPage};
  auto walk = rows.Begin();
  for (size_t row = 0; row < kWalkPage; ++row) ASSERT_NE(walk.Next(), nullptr);
  rows.count += 1;
  const ManifestEntry* const late = walk.Next();
  ASSERT_NE(late, nullptr);
  EXPECT_EQ(late->index, 2 * kWalkPage);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
