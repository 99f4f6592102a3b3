#include "app/staff/holds.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/staff/unfit.h"
#include "base/zones.h"

namespace temoin::app {
namespace {

// Bounds that were written as days of UTC, before sites had a zone, tell the same day in every
// zone.
bool StartsUtcDay(Time at) { return at == std::chrono::floor<std::chrono::days>(at); }

ShownHold Show(const Context& context, store::Hold hold) {
  constexpr std::chrono::hours kHalfDay{12};
  const TimeZone zone = ZoneOf(context, hold.site);
  ShownHold out{.hold = std::move(hold), .first_day = {}, .last_day = {}};
  if (const auto& from = out.hold.from) {
    out.first_day = zone.DateAt(StartsUtcDay(*from) ? *from + kHalfDay : *from);
  }
  if (const auto& to = out.hold.to) {
    out.last_day = zone.DateAt(StartsUtcDay(*to) ? *to - kHalfDay : *to - std::chrono::seconds(1));
  }
  return out;
}

Status Check(const Context& context, const AddHold& command) {
  if (!command.site.empty()) TEMOIN_RETURN_IF_ERROR(RequireSite(context, command.site));
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

// One on all of every site holds theirs, too; one on records names those of others.
bool SeesHold(const Actor& actor, const store::Hold& hold) {
  return actor.Sees(hold.site) || (hold.site.empty() && hold.records.empty());
}

Result<ShownHold> Add(const Context& context, const Actor& actor, const AddHold& command) {
  TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, command.site));
  TEMOIN_RETURN_IF_ERROR(Check(context, command));
  const TimeZone zone = ZoneOf(context, command.site);
  store::Hold hold;
  hold.site = command.site;
  hold.from = command.first_day ? zone.StartOf(*command.first_day) : command.from;
  hold.to = command.last_day ? zone.StartOf(*command.last_day + std::chrono::days(1)) : command.to;
  if (hold.from && hold.to && *hold.from >= *hold.to) {
    return Unfit("The period ends before it begins.", "/to");
  }
  hold.records = command.records;
  hold.reason = command.reason;
  hold.author = actor.name;
  hold.role = actor.role;
  hold.review = command.review;
  hold.created = context.now;
  TEMOIN_RETURN_IF_ERROR(AddEntry(context, [&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(hold.id, store.AddHold(hold));
    return {};
  }));
  return Show(context, std::move(hold));
}

Status ReleaseHold(const Context& context, const Actor& actor, int64_t id) {
  return AddEntry(context, [&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Hold> holds, store.Holds(true));
    const auto hold = std::ranges::find(holds, id, &store::Hold::id);
    if (hold != holds.end() && (hold->kind != store::HoldKind::kHold || !actor.Sees(hold->site))) {
      return Error(ErrorCode::kNotFound, fmt::format("There is no hold {}.", id));
    }
    return store.ReleaseHold(id, context.now, actor.name, actor.role);
  });
}

Result<std::vector<ShownHold>> Holds(const Context& context, const Actor& actor,
                                     const ListHolds& command) {
  TEMOIN_ASSIGN_OR_RETURN(std::vector<store::Hold> holds, context.store.Holds(command.released));
  std::vector<ShownHold> out;
  out.reserve(holds.size());
  for (store::Hold& hold : holds) {
    if (hold.kind == store::HoldKind::kHold && SeesHold(actor, hold))
      out.push_back(Show(context, std::move(hold)));
  }
  return out;
}

}  // namespace temoin::app
