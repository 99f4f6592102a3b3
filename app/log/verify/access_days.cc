#include "app/log/verify/access_days.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <vector>

#include "base/calendar.h"

namespace temoin::app {
namespace {

constexpr size_t kAccessDaysPage = 100;

}  // namespace

void AccessDayCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type != store::EntryType::kAccessDay) return;
  ++report().access_days;
  if (entry.found.row.state == store::State::kLost) return;
  entries_.insert(entry.index);
}

void AccessDayCheck::End() {
  std::vector<store::AccessDay> since;
  std::optional<store::AccessDay> before;
  for (std::optional<Time> from = Time{}; from;) {
    const auto days = store().ReadAccessDays(*from, kAccessDaysPage);
    if (!days) return Find("The access log cannot be read: " + days.error().message);
    for (const store::AccessDay& day : *days) {
      if (before && before->day == day.day && !clock_.PutBackBetween(*before, day)) {
        Find(fmt::format("The access log of {} was added to after it was closed.",
                         FormatDate(day.day)));
      }
      before = day;
      if (!day.entry) continue;
      if (*day.entry < head().size) {
        Compare(day);
      } else {
        since.push_back(day);
      }
    }
    const bool more = days->size() >= kAccessDaysPage;
    from = more ? std::optional(days->back().day + std::chrono::days(1)) : std::nullopt;
  }
  for (const store::Index index : entries_) {
    Find(fmt::format("Entry {} closed a day of the access log that is no longer there.", index));
  }
  // Closed while this walk went on: the log must have grown that far.
  const auto head = store().ReadHead();
  for (const store::AccessDay& day : since) {
    if (head && *day.entry < head->size) continue;
    Find(fmt::format("The access log of {} names entry {}, which is not there.",
                     FormatDate(day.day), *day.entry));
  }
}

void AccessDayCheck::Compare(const store::AccessDay& day) {
  entries_.erase(*day.entry);
  const auto entries = store().ReadEntries(*day.entry, 1);
  if (!entries || entries->empty()) return;  // said already
  const auto entry = prooflog::DecodeEntry(entries->front());
  if (!entry || entry->type != store::EntryType::kAccessDay ||
      (day.digest && *day.digest != entry->commitment)) {
    Find(fmt::format("The access log of {} is not the one that entry {} committed to.",
                     FormatDate(day.day), *day.entry));
  }
}

}  // namespace temoin::app
