// Whether the machine's clock can be right. The wall clock is an input like any other: it is held
// against the newest time that was kept, against the time the machine has been running, and against
// what the kernel says of it.
//
//            −5 s                 +7 days
//   behind ───┼──────── normal ──────┼─── ahead: normal only if the kernel says "synchronised"
//             newest kept time             and it is under 400 days
//
// A step forward of more than 60 s within one boot is judged like "ahead".
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_APP_CLOCK_CLOCK_JUDGE_H_
#define TEMOIN_APP_CLOCK_CLOCK_JUDGE_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace temoin::app {

inline constexpr std::chrono::seconds kBehindLimit{5};
inline constexpr std::chrono::days kAheadLimit{7};
inline constexpr std::chrono::seconds kJumpLimit{60};
inline constexpr std::chrono::days kSynchronisedLimit{400};
// Before this program was written: no clock that says so is right.
inline constexpr Time kNoClockBefore{std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)};

// A wall time that was judged normal, and how long the machine had been running then.
struct ClockAnchor {
  Time wall{};
  std::chrono::seconds running{};

  bool operator==(const ClockAnchor&) const = default;
};

struct ClockInput {
  Time wall{};
  std::chrono::seconds running{};       // since the machine was booted, sleep included
  std::optional<Time> newest{};         // none: nothing was ever kept
  std::optional<ClockAnchor> anchor{};  // of this boot
  bool synchronised = false;            // as the kernel says
  bool demo = false;                    // ahead is a warning
};

enum class ClockState { kNormal, kBehind, kAhead, kJumped };

struct ClockVerdict {
  ClockState state = ClockState::kNormal;  // what was found
  std::chrono::seconds by{};               // how far off; 0 when normal
  bool vouched = true;                     // whether the time may be gone by

  bool operator==(const ClockVerdict&) const = default;
};

ClockVerdict JudgeClock(const ClockInput& input);

// What is wrong and what to do, in sentences for the operator; empty when all is well.
std::string ClockReason(const ClockVerdict& verdict, Time wall);

}  // namespace temoin::app

#endif  // TEMOIN_APP_CLOCK_CLOCK_JUDGE_H_
