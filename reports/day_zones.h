// In which time zones the days of a site's counts were told. Counts are never moved: where the zone
// was set or changed there is a seam, and every form of a report names it (docs/decisions/0015).
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_REPORTS_DAY_ZONES_H_
#define TEMOIN_REPORTS_DAY_ZONES_H_

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/counts.h"

namespace temoin::reports {

// From `since` on days are told in `zone`, in `before` until then: the dates from `first` to `last`
// have some of both.
struct Seam {
  Time since{};
  std::string before;
  std::string zone;
  Time first{};
  Time last{};
};

struct DayZones {
  std::string zone = "UTC";  // at the beginning of the period
  std::vector<Seam> seams;   // in or after the period, oldest first
};

// Of a period that begins on the date `from`; `noted` as the store has them, `unnoted` where it has
// none.
DayZones DaysFrom(std::span<const store::DayZone> noted, Time from, std::string_view unnoted);

// The date on which what happened at `at` was counted.
Time CountedOn(std::span<const store::DayZone> noted, Time at);

// The zone of the dates from `from` to before `to`: "UTC until 2026-11-26T10:00:00Z, then
// Europe/Paris" where it changed.
std::string ZonesOf(const DayZones& days, Time from, Time to);

// With a sentence in both languages.
nlohmann::json SeamJson(const Seam& seam);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_DAY_ZONES_H_
