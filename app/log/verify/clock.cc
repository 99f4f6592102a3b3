#include "app/log/verify/clock.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"

namespace temoin::app {
namespace {

using store::ClockCorrection;
using store::Index;
using store::InRanges;

constexpr size_t kManifestPage = 256;

}  // namespace

void CorrectionCheck::Load() {
  for (Index from = 0;;) {
    const auto page = store_.ReadManifests(from, kManifestPage);
    if (!page) return find_("The manifests cannot be read: " + page.error().message);
    for (const store::ManifestEntry& manifest : *page) {
      manifests_[manifest.index] = Sha256(manifest.manifest);
      met_[manifest.index] = false;
      auto correction = store::ParseClockCorrection(manifest.index, manifest.manifest);
      if (!correction) {
        find_(fmt::format("The manifest of entry {} cannot be read: {}.", manifest.index,
                          correction.error().message));
        continue;
      }
      if (!correction->ranges.empty() && correction->ranges.back().second >= manifest.index) {
        find_(fmt::format("The clock correction of entry {} names entry {}, which came later.",
                          manifest.index, correction->ranges.back().second));
      }
      corrections_.push_back(std::move(*correction));
    }
    if (page->size() < kManifestPage) return;
    from = page->back().index + 1;
  }
}

void CorrectionCheck::Entry(Index index, const Digest& commitment) {
  const auto manifest = manifests_.find(index);
  if (manifest == manifests_.end()) {
    return find_(fmt::format("Entry {}, a clock correction, has no manifest.", index));
  }
  met_[index] = true;
  if (manifest->second != commitment) {
    find_(fmt::format("The manifest of entry {} is not the one it committed to.", index));
  }
}

void CorrectionCheck::Journaled(Index index, const std::string& manifest) {
  const auto mine = manifests_.find(index);
  if (mine != manifests_.end() && mine->second == Sha256(manifest)) return;
  find_(fmt::format("The manifest of entry {} is another in the log journal.", index));
}

store::ChoiceDates CorrectionCheck::Dates(Index index, store::ChoiceDates dates) {
  for (const ClockCorrection& correction : corrections_) {
    if (correction.index < index) continue;
    const bool named = InRanges(correction.ranges, index);
    // One confirmation may take several entries for its ranges.
    const bool named_beside = std::ranges::any_of(corrections_, [&](const ClockCorrection& other) {
      return other.time == correction.time && InRanges(other.ranges, index);
    });
    if (dates.given_at > correction.time && !named_beside) {
      find_(
          fmt::format("Record {} is dated {}, after the time of the clock correction of entry {}, "
                      "which does not name it.",
                      index, FormatTime(dates.given_at), correction.index));
    } else if (named && dates.given_at <= correction.time) {
      find_(
          fmt::format("The clock correction of entry {} names record {}, which is dated {}, not "
                      "after its time.",
                      correction.index, index, FormatTime(dates.given_at)));
    }
    if (named) dates = store::CorrectedDates(dates, correction.time);
  }
  return dates;
}

void CorrectionCheck::ClosedAgain(const store::AccessDay& before, const store::AccessDay& after) {
  const bool put_back = std::ranges::any_of(corrections_, [&](const ClockCorrection& correction) {
    return before.entry && correction.index > *before.entry &&
           (!after.entry || correction.index < *after.entry) &&
           correction.time < before.day + std::chrono::days(1);
  });
  if (put_back) return;
  find_(fmt::format("The access journal of {} was added to after it was closed.",
                    FormatDate(before.day)));
}

void CorrectionCheck::Finish() {
  for (const auto& [index, met] : met_) {
    if (!met) find_(fmt::format("A manifest is filed under {}, which is no entry of one.", index));
  }
}

}  // namespace temoin::app
