#include "app/recording/recorder.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <climits>
#include <cstdint>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "app/recording/retention.h"
#include "app/recording/visitor_record.h"
#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace {

const Time kNow{std::chrono::seconds(1'795'000'000)};
constexpr std::string_view kDocument = R"({"site":"a.example"})";

class RecorderTest : public ::testing::Test {
 protected:
  RecorderTest() {
    store_ = store::OpenSqliteStore({.directory = directory_.path()}).value();
    auto terms = std::make_shared<consent::Terms>();
    terms->site = "a.example";
    terms->controller = "A";
    terms->revision = EncodeHex(Sha256(kDocument));
    terms->services = {{"video", consent::Basis::kConsent, 1}, {"x", consent::Basis::kConsent, 1}};
    terms->choice_validity = {.months = 13};
    terms->evidence_retention = {.months = 13};
    terms_ = terms;
    store::Batch batch;
    batch.now = kNow;
    store::NewRevision revision;
    revision.site = "a.example";
    revision.hash = terms->revision;
    revision.document = kDocument;
    revision.since = "{}";
    revision.published_at = kNow;
    batch.revisions.push_back(revision);
    EXPECT_TRUE(store_->Append(batch).ok());
  }

  void Start(RecorderOptions options = {}) {
    options.data_directory = directory_.path();
    options.erase_patience = patience_;
    recorder_ = std::make_unique<Recorder>(*store_, clock_, keys_, readiness_, options);
  }

  consent::ChoiceRequest Choice(bool video, bool x) {
    consent::ChoiceRequest choice;
    choice.revision = terms_->revision;
    choice.decisions = {{"video", video}, {"x", x}};
    choice.language = "fr";
    return choice;
  }

  Result<ChoiceOutcome> Give(consent::ChoiceRequest choice,
                             std::vector<consent::Token> tokens = {}) {
    std::promise<Result<ChoiceOutcome>> done;
    auto outcome = done.get_future();
    const Status submitted =
        recorder_->Submit({terms_, std::move(choice), std::move(tokens), {}},
                          [&](Result<ChoiceOutcome> result) { done.set_value(std::move(result)); });
    if (!submitted) return submitted.error();
    return outcome.get();
  }

  // As with a checkpoint log that is synced at once, unless it is `synced` elsewhere.
  Result<EraseOutcome> Erase(std::vector<consent::Token> tokens, bool synced = true) {
    if (synced) recorder_->LogSynced(UINT64_MAX);
    std::promise<Result<EraseOutcome>> done;
    auto outcome = done.get_future();
    const Status submitted =
        recorder_->Erase({terms_, std::move(tokens)},
                         [&](Result<EraseOutcome> result) { done.set_value(std::move(result)); });
    if (!submitted) return submitted.error();
    return outcome.get();
  }

  TemporaryDirectory directory_;
  ManualClock clock_{kNow};
  ServerKeys keys_;
  Readiness readiness_;
  std::chrono::milliseconds patience_{5000};
  std::unique_ptr<store::Store> store_;
  std::shared_ptr<consent::Terms> terms_;
  std::unique_ptr<Recorder> recorder_;
};

TEST_F(RecorderTest, RecordsNothingWhileAPartHoldsTheChoices) {
  Start();
  recorder_->Start();
  readiness_.HoldChoices("clock", "it is 1970");
  const auto held = Give(Choice(true, true));
  ASSERT_FALSE(held.ok());
  EXPECT_EQ(held.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(store_->ReadHead()->size, 2U);
  readiness_.Withdraw("clock");
  EXPECT_TRUE(Give(Choice(true, true)).ok());
}

TEST_F(RecorderTest, NothingIsAnsweredForThatNobodyVouches) {
  Start();
  std::atomic<int> asked = 0;
  std::atomic<int> good = INT_MAX;  // how often the answer is yes
  recorder_->AskBeforeAnswers([&]() -> Status {
    if (asked++ < good) return {};
    return Error(ErrorCode::kUnavailable, "the journal is gone");
  });
  recorder_->Start();
  const auto first = Give(Choice(true, true));
  ASSERT_TRUE(first.ok());
  EXPECT_GE(asked, 2);  // before and after
  good = 0;
  const uint64_t size = store_->ReadHead()->size;
  EXPECT_EQ(Give(Choice(true, true)).error().message, "the journal is gone");
  EXPECT_FALSE(Erase({*first->token}).ok());
  EXPECT_FALSE(
      recorder_->LogAccess({.at = kNow, .who = "a", .role = "operator", .action = "export"}).ok());
  bool ran = false;
  EXPECT_FALSE(recorder_
                   ->Run([&](store::Store&) -> Status {
                     ran = true;
                     return {};
                   })
                   .ok());
  EXPECT_FALSE(ran);
  EXPECT_EQ(store_->ReadHead()->size, size);
}

TEST_F(RecorderTest, WhatIsAnsweredIsInTheStore) {
  Start();
  recorder_->Start();
  const auto outcome = Give(Choice(true, false));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->kind, ChoiceOutcome::Kind::kRecorded);
  const auto kept = FindVisitorRecord(*store_, "a.example", {{*outcome->token}});
  ASSERT_TRUE(kept.ok() && *kept);
  EXPECT_EQ((*kept)->record.decisions, outcome->context.decisions);
  const auto foreign = FindVisitorRecord(*store_, "b.example", {{*outcome->token}});
  EXPECT_TRUE(foreign.ok() && !*foreign);
  consent::Token forged = *outcome->token;
  forged.secret[0] ^= 1;
  const auto wrong = FindVisitorRecord(*store_, "a.example", {{forged}});
  EXPECT_TRUE(wrong.ok() && !*wrong);
}

TEST_F(RecorderTest, TheSameAnswerIsNotProlonged) {
  Start();
  recorder_->Start();
  const auto first = Give(Choice(true, false));
  clock_.Advance(std::chrono::hours(24));
  const auto again = Give(Choice(true, false), {*first->token});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->kind, ChoiceOutcome::Kind::kUnchanged);
  EXPECT_EQ(again->index, first->index);
  EXPECT_EQ(again->context.valid_until, first->context.valid_until);
  // Past its end it is a new choice.
  clock_.Set(first->context.valid_until);
  const auto later = Give(Choice(true, false), {*first->token});
  ASSERT_TRUE(later.ok());
  EXPECT_EQ(later->kind, ChoiceOutcome::Kind::kRecorded);
  EXPECT_NE(later->index, first->index);
}

// Two tabs, one batch: the last word is recorded, though it repeats what the database still says.
TEST_F(RecorderTest, AnAnswerRepeatedBehindAnotherInItsBatchIsRecorded) {
  Start();
  recorder_->Start();
  const auto refused = Give(Choice(false, false));
  recorder_->Stop();
  Start();
  std::vector<std::future<Result<ChoiceOutcome>>> outcomes;
  for (const bool yes : {true, false}) {
    auto done = std::make_shared<std::promise<Result<ChoiceOutcome>>>();
    outcomes.push_back(done->get_future());
    ASSERT_TRUE(recorder_
                    ->Submit({terms_, Choice(yes, yes), {*refused->token}, {}},
                             [done](Result<ChoiceOutcome> out) { done->set_value(std::move(out)); })
                    .ok());
  }
  recorder_->Start();
  const auto accepted = outcomes[0].get();
  const auto again = outcomes[1].get();
  ASSERT_TRUE(accepted.ok() && again.ok());
  EXPECT_EQ(again->kind, ChoiceOutcome::Kind::kRecorded);
  EXPECT_GT(*again->index, *accepted->index);
  const auto last = store_->FindByIndex(*again->index);
  EXPECT_EQ(last->row.previous, accepted->index) << "the line does not fork";
  EXPECT_EQ(last->row.superseded_by, std::nullopt);
}

TEST_F(RecorderTest, AnAnswerRepeatedBehindItsErasureIsRecorded) {
  Start();
  recorder_->Start();
  const auto refused = Give(Choice(false, false));
  recorder_->Stop();
  Start();
  std::promise<Result<EraseOutcome>> erased;
  ASSERT_TRUE(recorder_
                  ->Erase({terms_, {*refused->token}},
                          [&](Result<EraseOutcome> out) { erased.set_value(std::move(out)); })
                  .ok());
  std::promise<Result<ChoiceOutcome>> again;
  ASSERT_TRUE(recorder_
                  ->Submit({terms_, Choice(false, false), {*refused->token}, {}},
                           [&](Result<ChoiceOutcome> out) { again.set_value(std::move(out)); })
                  .ok());
  recorder_->LogSynced(UINT64_MAX);
  recorder_->Start();
  ASSERT_TRUE(erased.get_future().get().ok());
  const auto outcome = again.get_future().get();
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->kind, ChoiceOutcome::Kind::kRecorded);
  EXPECT_TRUE(store_->FindByIndex(*outcome->index)->content.has_value());
}

