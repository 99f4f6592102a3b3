#include "app/staff/holds.h"

#include <fmt/format.h>

namespace temoin::app {
namespace {

Error Unfit(std::string message, const char* pointer) {
  return {ErrorCode::kUnprocessable, std::move(message), pointer};
}

Status Check(const Context& context, const AddHold& command) {
  if (!command.site.empty()) TEMOIN_RETURN_IF_ERROR(RequireSite(context, command.site));
  if (command.from && command.to && *command.from >= *command.to) {
    return Unfit("The period ends before it begins.", "/to");
  }
  if (command.records.size() > kMaxHeldRecords) {
    return Unfit(fmt::format("A hold names at most {} records.", kMaxHeldRecords), "/records");
  }
  if (command.reason.empty() || command.reason.size() > kMaxHoldReason) {
    return Unfit(fmt::format("A hold has a reason of 1 to {} bytes.", kMaxHoldReason), "/reason");
  }
  if (command.review <= context.now) {
    return Unfit("A hold needs a day in the future to be reviewed on.", "/review");
  }
  return {};
}

}  // namespace

Result<store::Hold> Add(const Context& context, const Actor& actor, const AddHold& command) {
  TEMOIN_RETURN_IF_ERROR(Check(context, command));
  store::Hold hold;
  hold.site = command.site;
  hold.from = command.from;
  hold.to = command.to;
  hold.records = command.records;
  hold.reason = command.reason;
  hold.author = actor.name;
  hold.role = actor.role;
  hold.review = command.review;
  hold.created = context.now;
  TEMOIN_RETURN_IF_ERROR(context.write([&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(hold.id, store.AddHold(hold));
    return {};
  }));
  return hold;
}

Status ReleaseHold(const Context& context, const Actor& actor, int64_t id) {
  return context.write([&](store::Store& store) {
    return store.ReleaseHold(id, context.now, actor.name, actor.role);
  });
}

Result<std::vector<store::Hold>> Holds(const Context& context, const Actor& /*actor*/,
                                       const ListHolds& command) {
  return context.store.Holds(command.released);
}

}  // namespace temoin::app
