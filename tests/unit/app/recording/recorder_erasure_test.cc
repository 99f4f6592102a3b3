// What a recorder erases, by request and by retention, and when it says so.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <future>
#include <utility>
#include <vector>

#include "app/recording/recorder.h"
#include "app/recording/retention.h"
#include "app/recording/visitor_record.h"
#include "base/calendar.h"
#include "store/sqlite/connection.h"
#include "tests/unit/app/recording/recorder_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

TEST_F(RecorderTest, ErasureTakesTheWholeLine) {
  Start();
  recorder_->Start();
  const auto first = Give(Choice(true, false));
  const auto second = Give(Choice(false, true), {*first->token});
  EXPECT_EQ(Erase({}).error().code, ErrorCode::kNotFound);
  const auto erased = Erase({*second->token});
  ASSERT_TRUE(erased.ok());
  EXPECT_TRUE(erased->over());
  for (const auto& outcome : {first, second}) {
    const auto kept = FindVisitorRecord(*store_, "a.example", {{*outcome->token}});
    ASSERT_TRUE(kept.ok());
    EXPECT_FALSE(*kept);
    EXPECT_EQ(store_->FindByIndex(*outcome->index)->row.state, store::State::kPurged);
  }
  EXPECT_EQ(Erase({*second->token}).error().code, ErrorCode::kNotFound);
}

// "Erased" is said of what no restored backup can bring back.
TEST_F(RecorderTest, AnErasureIsOverWhenTheCheckpointLogHasIt) {
  patience_ = std::chrono::milliseconds(50);
  Start();
  recorder_->Start();
  const auto given = Give(Choice(true, false));
  const auto erased = Erase({*given->token}, false);
  ASSERT_TRUE(erased.ok());
  EXPECT_FALSE(erased->over()) << "nothing was synced";
  EXPECT_EQ(erased->until(), kNow + kErasureDate);
  EXPECT_EQ(recorder_->erasure_state().waiting.count, 1U);
  EXPECT_FALSE(recorder_->AwaitErasures(std::chrono::milliseconds(0)));
  recorder_->LogSynced(store_->ReadHead()->size - 1);
  EXPECT_EQ(recorder_->erasure_state().waiting.count, 1U) << "not the purge entry yet";
  recorder_->LogSynced(store_->ReadHead()->size);
  EXPECT_TRUE(recorder_->AwaitErasures(std::chrono::seconds(30)));
  EXPECT_EQ(recorder_->erasure_state().waiting.count, 0U);
}

