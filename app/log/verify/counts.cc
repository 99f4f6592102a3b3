#include "app/log/verify/counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/calendar.h"

namespace temoin::app {
namespace {

constexpr std::chrono::days kOneDay{1};
constexpr std::chrono::hours kHour{1};

}  // namespace

void CountCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type != store::EntryType::kConsent) return;
  if (entry.record != nullptr) {
    Kept(entry.index, *entry.record);
  } else if (entry.found.row.state != store::State::kKept) {
    gone_since_ = true;
  }
}

CountCheck::Site& CountCheck::Of(const std::string& name) {
  const auto known = sites_.find(name);
  if (known != sites_.end()) return known->second;
  Site& site = sites_[name];
  auto zones = store().ReadDayZones(name);
  if (!zones) {
    Find("How the days of " + name + " are told cannot be read: " + zones.error().message);
    return site;
  }
  site.zones = std::move(zones).value();
  for (const store::DayZone& zone : site.zones) {
    site.ahead = std::max(site.ahead, zone.offset);
    site.behind = std::min(site.behind, zone.offset);
  }
  return site;
}

bool CountCheck::Known(const std::string& banner, store::Index index) {
  auto known = banners_.find(banner);
  if (known == banners_.end()) {
    // What is not found is not kept: anyone can name any number of them.
    const auto document = store().ReadDocument(banner);
    if (!document || document->kind != store::Document::Kind::kBanner) return false;
    known = banners_.emplace(banner, document->index).first;
  }
  return known->second < index;
}

// An hour to each side is for a clock that was put right meanwhile.
void CountCheck::Open(Time from, Time to) {
  from = std::chrono::floor<std::chrono::hours>(from) - kHour;
  to = std::chrono::floor<std::chrono::hours>(to) + 2 * kHour;
  auto next = open_.upper_bound(from);
  if (next != open_.begin() && std::prev(next)->second >= from) --next;
  while (next != open_.end() && next->first <= to) {
    from = std::min(from, next->first);
    to = std::max(to, next->second);
    next = open_.erase(next);
  }
  open_.emplace(from, to);
}

void CountCheck::Kept(store::Index index, const consent::Record& record) {
  const Time at = record.given_at;
  if (gone_since_ && last_) Open(std::min(*last_, at), std::max(*last_, at));
  if (gone_since_ && !last_) open_to_ = at + kHour;
  gone_since_ = false;
  last_ = at;
  Site& site = Of(record.site);
  const Time day = std::chrono::floor<std::chrono::days>(at + store::OffsetAt(site.zones, index));
  const Key key{record.revision, day, record.event};
  Spoken& spoken = site.languages[{key, record.language}];
  Services& services = site.events[key];
  Tally& all = services[""];
  switch (store::CountedAsWhat(record, [&](const auto& hash) { return Known(hash, index); })) {
    case store::CountedAs::kChoice:
      ++spoken.count;
      ++all.accepted;
      break;
    case store::CountedAs::kRepeat:
      ++spoken.repeats;
      ++all.repeats;
      return;
    case store::CountedAs::kScan:
      ++spoken.scans;
      ++all.scans;
      return;
    case store::CountedAs::kMarked:
      ++spoken.marked;
      ++all.marked;
      return;
  }
  for (const auto& [service, decision] : record.decisions) {
    Tally& tally = services[service];
    ++(decision ? tally.accepted : tally.refused);
  }
}

bool CountCheck::Whole(const Site& site, Time day) const {
  const Time from = day - site.ahead;
  const Time to = day + kOneDay - site.behind;
  if (open_to_ && from <= *open_to_) return false;
  if (open_from_ && to > *open_from_) return false;
  const auto next = open_.lower_bound(to);
  return next == open_.begin() || std::prev(next)->second <= from;
}

void CountCheck::End() {
  const auto now = store().ReadHead();
  const bool still = now.ok() && *now == head();  // nothing was written since the walk began
  if (gone_since_ || !still) open_from_ = last_ ? *last_ - kHour : Time{};
  for (auto& [name, site] : sites_) {
    Compare(name, site);
    CompareLanguages(name, site);
  }
}

void CountCheck::CompareTally(const std::string& where, const Tally& kept, const Tally& counted,
                              bool whole) {
  const auto compare = [&](const char* column, uint64_t stored, uint64_t records) {
    if (stored == records || (stored > records && !whole)) return;
    Find(fmt::format("The daily count of {}: the column {} holds {}, the records say {}{}.", where,
                     column, stored, records, whole ? "" : " or more"));
  };
  compare("accepted", counted.accepted, kept.accepted);
  compare("refused", counted.refused, kept.refused);
  compare("repeats", counted.repeats, kept.repeats);
  compare("scans", counted.scans, kept.scans);
  compare("marked", counted.marked, kept.marked);
}

void CountCheck::Compare(const std::string& name, Site& site) {
  const auto counts = store().ReadCounts(name, Time{}, Time::max());
  if (!counts) {
    return Find("The daily counts of " + name + " cannot be read: " + counts.error().message);
  }
  std::map<Key, Services> counted;
  for (const store::DailyCount& count : *counts) {
    counted[{count.revision, count.day, count.event}][count.service] = {
        count.accepted, count.refused, count.repeats, count.scans, count.marked};
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
      CompareTally(where, kept[service], tally, Whole(site, day));
      // Each record answers every service of its revision.
      if (!service.empty() && tally.accepted + tally.refused != all) {
        Find(
            fmt::format("The daily count of {}: accepted and refused add up to {}, and {} choices "
                        "were counted.",
                        where, tally.accepted + tally.refused, all));
      }
    }
  }
}

void CountCheck::CompareLanguages(const std::string& name, const Site& site) {
  const auto counts = store().ReadLanguageCounts(name, Time{}, Time::max());
  if (!counts) {
    return Find("The counts by language of " + name + " cannot be read: " + counts.error().message);
  }
  std::map<std::pair<Key, std::string>, Spoken> counted;
  for (const store::LanguageCount& count : *counts) {
    counted[{{count.revision, count.day, count.event}, count.language}] = {
        count.count, count.repeats, count.scans, count.marked};
  }
  for (const auto& [key, number] : site.languages) counted[key];
  for (const auto& [key, stored] : counted) {
    const auto& [revision, day, event] = key.first;
    const auto kept = site.languages.find(key);
    const Spoken records = kept == site.languages.end() ? Spoken() : kept->second;
    const bool whole = Whole(site, day);
    const auto compare = [&, &key = key, &day = day, &event = event](
                             const char* what, uint64_t said, uint64_t recorded) {
      if (said == recorded || (said > recorded && !whole)) return;
      Find(
          fmt::format("The count by language of {} ({}, {}, {}): it says {}{}, the records say "
                      "{}{}.",
                      FormatDate(day), name, consent::EventName(event), key.second, said, what,
                      recorded, whole ? "" : " or more"));
    };
    compare("", stored.count, records.count);
    compare(" repeats", stored.repeats, records.repeats);
    compare(" scans", stored.scans, records.scans);
    compare(" marked", stored.marked, records.marked);
  }
}

}  // namespace temoin::app
