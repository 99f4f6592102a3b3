// What a purge entry commits to: which indices lost their content, why and when. Canonical JSON,
// kept for ever, for staff only; docs/formats.md has every byte.
//
//   {"days":[{"day":"2026-11-25","records":5,"site":"ameli.fr"}],"ranges":[[12,15],[40,40]],
//    "reason":"retention","schema":2,"time":"2027-12-21T09:00:00Z"}
//
// `days`: how many of them had been given on which day of their site, so that what is kept, what
// was erased and what the day counted (counts_manifest.h) can be compared. A record that cannot be
// read is erased, and in no day. Schema 1, of versions before 0.2, has no days.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_PURGE_MANIFEST_H_
#define TEMOIN_STORE_PURGE_MANIFEST_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/index_ranges.h"
#include "store/types.h"

namespace temoin::store {

inline constexpr size_t kMaxManifestBytes = 1 << 20;
// How many indices always fit: a range of one takes at most 36 bytes, a day 144.
inline constexpr size_t kMaxPurgeIndices = 5'000;

// Of the records that a manifest names: how many were counted on a day of their site (counts.h).
struct PurgedDay {
  std::string site{};
  Time day{};
  uint64_t records = 0;

  bool operator==(const PurgedDay&) const = default;
};

struct PurgeManifest {
  PurgeReason reason = PurgeReason::kRetention;
  Time time{};
  IndexRanges ranges;
  std::optional<std::vector<PurgedDay>> days{};  // by site and day; none: of schema 1

  bool operator==(const PurgeManifest&) const = default;
};

std::string_view PurgeReasonName(PurgeReason reason);  // "retention", "request"

// Ranges of indices in any order; equal ones count once. `days`: by site and day.
PurgeManifest MakePurgeManifest(PurgeReason reason, Time time, std::vector<Index> indices,
                                std::vector<PurgedDay> days);

// How many of the records that it names no day of it counts; nothing when its days count more than
// it names, which no manifest does that ParsePurgeManifest has read.
std::optional<uint64_t> UncountedOf(const PurgeManifest& manifest);

std::string FormatPurgeManifest(const PurgeManifest& manifest);

// kInvalidArgument for anything FormatPurgeManifest would not have written.
Result<PurgeManifest> ParsePurgeManifest(std::string_view bytes);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_PURGE_MANIFEST_H_
