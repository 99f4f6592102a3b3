// What a database lost, for people: on standard error, in `temoin status`, in a metric.
//
// Thread-safety: free functions.
#ifndef TEMOIN_APP_LOG_LOG_LOSS_H_
#define TEMOIN_APP_LOG_LOG_LOSS_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "store/log.h"

namespace temoin::app {

// Those that nobody acknowledged yet.
Result<std::vector<store::Loss>> PendingLosses(const store::LogStore& store);

// "entries 400 to 709 (309 choices, 1 revision or other document; 1 erasure carried out again)".
std::string LossRange(const store::Loss& loss);

// What is lost, that choices wait, and what to do; of at least one.
std::string LossSentence(const std::vector<store::Loss>& losses);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_LOSS_H_
