#include "store/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace temoin::store {

std::string LossLine(const Loss& loss) {
  return fmt::format("{} to {}: {} choices, {} other entries", loss.first, loss.end, loss.consents,
                     loss.others);
}

bool CountsMayHaveChanged(const CountsClosed& closed, std::span<const ClockCorrection> corrections,
                          std::span<const Loss> losses, std::span<const DayZone> zones) {
  // A choice is dated a moment before it is recorded.
  constexpr std::chrono::hours kUnderWay{1};
  const auto put_back = [&](const ClockCorrection& correction) {
    return correction.index > closed.entry && correction.time < closed.end;
  };
  const auto lost = [&](const Loss& loss) {
    return loss.first <= closed.entry && closed.entry < loss.end;
  };
  const auto told_again = [&](const DayZone& zone) {
    const Time day = std::chrono::floor<std::chrono::days>(zone.since + zone.offset);
    return zone.first > closed.entry && zone.since + kUnderWay >= closed.at && day <= closed.day;
  };
  return std::ranges::any_of(corrections, put_back) || std::ranges::any_of(losses, lost) ||
         std::ranges::any_of(zones, told_again);
}

}  // namespace temoin::store
