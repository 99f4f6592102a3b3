// What a purge entry commits to: which indices lost their content, why and when. Canonical JSON,
// kept for ever, for staff only; docs/formats.md has every byte.
//
//   {"ranges":[[12,15],[40,40]],"reason":"retention","schema":1,"time":"2027-12-21T09:00:00Z"}
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_PURGE_MANIFEST_H_
#define TEMOIN_STORE_PURGE_MANIFEST_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/index_ranges.h"
#include "store/types.h"

namespace temoin::store {

inline constexpr size_t kMaxManifestBytes = 1 << 20;
// How many indices always fit: a range of one takes at most 36 bytes.
inline constexpr size_t kMaxPurgeIndices = 20'000;

struct PurgeManifest {
  PurgeReason reason = PurgeReason::kRetention;
  Time time{};
  IndexRanges ranges;

  bool operator==(const PurgeManifest&) const = default;
};

std::string_view PurgeReasonName(PurgeReason reason);  // "retention", "request"

// Ranges of indices in any order; equal ones count once.
PurgeManifest MakePurgeManifest(PurgeReason reason, Time time, std::vector<Index> indices);

std::string FormatPurgeManifest(const PurgeManifest& manifest);

// kInvalidArgument for anything FormatPurgeManifest would not have written.
Result<PurgeManifest> ParsePurgeManifest(std::string_view bytes);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_PURGE_MANIFEST_H_
