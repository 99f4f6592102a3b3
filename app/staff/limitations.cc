#include "app/staff/limitations.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/staff/holds.h"
#include "app/staff/requests.h"
#include "app/staff/unfit.h"
#include "base/calendar.h"
#include "store/line.h"

namespace temoin::app {
namespace {

// The row's reason: the ground, and the number of the request where there is one.
std::string ReasonOf(const Limit& command) {
  return command.request.empty() ? command.ground : command.ground + " " + command.request;
}

Limitation LimitationOf(store::Hold hold) {
  const auto [ground, request] = [&]() -> std::pair<std::string, std::string> {
    const size_t space = hold.reason.find(' ');
    std::string first = hold.reason.substr(0, space);
    if (std::ranges::count(kLimitationGrounds, first) == 0) return {};
    return {std::move(first), space == std::string::npos ? "" : hold.reason.substr(space + 1)};
  }();
  return {.id = hold.id,
          .site = std::move(hold.site),
          .records = std::move(hold.records),
          .ground = ground,
          .request = request,
          .author = std::move(hold.author),
          .created = hold.created,
          .review = hold.review,
          .lifted = hold.released,
          .lifted_by = std::move(hold.released_by)};
}

Status Check(const Context& context, const Limit& command) {
  if (std::ranges::count(kLimitationGrounds, command.ground) == 0) {
    return Unfit("'ground' is accuracy, unlawful, claims or objection (GDPR, article 18(1)).",
                 "/ground");
  }
  if (command.shown != "token" && command.shown != "receipt") {
    return Unfit(
        "A limitation is asked for by whoever shows the cookie or the receipt of the "
        "choice: 'shown' is token or receipt.",
        "/shown");
  }
  if (!IsRequestNumber(command.request)) {
    return Unfit(
        "'request' is the number of the request: at most 32 letters, digits and -_./ "
        "only.",
        "/request");
  }
  if (command.review <= context.now) {
    return Unfit("A limitation needs a day in the future to be reviewed on.", "/review");
  }
  return {};
}

}  // namespace

Result<Limitation> LimitProcessing(const Context& context, const Actor& actor,
                                   const Limit& command) {
  TEMOIN_ASSIGN_OR_RETURN(const store::Found found, context.store.FindByIndex(command.index));
  TEMOIN_RETURN_IF_ERROR(RequireSeenEntry(context, actor, found));
  TEMOIN_RETURN_IF_ERROR(Check(context, command));
  if (found.type != store::EntryType::kConsent || found.row.state != store::State::kKept) {
    return Error(ErrorCode::kNotFound, "The entry at this index is no choice that is kept.");
  }
  if (found.row.limited_since) {
    return Error(ErrorCode::kConflict, "The processing of this choice is limited already.");
  }
  if (found.row.erasure_requested) {
    return Error(ErrorCode::kConflict, "The erasure of this choice has been asked for.");
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::ChoiceRow> line,
                          store::LineOf(context.store, found.row, kMaxHeldRecords));
  if (line.size() > kMaxHeldRecords) {
    return Unfit(fmt::format("A limitation names at most {} choices.", kMaxHeldRecords), "/index");
  }
  store::Hold hold;
  hold.kind = store::HoldKind::kLimitation;
  hold.site = found.row.site;
  for (const store::ChoiceRow& row : line) {
    if (row.state == store::State::kKept) hold.records.push_back(row.index);
  }
  hold.reason = ReasonOf(command);
  hold.author = actor.name;
  hold.role = actor.role;
  hold.review = command.review;
  hold.created = context.now;
  TEMOIN_RETURN_IF_ERROR(AddEntry(context, [&](store::Store& store) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(hold.id, store.AddHold(hold));
    return {};
  }));
  return LimitationOf(std::move(hold));
}

Status Lift(const Context& context, const Actor& actor, const LiftLimitation& command) {
  if (!command.informed || *command.informed > context.now) {
    return Unfit(
        "The person is told before it is lifted (GDPR, article 18(3)): 'informed' is the "
        "day on which they were.",
        "/informed");
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Hold> holds, context.store.Holds(false));
  const auto hold = std::ranges::find(holds, command.id, &store::Hold::id);
  if (hold == holds.end() || hold->kind != store::HoldKind::kLimitation ||
      !actor.Sees(hold->site)) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("There is no limitation {} in force.", command.id));
  }
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "limitation.informed", hold->site,
                              fmt::format("{}: on {}", command.id, FormatDate(*command.informed))));
  return AddEntry(context, [&](store::Store& store) {
    return store.ReleaseHold(command.id, context.now, actor.name, actor.role);
  });
}

Result<std::vector<Limitation>> Limitations(const Context& context, const Actor& actor,
                                            const ListLimitations& command) {
  TEMOIN_ASSIGN_OR_RETURN(std::vector<store::Hold> holds, context.store.Holds(command.lifted));
  std::vector<Limitation> out;
  for (store::Hold& hold : holds) {
    if (hold.kind != store::HoldKind::kLimitation || !actor.Sees(hold.site)) continue;
    out.push_back(LimitationOf(std::move(hold)));
  }
  return out;
}

store::ChoiceRow Withheld(const store::ChoiceRow& row) {
  store::ChoiceRow out;
  out.index = row.index;
  out.state = row.state;
  out.site = row.site;
  out.limited_since = row.limited_since;
  return out;
}

}  // namespace temoin::app
