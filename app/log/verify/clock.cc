#include "app/log/verify/clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/calendar.h"
#include "store/walk.h"

namespace temoin::app {
namespace {

using store::ClockCorrection;
using store::Index;
using store::InRanges;

}  // namespace

void ClockCheck::Begin() {
  auto manifests = store::WalkManifests(store(), 0);  // ManifestCheck says where it breaks off
  while (const store::ManifestEntry* const manifest = manifests.Next()) {
    if (manifest->type != store::EntryType::kClockCorrection) continue;
    auto correction = store::ParseClockCorrection(manifest->index, manifest->manifest);
    if (!correction) {
      Find(fmt::format("The manifest of entry {} cannot be read: {}.", manifest->index,
                       correction.error().message));
      continue;
    }
    if (!correction->ranges.empty() && correction->ranges.back().second >= manifest->index) {
      Find(fmt::format("The clock correction of entry {} names entry {}, which came later.",
                       manifest->index, correction->ranges.back().second));
    }
    corrections_.push_back(std::move(*correction));
  }
}

void ClockCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type == store::EntryType::kClockCorrection) ++report().clock_corrections;
  if (entry.record == nullptr) return;
  Dates(entry.index,
        {.given_at = entry.record->given_at, .valid_until = entry.record->valid_until});
}

void ClockCheck::Dates(Index index, store::ChoiceDates dates) {
  for (const ClockCorrection& correction : corrections_) {
    if (correction.index < index) continue;
    const bool named = InRanges(correction.ranges, index);
    // One confirmation may take several entries for its ranges.
    const bool named_beside = std::ranges::any_of(corrections_, [&](const ClockCorrection& other) {
      return other.time == correction.time && InRanges(other.ranges, index);
    });
    if (dates.given_at > correction.time && !named_beside) {
      Find(
          fmt::format("Record {} is dated {}, after the time of the clock correction of entry {}, "
                      "which does not name it.",
                      index, FormatTime(dates.given_at), correction.index));
    } else if (named && dates.given_at <= correction.time) {
      Find(
          fmt::format("The clock correction of entry {} names record {}, which is dated {}, not "
                      "after its time.",
                      correction.index, index, FormatTime(dates.given_at)));
    }
    if (named) dates = store::CorrectedDates(dates, correction.time);
  }
}

store::ChoiceDates ClockCheck::Counted(Index index, const consent::Record& record) const {
  store::ChoiceDates dates{.given_at = record.given_at, .valid_until = record.valid_until};
  for (const ClockCorrection& correction : corrections_) {
    if (correction.index < index || !InRanges(correction.ranges, index)) continue;
    dates = store::CorrectedDates(dates, correction.time);
  }
  return dates;
}

Time ClockCheck::Counted(Index index, Time time) const {
  return store::CorrectedTime(corrections_, index + 1, time);
}

bool ClockCheck::PutBackBetween(const store::AccessDay& before,
                                const store::AccessDay& after) const {
  return std::ranges::any_of(corrections_, [&](const ClockCorrection& correction) {
    return before.entry && correction.index > *before.entry &&
           (!after.entry || correction.index < *after.entry) &&
           correction.time < before.day + std::chrono::days(1);
  });
}

}  // namespace temoin::app
