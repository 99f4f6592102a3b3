// Staff routes about legal holds: what must not be erased, and why.
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "server/consent/token.h"
#include "server/http/staff_api.h"

namespace temoin::http {

namespace {

constexpr size_t kMaxHeldRecords = 1000;

nlohmann::json HoldJson(const store::Hold& hold) {
  nlohmann::json out = {{"id", hold.id},
                        {"site", hold.site},
                        {"reason", hold.reason},
                        {"author", hold.author},
                        {"review", FormatDate(hold.review)},
                        {"created", FormatTime(hold.created)},
                        {"records", hold.records}};
  if (hold.from) out["from"] = FormatDate(*hold.from);
  if (hold.to) out["to"] = FormatDate(*hold.to - std::chrono::days(1));
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
  if (!found->is_array() || found->size() > kMaxHeldRecords) {
    return Error(ErrorCode::kUnprocessable,
                 "Expected a list of at most " + std::to_string(kMaxHeldRecords) + " indices.",
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

Status ListHolds(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> all, call.Query("released", 8));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Hold> holds,
                          call.backend.Reader().Holds(all.has_value()));
  nlohmann::json rows = nlohmann::json::array();
  for (const store::Hold& hold : holds) rows.push_back(HoldJson(hold));
  call.Json({{"holds", std::move(rows)}});
  return {};
}

Status AddHold(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  store::Hold hold;
  TEMOIN_ASSIGN_OR_RETURN(hold.site, TextMember(body, "site", 64, false));
  TEMOIN_ASSIGN_OR_RETURN(hold.reason, TextMember(body, "reason", 500, true));
  TEMOIN_ASSIGN_OR_RETURN(hold.from, DateMember(body, "from"));
  TEMOIN_ASSIGN_OR_RETURN(hold.to, DateMember(body, "to"));
  if (hold.to) *hold.to += std::chrono::days(1);  // the last day is meant whole
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> review, DateMember(body, "review"));
  TEMOIN_ASSIGN_OR_RETURN(hold.records, RecordsMember(body));
  if (!review || *review <= call.now) {
    return Error(ErrorCode::kUnprocessable, "A hold needs a day in the future to be reviewed on.",
                 "/review");
  }
  if (hold.from && hold.to && *hold.from >= *hold.to) {
    return Error(ErrorCode::kUnprocessable, "The period ends before it begins.", "/to");
  }
  if (!hold.site.empty() && call.backend.Catalogue()->FindSite(hold.site) == nullptr) {
    return Error(ErrorCode::kUnprocessable, "No site of that name is declared.", "/site");
  }
  hold.review = *review;
  hold.created = call.now;
  hold.author = call.who.name;
  hold.role = service::StaffRoleName(call.who.role);  // the store writes the journal with the hold
  TEMOIN_ASSIGN_OR_RETURN(hold.id, call.backend.AddHold(hold));
  call.Json(HoldJson(hold), 201);
  return {};
}

Status ReleaseHold(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t id, call.PathIndex());
  TEMOIN_RETURN_IF_ERROR(call.backend.ReleaseHold(static_cast<int64_t>(id), call.who.name,
                                                  service::StaffRoleName(call.who.role)));
  call.response.status = 204;
  return {};
}

}  // namespace temoin::http
