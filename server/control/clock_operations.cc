#include "server/control/clock_operations.h"

#include <nlohmann/json.hpp>

#include "app/clock/clock_confirm.h"
#include "base/calendar.h"

namespace temoin::control {

using nlohmann::json;

void AddClockOperations(Operations& operations, app::Recorder& recorder, app::ClockGuard& guard,
                        app::Readiness& readiness, std::mutex& publishing) {
  const auto confirm = [&](const json& arguments, const app::Actor& actor) -> Result<json> {
    const auto typed = arguments.find("now");
    const auto now = typed != arguments.end() && typed->is_string()
                         ? ParseTime(typed->get_ref<const std::string&>())
                         : Result<Time>(Error(ErrorCode::kInvalidArgument, ""));
    if (!now) {
      return Error(ErrorCode::kInvalidArgument,
                   "now: write the time it is in UTC, like 2026-11-26T09:00:00Z", "/now");
    }
    const std::lock_guard lock(publishing);
    TEMOIN_ASSIGN_OR_RETURN(const auto corrected,
                            ConfirmClock(recorder, guard, readiness, *now, actor.name, actor.role));
    if (!corrected) return json{{"confirmed", false}};
    return json{{"confirmed", true},
                {"time", FormatTime(corrected->correction.time)},
                {"entry", corrected->correction.index},
                {"entries", corrected->entries}};
  };
  operations.Add("clock.confirm", Operations::NamedOperation(confirm));
  operations.Add("clock.vouched", [&](const json&) -> Result<json> {
    const Status vouched = guard.Vouched();
    if (!vouched) return vouched.error();
    return json::object();
  });
}

}  // namespace temoin::control
