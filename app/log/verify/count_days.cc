#include "app/log/verify/count_days.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"

namespace temoin::app {
namespace {

constexpr size_t kDayManifests = 256;

}  // namespace

void CountDayCheck::Begin() {
  auto losses = store().Losses();
  if (losses) losses_ = std::move(*losses);
  for (store::Index from = 0;;) {
    const auto page = store().ReadManifests(from, kDayManifests);
    if (!page) return;  // said by ManifestCheck
    for (const store::ManifestEntry& manifest : *page) {
      if (manifest.type != store::EntryType::kCounts || manifest.index >= head().size) continue;
      auto said = store::ParseCountsManifest(manifest.manifest);
      if (said) {
        Close(manifest.index, std::move(*said));
      } else {
        Find(fmt::format("The manifest of entry {} cannot be read: {}.", manifest.index,
                         said.error().message));
      }
    }
    if (page->size() < kDayManifests) return;
    from = page->back().index + 1;
  }
}

bool CountDayCheck::MayHaveChanged(const Closed& closed) {
  const store::CountsManifest& said = closed.manifest;
  auto zones = zones_.find(said.site);
  if (zones == zones_.end()) {
    auto read = store().ReadDayZones(said.site);
    if (!read) Find("The days of counts cannot be read: " + read.error().message);
    zones =
        zones_.emplace(said.site, read ? std::move(*read) : std::vector<store::DayZone>()).first;
  }
  return store::CountsMayHaveChanged({closed.index, said.day, said.end, said.time},
                                     clock_.corrections(), losses_, zones->second);
}

void CountDayCheck::Close(store::Index index, store::CountsManifest manifest) {
  Closed closed{.index = index, .manifest = std::move(manifest)};
  const Key key{closed.manifest.site, closed.manifest.day};
  const auto before = closed_.find(key);
  if (before != closed_.end() && !MayHaveChanged(before->second)) {
    Find(fmt::format("The counts of {} on {} were closed by entry {} and again by entry {}.",
                     key.first, FormatDate(key.second), before->second.index, index));
  }
  closed_.insert_or_assign(key, std::move(closed));
}

void CountDayCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type == store::EntryType::kCounts) ++report().count_days;
}

void CountDayCheck::End() {
  Time last{};
  for (const auto& [key, closed] : closed_) {
    Compare(closed);
    if (!MayHaveChanged(closed)) last = std::max(last, closed.manifest.end);
  }
  // A day that was over by far when another was closed was closed with it.
  const auto days = store().CountedDays();
  if (!days) return Find("The days of counts cannot be read: " + days.error().message);
  for (const store::CountedDay& day : *days) {
    const auto closed = closed_.find({day.site, day.day});
    const bool stands = closed != closed_.end() && !MayHaveChanged(closed->second);
    if (day.before || stands || day.day + std::chrono::days(3) > last) continue;
    Find(fmt::format("Counts of {} stand on {}, and no entry of the log closed that day.", day.site,
                     FormatDate(day.day)));
  }
}

void CountDayCheck::Compare(const Closed& closed) {
  if (MayHaveChanged(closed)) return;  // it is closed again
  const store::CountsManifest& said = closed.manifest;
  const auto counts = store().ReadDayCounts(said.site, said.day, closed.index, said.counts.apart);
  if (!counts) return Find("The daily counts cannot be read: " + counts.error().message);
  if (*counts == said.counts) return;
  Find(fmt::format(
      "The counts of {} on {} are not those that entry {} committed to: {} records "
      "were counted, {} stand there.",
      said.site, FormatDate(said.day), closed.index, said.counts.records, counts->records));
}

}  // namespace temoin::app
