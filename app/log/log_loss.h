// What a database lost, for people: on standard error, in `temoin status`, in a metric.
//
// Thread-safety: free functions.
#ifndef TEMOIN_APP_LOG_LOG_LOSS_H_
#define TEMOIN_APP_LOG_LOG_LOSS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/log.h"

namespace temoin::app {

// Those that nobody acknowledged yet.
Result<std::vector<store::Loss>> PendingLosses(const store::LogStore& store);

// Whether the entry was completed from the checkpoint log, as a loss that was noted says.
bool WasLost(std::span<const store::Loss> losses, store::Index index);

// Whether a database that ended where the log had `size` entries was lost, as one of these says.
bool WasLostAt(std::span<const store::Loss> losses, uint64_t size);

// Whether a line of the access log of that moment may have gone with a database that was lost.
bool MayBeGone(std::span<const store::Loss> losses, Time at);

// "entries 400 to 709 (309 choices, 1 revision or other document; 1 erasure carried out again)".
std::string LossRange(const store::Loss& loss);

// What is lost, that choices wait, and what to do; of at least one.
std::string LossSentence(const std::vector<store::Loss>& losses);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_LOSS_H_
