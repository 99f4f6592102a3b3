#include "app/log/verify/count_days.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"
#include "store/purge_manifest.h"
#include "store/walk.h"

namespace temoin::app {
void CountDayCheck::Begin() {
  auto losses = store().Losses();
  if (losses) losses_ = std::move(*losses);
  LoadPurges();
  auto manifests = store::WalkManifests(store(), 0);  // ManifestCheck says where it breaks off
  while (const store::ManifestEntry* const manifest = manifests.Next()) {
    if (manifest->type != store::EntryType::kCounts || manifest->index >= head().size) continue;
    auto said = store::ParseCountsManifest(manifest->manifest);
    if (said) {
      Close(manifest->index, std::move(*said));
    } else {
      Find(fmt::format("The manifest of entry {} cannot be read: {}.", manifest->index,
                       said.error().message));
    }
  }
}

void CountDayCheck::LoadPurges() {
  auto purges = store::WalkPurges(store(), 0);  // PurgeCheck says where it breaks off
  while (const store::PurgeEntry* const purge = purges.Next()) {
    const auto manifest = store::ParsePurgeManifest(purge->manifest);
    if (!manifest) continue;
    for (const store::PurgedDay& day : manifest->days.value_or(std::vector<store::PurgedDay>())) {
      records_[{day.site, day.day}].erased += day.records;
    }
    if (store::UncountedOf(*manifest).value_or(0) > 0) all_counted_ = false;
  }
}

const std::vector<store::DayZone>& CountDayCheck::ZonesOf(const std::string& site) {
  const auto known = zones_.find(site);
  if (known != zones_.end()) return known->second;
  auto read = store().ReadDayZones(site);
  if (!read) Find("The days of counts cannot be read: " + read.error().message);
  return zones_.emplace(site, read ? std::move(*read) : std::vector<store::DayZone>())
      .first->second;
}

bool CountDayCheck::MayHaveChanged(const Closed& closed) {
  const store::CountsManifest& said = closed.manifest;
  return store::CountsMayHaveChanged({closed.index, said.day, said.end, said.time},
                                     clock_.corrections(), losses_, ZonesOf(said.site));
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
  if (entry.found.type != store::EntryType::kConsent) return;
  if (entry.found.row.state == store::State::kLost) all_counted_ = false;
  if (entry.record == nullptr) return;
  const consent::Record& record = *entry.record;
  const Time day = std::chrono::floor<std::chrono::days>(
      record.given_at + store::OffsetAt(ZonesOf(record.site), entry.index));
  if (last_.second == nullptr || last_.first.second != day || last_.first.first != record.site) {
    last_.first = {record.site, day};
    last_.second = &records_[last_.first];
  }
  ++last_.second->kept;
}

void CountDayCheck::End() {
  Time last{};
  for (const auto& [key, closed] : closed_) {
    Compare(closed);
    Account(closed);
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

// While choices are erased beside the walk, fewer stand there than were counted.
void CountDayCheck::Account(const Closed& closed) {
  if (MayHaveChanged(closed)) return;
  const store::CountsManifest& said = closed.manifest;
  const auto known = records_.find({said.site, said.day});
  const Records records = known == records_.end() ? Records() : known->second;
  const uint64_t all = records.kept + records.erased;
  if (all == said.counts.records) return;
  const auto now = store().ReadHead();
  const bool whole = all_counted_ && now.ok() && *now == head();
  if (all < said.counts.records && !whole) return;
  Find(fmt::format(
      "Of {} on {} there are {} records and {} erased ones, and entry {} committed to {}.",
      said.site, FormatDate(said.day), records.kept, records.erased, closed.index,
      said.counts.records));
}

}  // namespace temoin::app
