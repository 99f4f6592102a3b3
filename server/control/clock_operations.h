// The operations of the clock: for an operator at the machine only, never on the staff listener.
//
// Thread-safety: as operations.h.
#ifndef TEMOIN_SERVER_CONTROL_CLOCK_OPERATIONS_H_
#define TEMOIN_SERVER_CONTROL_CLOCK_OPERATIONS_H_

#include <mutex>

#include "app/clock/clock_guard.h"
#include "server/control/operations.h"

namespace temoin::control {

// "clock.confirm" {now} -> {"confirmed", "time"?, "entry"?, "entries"?}: false when the clock was
// vouched for already. "clock.vouched": an error that says what is wrong, or {}. `publishing` is
// held while a time is confirmed: whoever writes a time into the log journal holds it from asking
// for that time on.
void AddClockOperations(Operations& operations, app::Recorder& recorder, app::ClockGuard& guard,
                        app::Readiness& readiness, std::mutex& publishing);

}  // namespace temoin::control

#endif  // TEMOIN_SERVER_CONTROL_CLOCK_OPERATIONS_H_
