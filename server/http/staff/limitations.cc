// Staff routes about limitations of processing: what is kept and not used, at a person's request.
#include "app/staff/limitations.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "consent/token.h"
#include "server/facts/facts.h"
#include "server/http/staff/codec.h"
#include "server/http/staff/shown.h"

namespace temoin::http {

namespace {

nlohmann::json LimitationJson(const app::Limitation& limitation) {
  nlohmann::json out = facts::OfLimitation(limitation);
  out["review"] = FormatDate(limitation.review);
  return out;
}

}  // namespace

Result<app::Limit> ReadLimit(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  app::Limit command;
  const auto index = body.find("index");
  if (index == body.end() || !index->is_number_unsigned() ||
      index->get<uint64_t>() > consent::kMaxIndex) {
    return Error(ErrorCode::kUnprocessable, "An index is a whole number.", "/index");
  }
  command.index = index->get<uint64_t>();
  TEMOIN_ASSIGN_OR_RETURN(const reports::ShownKind shown,
                          RequirePossession(call, body, command.index));
  command.shown = ShownKindName(shown);
  TEMOIN_ASSIGN_OR_RETURN(command.ground, TextMember(body, "ground", 16, true));
  TEMOIN_ASSIGN_OR_RETURN(command.request, TextMember(body, "request", 64, false));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> review, DateMember(body, "review"));
  command.review = review.value_or(Time{});
  return command;
}

Result<app::LiftLimitation> ReadLift(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t id, call.PathIndex());
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> informed, call.Query("informed", 16));
  app::LiftLimitation command;
  command.id = static_cast<int64_t>(id);
  if (informed) {
    const auto day = ParseDate(*informed);
    if (day) command.informed = *day;
  }
  return command;
}

Result<app::ListLimitations> ReadListLimitations(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> lifted, call.Query("lifted", 8));
  return app::ListLimitations{.lifted = lifted.has_value()};
}

void WriteLimited(const StaffCall& call, const app::Limitation& limitation) {
  call.Json(LimitationJson(limitation), 201);
}

void WriteLimitations(const StaffCall& call, const std::vector<app::Limitation>& limitations) {
  nlohmann::json rows = nlohmann::json::array();
  for (const app::Limitation& limitation : limitations) rows.push_back(LimitationJson(limitation));
  call.Json({{"limitations", std::move(rows)}});
}

}  // namespace temoin::http
