// What a log publishes while it runs, and that it belongs to one history.
#include "app/log/log_publisher.h"

#include <rapidcheck/gtest.h>

#include <utility>
#include <vector>

#include "tests/unit/app/log/log_publisher_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

TEST_F(LogPublisherTest, PublishesWhatTheDatabaseHas) {
  auto publisher = Open();
  EXPECT_EQ(publisher->Current(), nullptr);
  Publish(*publisher);  // nothing yet
  EXPECT_EQ(publisher->Current(), nullptr);
  db_.Commit(5);
  Publish(*publisher);
  ASSERT_NE(publisher->Current(), nullptr);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 5u);
  EXPECT_EQ(publisher->Current()->checkpoint.origin, kOrigin);
  db_.Commit(300, "manifest");
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 306u);
  const auto unchanged = publisher->Current();
  Publish(*publisher);
  EXPECT_EQ(publisher->Current(), unchanged);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, ServesTheSameCheckpointAfterARestartAtOnce) {
  auto publisher = Open();
  db_.Commit(5);
  Publish(*publisher);
  const std::string note = publisher->Current()->note;
  db_.Commit(5);  // committed, not published
  publisher.reset();
  publisher = Open();
  ASSERT_NE(publisher->Current(), nullptr);
  EXPECT_EQ(publisher->Current()->note, note);
  EXPECT_EQ(publisher->start(), LogStart::kContinues);
  EXPECT_TRUE(db_.losses.empty());
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 10u);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, ALargeBacklogIsPublishedInSteps) {
  auto publisher = Open();
  db_.Commit(2 * kMaxCheckpointBatch + 10);
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 2 * kMaxCheckpointBatch + 10);
  publisher.reset();
  EXPECT_EQ(Open()->Current()->checkpoint.size, 2 * kMaxCheckpointBatch + 10);
}

TEST_F(LogPublisherTest, ARunningLogTakesANewKey) {
  auto publisher = Open();
  db_.Commit(5);
  Publish(*publisher);
  const auto before = publisher->Current();
  const auto old = publisher->keys();
  const auto rotated = publisher->Rotate();
  ASSERT_TRUE(rotated.ok()) << rotated.error().message;
  EXPECT_EQ((*rotated)->vkeys.at(1), old->vkeys.at(0));
  // The same checkpoint, signed anew; what the old key signed keeps verifying.
  EXPECT_EQ(publisher->Current()->checkpoint, before->checkpoint);
  EXPECT_FALSE(prooflog::OpenCheckpoint(publisher->Current()->note, old->verifiers).ok());
  EXPECT_TRUE(prooflog::OpenCheckpoint(before->note, publisher->keys()->verifiers).ok());
  db_.Commit(5);
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 10u);
  const std::string note = publisher->Current()->note;
  publisher.reset();
  publisher = Open();
  EXPECT_EQ(publisher->Current()->note, note);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, ADatabaseThatChangesUnderARunningServerIsRefused) {
  auto publisher = Open();
  db_.Commit(40);
  const LogFakeStore backup = db_;
  db_.Commit(1);
  Publish(*publisher);
  const auto served = publisher->Current();
  db_ = backup;
  EXPECT_EQ(publisher->Publish(kNow).error().code, ErrorCode::kDataLoss);
  EXPECT_TRUE(publisher->Refusal().has_value());
  EXPECT_EQ(publisher->Current(), served);  // what was signed stays true
  db_.Commit(1);
  EXPECT_FALSE(publisher->Publish(kNow).ok());
}

TEST_F(LogPublisherTest, ACheckpointLogThatIsGoneIsNotSignedIntoNorWhenItIsBack) {
  const std::string segment = scratch_ / "journal/00000000000000000000.journal";
  auto publisher = Open();
  db_.Commit(3);
  Publish(*publisher);
  ASSERT_TRUE(publisher->CheckServed().ok());
  const auto served = publisher->Current();
  fs::rename(segment, segment + ".old");
  EXPECT_EQ(publisher->CheckServed().error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(publisher->Refusal().value_or(""), HasSubstr(segment));
  EXPECT_TRUE(publisher->HoldsChoices());
  fs::rename(segment + ".old", segment);
  db_.Commit(1);
  EXPECT_FALSE(publisher->CheckServed().ok());
  EXPECT_FALSE(publisher->Publish(kNow).ok());
  EXPECT_EQ(publisher->Current(), served);
  publisher.reset();
  publisher = OpenAs(LogStart::kContinues);  // a new start looks again
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 4U);
}

TEST_F(LogPublisherTest, ACheckpointLogThatIsGoneIsSeenBeforeASignature) {
  auto publisher = Open();
  db_.Commit(3);
  fs::remove(scratch_ / "journal/00000000000000000000.journal");
  EXPECT_FALSE(publisher->Publish(kNow).ok());
  EXPECT_EQ(publisher->Current(), nullptr);
  EXPECT_TRUE(publisher->HoldsChoices());
}

