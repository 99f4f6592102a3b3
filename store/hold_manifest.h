// What an entry of type 6 commits to: that a hold was placed, or that one was released. Canonical
// JSON, kept for ever, for staff only; docs/formats.md has every byte.
//
//   {"action":"place","from":null,"hold":3,"person":"<64 hex>","records":[[12,15]],
//    "review":"2027-11-26T09:00:00Z","schema":1,"site":"ameli.fr","time":"2026-11-26T09:00:00Z",
//    "to":null}
//   {"action":"limit", and the rest as of "place"}: a limitation of processing
//   {"action":"release","hold":3,"person":"<64 hex>","schema":1,"time":"2026-12-01T09:00:00Z"}
//
// `person` is HMAC-SHA256(32 random bytes that stay with the row, {"author","reason"} of who placed
// it or {"author"} of who released it, canonical JSON): it binds them and tells nothing.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_HOLD_MANIFEST_H_
#define TEMOIN_STORE_HOLD_MANIFEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/result.h"
#include "store/consents.h"
#include "store/index_ranges.h"

namespace temoin::store {

// Records that a hold may name, in whatever ranges.
inline constexpr uint64_t kMaxHoldRecords = 100'000;

struct HoldManifest {
  int64_t hold = 0;
  bool released = false;  // then the members below but `time` and `person` are empty
  HoldKind kind = HoldKind::kHold;
  std::string site{};  // empty: every site
  std::optional<Time> from{};
  std::optional<Time> to{};
  IndexRanges records{};  // none: all of site and period
  Time review{};
  Time time{};
  Digest person{};

  bool operator==(const HoldManifest&) const = default;
};

// What a hold is committed to as, placed and released; `random` are the row's own bytes for it.
Result<HoldManifest> ManifestOfHold(const Hold& hold, ByteView random);
Result<HoldManifest> ManifestOfRelease(const Hold& hold, ByteView random);

// kTooLarge when it names too many records, or too many apart.
Result<std::string> FormatHoldManifest(const HoldManifest& manifest);

// kInvalidArgument for anything FormatHoldManifest would not have written.
Result<HoldManifest> ParseHoldManifest(std::string_view bytes);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_HOLD_MANIFEST_H_
