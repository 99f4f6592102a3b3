#include "server/service/log_publisher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

#include "base/calendar.h"
#include "server/service/log_anchor.h"
#include "server/service/log_tiles.h"
#include "tests/unit/service/log_fake_store.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::service {
namespace {

namespace fs = std::filesystem;
using store::LogFakeStore;
using testing::HasSubstr;

const Time kNow = *ParseTime("2026-11-21T12:00:00Z");
constexpr char kOrigin[] = "temoin.example/log";

class LogPublisherTest : public testing::Test {
 protected:
  LogOptions Options() {
    LogOptions options;
    options.data_dir = scratch_.path();
    options.journal_dir = scratch_ / "journal";
    options.origin = kOrigin;
    options.keep = [this](const store::KeptCheckpoint& kept) -> Status {
      if (keep_fails_) return Error(ErrorCode::kUnavailable, "full");
      return db_.KeepCheckpoint(kept);
    };
    return options;
  }

  std::unique_ptr<LogPublisher> Open() {
    auto publisher = LogPublisher::Open(Options(), db_, kNow);
    EXPECT_TRUE(publisher.ok()) << publisher.error().message;
    if (publisher.ok()) Note(**publisher);
    return publisher.ok() ? std::move(*publisher) : nullptr;
  }

  void Publish(LogPublisher& publisher, Time now = kNow) {
    const Status status = publisher.Publish(now);
    EXPECT_TRUE(status.ok()) << status.error().message;
    Note(publisher);
  }

  // Every checkpoint that was ever served must belong to one history: of equal size, equal; else
  // the database, whatever it is now, must be able to prove the larger from the smaller.
  void Note(const LogPublisher& publisher) {
    const auto current = publisher.Current();
    if (!current) return;
    const auto opened = prooflog::OpenCheckpoint(current->note, publisher.keys()->verifiers);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    ASSERT_EQ(opened->checkpoint, current->checkpoint);
    seen_.push_back(current->checkpoint);
  }

  void ExpectOneHistory() {
    ASSERT_FALSE(seen_.empty());
    for (const prooflog::Checkpoint& checkpoint : seen_) {
      StoreTiles tiles(db_, checkpoint.size);
      const auto root = prooflog::TreeReader(tiles).Root(checkpoint.size);
      ASSERT_TRUE(root.ok()) << root.error().message;
      EXPECT_EQ(*root, checkpoint.root) << checkpoint.size;
    }
  }

  TemporaryDirectory scratch_;
  LogFakeStore db_;
  bool keep_fails_ = false;
  std::vector<prooflog::Checkpoint> seen_;
};

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
  EXPECT_FALSE(publisher->completion().has_value());
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 10u);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, ALargeBacklogIsPublishedInSteps) {
  auto publisher = Open();
  db_.Commit(2 * kMaxJournalBatch + 10);
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 2 * kMaxJournalBatch + 10);
  publisher.reset();
  EXPECT_EQ(Open()->Current()->checkpoint.size, 2 * kMaxJournalBatch + 10);
}

TEST_F(LogPublisherTest, ADatabaseFromBeforeTheLogIsTakenOver) {
  db_.Commit(1000);
  auto publisher = Open();
  ASSERT_EQ(publisher->Refusal(), std::nullopt);
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 1000u);
}

TEST_F(LogPublisherTest, ARestoredBackupIsCompletedFromTheJournal) {
  auto publisher = Open();
  db_.Commit(400);
  Publish(*publisher);
  const LogFakeStore backup = db_;
  db_.Commit(10, "{\"ranges\":[[3,4]]}");
  Publish(*publisher);
  db_.Commit(300);
  Publish(*publisher);
  const std::string note = publisher->Current()->note;
  const auto entries = db_.entries;
  publisher.reset();

  db_ = backup;
  publisher = Open();
  EXPECT_EQ(publisher->Refusal(), std::nullopt);
  ASSERT_TRUE(publisher->completion().has_value());
  EXPECT_EQ(publisher->completion()->first, 400u);
  EXPECT_EQ(publisher->completion()->entries, 311u);
  EXPECT_EQ(publisher->completion()->lost_consents, 310u);
  EXPECT_EQ(publisher->completion()->purges_replayed, 1u);
  EXPECT_EQ(db_.entries, entries);
  ASSERT_EQ(db_.purges.size(), 1u);
  EXPECT_EQ(db_.purges[0].index, 410u);
  EXPECT_EQ(db_.purges[0].manifest, "{\"ranges\":[[3,4]]}");
  EXPECT_EQ(publisher->Current()->note, note);
  db_.Commit(5);
  Publish(*publisher);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, ABackupFromBetweenCheckpointsIsCompletedToo) {
  auto publisher = Open();
  db_.Commit(5);
  Publish(*publisher);
  db_.Commit(2, "m1");
  const LogFakeStore backup = db_;  // within what becomes one batch of the journal
  db_.Commit(2, "m2");
  Publish(*publisher);
  publisher.reset();
  db_ = backup;
  publisher = Open();
  EXPECT_EQ(publisher->Refusal(), std::nullopt);
  EXPECT_EQ(publisher->completion()->entries, 3u);
  EXPECT_EQ(db_.purges.size(), 2u);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, AnEmptyDatabaseIsCompletedWhole) {
  auto publisher = Open();
  db_.Commit(50);
  Publish(*publisher);
  publisher.reset();
  db_ = LogFakeStore();
  publisher = Open();
  EXPECT_EQ(publisher->completion()->entries, 50u);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, ADatabaseThatContradictsTheJournalIsNeverSigned) {
  auto publisher = Open();
  db_.Commit(40);
  const LogFakeStore common = db_;
  db_.Commit(10);
  Publish(*publisher);
  publisher.reset();

  // The backup went on without its journal: as long as, longer and shorter than what was signed.
  for (const size_t other : {10, 500, 3}) {
    db_ = common;
    db_.salt = 1;
    db_.Commit(other);
    const LogFakeStore before = db_;
    publisher = Open();
    ASSERT_TRUE(publisher->Refusal().has_value()) << other;
    EXPECT_THAT(*publisher->Refusal(), HasSubstr("entry 40 is the first that differs"));
    EXPECT_THAT(*publisher->Refusal(), HasSubstr("estore"));
    EXPECT_EQ(publisher->Current(), nullptr);
    EXPECT_EQ(publisher->Publish(kNow).error().code, ErrorCode::kDataLoss);
    EXPECT_EQ(db_.entries, before.entries);
    EXPECT_EQ(db_.completions, 0);
    publisher.reset();
  }
  db_ = common;
  publisher = Open();
  EXPECT_EQ(publisher->Refusal(), std::nullopt);
  ExpectOneHistory();
}

