// What an entry of type 7 commits to: the counts of a site's day that is over. Canonical JSON, kept
// for ever, for staff only; docs/formats.md has every byte.
//
//   {"day":"2026-11-25","end":"2026-11-25T23:00:00Z","marked":2,"records":412,"repeats":3,
//    "rows":"<64 hex>","scans":8,"schema":2,"site":"ameli.fr","start":"2026-11-24T23:00:00Z",
//    "time":"2026-11-26T00:00:09Z"}
//
// `records` are all entries of type 1 that were counted on the day; of them `repeats` repeat
// another, `scans` are of a scan, `marked` name banner code that was not known. Schema 1 has
// neither `scans` nor `marked`. `start` and `end` are the instants between which the day lay by the
// site's time zone as it was told then. `rows` is SHA-256 over the rows of the counts.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_COUNTS_MANIFEST_H_
#define TEMOIN_STORE_COUNTS_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "store/counts.h"

namespace temoin::store {

struct CountsManifest {
  std::string site{};
  Time day{};  // midnight UTC of the date
  Time start{};
  Time end{};
  DayCounts counts{};
  Time time{};  // when it was closed

  bool operator==(const CountsManifest&) const = default;
};

Result<std::string> FormatCountsManifest(const CountsManifest& manifest);

// kInvalidArgument for anything FormatCountsManifest would not have written.
Result<CountsManifest> ParseCountsManifest(std::string_view bytes);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_COUNTS_MANIFEST_H_
