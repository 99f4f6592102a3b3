#include <gtest/gtest.h>

#include <vector>

#include "prooflog/hash.h"
#include "tests/unit/store/fault_vfs.h"
#include "tests/unit/store/picture_testing.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

Digest RootOf(const std::vector<Digest>& leaves, size_t begin, size_t end) {
  if (begin == end) return prooflog::EmptyRoot();
  if (end - begin == 1) return leaves[begin];
  size_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  return prooflog::NodeHash(RootOf(leaves, begin, begin + split),
                            RootOf(leaves, begin + split, end));
}

class FaultTest : public StoreTest, public ::testing::WithParamInterface<Fault> {
 protected:
  void SetUp() override { Open(FaultVfs()); }
  void TearDown() override { FailNothing(); }

  // The log is whole: every entry there, the root theirs, every kept record against its entry.
  void ExpectWhole() {
    const Head head = *store_->ReadHead();
    std::vector<Digest> leaves;
    for (Index i = 0; i < head.size; ++i) {
      const auto entry = store_->ReadEntries(i, 1);
      ASSERT_TRUE(entry.ok() && entry->size() == 1) << i;
      leaves.push_back(prooflog::LeafHash(entry->at(0)));
      const auto found = store_->FindByIndex(i);
      ASSERT_TRUE(found.ok()) << i;
      if (!found->content) continue;
      EXPECT_EQ(entry->at(0), prooflog::EncodeEntry(prooflog::ConsentEntry(
                                  found->content->random, AsBytes(found->content->record))));
    }
    EXPECT_EQ(head.root, RootOf(leaves, 0, leaves.size()));
  }
};

TEST_P(FaultTest, ABatchThatFailsIsNotThereAndTheNextOneIs) {
  Publish();
  std::vector<Index> acknowledged;
  Batch batch{.now = now_};
  for (int i = 0; i < 40; ++i) batch.choices.push_back(Choice(now_));
  int failed = 0;
  for (int64_t after = 0; after < 60; ++after) {
    const Head before = *store_->ReadHead();
    FailAfter(GetParam(), after);
    const auto appended = store_->Append(batch);
    const bool hit = Failures() > 0;
    FailNothing();
    if (appended.ok()) {
      for (const auto& index : appended->choices) acknowledged.push_back(*index);
    } else {
      EXPECT_TRUE(hit);
      EXPECT_EQ(appended.error().code, ErrorCode::kUnavailable) << appended.error().message;
      EXPECT_EQ(*store_->ReadHead(), before);
      ++failed;
    }
    if (after % 10 == 9) {
      acknowledged.push_back(Give(Choice(now_)));
      ExpectWhole();
      Open(FaultVfs());
      ExpectWhole();
    }
  }
  EXPECT_GT(failed, 0);
  for (const Index index : acknowledged) EXPECT_TRUE(Find(index).content.has_value()) << index;
}

TEST_P(FaultTest, AnErasureThatFailsErasesNothingAndIsCarriedOutLater) {
  Publish();
  Batch batch{.now = now_};
  for (int i = 0; i < 300; ++i) batch.choices.push_back(Choice(now_));
  Append(batch);
  const Time due = AddMonths(now_, 40);
  int failed = 0;
  uint64_t purged = 0;
  for (int64_t after = 0; after < 30; ++after) {
    const Head before = *store_->ReadHead();
    FailAfter(GetParam(), after);
    const auto page = store_->PurgeDue(due, 10);
    FailNothing();
    if (page.ok()) {
      purged += page->purged;
    } else {
      ++failed;
      EXPECT_EQ(page.error().code, ErrorCode::kUnavailable);
      EXPECT_EQ(*store_->ReadHead(), before);
    }
  }
  EXPECT_GT(failed, 0);
  while (true) {
    const auto page = store_->PurgeDue(due, 100);
    ASSERT_TRUE(page.ok());
    purged += page->purged;
    if (!page->more) break;
  }
  EXPECT_EQ(purged, 300U);
  ExpectWhole();
  EXPECT_TRUE(*store_->Truncate());
}

// Whole or not at all, wherever the disk gives up; and as it was after trying again.
TEST_P(FaultTest, PicturesAreNeverHalfFiled) {
  Publish();
  int failed = 0;
  for (int64_t after = 0; after < 60; ++after) {
    const NewPictureSet set = picture_testing::SetOf(picture_testing::MakePictures(
        kSite, Revision().hash, std::string(64, 'b'), now_ + std::chrono::seconds(after),
        static_cast<char>('a' + after)));
    const Head before = *store_->ReadHead();
    FailAfter(GetParam(), after);
    const auto appended = store_->Append({.now = now_, .picture_sets = {set}});
    FailNothing();
    if (!appended.ok()) {
      ++failed;
      EXPECT_EQ(*store_->ReadHead(), before);
      if (after % 5 == 0) Open(FaultVfs());  // what a restart finds
      EXPECT_EQ(store_->ReadDocument(set.hash).error().code, ErrorCode::kNotFound);
      for (const NewPicture& picture : set.pictures) {
        EXPECT_EQ(store_->ReadPicture(picture.hash).error().code, ErrorCode::kNotFound);
      }
      EXPECT_TRUE(store_->Append({.now = now_, .picture_sets = {set}}).ok());
    }
    EXPECT_EQ(store_->ReadHead()->size, before.size + 1);
    EXPECT_EQ(store_->PicturesOfRevision(set.revision)->back().hash, set.hash);
    for (const NewPicture& picture : set.pictures) {
      EXPECT_EQ(*store_->ReadPicture(picture.hash), picture.bytes);
    }
  }
  EXPECT_GT(failed, 0);
  ExpectWhole();
}

TEST_P(FaultTest, TruncatingThatFailsIsSaidAndTriedAgain) {
  Publish();
  Give(Choice(now_));
  FailAfter(GetParam(), 0);
  const auto truncated = store_->Truncate();
  FailNothing();
  ASSERT_FALSE(truncated.ok());
  EXPECT_EQ(truncated.error().code, ErrorCode::kUnavailable);
  Give(Choice(now_));
  EXPECT_TRUE(*store_->Truncate());
  ExpectWhole();
}

INSTANTIATE_TEST_SUITE_P(Disk, FaultTest,
                         ::testing::Values(Fault::kDiskFull, Fault::kWriteError, Fault::kSyncError),
                         [](const auto& test) {
                           switch (test.param) {
                             case Fault::kDiskFull:
                               return "Full";
                             case Fault::kWriteError:
                               return "WriteError";
                             default:
                               return "SyncError";
                           }
                         });

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
