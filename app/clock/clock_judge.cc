#include "app/clock/clock_judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"

namespace temoin::app {
namespace {

using std::chrono::seconds;

std::string Length(seconds length) {
  const auto count = length.count();
  if (count < 120) return fmt::format("{} s", count);
  if (count < 7200) return fmt::format("{} min", count / 60);
  if (count < 172'800) return fmt::format("{} h", count / 3600);
  return fmt::format("{} days", count / 86'400);
}

}  // namespace

ClockVerdict JudgeClock(const ClockInput& input) {
  const Time newest = std::max(input.newest.value_or(kNoClockBefore), kNoClockBefore);
  const seconds gap = input.wall - newest;
  if (gap < -kBehindLimit) return {.state = ClockState::kBehind, .by = -gap, .vouched = false};

  // Without anything kept there is nothing that it could be ahead of.
  const bool ahead = input.newest && gap > kAheadLimit;
  const seconds jump =
      input.anchor ? (input.wall - input.anchor->wall) - (input.running - input.anchor->running)
                   : seconds(0);
  const bool jumped = jump > kJumpLimit;
  if (!ahead && !jumped) return {};
  if (input.synchronised && (!input.newest || gap < kSynchronisedLimit)) return {};
  return {.state = ahead ? ClockState::kAhead : ClockState::kJumped,
          .by = ahead ? gap : jump,
          .vouched = input.demo};
}

std::string ClockReason(const ClockVerdict& verdict, Time wall) {
  if (verdict.state == ClockState::kNormal) return {};
  std::string out;
  if (verdict.state == ClockState::kBehind) {
    out = fmt::format(
        "The machine's clock says {}, {} before the newest time that is kept: it is wrong, or it "
        "was ahead before. ",
        FormatTime(wall), Length(verdict.by));
  } else if (verdict.state == ClockState::kAhead) {
    out = fmt::format(
        "The machine's clock says {}, {} after the newest time that is kept, and the kernel does "
        "not vouch for it. ",
        FormatTime(wall), Length(verdict.by));
  } else {
    out = fmt::format(
        "The machine's clock says {}: it jumped ahead by {}, and the kernel does not vouch "
        "for it. ",
        FormatTime(wall), Length(verdict.by));
  }
  if (verdict.vouched) return out + "It is gone by all the same: this is a demonstration.";
  return out +
         "Choices are not recorded and nothing is erased on time until it is settled. If the clock "
         "is wrong, set it (synchronise it): nothing else is needed. If it is right, type the time "
         "yourself: temoin clock confirm --now TIME --data DIR";
}

}  // namespace temoin::app
