#include "app/clock/clock_judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/calendar.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

const Time kNewest = *ParseTime("2026-11-26T09:00:00Z");

ClockVerdict Gap(seconds gap, bool synchronised = false, bool demo = false) {
  return JudgeClock({.wall = kNewest + gap,
                     .newest = kNewest,
                     .anchor = {},
                     .synchronised = synchronised,
                     .demo = demo});
}

TEST(ClockJudge, FromFiveSecondsBehindToSevenDaysAheadIsNormal) {
  for (const seconds gap : {seconds(-5), seconds(0), seconds(1), seconds(days(7))}) {
    EXPECT_EQ(Gap(gap), ClockVerdict{}) << gap.count();
  }
  EXPECT_EQ(Gap(seconds(-6)),
            (ClockVerdict{.state = ClockState::kBehind, .by = seconds(6), .vouched = false}));
  EXPECT_EQ(
      Gap(days(7) + seconds(1)),
      (ClockVerdict{.state = ClockState::kAhead, .by = days(7) + seconds(1), .vouched = false}));
}

TEST(ClockJudge, NoWordOfTheKernelMakesAClockRightThatIsBehind) {
  for (const seconds gap : {seconds(-6), seconds(-hours(2)), seconds(-days(3 * 365))}) {
    EXPECT_FALSE(Gap(gap, /*synchronised=*/true).vouched) << gap.count();
    EXPECT_FALSE(Gap(gap, true, /*demo=*/true).vouched) << gap.count();
  }
}

TEST(ClockJudge, AheadIsNormalWhenTheKernelSaysSoAndItIsUnderFourHundredDays) {
  EXPECT_EQ(Gap(days(8), true), ClockVerdict{});
  EXPECT_EQ(Gap(days(400) - seconds(1), true), ClockVerdict{});
  EXPECT_FALSE(Gap(days(400), true).vouched);
  EXPECT_FALSE(Gap(days(3 * 365), true).vouched);
  EXPECT_FALSE(Gap(days(5 * 365), true).vouched);
  EXPECT_FALSE(Gap(days(3 * 365)).vouched);
}

TEST(ClockJudge, InADemonstrationAheadIsAWarning) {
  EXPECT_EQ(Gap(days(500), false, true),
            (ClockVerdict{.state = ClockState::kAhead, .by = seconds(days(500)), .vouched = true}));
}

TEST(ClockJudge, AJumpIsHeldAgainstTheTimeTheMachineRan) {
  const auto judge = [](seconds wall, seconds ran, bool synchronised = false) {
    return JudgeClock({.wall = kNewest + wall,
                       .running = seconds(1000) + ran,
                       .newest = kNewest,
                       .anchor = ClockAnchor{.wall = kNewest, .running = seconds(1000)},
                       .synchronised = synchronised});
  };
  EXPECT_EQ(judge(hours(2), hours(2)), ClockVerdict{});
  EXPECT_EQ(judge(hours(2), hours(2) - seconds(60)), ClockVerdict{});
  EXPECT_EQ(judge(hours(2), hours(2) - seconds(61)),
            (ClockVerdict{.state = ClockState::kJumped, .by = seconds(61), .vouched = false}));
  EXPECT_EQ(judge(hours(2), minutes(1), true), ClockVerdict{});
  EXPECT_EQ(judge(days(1100), minutes(1)).state, ClockState::kAhead);
  // Slower than the machine's own counting: nothing that could be erased by it.
  EXPECT_EQ(judge(seconds(1), hours(1)), ClockVerdict{});
}

TEST(ClockJudge, WithoutAnythingKeptOnlyTheProgramsOwnAgeIsKnown) {
  EXPECT_EQ(JudgeClock({.wall = kNewest}), ClockVerdict{});
  EXPECT_EQ(JudgeClock({.wall = kNewest + days(4000)}), ClockVerdict{});
  EXPECT_EQ(JudgeClock({.wall = Time{}}).state, ClockState::kBehind);
  EXPECT_EQ(JudgeClock({.wall = kNoClockBefore - seconds(6)}).state, ClockState::kBehind);
  EXPECT_EQ(JudgeClock({.wall = kNoClockBefore}), ClockVerdict{});
}

TEST(ClockJudge, SaysWhatIsWrongAndWhatToDo) {
  EXPECT_EQ(ClockReason({}, kNewest), "");
  const std::string behind = ClockReason(Gap(-hours(3)), kNewest - hours(3));
  EXPECT_THAT(behind, HasSubstr("says 2026-11-26T06:00:00Z, 3 h before"));
  EXPECT_THAT(behind, HasSubstr("temoin clock confirm --now TIME --data DIR"));
  EXPECT_THAT(ClockReason(Gap(days(9)), kNewest + days(9)), HasSubstr("9 days after"));
  EXPECT_THAT(ClockReason(Gap(days(9), false, true), kNewest), HasSubstr("a demonstration"));
}

// Whatever is asked: what is vouched for is never behind, and never far ahead on nobody's word.
RC_GTEST_PROP(ClockJudgeProperties, WhatIsVouchedForIsNearOrVouchedForByTheKernel,
              (uint32_t wall, uint32_t newest, uint32_t anchor, int32_t ran, bool synchronised,
               bool kept, bool booted)) {
  ClockInput input{.wall = Time(seconds(wall)),
                   .running = seconds(int64_t{3} << 32) + seconds(ran),
                   .newest = kept ? std::optional(Time(seconds(newest))) : std::nullopt,
                   .anchor = booted
                                 ? std::optional(ClockAnchor{.wall = Time(seconds(anchor)),
                                                             .running = seconds(int64_t{3} << 32)})
                                 : std::nullopt,
                   .synchronised = synchronised};
  const ClockVerdict verdict = JudgeClock(input);
  RC_ASSERT(verdict == JudgeClock(input));
  RC_ASSERT(verdict.vouched == (verdict.state == ClockState::kNormal));
  RC_ASSERT((verdict.by > seconds(0)) == (verdict.state != ClockState::kNormal));
  if (verdict.vouched) {
    RC_ASSERT(input.wall >= kNoClockBefore - kBehindLimit);
    if (kept) {
      const seconds gap = input.wall - *input.newest;
      RC_ASSERT(gap >= -kBehindLimit);
      RC_ASSERT(
          gap < (synchronised ? seconds(kSynchronisedLimit) : seconds(kAheadLimit) + seconds(1)) ||
          *input.newest < kNoClockBefore);
    }
  } else if (!synchronised) {
    // The kernel's word never makes it worse.
    input.synchronised = true;
    const ClockVerdict again = JudgeClock(input);
    RC_ASSERT(again == verdict || again.vouched);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
