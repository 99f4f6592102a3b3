// Limitations of processing.
#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "server/control/arguments.h"
#include "server/control/codec.h"
#include "server/facts/facts.h"

namespace temoin::control {

using nlohmann::json;

Result<app::Limit> ReadLimit(const json& arguments) {
  app::Limit command;
  const auto index = arguments.find("index");
  if (index == arguments.end() || !index->is_number_unsigned()) {
    return BadArgument("index is missing: which choice?", "index");
  }
  command.index = index->get<store::Index>();
  TEMOIN_ASSIGN_OR_RETURN(command.ground, NeededText(arguments, "ground"));
  TEMOIN_ASSIGN_OR_RETURN(command.shown, NeededText(arguments, "shown"));
  TEMOIN_ASSIGN_OR_RETURN(command.request, TextOf(arguments, "request"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> review, TimeOf(arguments, "review"));
  if (!review) {
    return BadArgument("review is missing: when is this limitation to be looked at again?",
                       "review");
  }
  command.review = *review;
  return command;
}

Result<app::LiftLimitation> ReadLift(const json& arguments) {
  app::LiftLimitation command;
  TEMOIN_ASSIGN_OR_RETURN(command.id, ReadId(arguments));
  TEMOIN_ASSIGN_OR_RETURN(command.informed, DayOf(arguments, "informed"));
  return command;
}

Result<app::ListLimitations> ReadListLimitations(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const bool all, FlagOf(arguments, "all"));
  return app::ListLimitations{.lifted = all};
}

json WriteLimited(const app::Limitation& limitation) {
  json out = facts::OfLimitation(limitation);
  out["review"] = FormatTime(limitation.review);
  return out;
}

json WriteLimitations(const std::vector<app::Limitation>& limitations) {
  json list = json::array();
  for (const app::Limitation& limitation : limitations) list.push_back(WriteLimited(limitation));
  return {{"limitations", std::move(list)}};
}

}  // namespace temoin::control
