// Taking note of a loss: what a start found to be missing from the database is named until an
// operator has read it. Not offered to the staff's pages: who takes note has the machine in hand.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_LOG_LOSSES_H_
#define TEMOIN_APP_LOG_LOSSES_H_

#include <vector>

#include "app/machine.h"
#include "store/log.h"

namespace temoin::app {

// Those that are acknowledged by this, each with its line in the access log; kNotFound when there
// are none.
struct AcknowledgeLosses {};
Result<std::vector<store::Loss>> Acknowledge(const Machine& machine, const Actor& actor,
                                             const AcknowledgeLosses& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOSSES_H_