TEST_F(RecorderTest, WithdrawingAfterRefusingIsRecorded) {
  Start();
  recorder_->Start();
  consent::ChoiceRequest refuse = Choice(false, false);
  refuse.action = consent::Action::kRefuseAll;
  const auto refused = Give(refuse);
  consent::ChoiceRequest withdraw = Choice(false, false);
  withdraw.action = consent::Action::kWithdraw;
  const auto withdrawn = Give(withdraw, {*refused->token});
  ASSERT_TRUE(withdrawn.ok());
  EXPECT_EQ(withdrawn->kind, ChoiceOutcome::Kind::kRecorded);
  EXPECT_EQ(withdrawn->standing, consent::Standing::kWithdrawn);
  EXPECT_EQ(Give(withdraw, {*withdrawn->token})->kind, ChoiceOutcome::Kind::kUnchanged);
}

TEST_F(RecorderTest, ARefusalMayLeaveNoIdentifier) {
  terms_->refusal_token = false;
  Start();
  recorder_->Start();
  const auto given = Give(Choice(true, true));
  consent::ChoiceRequest refuse = Choice(false, false);
  refuse.action = consent::Action::kRefuseAll;
  const auto refused = Give(refuse, {*given->token});
  ASSERT_TRUE(refused.ok());
  EXPECT_FALSE(refused->token);
  EXPECT_FALSE(refused->index);
  const auto old = FindVisitorRecord(*store_, "a.example", {{*given->token}});
  ASSERT_TRUE(old.ok() && *old);
  EXPECT_TRUE((*old)->row.superseded_at);
}

