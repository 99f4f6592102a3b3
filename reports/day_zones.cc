#include "reports/day_zones.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/zones.h"

namespace temoin::reports {
namespace {

Seam SeamAt(const store::DayZone& change) {
  const auto zone = TimeZone::Find(change.before);
  const Time before = (zone ? *zone : TimeZone()).DateAt(change.since);
  const Time after = std::chrono::floor<std::chrono::days>(change.since + change.offset);
  return {.since = change.since,
          .before = change.before,
          .zone = change.zone,
          .first = std::min(before, after),
          .last = std::max(before, after)};
}

}  // namespace

DayZones DaysFrom(std::span<const store::DayZone> noted, Time from, std::string_view unnoted) {
  DayZones out;
  out.zone = unnoted;
  if (!noted.empty()) {
    out.zone = noted.front().before.empty() ? noted.front().zone : noted.front().before;
  }
  for (const store::DayZone& change : noted) {
    if (change.before.empty()) continue;
    Seam seam = SeamAt(change);
    if (seam.last < from) {
      out.zone = seam.zone;
    } else {
      out.seams.push_back(std::move(seam));
    }
  }
  return out;
}

Time CountedOn(std::span<const store::DayZone> noted, Time at) {
  std::chrono::seconds offset{0};
  for (const store::DayZone& zone : noted) {
    if (zone.since <= at) offset = zone.offset;
  }
  return std::chrono::floor<std::chrono::days>(at + offset);
}

std::string ZonesOf(const DayZones& days, Time from, Time to) {
  std::string out;
  std::string_view zone = days.zone;
  for (const Seam& seam : days.seams) {
    if (to <= seam.first) break;
    if (from <= seam.last) {
      out += fmt::format("{} until {}, then ", zone, FormatTime(seam.since));
    }
    zone = seam.zone;
  }
  return out.append(zone);
}

nlohmann::json SeamJson(const Seam& seam) {
  const std::string since = FormatTime(seam.since);
  return {{"since", since},
          {"before", seam.before},
          {"zone", seam.zone},
          {"first", FormatDate(seam.first)},
          {"last", FormatDate(seam.last)},
          {"text",
           {{"fr", fmt::format("Jusqu’à {}, les jours sont ceux du fuseau {}, ensuite ceux du "
                               "fuseau {}.",
                               since, seam.before, seam.zone)},
            {"en", fmt::format("Until {}, days are those of the time zone {}, then those of {}.",
                               since, seam.before, seam.zone)}}}};
}

}  // namespace temoin::reports
