#include "app/clock/clock_confirm.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "app/log/checkpoint_log.h"
#include "base/calendar.h"

namespace temoin::app {

Result<std::optional<store::ClockCorrected>> ConfirmClock(Recorder& recorder, ClockGuard& guard,
                                                          Readiness& readiness, Time time,
                                                          std::string_view who,
                                                          std::string_view role) {
  const Time wall = guard.Wall();
  if (std::chrono::abs(wall - time) > kTypingTime) {
    return Error(
        ErrorCode::kUnprocessable,
        fmt::format("You say that it is {}, the machine's clock says {}. If the machine is wrong, "
                    "set its clock (synchronise it) first; then type the time it is.",
                    FormatTime(time), FormatTime(wall)),
        "/now");
  }
  guard.Check(readiness);
  if (guard.Vouched()) return std::optional<store::ClockCorrected>();
  // Not after the machine's own time, so that what is recorded from now on never lies before it.
  const Time confirmed = std::min(time, wall);
  std::optional<store::ClockCorrected> out;
  TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& store) -> Status {
    const store::Access access{
        .at = confirmed,
        .who = std::string(who),
        .role = std::string(role),
        .action = "clock.confirm",
        .site = "",
        .detail = fmt::format("{}; the newest time kept was {}", FormatTime(confirmed),
                              FormatTime(guard.newest()))};
    TEMOIN_ASSIGN_OR_RETURN(out, store.CorrectClock(confirmed, access));
    // On the writer's thread: the next thing that is written goes by the confirmed time.
    guard.Confirmed(confirmed, out->correction.index);
    return {};
  }));
  spdlog::warn("the clock was confirmed by {}: it is {}; {} entries were dated later (entry {})",
               who, FormatTime(confirmed), out->entries, out->correction.index);
  guard.Check(readiness);
  // Should this fail, the entry says the same at the next start.
  (void)guard.Save();
  return out;
}

Result<std::optional<std::pair<uint64_t, Time>>> CheckpointLogEnd(
    const std::string& checkpoint_log_directory) {
  const auto checkpoint_log = CheckpointLog::Open(checkpoint_log_directory);
  if (!checkpoint_log) {
    if (checkpoint_log.error().code == ErrorCode::kConflict) return checkpoint_log.error();
    return std::optional<std::pair<uint64_t, Time>>();
  }
  return std::optional(std::pair((*checkpoint_log)->last().size, (*checkpoint_log)->last_at()));
}

}  // namespace temoin::app
