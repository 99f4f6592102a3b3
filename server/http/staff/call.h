// One call of the staff API while it is being answered: the request's parameters read with their
// bounds, the response written in one of few shapes.
//
// Thread-safety: belongs to the worker that answers.
#ifndef TEMOIN_SERVER_HTTP_STAFF_CALL_H_
#define TEMOIN_SERVER_HTTP_STAFF_CALL_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "server/http/call.h"
#include "server/http/staff/backend.h"

namespace temoin::http {

class DossierDesk;
struct StaffSessions;

struct StaffCall : Call {
  StaffBackend& backend;
  StaffSessions& sessions;
  DossierDesk& dossiers;
  StaffPrincipal who;  // of no name on a route without roles
  app::Actor actor;    // the same, with what the route allows of it alone
  Time now{};

  // The part of the path that the route leaves open; may be empty.
  std::string parameter() const { return params.empty() ? "" : std::string(params.front()); }

  // A query parameter, nothing when absent or empty. kInvalidArgument when it is there twice, over
  // `max_bytes`, holds control characters or is not UTF-8.
  Result<std::optional<std::string>> Query(std::string_view name, size_t max_bytes = 128) const;
  Result<std::optional<uint64_t>> QueryNumber(std::string_view name, uint64_t max) const;
  // "2026-11-21", midnight UTC.
  Result<std::optional<Time>> QueryDate(std::string_view name) const;
  // The site that `site=` names: kInvalidArgument without one, kNotFound when the catalogue has
  // none of that name, or who asks does not see it.
  Result<std::shared_ptr<const catalog::Site>> QuerySite() const;
  // Of a site, for its days; UTC of one that the catalogue does not have.
  TimeZone ZoneOf(std::string_view site) const;
  // Query parameters `from` and `to`, days of `zone`, as the instants from which and before which:
  // `to` is asked for whole.
  struct Days {
    std::optional<Time> from;
    std::optional<Time> to;
  };
  Result<Days> QueryDays(const TimeZone& zone) const;
  // The index that the path names, of a consent or another entry.
  Result<uint64_t> PathIndex() const;
  // The request's body, which is a JSON object.
  Result<nlohmann::json> Body() const;

  // Writes a line into the access log, durably. Nothing is shown before this has returned.
  Status Note(std::string_view action, std::string_view site, std::string_view detail) const;

  void Json(const nlohmann::json& value, int status = 200) const;
  // A file to keep: `name` holds letters, digits, dots and hyphens only.
  void Download(std::string body, std::string_view type, std::string_view name) const;
  // A page of its own, without any script: for printing. `style_source` as in render/html.h.
  void Page(std::string html, std::string_view style_source) const;
};

// A member of a JSON object that is text of at most `max_bytes`; kUnprocessable with its pointer.
Result<std::string> TextMember(const nlohmann::json& object, std::string_view name,
                               size_t max_bytes, bool required);

// A member that is a day such as "2026-03-31", midnight UTC; nothing when it is absent or empty.
Result<std::optional<Time>> DateMember(const nlohmann::json& object, std::string_view name);

// Text for JSON from bytes that may not be UTF-8: what is not is replaced by U+FFFD.
std::string DumpJson(const nlohmann::json& value);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_CALL_H_
