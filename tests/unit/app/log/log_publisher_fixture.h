// A log that is opened, publishes and is opened again over a store in memory, and the checkpoints
// that it served meanwhile.
#ifndef TEMOIN_TESTS_UNIT_APP_LOG_LOG_PUBLISHER_FIXTURE_H_
#define TEMOIN_TESTS_UNIT_APP_LOG_LOG_PUBLISHER_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/log/log_publisher.h"
#include "app/log/log_tiles.h"
#include "base/calendar.h"
#include "tests/unit/app/log/log_fake_store.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {

namespace fs = std::filesystem;
using store::LogFakeStore;
using testing::HasSubstr;

class LogPublisherTest : public testing::Test {
 protected:
  static constexpr char kOrigin[] = "temoin.example/log";
  static inline const Time kNow = *ParseTime("2026-11-21T12:00:00Z");

  LogOptions Options() {
    LogOptions options;
    options.data_dir = scratch_.path();
    options.checkpoint_log_dir = scratch_ / "journal";
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

  std::unique_ptr<LogPublisher> OpenAs(LogStart start) {
    auto publisher = Open();
    EXPECT_EQ(publisher->start(), start)
        << static_cast<int>(publisher->start()) << publisher->Refusal().value_or("");
    EXPECT_EQ(publisher->Refusal().has_value(), !Signs(start));
    return publisher;
  }

  static void WriteSecret(const std::string& path, const std::string& key) {
    fs::remove(path);
    Spill(path, key);
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  }

  // As versions before 0.2 wrote it.
  void WithoutKeysInCheckpointLog() {
    const std::string checkpoint_log = scratch_ / "journal";
    std::vector<CheckpointBatch> batches;
    ASSERT_TRUE(ReadCheckpointLog(checkpoint_log, 0, [&](const CheckpointBatch& batch) -> Status {
                  batches.push_back(batch);
                  return {};
                }).ok());
    fs::remove_all(checkpoint_log);
    const auto again = CheckpointLog::Create(checkpoint_log, kOrigin, kNow);
    for (const CheckpointBatch& batch : batches) ASSERT_TRUE((*again)->Append(batch).ok());
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

}  // namespace temoin::app

#endif  // TEMOIN_TESTS_UNIT_APP_LOG_LOG_PUBLISHER_FIXTURE_H_
