#include "app/log/losses.h"

#include <string>

namespace temoin::app {
namespace {

// A checkpoint log that is missing, or a database that is not this log's, is nothing to take note
// of.
std::string WhatElseIsWrong(const Readiness& readiness) {
  const auto reasons = readiness.reasons();
  const auto log = reasons.find("log");
  return log == reasons.end() ? "" : ". But the log is not in order: " + log->second;
}

}  // namespace

Result<std::vector<store::Loss>> Acknowledge(const Machine& machine, const Actor& actor,
                                             const AcknowledgeLosses& /*command*/) {
  const Context& context = machine.context;
  std::vector<store::Loss> losses;
  TEMOIN_RETURN_IF_ERROR(context.write([&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(losses, store.AcknowledgeLosses(context.now, actor.name));
    return {};
  }));
  if (losses.empty()) {
    return Error(
        ErrorCode::kNotFound,
        "there is no loss to acknowledge: no start has found the database to lack what the "
        "checkpoint log holds, or it is acknowledged already" +
            WhatElseIsWrong(machine.readiness));
  }
  if (machine.losses_noted) machine.losses_noted();
  return losses;
}

}  // namespace temoin::app
