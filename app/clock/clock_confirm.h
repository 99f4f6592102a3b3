// `temoin clock confirm`: an operator types the time it is, and the clock that was doubted counts
// again.
//
// Thread-safety: from any thread but the writer's.
#ifndef TEMOIN_APP_CLOCK_CLOCK_CONFIRM_H_
#define TEMOIN_APP_CLOCK_CLOCK_CONFIRM_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/clock/clock_guard.h"
#include "app/recording/readiness.h"
#include "app/recording/recorder.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace temoin::app {

// How far what is typed may be from the machine's clock: the time it takes to type it.
inline constexpr std::chrono::minutes kTypingTime{5};

// Nothing when the clock is vouched for already: then nothing is written. kUnprocessable when
// `time` is not what the machine's clock says: a wrong clock is set, not confirmed. `who` and
// `role` go into the access log.
Result<std::optional<store::ClockCorrected>> ConfirmClock(Recorder& recorder, ClockGuard& guard,
                                                          Readiness& readiness, Time time,
                                                          std::string_view who,
                                                          std::string_view role);

// Size and time of the last batch of the checkpoint log in a directory; nothing when there is none.
// kConflict while a server has it open.
Result<std::optional<std::pair<uint64_t, Time>>> CheckpointLogEnd(
    const std::string& checkpoint_log_directory);

}  // namespace temoin::app

#endif  // TEMOIN_APP_CLOCK_CLOCK_CONFIRM_H_
