// Legal holds.
#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "server/control/arguments.h"
#include "server/control/codec.h"
#include "server/facts/facts.h"

namespace temoin::control {

using nlohmann::json;

namespace {

json HoldJson(const app::ShownHold& shown) {
  json out = facts::OfHold(shown);
  out["review"] = FormatTime(shown.hold.review);
  if (shown.hold.from) out["from"] = FormatTime(*shown.hold.from);
  if (shown.hold.to) out["to"] = FormatTime(*shown.hold.to);
  if (shown.first_day) out["first_day"] = FormatDate(*shown.first_day);
  if (shown.last_day) out["last_day"] = FormatDate(*shown.last_day);
  return out;
}

}  // namespace

Result<app::AddHold> ReadAddHold(const json& arguments) {
  app::AddHold hold;
  TEMOIN_ASSIGN_OR_RETURN(hold.site, TextOf(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(hold.first_day, DayOf(arguments, "from"));
  if (!hold.first_day) {
    TEMOIN_ASSIGN_OR_RETURN(hold.from, TimeOf(arguments, "from"));
  }
  TEMOIN_ASSIGN_OR_RETURN(hold.last_day, DayOf(arguments, "to"));
  if (!hold.last_day) {
    TEMOIN_ASSIGN_OR_RETURN(hold.to, TimeOf(arguments, "to"));
  }
  TEMOIN_ASSIGN_OR_RETURN(hold.reason, NeededText(arguments, "reason"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> review, TimeOf(arguments, "review"));
  if (!review)
    return BadArgument("review is missing: when is this hold to be looked at again?", "review");
  hold.review = *review;
  const auto records = arguments.find("records");
  if (records == arguments.end() || records->is_null()) return hold;
  if (!records->is_array()) return BadArgument("records are indices", "records");
  for (const json& record : *records) {
    if (!record.is_number_unsigned()) return BadArgument("records are indices", "records");
    hold.records.push_back(record.get<store::Index>());
  }
  return hold;
}

Result<app::ListHolds> ReadListHolds(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const bool all, FlagOf(arguments, "all"));
  return app::ListHolds{.released = all};
}

json WriteHoldId(const app::ShownHold& hold) { return {{"id", hold.hold.id}}; }

json WriteHolds(const std::vector<app::ShownHold>& holds) {
  json list = json::array();
  for (const app::ShownHold& hold : holds) list.push_back(HoldJson(hold));
  return {{"holds", std::move(list)}};
}

}  // namespace temoin::control
