#include "app/clock/clock_guard.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "tests/unit/app/clock/clock_guard_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_F(ClockGuardTest, AnOrdinaryStartAsksNothing) {
  Start();
  EXPECT_FALSE(Holds());
  EXPECT_TRUE(guard_->Vouched().ok());
  EXPECT_EQ(guard_->Now(), kTrue);
  Run(seconds(200));
  Stop();
  machine_.boot = "boot-2";
  machine_.Pass(days(6));
  machine_.running = seconds(10);
  Start();
  EXPECT_FALSE(Holds());
}

TEST_F(ClockGuardTest, ANewDirectoryAsksNothing) {
  store_.reset();
  std::filesystem::remove_all(directory_.path());
  std::filesystem::create_directory(directory_.path());
  Open();
  Start();
  EXPECT_FALSE(Holds());
}

TEST_F(ClockGuardTest, AStartYearsAheadHoldsTheChoicesAndGoesOnFromWhatWasKept) {
  for (const int years : {3, 5}) {
    machine_.wall = AddMonths(kTrue, 12 * years);
    Start();
    EXPECT_TRUE(Holds());
    EXPECT_FALSE(readiness_->ready());
    EXPECT_EQ(guard_->Vouched().error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(guard_->Now(), now_);
    machine_.Pass(seconds(30));
    EXPECT_EQ(guard_->Now(), now_ + seconds(30));
    EXPECT_FALSE(std::filesystem::exists(directory_ / "clock"));
  }
  // It heals by itself when the clock is put right.
  machine_.wall = kTrue + minutes(5);
  guard_->Check(*readiness_);
  EXPECT_FALSE(Holds());
}

TEST_F(ClockGuardTest, AJumpWhileRunningIsNeverToldToAnyone) {
  Start();
  Run(seconds(90));
  for (const seconds jump : {seconds(days(3 * 365)), seconds(days(5 * 365)), seconds(3600)}) {
    const Time before = guard_->Now();
    machine_.wall += jump;
    EXPECT_EQ(guard_->Now(), before) << "before it was judged";
    guard_->Check(*readiness_);
    EXPECT_TRUE(Holds());
    EXPECT_EQ(guard_->Now(), before);
    Run(seconds(5));
    EXPECT_TRUE(Holds());
    EXPECT_EQ(guard_->Now(), before + seconds(5));
    machine_.wall -= jump;
    guard_->Check(*readiness_);
    EXPECT_FALSE(Holds());
  }
}

TEST_F(ClockGuardTest, AJumpOfASynchronisedClockIsBelieved) {
  Start();
  Run(seconds(10));
  machine_.synchronised = true;
  machine_.wall += days(100);
  guard_->Check(*readiness_);
  EXPECT_FALSE(Holds());
  EXPECT_EQ(guard_->Now(), machine_.wall);
  machine_.wall += days(401);
  guard_->Check(*readiness_);
  EXPECT_TRUE(Holds());
}

TEST_F(ClockGuardTest, BehindHealsByItself) {
  for (const Time wrong : {Time{}, AddMonths(kTrue, -36), kTrue - hours(2), kTrue - seconds(70)}) {
    Start();
    Run(seconds(3));
    const Time before = guard_->Now();
    const seconds back = machine_.wall - wrong;
    machine_.wall = wrong;
    guard_->Check(*readiness_);
    EXPECT_TRUE(Holds()) << wrong.time_since_epoch().count();
    EXPECT_GE(guard_->Now(), before);
    Run(seconds(4));
    EXPECT_EQ(guard_->Now(), before + seconds(4));
    machine_.wall += back;
    guard_->Check(*readiness_);
    EXPECT_FALSE(Holds());
  }
}

// No battery: the machine starts in 1970 and learns the time from the network a minute later.
TEST_F(ClockGuardTest, AHostWithoutABatteryWaitsForTheNetwork) {
  Start();
  Run(seconds(61));
  Stop();
  const Time stopped = machine_.wall;
  machine_ = FakeMachine();
  machine_.boot = "boot-2";
  machine_.running = seconds(8);
  machine_.wall = Time{} + seconds(8);
  Start();
  EXPECT_TRUE(Holds());
  Run(seconds(50));
  machine_.wall = stopped + days(9);
  machine_.synchronised = true;
  guard_->Check(*readiness_);
  EXPECT_FALSE(Holds());
}

// A snapshot of the machine: clock and memory of yesterday, and then the network's time.
TEST_F(ClockGuardTest, ASnapshotIsBehindUntilTheClockIsSet) {
  Start();
  const FakeMachine snapshot = machine_;
  Run(hours(2));
  Stop();
  machine_ = snapshot;
  Start();
  EXPECT_TRUE(Holds());
  machine_.wall += hours(2);
  guard_->Check(*readiness_);
  EXPECT_FALSE(Holds());
}

TEST_F(ClockGuardTest, InADemonstrationAheadIsGoneBy) {
  machine_.wall = kTrue + days(60);
  Start(/*demo=*/true);
  EXPECT_FALSE(Holds());
  EXPECT_EQ(guard_->Now(), machine_.wall);
  machine_.wall = kTrue;
  guard_->Check(*readiness_);
  EXPECT_TRUE(Holds()) << "behind is no warning";
}

TEST_F(ClockGuardTest, ADamagedFileIsNotUsedAndIsWrittenAnew) {
  for (const char* const text : {"", "temoin clock v1\n", "\xff\xff"}) {
    ASSERT_TRUE(WriteFileDurably(directory_ / "clock", text).ok());
    Start();
    EXPECT_FALSE(Holds());
    EXPECT_EQ(guard_->RetentionEnd(), std::nullopt);
    EXPECT_TRUE(ReadClockFile(directory_.path()).ok());
  }
  // In its place something that cannot be replaced: served all the same.
  std::filesystem::remove(directory_ / "clock");
  std::filesystem::create_directories(directory_ / "clock/in the way");
  Start();
  EXPECT_FALSE(Holds());
}

TEST_F(ClockGuardTest, AFileFromTheFutureIsJudgedLikeAnythingKept) {
  ClockFile file;
  file.anchor = {.wall = kTrue + days(1000), .running = seconds(5000)};
  file.boot = machine_.boot;
  ASSERT_TRUE(WriteClockFile(directory_.path(), file).ok());
  Start();
  EXPECT_TRUE(Holds());
  ASSERT_TRUE(Confirm(machine_.wall)->has_value());
  EXPECT_FALSE(Holds());
  Start();
  EXPECT_FALSE(Holds()) << "nor at the next start";
}

TEST_F(ClockGuardTest, TheEndOfTheCheckpointLogCounts) {
  Start(false, std::pair(uint64_t{1}, kTrue + hours(3)));
  EXPECT_TRUE(Holds());
}

TEST_F(ClockGuardTest, ConfirmingEndsAhead) {
  const store::Index before = Give(store::Choice(now_));
  machine_.wall = kTrue + days(20);
  Start();
  ASSERT_TRUE(Holds());
  const auto other = Confirm(kTrue);
  ASSERT_FALSE(other.ok()) << "the machine's clock says another time";
  EXPECT_EQ(other.error().code, ErrorCode::kUnprocessable);
  EXPECT_TRUE(Holds());

  const auto confirmed = Confirm(machine_.wall - minutes(2));
  ASSERT_TRUE(confirmed.ok()) << confirmed.error().message;
  EXPECT_EQ((*confirmed)->entries, 0U);
  EXPECT_FALSE(Holds());
  EXPECT_TRUE(guard_->Vouched().ok());
  EXPECT_EQ(guard_->Now(), machine_.wall);
  EXPECT_EQ(Find(before).row.given_at, now_);
  EXPECT_FALSE(Confirm(machine_.wall)->has_value()) << "nothing is left to confirm";
  Start();
  EXPECT_FALSE(Holds());
}

TEST_F(ClockGuardTest, ConfirmingEndsBehind) {
  // The first start was three years ahead: nothing was there to hold it against.
  machine_.wall = AddMonths(kTrue, 36);
  const store::Index wrong = Give(store::Choice(machine_.wall));
  Start();
  machine_.synchronised = true;
  Run(hours(30));
  ASSERT_FALSE(Holds());
  Stop();

  machine_.wall = kTrue;
  Start();
  ASSERT_TRUE(Holds());
  EXPECT_GE(guard_->Now(), AddMonths(kTrue, 36));
  const auto confirmed = Confirm(kTrue + minutes(1));
  ASSERT_TRUE(confirmed.ok()) << confirmed.error().message;
  EXPECT_EQ((*confirmed)->entries, 1U);
  EXPECT_FALSE(Holds());
  EXPECT_EQ(guard_->Now(), kTrue);
  EXPECT_EQ(Find(wrong).row.given_at, kTrue);
  EXPECT_LE(*guard_->RetentionEnd(), kTrue) << "no mark of the wrong time is left";
  Start(false, std::pair(uint64_t{2}, AddMonths(kTrue, 36)));
  EXPECT_FALSE(Holds());
}

// The entry is durable, DATA/clock and the checkpoint log still say what they said.
TEST_F(ClockGuardTest, AKillBetweenTheEntryAndTheFileChangesNothing) {
  machine_.wall = AddMonths(kTrue, 36);
  machine_.synchronised = true;
  Give(store::Choice(machine_.wall));
  Start();
  Run(seconds(61));
  Stop();
  const auto file = ReadFile(directory_ / "clock", 4096);
  machine_.wall = kTrue;
  Start();
  ASSERT_TRUE(Confirm(kTrue)->has_value());
  ASSERT_TRUE(WriteFileDurably(directory_ / "clock", *file).ok());
  Start(false, std::pair(uint64_t{2}, AddMonths(kTrue, 36)));
  EXPECT_FALSE(Holds());
  EXPECT_LE(guard_->Now(), kTrue + seconds(1));
}

// ---- retention ----

TEST_F(ClockGuardTest, RetentionGoesByTheWallTimeOfTwentyFourRunningHoursAgo) {
  Start();
  EXPECT_EQ(guard_->RetentionEnd(), std::nullopt);
  Run(hours(13));
  Stop();
  // Time in which no server runs does not count.
  machine_.Pass(days(2));
  Start();
  EXPECT_FALSE(Holds());
  EXPECT_EQ(guard_->RetentionEnd(), std::nullopt);
  Run(hours(10));
  EXPECT_EQ(guard_->RetentionEnd(), std::nullopt);
  Run(hours(2));
  ASSERT_TRUE(guard_->RetentionEnd().has_value());
  EXPECT_GE(*guard_->RetentionEnd(), kTrue);
  EXPECT_LE(*guard_->RetentionEnd(), kTrue + hours(2));
}

// No stop that saves: what a kill leaves is at most a minute old, of the time and of the running.
TEST_F(ClockGuardTest, AKillLosesAMinuteAtMost) {
  Start();
  seconds ran{};
  for (const seconds more : {seconds(61), seconds(59), seconds(600), seconds(61), seconds(7200)}) {
    Run(more);
    ran += more;
    const auto file = ReadClockFile(directory_.path());
    ASSERT_TRUE(file.ok()) << file.error().message;
    EXPECT_GE(file->anchor.wall, machine_.wall - minutes(1));
    EXPECT_LE(file->anchor.wall, machine_.wall);
    EXPECT_EQ(file->anchor.wall - kTrue, file->anchor.running - seconds(5000));
    EXPECT_GE(file->running, ran - minutes(1));
    EXPECT_LE(file->running, ran);
  }
  // The newest kept time is that of the file: nothing in the database is as new.
  machine_.wall -= minutes(2);
  Start();
  EXPECT_TRUE(Holds());
  machine_.wall += minutes(2);
  guard_->Check(*readiness_);
  EXPECT_FALSE(Holds());
}

TEST_F(ClockGuardTest, RunningHoursAreCountedOverKills) {
  for (int start = 0; start < 5; ++start) {
    Start();
    EXPECT_EQ(guard_->RetentionEnd(), std::nullopt) << start;
    Run(hours(5));
  }
  ASSERT_TRUE(guard_->RetentionEnd().has_value());
  EXPECT_LE(*guard_->RetentionEnd(), kTrue + hours(1));
}

TEST_F(ClockGuardTest, AStoppedProcessDoesNotRun) {
  Start();
  machine_.Pass(days(2));  // it was stopped, or the machine slept
  guard_->Check(*readiness_);
  EXPECT_EQ(guard_->RetentionEnd(), std::nullopt);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
