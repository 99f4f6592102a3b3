// What an entry of type 8 commits to: the rows that stood there before there were entries that
// commit to rows of their kind, as they were found. Canonical JSON, kept for ever, for staff only;
// docs/formats.md has every byte.
//
//   {"root":"<64 hex>","rows":1204,"schema":1,"time":"2026-11-26T09:00:00Z"}
//
// `root` is that of a tree (RFC 9162 section 2.1.1) whose leaves are the commitments to the rows.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_ADOPTION_MANIFEST_H_
#define TEMOIN_STORE_ADOPTION_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"

namespace temoin::store {

struct AdoptionManifest {
  uint64_t rows = 0;
  Digest root{};
  Time time{};

  bool operator==(const AdoptionManifest&) const = default;
};

Result<std::string> FormatAdoptionManifest(const AdoptionManifest& manifest);

// kInvalidArgument for anything FormatAdoptionManifest would not have written.
Result<AdoptionManifest> ParseAdoptionManifest(std::string_view bytes);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_ADOPTION_MANIFEST_H_
