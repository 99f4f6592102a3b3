// Consent statistics of one site and period, from the daily counts that outlive the records.
//
// Rates: "acceptance" is given / (given + partial + refused). Withdrawals are counted apart: they
// are no answer to the banner. Services that are exempt with opt-out are counted as oppositions and
// never enter a rate of consent. "Ignored" needs the site's impressions; without them it is unknown
// and not zero. Rates are in tenths of a percent (0 to 1000), rounded half up, so that the same
// counts give the same bytes.
//
// A choice that was recorded twice because its answer was lost is counted once; `repeats` says how
// many records that concerns, so that the total and it add up to the records.
//
// The same counts always give the same report. Days are those of the site's time zone, from when it
// was first counted in on; what was counted before stays in the days that it was counted in. The
// change is a seam, which every form of the report names.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_REPORTS_STATISTICS_H_
#define TEMOIN_REPORTS_STATISTICS_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/zones.h"
#include "reports/day_zones.h"
#include "store/store.h"

namespace temoin::reports {

enum class Step { kDay, kWeek, kMonth };  // weeks begin on Monday (ISO 8601)

std::string_view StepName(Step step);  // "day", "week", "month"
std::optional<Step> StepFromName(std::string_view name);

struct EventCounts {
  uint64_t given = 0;
  uint64_t partial = 0;
  uint64_t refused = 0;
  uint64_t withdrawn = 0;

  uint64_t answers() const { return given + partial + refused; }
  void Add(consent::Event event, uint64_t count);
  void Add(const EventCounts& other);
  bool operator==(const EventCounts&) const = default;
};

// part / whole in tenths of a percent; nothing of an empty whole.
std::optional<uint32_t> RatePermille(uint64_t part, uint64_t whole);

struct Bucket {
  Time from{};  // first day
  Time to{};    // the day after the last
  EventCounts events;
  uint64_t shown = 0;  // displays of the banner, scaled up from the share that reports them
};

struct ServiceCount {
  std::string service;
  bool opt_out = false;  // exempt: `refused` counts oppositions, `accepted` is no consent
  uint64_t accepted = 0;
  uint64_t refused = 0;
};

struct RevisionCount {
  std::string revision;
  EventCounts events;
  uint64_t shown = 0;
};

struct LanguageAnswers {
  std::string language;  // "fr"
  EventCounts events;
};

struct StatisticsQuery {
  std::string site;
  TimeZone time_zone;
  Time from{};  // a date, included
  Time to{};    // a date, excluded
  Step step = Step::kDay;
  std::set<std::string, std::less<>> opt_out_services;
  int64_t impressions_percent = 0;  // of displays that are reported; 0: none
};

struct Statistics {
  std::string site;
  Time from{};
  Time to{};
  Step step = Step::kDay;
  EventCounts total;
  // Records that are in no other number (store::CountedAs).
  uint64_t repeats = 0;
  uint64_t scans = 0;
  uint64_t marked = 0;
  std::optional<uint64_t> shown;         // nothing when the site does not count displays
  std::optional<uint64_t> ignored;       // shown and not answered; never below zero
  std::vector<Bucket> buckets;           // every step of the period, empty ones too
  std::vector<ServiceCount> services;    // by service id
  std::vector<RevisionCount> revisions;  // by hash
  std::vector<LanguageAnswers> languages;
  DayZones days;                                 // in which its dates were told
  std::vector<store::Publication> publications;  // of the site, oldest first
};

Statistics MakeStatistics(const StatisticsQuery& query, std::span<const store::DailyCount> counts,
                          std::span<const store::ImpressionCount> impressions,
                          std::span<const store::LanguageCount> languages = {});
// The same, read from the store, with how days were told.
Result<Statistics> ReadStatistics(const store::Store& store, const StatisticsQuery& query);

// The answers of `days` days before and after a publication. The day of the publication itself,
// `day`, is left out: its counts do not say which answer came before.
struct AroundPublication {
  Time published_at{};
  int64_t days = 0;
  EventCounts before;
  EventCounts after;
};
AroundPublication CompareAround(Time published_at, Time day, int64_t span_days,
                                std::span<const store::DailyCount> counts);

// That of each publication of the period, 14 days to each side.
struct RevisionAround {
  store::Publication publication;
  AroundPublication around;
};
Result<std::vector<RevisionAround>> ReadAround(const store::Store& store,
                                               const StatisticsQuery& query);
nlohmann::json AroundJson(const RevisionAround& revision);

nlohmann::json StatisticsJson(const Statistics& statistics);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_STATISTICS_H_
