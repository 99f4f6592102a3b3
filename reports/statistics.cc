#include "reports/statistics.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/calendar.h"

namespace temoin::reports {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

// The first day of the step that holds `day`.
Time StepStart(Time time, Step step) {
  const sys_days day = floor<days>(time);
  switch (step) {
    case Step::kDay:
      return day;
    case Step::kWeek: {
      const unsigned iso = std::chrono::weekday(day).iso_encoding();  // Monday is 1
      return day - days(iso - 1);
    }
    case Step::kMonth: {
      const std::chrono::year_month_day date(day);
      return sys_days(date.year() / date.month() / 1);
    }
  }
  return day;
}

Time NextStep(Time start, Step step) {
  switch (step) {
    case Step::kDay:
      return start + days(1);
    case Step::kWeek:
      return start + days(7);
    case Step::kMonth:
      return AddMonths(start, 1);
  }
  return start + days(1);
}

nlohmann::json EventsJson(const EventCounts& events) {
  nlohmann::json out = {{"given", events.given},
                        {"partial", events.partial},
                        {"refused", events.refused},
                        {"withdrawn", events.withdrawn},
                        {"answers", events.answers()}};
  if (const auto rate = RatePermille(events.given, events.answers())) {
    out["acceptance_permille"] = *rate;
  }
  if (const auto rate = RatePermille(events.refused, events.answers())) {
    out["refusal_permille"] = *rate;
  }
  return out;
}

}  // namespace

std::string_view StepName(Step step) {
  switch (step) {
    case Step::kDay:
      return "day";
    case Step::kWeek:
      return "week";
    case Step::kMonth:
      return "month";
  }
  return "day";
}

std::optional<Step> StepFromName(std::string_view name) {
  for (const Step step : {Step::kDay, Step::kWeek, Step::kMonth}) {
    if (StepName(step) == name) return step;
  }
  return std::nullopt;
}

void EventCounts::Add(consent::Event event, uint64_t count) {
  switch (event) {
    case consent::Event::kGiven:
      given += count;
      return;
    case consent::Event::kPartial:
      partial += count;
      return;
    case consent::Event::kRefused:
      refused += count;
      return;
    case consent::Event::kWithdrawn:
      withdrawn += count;
      return;
  }
}

void EventCounts::Add(const EventCounts& other) {
  given += other.given;
  partial += other.partial;
  refused += other.refused;
  withdrawn += other.withdrawn;
}

std::optional<uint32_t> RatePermille(uint64_t part, uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<uint32_t>((part * 1000 + whole / 2) / whole);
}

Statistics MakeStatistics(const StatisticsQuery& query, std::span<const store::DailyCount> counts,
                          std::span<const store::ImpressionCount> impressions,
                          std::span<const store::LanguageCount> languages) {
  Statistics out;
  out.site = query.site;
  out.from = query.from;
  out.to = query.to;
  out.step = query.step;

  std::map<Time, Bucket> buckets;
  for (Time start = StepStart(query.from, query.step); start < query.to;
       start = NextStep(start, query.step)) {
    Bucket& bucket = buckets[start];
    bucket.from = std::max(start, query.from);
    bucket.to = std::min(NextStep(start, query.step), query.to);
  }
  std::map<std::string, ServiceCount> services;
  std::map<std::string, RevisionCount> revisions;
  for (const store::DailyCount& count : counts) {
    if (count.site != query.site || count.day < query.from || count.day >= query.to) continue;
    if (!count.service.empty()) {
      ServiceCount& service = services[count.service];
      // A withdrawal refuses every service; the answers given to the banner are what a rate is of.
      if (count.event == consent::Event::kWithdrawn) continue;
      service.accepted += count.accepted;
      service.refused += count.refused;
      continue;
    }
    out.total.Add(count.event, count.accepted);
    out.repeats += count.repeats;
    out.scans += count.scans;
    out.marked += count.marked;
    buckets[StepStart(count.day, query.step)].events.Add(count.event, count.accepted);
    revisions[count.revision].events.Add(count.event, count.accepted);
  }
  uint64_t reported = 0;
  const bool counted = query.impressions_percent > 0;
  for (const store::ImpressionCount& impression : impressions) {
    if (impression.site != query.site || !counted) continue;
    if (impression.day < query.from || impression.day >= query.to) continue;
    const uint64_t shown =
        impression.count * 100 / static_cast<uint64_t>(query.impressions_percent);
    reported += shown;
    buckets[StepStart(impression.day, query.step)].shown += shown;
    revisions[impression.revision].shown += shown;
  }
  std::map<std::string, EventCounts> by_language;
  for (const store::LanguageCount& count : languages) {
    if (count.site != query.site || count.day < query.from || count.day >= query.to) continue;
    by_language[count.language].Add(count.event, count.count);
  }
  for (auto& [language, events] : by_language) out.languages.push_back({language, events});
  if (counted) {
    out.shown = reported;
    out.ignored = reported - std::min(reported, out.total.answers());
  }
  for (auto& [start, bucket] : buckets) out.buckets.push_back(bucket);
  for (auto& [id, service] : services) {
    service.service = id;
    service.opt_out = query.opt_out_services.contains(id);
    out.services.push_back(service);
  }
  for (auto& [hash, revision] : revisions) {
    revision.revision = hash;
    out.revisions.push_back(revision);
  }
  return out;
}

