#include "app/recording/erasures.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

const Time kNow{std::chrono::seconds(1'795'000'000)};
constexpr std::chrono::milliseconds kLong{1'000'000};

class ErasuresTest : public ::testing::Test {
 protected:
  EraseDone Note() {
    return
        [this](Result<EraseOutcome> outcome) { answered_.push_back(std::move(outcome).value()); };
  }

  ManualClock clock_{kNow};
  std::vector<EraseOutcome> answered_;
};

store::Erased Gone(std::vector<store::Index> erased, std::vector<store::Index> rest = {}) {
  store::Erased out;
  out.erased = std::move(erased);
  out.rest = std::move(rest);
  return out;
}

// In whatever order the news comes, the last one answers.
TEST_F(ErasuresTest, IsOverWhenLineLogAndDiskAreDone) {
  for (const std::string order : {"les", "lse", "els", "esl", "sle", "sel"}) {
    Erasures erasures(clock_, kLong);
    answered_.clear();
    erasures.Begin(Note(), std::vector{Gone({7}, {6})}, kNow, 10);
    bool gone_on = false;
    for (const char news : order) {
      ASSERT_TRUE(answered_.empty()) << order;
      if (news == 'l') {
        ASSERT_EQ(erasures.Rest().size(), 1U);
        erasures.WentOn(std::vector{Gone({6})}, 12);
        gone_on = true;
      } else if (news == 'e') {
        erasures.Emptied();
      } else {
        erasures.LogSynced(12);
      }
    }
    // What was emptied before the last commit says nothing of it.
    if (order.find('e') < order.find('l')) erasures.Emptied();
    ASSERT_TRUE(gone_on);
    ASSERT_EQ(answered_.size(), 1U) << order;
    EXPECT_TRUE(answered_[0].over()) << order;
    EXPECT_EQ(answered_[0].records.erased.size(), 2U);
    EXPECT_EQ(erasures.waiting().count, 0U);
  }
}

TEST_F(ErasuresTest, WhoeverWaitedLongEnoughIsGivenADate) {
  Erasures erasures(clock_, std::chrono::milliseconds(0));
  erasures.Begin(Note(), std::vector{Gone({7}, {6})}, kNow, 10);
  ASSERT_EQ(answered_.size(), 1U);
  EXPECT_FALSE(answered_[0].over());
  EXPECT_EQ(answered_[0].until(), kNow + kErasureDate);
  EXPECT_EQ(answered_[0].records.scheduled.size(), 2U) << "what is left of the line, too";
  EXPECT_TRUE(answered_[0].records.erased.empty());
  EXPECT_EQ(erasures.waiting().count, 1U);
  EXPECT_TRUE(erasures.unfinished());
  EXPECT_FALSE(erasures.waited_for());
}

// A transaction that failed is asked for again, as it was.
TEST_F(ErasuresTest, WhatIsLeftIsAskedForUntilItIsDone) {
  Erasures erasures(clock_, kLong);
  std::vector<store::Index> rest(store::kEraseAtOnce + 5);
  for (size_t i = 0; i < rest.size(); ++i) rest[i] = i;
  erasures.Begin({}, std::vector{Gone({}, rest)}, kNow, 10);
  erasures.Begin({}, std::vector{Gone({}, {900})}, kNow + std::chrono::days(1), 10);
  ASSERT_EQ(erasures.Rest().size(), store::kEraseAtOnce);
  const auto requests = erasures.Rest();
  ASSERT_EQ(requests.size(), store::kEraseAtOnce);
  erasures.WentOn(std::vector<store::Erased>(requests.size()), 11);
  const auto last = erasures.Rest();
  ASSERT_EQ(last.size(), 6U);
  EXPECT_EQ(last.back().index, 900U);
  EXPECT_EQ(last.back().at, kNow + std::chrono::days(1));
  erasures.WentOn(std::vector<store::Erased>(last.size()), 11);
  EXPECT_FALSE(erasures.unfinished());
  EXPECT_EQ(erasures.waiting().count, 0U);
}

TEST_F(ErasuresTest, WhatOnlyGoesLaterIsAnsweredAtOnce) {
  Erasures erasures(clock_, kLong);
  store::Erased later;
  later.scheduled = {3};
  erasures.Begin(Note(), std::vector{later}, kNow + std::chrono::days(30), 10);
  store::Erased held;
  held.held = {4};
  held.held_until = kNow - std::chrono::days(1);
  erasures.Begin(Note(), std::vector{held}, kNow, 10);
  ASSERT_EQ(answered_.size(), 2U);
  EXPECT_EQ(answered_[0].until(), kNow + std::chrono::days(30));
  EXPECT_EQ(answered_[1].until(), kNow) << "a review that is overdue is no date in the past";
  EXPECT_EQ(erasures.waiting().count, 0U);
}

TEST_F(ErasuresTest, AnyNumberIsCountedInBoundedMemory) {
  Erasures erasures(clock_, kLong);
  for (uint64_t i = 1; i <= 5 * kMaxErasures; ++i) {
    erasures.Begin({}, {}, kNow, i);
    if (i % 100 == 0) erasures.Emptied();
  }
  EXPECT_EQ(erasures.waiting().count, 5 * kMaxErasures);
  erasures.Emptied();
  erasures.LogSynced(5 * kMaxErasures);
  EXPECT_EQ(erasures.waiting().count, 0U);
  EXPECT_TRUE(erasures.Wait(std::chrono::milliseconds(0)));
}

TEST_F(ErasuresTest, NotEverybodyIsKeptWaiting) {
  Erasures erasures(clock_, kLong);
  for (size_t i = 0; i < kMaxErasures; ++i) erasures.Begin(Note(), std::vector{Gone({i})}, kNow, 9);
  EXPECT_TRUE(answered_.empty());
  erasures.Begin(Note(), std::vector{Gone({7000})}, kNow, 10);
  ASSERT_EQ(answered_.size(), 1U);
  EXPECT_FALSE(answered_[0].over());
  erasures.Emptied();
  erasures.LogSynced(10);
  EXPECT_EQ(answered_.size(), kMaxErasures + 1);
  EXPECT_TRUE(answered_.back().over());
  EXPECT_FALSE(erasures.waited_for());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
