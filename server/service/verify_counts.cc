#include "server/service/verify_counts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"

namespace temoin::service {
namespace {

constexpr std::chrono::days kOneDay{1};

}  // namespace

void CountCheck::Open(Time from, Time to) {
  for (Time day = from; day <= to; day += kOneDay) open_.insert(day);
}

void CountCheck::Kept(const consent::Record& record) {
  const Time day = std::chrono::floor<std::chrono::days>(record.given_at);
  if (gone_since_ && day_) Open(std::min(*day_, day), std::max(*day_, day));
  if (gone_since_ && !day_) open_to_ = day;
  gone_since_ = false;
  day_ = day;
  auto site = sites_.find(record.site);
  if (site == sites_.end()) site = sites_.emplace(record.site, Site()).first;
  const Key key{record.revision, day, record.event};
  Spoken& spoken = site->second.languages[{key, record.language}];
  ++(record.repeats ? spoken.repeats : spoken.count);
  Services& services = site->second.events[key];
  ++(record.repeats ? services[""].repeats : services[""].accepted);
  if (record.repeats) return;  // counted with what it repeats
  for (const auto& [service, decision] : record.decisions) {
    Tally& tally = services[service];
    ++(decision ? tally.accepted : tally.refused);
  }
}

void CountCheck::Gone() { gone_since_ = true; }

bool CountCheck::Whole(Time day) const {
  return !(open_to_ && day <= *open_to_) && !(open_from_ && day >= *open_from_) &&
         !open_.contains(day);
}

void CountCheck::Finish(bool still) {
  if (gone_since_ || !still) open_from_ = day_.value_or(Time{});
  for (auto& [name, site] : sites_) {
    Compare(name, site);
    CompareLanguages(name, site);
  }
}

void CountCheck::CompareTally(const std::string& where, const Tally& kept, const Tally& counted,
                              bool whole) {
  const auto compare = [&](const char* column, uint64_t stored, uint64_t records) {
    if (stored == records || (stored > records && !whole)) return;
    find_(fmt::format("The daily count of {}: the column {} holds {}, the records say {}{}.", where,
                      column, stored, records, whole ? "" : " or more"));
  };
  compare("accepted", counted.accepted, kept.accepted);
  compare("refused", counted.refused, kept.refused);
  compare("repeats", counted.repeats, kept.repeats);
}

void CountCheck::Compare(const std::string& name, Site& site) {
  const auto counts = store_.ReadCounts(name, Time{}, Time::max());
  if (!counts) {
    return find_("The daily counts of " + name + " cannot be read: " + counts.error().message);
  }
  std::map<Key, Services> counted;
  for (const store::DailyCount& count : *counts) {
    counted[{count.revision, count.day, count.event}][count.service] = {
        count.accepted, count.refused, count.repeats};
  }
  for (const auto& [key, services] : site.events) counted[key];
  for (auto& [key, services] : counted) {
    const auto& [revision, day, event] = key;
    Services& kept = site.events[key];
    for (const auto& [service, tally] : kept) services[service];
    const uint64_t all = services[""].accepted;
    for (const auto& [service, tally] : services) {
      const std::string where =
          fmt::format("{} ({}, {}{}{})", FormatDate(day), name, consent::EventName(event),
                      service.empty() ? "" : ", ", service);
      CompareTally(where, kept[service], tally, Whole(day));
      // Each record answers every service of its revision.
      if (!service.empty() && tally.accepted + tally.refused != all) {
        find_(
            fmt::format("The daily count of {}: accepted and refused add up to {}, and {} choices "
                        "were counted.",
                        where, tally.accepted + tally.refused, all));
      }
    }
  }
}

void CountCheck::CompareLanguages(const std::string& name, const Site& site) {
  const auto counts = store_.ReadLanguageCounts(name, Time{}, Time::max());
  if (!counts) {
    return find_("The counts by language of " + name +
                 " cannot be read: " + counts.error().message);
  }
  std::map<std::pair<Key, std::string>, Spoken> counted;
  for (const store::LanguageCount& count : *counts) {
    counted[{{count.revision, count.day, count.event}, count.language}] = {count.count,
                                                                           count.repeats};
  }
  for (const auto& [key, number] : site.languages) counted[key];
  for (const auto& [key, stored] : counted) {
    const auto& [revision, day, event] = key.first;
    const auto kept = site.languages.find(key);
    const Spoken records = kept == site.languages.end() ? Spoken() : kept->second;
    const bool whole = Whole(day);
    const auto compare = [&, &day = day, &event = event](const char* what, uint64_t said,
                                                         uint64_t recorded) {
      if (said == recorded || (said > recorded && !whole)) return;
      find_(
          fmt::format("The count by language of {} ({}, {}, {}): it says {}{}, the records say "
                      "{}{}.",
                      FormatDate(day), name, consent::EventName(event), key.second, said, what,
                      recorded, whole ? "" : " or more"));
    };
    compare("", stored.count, records.count);
    compare(" repeats", stored.repeats, records.repeats);
  }
}

}  // namespace temoin::service
