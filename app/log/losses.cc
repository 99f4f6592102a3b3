#include "app/log/losses.h"

namespace temoin::app {

Result<std::vector<store::Loss>> Acknowledge(const Machine& machine, const Actor& actor,
                                             const AcknowledgeLosses& /*command*/) {
  const Context& context = machine.context;
  std::vector<store::Loss> losses;
  TEMOIN_RETURN_IF_ERROR(context.write([&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(losses, store.AcknowledgeLosses(context.now, actor.name));
    return {};
  }));
  if (losses.empty()) {
    return Error(ErrorCode::kNotFound,
                 "there is no loss to acknowledge: the database lacks "
                 "nothing of what the log signed");
  }
  if (machine.losses_noted) machine.losses_noted();
  return losses;
}

}  // namespace temoin::app
