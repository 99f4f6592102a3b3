// What the store counts by the day: choices, first layers shown, names seen. Kept apart from the
// records and never erased with them.
//
// Days are dates, written as midnight UTC: of the site's time zone, and in UTC before its first
// DayZone.
//
// Thread-safety: values.
#ifndef TEMOIN_STORE_COUNTS_H_
#define TEMOIN_STORE_COUNTS_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/zones.h"
#include "consent/record.h"
#include "store/types.h"

namespace temoin::store {

struct NewImpressions {
  std::string site{};
  Time at{};
  TimeZone time_zone{};  // they are counted on that zone's day
  std::string revision{};
  uint64_t count = 0;
};

struct ImpressionCount {
  std::string site{};
  Time day{};
  std::string revision{};
  uint64_t count = 0;
};

// A tracker name seen by browsers that matches nothing declared; never a value.
struct Observation {
  std::string site{};
  std::string name{};
  Time seen_at{};
  uint64_t count = 0;
};

struct ObservedName {
  std::string site{};
  std::string name{};
  Time first_seen{};
  Time last_seen{};
  uint64_t count = 0;
};

// Where a record is counted. Each is counted once; all together are the records of a day.
enum class CountedAs : uint8_t {
  kChoice,  // what rates are made of
  kRepeat,  // it repeats another record (consent::Record::repeats)
  kScan,    // a scan gave it (consent::Record::scan)
  kMarked,  // it names banner code that this service had not recorded when it came
};

// `known(banner)`: whether an entry before the record's own is of the banner code with that hash;
// asked only where it matters.
template <typename Known>
CountedAs CountedAsWhat(const consent::Record& record, const Known& known) {
  if (record.repeats) return CountedAs::kRepeat;
  if (record.scan) return CountedAs::kScan;
  if (record.schema < consent::kCountedApartSchema) return CountedAs::kChoice;
  return record.banner && !known(*record.banner) ? CountedAs::kMarked : CountedAs::kChoice;
}

// The choices of one day. `service` empty: the event as a whole: the choices in `accepted`, and
// beside them the records that are counted nowhere else (CountedAs).
struct DailyCount {
  std::string site{};
  Time day{};
  std::string revision{};
  consent::Event event = consent::Event::kGiven;
  std::string service{};
  uint64_t accepted = 0;
  uint64_t refused = 0;
  uint64_t repeats = 0;
  uint64_t scans = 0;
  uint64_t marked = 0;
};

// The same events by the language in which the visitor was asked.
struct LanguageCount {
  std::string site{};
  Time day{};
  std::string revision{};
  consent::Event event = consent::Event::kGiven;
  std::string language{};  // "fr"
  uint64_t count = 0;
  uint64_t repeats = 0;
  uint64_t scans = 0;
  uint64_t marked = 0;
};

// How the days of a site's counts were told, from the entry `first` on: `offset` ahead of UTC, as
// its time zone was when it was noted. Before the first one of a site they are days of UTC. A later
// one with the same zone is its summer or winter time.
struct DayZone {
  std::string site{};
  Index first = 0;
  Time since{};  // for what is no entry
  std::string zone{};
  std::chrono::seconds offset{};
  std::string before{};  // the zone until then, where something was counted in it; else empty
};

// How far ahead of UTC the days are on which the entry `index` is counted. `zones`: of its site,
// oldest first.
inline std::chrono::seconds OffsetAt(std::span<const DayZone> zones, Index index) {
  const auto after = std::ranges::upper_bound(zones, index, {}, &DayZone::first);
  return after == zones.begin() ? std::chrono::seconds(0) : std::prev(after)->offset;
}

// What an entry of type 7 commits to of a site's day (counts_manifest.h).
struct DayCounts {
  bool apart = true;  // false: by a manifest of schema 1, which knows neither scans nor marked ones
  uint64_t records = 0;
  uint64_t repeats = 0;  // of these, as the two that follow
  uint64_t scans = 0;
  uint64_t marked = 0;
  Digest rows{};

  bool operator==(const DayCounts&) const = default;
};

// A day on which something was counted.
struct CountedDay {
  std::string site{};
  Time day{};
  bool before = false;  // there were no entries of type 7 when it was over
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_COUNTS_H_