Result<Statistics> ReadStatistics(const store::Store& store, const StatisticsQuery& query) {
  TEMOIN_ASSIGN_OR_RETURN(const auto counts, store.ReadCounts(query.site, query.from, query.to));
  TEMOIN_ASSIGN_OR_RETURN(const auto impressions,
                          store.ReadImpressions(query.site, query.from, query.to));
  TEMOIN_ASSIGN_OR_RETURN(const auto languages,
                          store.ReadLanguageCounts(query.site, query.from, query.to));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::DayZone> zones, store.ReadDayZones(query.site));
  Statistics out = MakeStatistics(query, counts, impressions, languages);
  // What is counted first will be in the site's zone.
  const bool nothing = counts.empty() && impressions.empty();
  TEMOIN_ASSIGN_OR_RETURN(out.publications, store.Publications(query.site));
  // In the order in which they were shown.
  std::ranges::stable_sort(out.revisions, {}, [&out](const RevisionCount& revision) {
    return std::ranges::find(out.publications, revision.revision, &store::Publication::hash) -
           out.publications.begin();
  });
  out.days = DaysFrom(zones, query.from, nothing ? query.time_zone.name() : "UTC");
  return out;
}

AroundPublication CompareAround(Time published_at, Time day, int64_t span_days,
                                std::span<const store::DailyCount> counts) {
  AroundPublication out;
  out.published_at = published_at;
  out.days = span_days;
  const Time first = day - days(span_days);
  const Time last = day + days(span_days);
  for (const store::DailyCount& count : counts) {
    if (!count.service.empty()) continue;
    if (count.day >= first && count.day < day) out.before.Add(count.event, count.accepted);
    if (count.day > day && count.day <= last) out.after.Add(count.event, count.accepted);
  }
  return out;
}

Result<std::vector<RevisionAround>> ReadAround(const store::Store& store,
                                               const StatisticsQuery& query) {
  constexpr int64_t kDays = 14;
  std::vector<RevisionAround> out;
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Publication> publications,
                          store.Publications(query.site));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::DayZone> zones, store.ReadDayZones(query.site));
  for (const store::Publication& publication : publications) {
    const Time day = CountedOn(zones, publication.published_at);
    if (day < query.from || day >= query.to) continue;
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::DailyCount> near,
                            store.ReadCounts(query.site, day - days(kDays), day + days(kDays + 1)));
    out.push_back({publication, CompareAround(publication.published_at, day, kDays, near)});
  }
  return out;
}

nlohmann::json AroundJson(const RevisionAround& revision) {
  return {{"revision", revision.publication.hash},
          {"generation", revision.publication.generation},
          {"published_at", FormatTime(revision.publication.published_at)},
          {"days", revision.around.days},
          {"before", EventsJson(revision.around.before)},
          {"after", EventsJson(revision.around.after)}};
}

nlohmann::json StatisticsJson(const Statistics& statistics) {
  nlohmann::json out = {{"site", statistics.site},
                        {"from", FormatDate(statistics.from)},
                        {"to", FormatDate(statistics.to)},
                        {"step", StepName(statistics.step)},
                        {"total", EventsJson(statistics.total)},
                        {"repeats", statistics.repeats},
                        {"scans", statistics.scans},
                        {"marked", statistics.marked},
                        {"buckets", nlohmann::json::array()},
                        {"services", nlohmann::json::array()},
                        {"revisions", nlohmann::json::array()},
                        {"languages", nlohmann::json::array()},
                        {"days", statistics.days.zone},
                        {"seams", nlohmann::json::array()}};
  for (const Seam& seam : statistics.days.seams) out["seams"].push_back(SeamJson(seam));
  out["shown"] = statistics.shown ? nlohmann::json(*statistics.shown) : nlohmann::json(nullptr);
  out["ignored"] =
      statistics.ignored ? nlohmann::json(*statistics.ignored) : nlohmann::json(nullptr);
  for (const Bucket& bucket : statistics.buckets) {
    nlohmann::json row = EventsJson(bucket.events);
    row["from"] = FormatDate(bucket.from);
    row["to"] = FormatDate(bucket.to);
    if (statistics.shown) row["shown"] = bucket.shown;
    out["buckets"].push_back(std::move(row));
  }
  for (const ServiceCount& service : statistics.services) {
    nlohmann::json row = {{"service", service.service},
                          {"opt_out", service.opt_out},
                          {"accepted", service.accepted},
                          {"refused", service.refused}};
    const uint64_t answers = service.accepted + service.refused;
    if (const auto rate =
            RatePermille(service.opt_out ? service.refused : service.accepted, answers)) {
      row[service.opt_out ? "opposition_permille" : "acceptance_permille"] = *rate;
    }
    out["services"].push_back(std::move(row));
  }
  for (const RevisionCount& revision : statistics.revisions) {
    nlohmann::json row = EventsJson(revision.events);
    row["revision"] = revision.revision;
    if (statistics.shown) row["shown"] = revision.shown;
    out["revisions"].push_back(std::move(row));
  }
  for (const LanguageAnswers& language : statistics.languages) {
    nlohmann::json row = EventsJson(language.events);
    row["language"] = language.language;
    out["languages"].push_back(std::move(row));
  }
  return out;
}

}  // namespace temoin::reports