TEST_F(RecorderTest, AFullQueueRefusesAndStoppingFinishesWhatWasAccepted) {
  Start({.max_queue = 5, .max_batch = 2, .data_directory = {}});
  std::atomic<int> answered = 0;
  const auto done = [&](Result<ChoiceOutcome> outcome) { answered += outcome.ok() ? 1 : 100; };
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(recorder_->Submit({terms_, Choice(true, false)}, done).ok());
  }
  EXPECT_EQ(recorder_->Submit({terms_, Choice(true, false)}, done).error().code,
            ErrorCode::kUnavailable);
  recorder_->Start();
  recorder_->Stop();
  EXPECT_EQ(answered, 5);
  EXPECT_EQ(recorder_->Submit({terms_, Choice(true, false)}, done).error().code,
            ErrorCode::kUnavailable);
  EXPECT_EQ(store_->ReadHead()->size, 7u);
}

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

TEST_F(RecorderTest, CountsRideAlong) {
  Start();
  recorder_->Start();
  recorder_->CountImpressions("a.example", {}, terms_->revision, 3);
  recorder_->CountImpressions("a.example", {}, terms_->revision, 2);
  recorder_->CountObservation("a.example", "_new");
  ASSERT_TRUE(Give(Choice(true, false)).ok());
  const auto counts = store_->ReadImpressions("a.example", kNow - std::chrono::days(1),
                                              kNow + std::chrono::days(1));
  ASSERT_TRUE(counts.ok());
  ASSERT_EQ(counts->size(), 1u);
  EXPECT_EQ((*counts)[0].count, 5u);
  ASSERT_EQ(store_->ReadObservations("a.example")->size(), 1u);
}

TEST_F(RecorderTest, LinesOfTheJournalShareTheCommitOfWhatWaitsWithThem) {
  Start();
  std::vector<std::thread> staff;
  for (int i = 0; i < 4; ++i) {
    staff.emplace_back([&] {
      const store::Access access{
          .at = kNow, .who = "Team Five", .role = "auditor", .action = "export"};
      EXPECT_TRUE(recorder_->LogAccess(access).ok());
    });
  }
  std::promise<void> answered;
  ASSERT_TRUE(recorder_
                  ->Submit({terms_, Choice(true, false)},
                           [&](const auto& outcome) {
                             EXPECT_TRUE(outcome.ok());
                             answered.set_value();
                           })
                  .ok());
  while (recorder_->metrics().queued.load() < 5) std::this_thread::yield();
  recorder_->Start();
  for (std::thread& thread : staff) thread.join();
  answered.get_future().wait();
  EXPECT_EQ(store_->ReadAccesses(0, 10)->size(), 4u);
  recorder_->Stop();
  EXPECT_EQ(recorder_->metrics().batches.load(), 1u);
  EXPECT_FALSE(recorder_->LogAccess({.at = kNow}).ok()) << "after the end nothing is promised";
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

}  // namespace
}  // namespace temoin::app
