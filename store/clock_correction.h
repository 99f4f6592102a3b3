// What an entry of type 10 commits to: that a clock had been wrong, and which entries it dated.
// Canonical JSON, kept for ever, for staff only; docs/formats.md has every byte.
//
//   {"accesses":412,"newest":"2029-11-26T09:00:00Z","ranges":[[12,15]],"schema":1,
//    "time":"2026-11-26T09:00:00Z"}
//
// `time` is what an operator confirmed the time to be. Whatever was kept before this entry under a
// later date was dated by a wrong clock and counts as of `time`: the entries in `ranges`, the lines
// of the access log up to the number `accesses`, and by their place also checkpoints.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_CLOCK_CORRECTION_H_
#define TEMOIN_STORE_CLOCK_CORRECTION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "store/index_ranges.h"
#include "store/types.h"

namespace temoin::store {

// How many ranges always fit in a manifest: one takes at most 36 bytes.
inline constexpr size_t kMaxCorrectedRanges = 20'000;

struct ClockCorrection {
  Index index = 0;  // of its entry; not in the manifest
  Time time{};
  Time newest{};          // the newest time that had been kept
  uint64_t accesses = 0;  // lines of the access log there were
  IndexRanges ranges;

  bool operator==(const ClockCorrection&) const = default;
};

std::string FormatClockCorrection(const ClockCorrection& correction);

// kInvalidArgument for anything FormatClockCorrection would not have written.
Result<ClockCorrection> ParseClockCorrection(Index index, std::string_view bytes);

// What Store::CorrectClock did: all ranges, under the index of the last of its entries.
struct ClockCorrected {
  ClockCorrection correction;
  uint64_t entries = 0;  // that were dated after its time
};

// A time that was kept when the log had `size` entries, as the corrections since let it count.
// `corrections` in the order of their entries.
Time CorrectedTime(std::span<const ClockCorrection> corrections, uint64_t size, Time time);

// The dates of a consent. A record never changes: this is what its dates count as.
struct ChoiceDates {
  Time given_at{};
  Time valid_until{};

  bool operator==(const ChoiceDates&) const = default;
};

// A choice that a wrong clock dated after `time` was given at `time` at the latest: it runs from
// there, as long as it would have, and never over thirteen months.
ChoiceDates CorrectedDates(ChoiceDates dates, Time time);

// The same by every correction that names the entry.
ChoiceDates CorrectedDates(std::span<const ClockCorrection> corrections, Index index,
                           ChoiceDates dates);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_CLOCK_CORRECTION_H_
