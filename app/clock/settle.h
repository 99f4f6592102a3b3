// The clock's use cases, for who has the machine in hand: saying what time it is, and asking
// whether the time is vouched for.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_CLOCK_SETTLE_H_
#define TEMOIN_APP_CLOCK_SETTLE_H_

#include <optional>

#include "app/machine.h"

namespace temoin::app {

// As clock_confirm.h; the line of the access log is in the same transaction. kNotFound under a
// pretended time, which nobody judges.
struct ConfirmTime {
  Time now{};
};
Result<std::optional<store::ClockCorrected>> Confirm(const Machine& machine, const Actor& actor,
                                                     const ConfirmTime& command);

// An error that says what is wrong with the clock.
struct AskClock {};
Status Vouched(const Machine& machine, const Actor& actor, const AskClock& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_CLOCK_SETTLE_H_
