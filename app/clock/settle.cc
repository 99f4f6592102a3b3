#include "app/clock/settle.h"

#include "app/clock/clock_confirm.h"

namespace temoin::app {
namespace {

Error NotJudged() {
  return {ErrorCode::kNotFound, "this server goes by a pretended time, which is not judged"};
}

}  // namespace

Result<std::optional<store::ClockCorrected>> Confirm(const Machine& machine, const Actor& actor,
                                                     const ConfirmTime& command) {
  if (machine.guard == nullptr) return NotJudged();
  // What it corrects is an entry of the log.
  TEMOIN_RETURN_IF_ERROR(RequireWholeLog(machine.context));
  std::unique_lock<std::mutex> lock;
  if (machine.publishing != nullptr) lock = std::unique_lock(*machine.publishing);
  return ConfirmClock(machine.recorder, *machine.guard, machine.readiness, command.now, actor.name,
                      actor.role);
}

Status Vouched(const Machine& machine, const Actor& /*actor*/, const AskClock& /*command*/) {
  if (machine.guard == nullptr) return NotJudged();
  return machine.guard->Vouched();
}

}  // namespace temoin::app
