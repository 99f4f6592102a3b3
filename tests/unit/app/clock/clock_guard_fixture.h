// A data directory whose server starts, runs and stops on a machine of our making.
#ifndef TEMOIN_TESTS_UNIT_APP_CLOCK_CLOCK_GUARD_FIXTURE_H_
#define TEMOIN_TESTS_UNIT_APP_CLOCK_CLOCK_GUARD_FIXTURE_H_

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/clock/clock_confirm.h"
#include "app/clock/clock_guard.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::app {

inline const Time kTrue = *ParseTime("2026-11-26T09:00:00Z");

class FakeMachine final : public MachineClock {
 public:
  Time Wall() const override { return wall; }
  std::chrono::seconds Running() const override { return running; }
  bool Synchronised() const override { return synchronised; }
  std::string Boot() const override { return boot; }
  void Pass(std::chrono::seconds time) {
    wall += time;
    running += time;
  }

  Time wall = kTrue;
  std::chrono::seconds running{5000};
  bool synchronised = false;
  std::string boot = "boot-1";
};

// A data directory whose server starts, runs and stops on a machine of our making.
class ClockGuardTest : public store::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    now_ = kTrue - std::chrono::hours(1);
    Publish();
    Give(store::Choice(now_));
  }

  void Start(bool demo = false, std::optional<std::pair<uint64_t, Time>> last_batch = {}) {
    readiness_ = std::make_unique<Readiness>();
    guard_ = std::make_unique<ClockGuard>(
        ClockGuardOptions{.data_directory = directory_.path(), .demo = demo, .visitors = !demo},
        machine_);
    ASSERT_TRUE(guard_->Learn(*store_, last_batch).ok());
    guard_->Check(*readiness_);
  }
  void Stop() { ASSERT_TRUE(guard_->Save().ok()); }
  // `time` passes, judged every second.
  void Run(std::chrono::seconds time) {
    for (std::chrono::seconds passed{}; passed < time; ++passed) {
      machine_.Pass(std::chrono::seconds(1));
      guard_->Check(*readiness_);
    }
  }
  bool Holds() const { return readiness_->holds_choices(); }

  Result<std::optional<store::ClockCorrected>> Confirm(Time time) {
    Recorder recorder(*store_, *guard_, keys_, *readiness_, {.data_directory = directory_.path()});
    recorder.Start();
    return ConfirmClock(recorder, *guard_, *readiness_, time, "operator", "operator");
  }

  FakeMachine machine_;
  ServerKeys keys_;
  std::unique_ptr<Readiness> readiness_;
  std::unique_ptr<ClockGuard> guard_;
};

}  // namespace temoin::app

#endif  // TEMOIN_TESTS_UNIT_APP_CLOCK_CLOCK_GUARD_FIXTURE_H_