TEST_F(LogPublisherTest, EntriesThatAreNotThoseOfTheTilesAreRefused) {
  auto publisher = Open();
  db_.Commit(10);
  db_.entries[4][20] ^= 1;
  const Status status = publisher->Publish(kNow);
  EXPECT_EQ(status.error().code, ErrorCode::kDataLoss);
  EXPECT_EQ(publisher->Current(), nullptr);
}

TEST_F(LogPublisherTest, APurgeWithoutItsManifestIsRefused) {
  auto publisher = Open();
  db_.Commit(10, "manifest");
  db_.purges[0].manifest = "another";
  EXPECT_EQ(publisher->Publish(kNow).error().code, ErrorCode::kDataLoss);
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("purge entry 10"));
}

TEST_F(LogPublisherTest, AReadErrorIsTriedAgain) {
  auto publisher = Open();
  db_.Commit(10);
  db_.read_error = Error(ErrorCode::kUnavailable, "busy");
  EXPECT_EQ(publisher->Publish(kNow).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(publisher->Refusal(), std::nullopt);
  db_.read_error.reset();
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 10u);
}

TEST_F(LogPublisherTest, OneCheckpointADayIsKept) {
  auto publisher = Open();
  db_.Commit(10);
  keep_fails_ = true;
  Publish(*publisher);
  EXPECT_TRUE(db_.kept.empty());
  keep_fails_ = false;
  Publish(*publisher);  // tried again without anything new
  ASSERT_EQ(db_.kept.size(), 1u);
  EXPECT_EQ(db_.kept[0].size, 10u);
  EXPECT_EQ(FormatDate(db_.kept[0].day), "2026-11-21");
  db_.Commit(5);
  Publish(*publisher, kNow + std::chrono::hours(1));
  EXPECT_EQ(db_.kept.size(), 1u);
  publisher.reset();
  publisher = Open();
  Publish(*publisher, kNow + std::chrono::hours(2));
  EXPECT_EQ(db_.kept.size(), 1u);
  Publish(*publisher, kNow + std::chrono::hours(12));  // midnight, nothing new since 13:00
  ASSERT_EQ(db_.kept.size(), 2u);
  EXPECT_EQ(db_.kept[1].size, 15u);
  Publish(*publisher, kNow + std::chrono::hours(36));  // nothing since: the same would be kept
  EXPECT_EQ(db_.kept.size(), 2u);
}

// Stops, restores of any older backup, cuts of the checkpoint log's unsynced tail and forks, in any
// order: whatever is signed belongs to one history.
RC_GTEST_FIXTURE_PROP(LogPublisherTest, WhateverHappensOneHistoryIsSigned, ()) {
  std::vector<LogFakeStore> backups;
  auto publisher = Open();
  db_.Commit(1);
  Publish(*publisher);
  const std::string path = scratch_ / "journal/00000000000000000000.journal";
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 7));
  for (const int step : steps) {
    switch (step) {
      case 0:
      case 1:
        db_.Commit(*rc::gen::inRange<size_t>(1, 40), step == 1 ? "manifest" : "");
        break;
      case 2:
        Publish(*publisher);
        break;
      case 3:
        backups.push_back(db_);
        break;
      case 4: {  // restore a backup, which then is completed
        if (backups.empty()) break;
        publisher.reset();
        const LogFakeStore latest = db_;
        db_ = backups[*rc::gen::inRange<size_t>(0, backups.size())];
        publisher = Open();
        if (!publisher->Refusal()) break;
        // It holds entries that were never published, lost in an earlier restore and replaced
        // since.
        RC_ASSERT(publisher->HoldsChoices());
        RC_ASSERT(publisher->Current() == nullptr);
        RC_ASSERT(!publisher->Publish(kNow).ok());
        publisher.reset();
        db_ = latest;
        publisher = Open();
        break;
      }
      case 5:  // killed while a batch was being written: anything may stand at the end
        publisher.reset();
        Spill(path, Slurp(path) + std::string(*rc::gen::inRange<size_t>(1, 60), 'B'));
        publisher = Open();
        break;
      case 6: {  // an unpublished tail is lost and replaced by another: nobody saw it
        const uint64_t published = publisher->Current()->checkpoint.size;
        if (db_.entries.size() == published) break;
        publisher.reset();
        LogFakeStore shorter;
        for (uint64_t i = 0; i < published; ++i) shorter.Add(db_.entries[i]);
        for (const auto& purge : db_.purges) {
          if (purge.index < published) shorter.purges.push_back(purge);
        }
        shorter.kept = db_.kept;
        shorter.salt = ++db_.salt;
        db_ = shorter;
        publisher = Open();
        break;
      }
    }
    RC_ASSERT(!publisher->Refusal().has_value());
  }
  Publish(*publisher);
  ExpectOneHistory();
  RC_ASSERT(!HasFailure());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