TEST_F(LogPublisherTest, AMissingJournalIsNotStartedAnew) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  publisher.reset();
  fs::rename(scratch_ / "journal", scratch_ / "unmounted");
  publisher = Open();
  ASSERT_TRUE(publisher->Refusal().has_value());
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("journal is missing"));
  EXPECT_FALSE(fs::exists(scratch_ / "journal"));
  EXPECT_EQ(publisher->Current(), nullptr);
  publisher.reset();
  fs::rename(scratch_ / "unmounted", scratch_ / "journal");
  EXPECT_EQ(Open()->Refusal(), std::nullopt);
}

// The database was moved away and the journal's disk is not mounted: what is left beside the key
// tells that the log has signed, and an empty database must not begin a second history.
TEST_F(LogPublisherTest, AnEmptyDatabaseWithoutAJournalIsNoNewLog) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  const std::string note = publisher->Current()->note;
  publisher.reset();
  fs::rename(scratch_ / "journal", scratch_ / "unmounted");
  db_ = LogFakeStore();
  ASSERT_TRUE(WriteAnchor(scratch_.path(), {.size = 40, .note = note, .token = {}}).ok());
  publisher = Open();
  ASSERT_TRUE(publisher->Refusal().has_value());
  EXPECT_THAT(*publisher->Refusal(), HasSubstr("journal is missing"));
  EXPECT_FALSE(fs::exists(scratch_ / "journal"));
}

TEST_F(LogPublisherTest, ADamagedJournalIsNamed) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  publisher.reset();
  const std::string path = scratch_ / "journal/00000000000000000000.journal";
  std::string bytes = Slurp(path);
  bytes[bytes.size() - 60] ^= 1;
  Spill(path, bytes);
  publisher = Open();
  ASSERT_TRUE(publisher->Refusal().has_value());
  EXPECT_THAT(*publisher->Refusal(), HasSubstr(path));
}

TEST_F(LogPublisherTest, AMissingKeyOfALogThatSignedIsAnError) {
  auto publisher = Open();
  db_.Commit(40);
  Publish(*publisher);
  publisher.reset();
  fs::remove(scratch_ / "log.key");
  const auto refused = LogPublisher::Open(Options(), db_, kNow);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, HasSubstr("log.key"));
  ASSERT_TRUE(RotateLogKeys(scratch_.path()).ok());
  publisher = Open();
  EXPECT_EQ(publisher->Current()->checkpoint.size, 40u);
  EXPECT_EQ(publisher->keys()->vkeys.size(), 2u);
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

TEST_F(LogPublisherTest, TheNameIsFixedFromTheFirstStart) {
  Open();
  LogOptions other = Options();
  other.origin = "another.example/log";
  EXPECT_EQ(LogPublisher::Open(other, db_, kNow).error().code, ErrorCode::kConflict);
  other.origin = "";
  EXPECT_EQ((*LogPublisher::Open(other, db_, kNow))->origin(), kOrigin);
}

TEST_F(LogPublisherTest, AKeyGeneratedBeforehandIsUsed) {
  ASSERT_TRUE(GenerateLogKeys(scratch_.path(), kOrigin).ok());
  auto publisher = Open();
  db_.Commit(1);
  Publish(*publisher);
  EXPECT_EQ(publisher->Current()->checkpoint.size, 1u);
}

TEST_F(LogPublisherTest, TheJournalOfAnotherLogIsRefused) {
  Open();
  TemporaryDirectory other;
  LogOptions options = Options();
  options.data_dir = other.path();
  options.origin = "other.example/log";
  LogFakeStore db;
  ASSERT_TRUE(GenerateLogKeys(other.path(), "other.example/log").ok());
  const auto publisher = LogPublisher::Open(options, db, kNow);
  ASSERT_TRUE(publisher.ok());
  EXPECT_THAT((*publisher)->Refusal().value_or(""), HasSubstr("do not belong together"));
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

// Stops, restores of any older backup, cuts of the journal's unsynced tail and forks, in any order:
// whatever is signed belongs to one history.
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

}  // namespace
}  // namespace temoin::service
