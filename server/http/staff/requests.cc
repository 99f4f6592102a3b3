// Staff routes about the register of people's requests.
#include "app/staff/requests.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "consent/reference.h"
#include "server/facts/facts.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

namespace {

constexpr size_t kMaxWord = 16;  // of a kind, a letter, what was shown

nlohmann::json RequestJson(const app::Request& request) {
  nlohmann::json out = facts::OfRequest(request);
  out["author"] = request.author;
  if (request.record) out["reference"] = consent::FormatReference(*request.record);
  return out;
}

Result<Time> NeededDate(const nlohmann::json& body, std::string_view name) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> day, DateMember(body, name));
  if (day) return *day;
  return Error(ErrorCode::kUnprocessable, "Expected a day: 2026-11-21.", "/" + std::string(name));
}

// The record by its reference, as the person gave it.
Result<std::optional<store::Index>> RecordMember(const nlohmann::json& body) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, TextMember(body, "reference", 32, false));
  if (text.empty()) return std::optional<store::Index>();
  if (const auto index = consent::ParseReference(text)) return std::optional<store::Index>(index);
  return Error(ErrorCode::kUnprocessable, "This is no reference of a choice.", "/reference");
}

}  // namespace

Result<app::NewRequest> ReadNewRequest(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  app::NewRequest command;
  TEMOIN_ASSIGN_OR_RETURN(command.site, TextMember(body, "site", 64, true));
  TEMOIN_ASSIGN_OR_RETURN(command.number, TextMember(body, "number", 64, true));
  TEMOIN_ASSIGN_OR_RETURN(command.kind, TextMember(body, "kind", kMaxWord, true));
  TEMOIN_ASSIGN_OR_RETURN(command.received, NeededDate(body, "received"));
  TEMOIN_ASSIGN_OR_RETURN(command.shown, TextMember(body, "shown", kMaxWord, false));
  TEMOIN_ASSIGN_OR_RETURN(command.record, RecordMember(body));
  return command;
}

Result<app::Extension> ReadExtension(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t id, call.PathIndex());
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  app::Extension command;
  command.request = static_cast<int64_t>(id);
  TEMOIN_ASSIGN_OR_RETURN(command.reason,
                          TextMember(body, "reason", app::kMaxExtensionReason, true));
  return command;
}

Result<app::Answer> ReadAnswer(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t id, call.PathIndex());
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  app::Answer command;
  command.request = static_cast<int64_t>(id);
  TEMOIN_ASSIGN_OR_RETURN(command.answered, NeededDate(body, "answered"));
  TEMOIN_ASSIGN_OR_RETURN(command.letter, TextMember(body, "letter", kMaxWord, true));
  TEMOIN_ASSIGN_OR_RETURN(command.shown, TextMember(body, "shown", kMaxWord, false));
  TEMOIN_ASSIGN_OR_RETURN(command.record, RecordMember(body));
  return command;
}

Result<app::ListRequests> ReadListRequests(const StaffCall& call) {
  app::ListRequests command;
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> site, call.Query("site", 64));
  command.site = site.value_or("");
  TEMOIN_ASSIGN_OR_RETURN(command.due, call.QueryDate("due"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> open, call.Query("open", 8));
  command.open = open.has_value();
  return command;
}

void WriteNewRequest(const StaffCall& call, const app::Request& request) {
  call.Json(RequestJson(request), 201);
}

void WriteRequest(const StaffCall& call, const app::Request& request) {
  call.Json(RequestJson(request));
}

void WriteRequests(const StaffCall& call, const std::vector<app::Request>& requests) {
  nlohmann::json rows = nlohmann::json::array();
  for (const app::Request& request : requests) rows.push_back(RequestJson(request));
  call.Json({{"requests", std::move(rows)}});
}

}  // namespace temoin::http
