// Staff routes about legal holds: what must not be erased, and why.
#include "app/staff/holds.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "consent/token.h"
#include "server/facts/facts.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

namespace {

nlohmann::json HoldJson(const app::ShownHold& shown) {
  nlohmann::json out = facts::OfHold(shown);
  out["review"] = FormatDate(shown.hold.review);
  if (shown.first_day) out["from"] = FormatDate(*shown.first_day);
  if (shown.last_day) out["to"] = FormatDate(*shown.last_day);
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
  TEMOIN_ASSIGN_OR_RETURN(command.first_day, DateMember(body, "from"));
  TEMOIN_ASSIGN_OR_RETURN(command.last_day, DateMember(body, "to"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> review, DateMember(body, "review"));
  command.review = review.value_or(Time{});
  TEMOIN_ASSIGN_OR_RETURN(command.records, RecordsMember(body));
  return command;
}

Result<int64_t> ReadHoldId(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t id, call.PathIndex());
  return static_cast<int64_t>(id);
}

void WriteHolds(const StaffCall& call, const std::vector<app::ShownHold>& holds) {
  nlohmann::json rows = nlohmann::json::array();
  for (const app::ShownHold& hold : holds) rows.push_back(HoldJson(hold));
  call.Json({{"holds", std::move(rows)}});
}

void WriteHold(const StaffCall& call, const app::ShownHold& hold) {
  call.Json(HoldJson(hold), 201);
}

}  // namespace temoin::http
