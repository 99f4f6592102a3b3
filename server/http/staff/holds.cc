// Staff routes about legal holds: what must not be erased, and why.
#include "app/staff/holds.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "consent/token.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

namespace {

// From a day's bounds to a time within it: bounds that were written as days of UTC, before sites
// had a zone, then tell the same day.
constexpr std::chrono::hours kHalfDay{12};

nlohmann::json HoldJson(const store::Hold& hold, const TimeZone& zone) {
  nlohmann::json out = {{"id", hold.id},
                        {"site", hold.site},
                        {"reason", hold.reason},
                        {"author", hold.author},
                        {"review", FormatDate(hold.review)},
                        {"created", FormatTime(hold.created)},
                        {"records", hold.records}};
  if (hold.from) out["from"] = FormatDate(zone.DateAt(*hold.from + kHalfDay));
  if (hold.to) out["to"] = FormatDate(zone.DateAt(*hold.to - kHalfDay));
  if (hold.released) {
    out["released"] = FormatTime(*hold.released);
    out["released_by"] = hold.released_by;
  }
  return out;
}

Result<std::vector<store::Index>> RecordsMember(const nlohmann::json& body) {
  std::vector<store::Index> out;
  const auto found = body.find("records");
  if (found == body.end() || found->is_null()) return out;
  if (!found->is_array() || found->size() > app::kMaxHeldRecords) {
    return Error(ErrorCode::kUnprocessable,
                 "Expected a list of at most " + std::to_string(app::kMaxHeldRecords) + " indices.",
                 "/records");
  }
  for (const nlohmann::json& index : *found) {
    if (!index.is_number_unsigned() || index.get<uint64_t>() > consent::kMaxIndex) {
      return Error(ErrorCode::kUnprocessable, "An index is a whole number.", "/records");
    }
    out.push_back(index.get<uint64_t>());
  }
  return out;
}

}  // namespace

Result<app::ListHolds> ReadListHolds(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> all, call.Query("released", 8));
  return app::ListHolds{.released = all.has_value()};
}

Result<app::AddHold> ReadAddHold(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  app::AddHold command;
  TEMOIN_ASSIGN_OR_RETURN(command.site, TextMember(body, "site", 64, false));
  TEMOIN_ASSIGN_OR_RETURN(command.reason, TextMember(body, "reason", app::kMaxHoldReason, true));
  const TimeZone zone = call.ZoneOf(command.site);
  TEMOIN_ASSIGN_OR_RETURN(command.from, DateMember(body, "from"));
  if (command.from) command.from = zone.StartOf(*command.from);
  TEMOIN_ASSIGN_OR_RETURN(command.to, DateMember(body, "to"));
  // The last day is meant whole.
  if (command.to) command.to = zone.StartOf(*command.to + std::chrono::days(1));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> review, DateMember(body, "review"));
  command.review = review.value_or(Time{});
  TEMOIN_ASSIGN_OR_RETURN(command.records, RecordsMember(body));
  return command;
}

Result<int64_t> ReadHoldId(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t id, call.PathIndex());
  return static_cast<int64_t>(id);
}

void WriteHolds(const StaffCall& call, const std::vector<store::Hold>& holds) {
  nlohmann::json rows = nlohmann::json::array();
  for (const store::Hold& hold : holds) rows.push_back(HoldJson(hold, call.ZoneOf(hold.site)));
  call.Json({{"holds", std::move(rows)}});
}

void WriteHold(const StaffCall& call, const store::Hold& hold) {
  call.Json(HoldJson(hold, call.ZoneOf(hold.site)), 201);
}

}  // namespace temoin::http
