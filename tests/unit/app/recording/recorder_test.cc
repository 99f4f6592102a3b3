#include "app/recording/recorder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <climits>
#include <cstdint>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "app/recording/visitor_record.h"
#include "tests/unit/app/recording/recorder_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

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
  recorder_->AskBeforeResponses([&]() -> Status {
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

TEST_F(RecorderTest, LinesOfTheAccessLogShareTheCommitOfWhatWaitsWithThem) {
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
  EXPECT_EQ(recorder_->metrics().batches.Read().observed, 1u);
  EXPECT_FALSE(recorder_->LogAccess({.at = kNow}).ok()) << "after the end nothing is promised";
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
