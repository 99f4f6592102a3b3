#include "server/http/staff/call.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "server/http/fields.h"

namespace temoin::http {

namespace {

Error QueryError(std::string_view name, std::string_view expected) {
  return {ErrorCode::kInvalidArgument,
          "The query parameter '" + std::string(name) + "' " + std::string(expected)};
}

template <typename T>
bool ReadNumber(std::string_view text, T& out) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string DumpJson(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<std::optional<std::string>> StaffCall::Query(std::string_view name, size_t max_bytes) const {
  TEMOIN_ASSIGN_OR_RETURN(std::optional<std::string> value, QueryParameter(request.Query(), name));
  if (!value || value->empty()) return std::optional<std::string>();
  if (value->size() > max_bytes) return QueryError(name, "is too long.");
  return value;
}

Result<std::optional<uint64_t>> StaffCall::QueryNumber(std::string_view name, uint64_t max) const {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> text, Query(name, 20));
  if (!text) return std::optional<uint64_t>();
  uint64_t number = 0;
  if (!ReadNumber(*text, number) || number > max) {
    return QueryError(name, "must be a whole number up to " + std::to_string(max) + ".");
  }
  return std::optional<uint64_t>(number);
}

Result<std::optional<Time>> StaffCall::QueryDate(std::string_view name) const {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> text, Query(name, 10));
  if (!text) return std::optional<Time>();
  const Result<Time> day = ParseDate(*text);
  if (!day) return QueryError(name, "must be a date such as 2026-03-31.");
  return std::optional<Time>(*day);
}

Result<std::shared_ptr<const catalog::Site>> StaffCall::QuerySite() const {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> id, Query("site", 64));
  if (!id) return QueryError("site", "is missing.");
  TEMOIN_RETURN_IF_ERROR(app::RequireSeen(actor, *id));
  std::shared_ptr<const catalog::Site> site = backend.Catalogue()->FindSite(*id);
  if (site == nullptr) return Error(ErrorCode::kNotFound, "No site of that name is declared.");
  return site;
}

TimeZone StaffCall::ZoneOf(std::string_view site) const {
  return backend.Catalogue()->ZoneOf(site);
}

Result<StaffCall::Days> StaffCall::QueryDays(const TimeZone& zone) const {
  Days days;
  TEMOIN_ASSIGN_OR_RETURN(days.from, QueryDate("from"));
  TEMOIN_ASSIGN_OR_RETURN(days.to, QueryDate("to"));
  if (days.from) days.from = zone.StartOf(*days.from);
  if (days.to) days.to = zone.StartOf(*days.to + std::chrono::days(1));
  return days;
}

Result<uint64_t> StaffCall::PathIndex() const {
  uint64_t index = 0;
  if (!ReadNumber(parameter(), index)) {
    return Error(ErrorCode::kNotFound, "An index is a whole number.");
  }
  return index;
}

Result<nlohmann::json> StaffCall::Body() const {
  TEMOIN_ASSIGN_OR_RETURN(nlohmann::json body, Call::BodyJson());
  if (!body.is_object()) {
    return Error(ErrorCode::kUnprocessable, "The body must be a JSON object.", "");
  }
  return body;
}

Status StaffCall::Note(std::string_view action, std::string_view site,
                       std::string_view detail) const {
  return app::Note(backend.Context(), actor, action, site, detail);
}

void StaffCall::Json(const nlohmann::json& value, int status) const {
  response.status = status;
  response.SetContent(DumpJson(value), "application/json");
}

void StaffCall::Download(std::string body, std::string_view type, std::string_view name) const {
  response.status = 200;
  response.AddHeader("Content-Disposition", "attachment; filename=\"" + std::string(name) + "\"");
  response.body = std::move(body);
  response.AddHeader("Content-Type", std::string(type));
}

void StaffCall::Page(std::string html, std::string_view style_source) const {
  response.status = 200;
  response.AddHeader("Content-Security-Policy",
                     "default-src 'none'; style-src " + std::string(style_source) +
                         "; img-src data:; base-uri 'none'; form-action 'none'; "
                         "frame-ancestors 'none'; sandbox allow-modals");
  response.body = std::move(html);
  response.AddHeader("Content-Type", "text/html; charset=utf-8");
}

Result<std::string> TextMember(const nlohmann::json& object, std::string_view name,
                               size_t max_bytes, bool required) {
  const auto found = object.find(std::string(name));
  if (found == object.end() || found->is_null()) {
    if (!required) return std::string();
    return Error(ErrorCode::kUnprocessable, "This member is missing.", PointerToken(name));
  }
  if (!found->is_string()) {
    return Error(ErrorCode::kUnprocessable, "Expected text.", PointerToken(name));
  }
  std::string text = found->get<std::string>();
  if (text.size() > max_bytes) {
    return Error(ErrorCode::kUnprocessable,
                 "At most " + std::to_string(max_bytes) + " bytes are accepted here.",
                 PointerToken(name));
  }
  if (required && text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Error(ErrorCode::kUnprocessable, "This must not be empty.", PointerToken(name));
  }
  return text;
}

Result<std::optional<Time>> DateMember(const nlohmann::json& object, std::string_view name) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, TextMember(object, name, 10, false));
  if (text.empty()) return std::optional<Time>();
  const Result<Time> day = ParseDate(text);
  if (!day) {
    return Error(ErrorCode::kUnprocessable, "Expected a date such as 2026-03-31.",
                 PointerToken(name));
  }
  return std::optional<Time>(*day);
}

}  // namespace temoin::http