// A transaction of another connection keeps the bytes where they are: it is seen, and waited for.
TEST_F(RecorderTest, AnErasureIsOverWhenNoReaderKeepsTheBytes) {
  patience_ = std::chrono::milliseconds(50);
  Start();
  recorder_->Start();
  const auto given = Give(Choice(true, false));
  sqlite3* reader = nullptr;
  ASSERT_EQ(sqlite3_open((directory_.path() + store::kDatabaseName).c_str(), &reader), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(reader, "BEGIN;SELECT count(*) FROM content", nullptr, nullptr, nullptr),
            SQLITE_OK);
  const auto erased = Erase({*given->token});
  ASSERT_TRUE(erased.ok());
  EXPECT_FALSE(erased->over());
  EXPECT_EQ(recorder_->erasure_state().waiting.count, 1U);
  // The writer finds the reader in its way at one of its next tries.
  for (int i = 0; i < 3000 && recorder_->erasure_state().kept_by_reader.count() == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_GT(recorder_->erasure_state().kept_by_reader.count(), 0);
  ASSERT_EQ(sqlite3_exec(reader, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_TRUE(recorder_->AwaitErasures(std::chrono::seconds(30)));
  EXPECT_EQ(recorder_->erasure_state().kept_by_reader.count(), 0);
  sqlite3_close(reader);
}

TEST_F(RecorderTest, RecordsNothingBeforeWhatAnEarlierRunLeftIsGone) {
  Start();
  sqlite3* reader = nullptr;
  ASSERT_EQ(sqlite3_open((directory_.path() + store::kDatabaseName).c_str(), &reader), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(reader, "BEGIN;SELECT count(*) FROM content", nullptr, nullptr, nullptr),
            SQLITE_OK);
  recorder_->Start();
  EXPECT_TRUE(readiness_.holds_choices());
  EXPECT_EQ(Give(Choice(true, false)).error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(recorder_->Run([](store::Store&) { return Status(); }).ok());
  EXPECT_TRUE(readiness_.holds_choices());  // a commit is no proof
  ASSERT_EQ(sqlite3_exec(reader, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
  for (int i = 0; i < 3000 && readiness_.holds_choices(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(readiness_.ready());
  EXPECT_TRUE(Give(Choice(true, false)).ok());
  sqlite3_close(reader);
}

TEST_F(RecorderTest, ALongLineIsErasedWholeBeforeItIsSaid) {
  Start();
  recorder_->Start();
  std::vector<consent::Token> tokens;
  std::vector<store::Index> line;
  for (size_t i = 0; i < 3 * store::kEraseAtOnce; ++i) {
    const auto given = Give(Choice(i % 2 == 0, true), tokens);
    ASSERT_TRUE(given.ok());
    tokens = {*given->token};
    line.push_back(*given->index);
  }
  const auto erased = Erase(tokens);
  ASSERT_TRUE(erased.ok());
  EXPECT_TRUE(erased->over());
  EXPECT_EQ(erased->records.erased.size(), line.size());
  for (const store::Index index : line) {
    ASSERT_FALSE(store_->FindByIndex(index)->content.has_value()) << index;
  }
}

TEST_F(RecorderTest, EveryLineThatATokenOpensIsErased) {
  Start();
  recorder_->Start();
  const auto one = Give(Choice(true, false));
  const auto two = Give(Choice(true, false));
  const auto erased = Erase({*one->token, *two->token, {.index = 0, .secret = {}}});
  ASSERT_TRUE(erased.ok());
  EXPECT_EQ(erased->records.erased.size(), 2U);
}

TEST_F(RecorderTest, AHoldPutsAnErasureOffToItsReview) {
  Start();
  recorder_->Start();
  const auto given = Give(Choice(true, false));
  const Time review = kNow + std::chrono::days(90);
  ASSERT_TRUE(recorder_
                  ->Run([&](store::Store& store) -> Status {
                    const auto held = store.AddHold(
                        {.site = "a.example", .reason = "r", .author = "a", .review = review});
                    return held.ok() ? Status() : Status(held.error());
                  })
                  .ok());
  const auto erased = Erase({*given->token});
  ASSERT_TRUE(erased.ok());
  EXPECT_FALSE(erased->over());
  EXPECT_EQ(erased->records.held.size(), 1U);
  EXPECT_EQ(erased->until(), review);
  EXPECT_TRUE(recorder_->AwaitErasures(std::chrono::milliseconds(0))) << "it waits for no disk";
}

TEST_F(RecorderTest, WhatRetentionErasesIsWaitedForToo) {
  Start();
  recorder_->Start();
  ASSERT_TRUE(Give(Choice(true, false)).ok());
  clock_.Set(AddMonths(kNow, 27));
  EXPECT_EQ(PurgeNow(*store_, *recorder_, UnjudgedClock(clock_), {})->purged, 1u);
  EXPECT_EQ(recorder_->erasure_state().waiting.count, 1U);
  recorder_->LogSynced(store_->ReadHead()->size);
  EXPECT_TRUE(recorder_->AwaitErasures(std::chrono::seconds(30)));
}

TEST_F(RecorderTest, StoppingAnswersWhoeverWaitsForAnErasure) {
  Start();
  recorder_->Start();
  const auto given = Give(Choice(true, false));
  std::promise<Result<EraseOutcome>> done;
  ASSERT_TRUE(recorder_
                  ->Erase({terms_, {*given->token}},
                          [&](Result<EraseOutcome> out) { done.set_value(std::move(out)); })
                  .ok());
  recorder_->Stop();
  const auto outcome = done.get_future().get();
  ASSERT_TRUE(outcome.ok());
  EXPECT_FALSE(outcome->over());
}

TEST_F(RecorderTest, ErasureMayBeForLater) {
  terms_->erasure_delay = {.days = 30};
  Start();
  recorder_->Start();
  const auto given = Give(Choice(true, false));
  const auto erased = Erase({*given->token});
  ASSERT_TRUE(erased.ok());
  EXPECT_FALSE(erased->over());
  EXPECT_EQ(erased->until(), kNow + std::chrono::days(30));
  EXPECT_EQ(PurgeNow(*store_, *recorder_, UnjudgedClock(clock_), {})->purged, 0u);
  clock_.Set(erased->until());
  EXPECT_EQ(PurgeNow(*store_, *recorder_, UnjudgedClock(clock_), {})->purged, 1u);
}

TEST_F(RecorderTest, ErasesOnTime) {
  Start();
  recorder_->Start();
  ASSERT_TRUE(Give(Choice(true, false)).ok());
  clock_.Set(AddMonths(kNow, 26) - std::chrono::seconds(1));
  EXPECT_EQ(PurgeNow(*store_, *recorder_, UnjudgedClock(clock_), {})->purged, 0u);
  clock_.Set(AddMonths(kNow, 26) + std::chrono::seconds(1));
  EXPECT_EQ(PurgeNow(*store_, *recorder_, UnjudgedClock(clock_), {})->purged, 1u);
}

// Many records that were given long ago, all due now.
class PurgeTest : public RecorderTest {
 protected:
  void SetUp() override {
    store::NewChoice choice;
    choice.record = consent::MakeRecord(Choice(true, true), *terms_, kNow, Digest{}, std::nullopt);
    choice.evidence_retention = terms_->evidence_retention;
    store::Batch batch{.now = kNow, .choices = std::vector(kDue, choice)};
    ASSERT_TRUE(store_->Append(batch).ok());
    clock_.Set(AddMonths(kNow, 27));
    Start();
    recorder_->Start();
  }
  static constexpr size_t kDue = 3 * kPurgePage + 10;
};

TEST_F(PurgeTest, ChoicesAreServedBetweenTwoPages) {
  std::vector<store::Index> given;
  const auto report = PurgeNow(*store_, *recorder_, UnjudgedClock(clock_), {}, {}, [&] {
    const auto outcome = Give(Choice(true, false));  // waits for its answer
    EXPECT_TRUE(outcome.ok());
    if (outcome.ok()) given.push_back(*outcome->index);
    return false;
  });
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->purged, kDue);
  ASSERT_EQ(given.size(), 3U);
  const auto purges = store_->ReadPurges(0, 100);
  ASSERT_EQ(purges->size(), 4U);
  for (size_t page = 0; page < given.size(); ++page) {
    EXPECT_GT(given[page], purges->at(page).index);
    EXPECT_LT(given[page], purges->at(page + 1).index);
  }
}

TEST_F(PurgeTest, StopsAfterAPageWhenToldAndGoesOnLater) {
  const auto first =
      PurgeNow(*store_, *recorder_, UnjudgedClock(clock_), {}, {}, [] { return true; });
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->purged, kPurgePage);
  const auto rest = PurgeNow(*store_, *recorder_, UnjudgedClock(clock_), {});
  ASSERT_TRUE(rest.ok());
  EXPECT_EQ(rest->purged, kDue - kPurgePage);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
