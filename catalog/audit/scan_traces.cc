#include "catalog/audit/scan_traces.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/host.h"

namespace temoin::catalog {
namespace {

// docs/integrate.md, by the names that a site has unless it gives others.
bool IsTemoins(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames = {"pcid", "pctx", "pcid_retry", "temoin"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end() ||
         name.starts_with("temoin:");
}

Text LedBy(const std::string& led_by) {
  if (led_by.empty()) return {};
  return {fmt::format("Amené par : {}.", led_by), fmt::format("Led to by: {}.", led_by)};
}

Text About(const SeenTracker& seen) {
  Text out = LedBy(seen.led_by);
  const bool cookie = seen.kind == TrackerKind::kCookie;
  const char* fr = cookie ? "Cookie de session." : "Stockage du navigateur.";
  const char* en = cookie ? "Session cookie." : "The browser's storage.";
  std::string life_fr = fr;
  std::string life_en = en;
  if (cookie && seen.seconds) {
    const int64_t days = (*seen.seconds + 43'200) / 86'400;
    life_fr = days > 0 ? fmt::format("Vu pour {} jour(s).", days) : "Vu pour moins d’un jour.";
    life_en = days > 0 ? fmt::format("Seen for {} day(s).", days) : "Seen for less than a day.";
  }
  out.fr = life_fr + (out.fr.empty() ? "" : " ") + out.fr;
  out.en = life_en + (out.en.empty() ? "" : " ") + out.en;
  return out;
}

}  // namespace

std::vector<Trace> TracesOf(const Recording& recording) {
  std::vector<Trace> out;
  for (const auto& [address, request] : recording.requests) {
    // Without a port, as the library has it.
    const size_t path = address.find('/');
    std::string text = request.host;
    if (path != std::string::npos) text += address.substr(path);
    out.push_back({Trace::Kind::kAddress, std::move(text), request.host, LedBy(request.led_by)});
  }
  std::map<std::pair<std::string, std::string>, SeenTracker> names;
  for (const Visit& visit : recording.visits) {
    for (const auto& [key, seen] : visit.trackers) {
      const bool there = (seen.set || seen.kept || seen.kind != TrackerKind::kCookie);
      if (!there || seen.name.empty() || IsTemoins(seen.name)) continue;
      SeenTracker& known = names.try_emplace({seen.name, seen.host}, seen).first->second;
      if (known.led_by.empty()) known.led_by = seen.led_by;
      if (!known.seconds) known.seconds = seen.seconds;
    }
  }
  for (const auto& [key, seen] : names) {
    out.push_back({Trace::Kind::kName, seen.name, seen.host, About(seen)});
  }
  return out;
}

std::string SiteIdOf(const Recording& recording) {
  for (const std::string& host : recording.hosts) {
    if (!IsAddress(host)) return host;
  }
  return {};
}

}  // namespace temoin::catalog
