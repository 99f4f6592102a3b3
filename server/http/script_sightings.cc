#include "server/http/script_sightings.h"

namespace temoin::http {

void ScriptSightings::Note(std::string_view site, const Request& request, Time now) {
  const std::string& from = request.Header("Sec-Fetch-Site");
  if (request.Header("Sec-Fetch-Dest") != "script") return;
  if (from != "same-origin" && from != "same-site") return;
  const std::lock_guard lock(mutex_);
  const auto found = last_.find(site);
  if (found == last_.end()) {
    last_.emplace(site, now);
  } else {
    found->second = now;
  }
}

std::optional<Time> ScriptSightings::Last(std::string_view site) const {
  const std::lock_guard lock(mutex_);
  const auto found = last_.find(site);
  if (found == last_.end()) return std::nullopt;
  return found->second;
}

}  // namespace temoin::http
