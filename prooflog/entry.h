// What one leaf of the log says: 34 bytes, version (1), type (1), commitment (32).
//
// Nothing in an entry is personal: a consent's commitment is keyed with 32 random bytes that are
// deleted together with the record. docs/formats.md, "The proof log", has every byte.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_PROOFLOG_ENTRY_H_
#define TEMOIN_PROOFLOG_ENTRY_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/result.h"

namespace temoin::prooflog {

inline constexpr uint8_t kEntryVersion = 1;
inline constexpr size_t kEntrySize = 34;

enum class EntryType : uint8_t {
  kConsent = 1,           // HMAC-SHA256(the record's 32 random bytes, canonical record)
  kRevision = 2,          // SHA-256 of a published revision document, or of a banner build
  kPurge = 3,             // SHA-256 of a purge manifest
  kAccessDay = 4,         // SHA-256 of a day's staff-access log
  kPublication = 5,       // SHA-256 of its manifest: what was published, when, by whom
  kHold = 6,              // SHA-256 of its manifest: a hold that was placed or released
  kCounts = 7,            // SHA-256 of its manifest: the counts of a day that is over
  kAdoption = 8,          // SHA-256 of its manifest: the rows that stood before types 5 to 7
  kDossier = 9,           // SHA-256 of its manifest: the dossiers' key, or a dossier that was made
  kClockCorrection = 10,  // SHA-256 of its manifest: what a wrong clock dated
  kRequest = 11,          // SHA-256 of its manifest: what was noted of a person's request
};

// "consent", "revision", "purge", "journal", "publication", "hold", "counts", "adoption",
// "dossier", "clock correction", "request".
std::string_view EntryTypeName(EntryType type);

// Whether what the entry commits to is a manifest that is kept for ever and rides in the checkpoint
// log with it.
constexpr bool CarriesManifest(EntryType type) {
  return type == EntryType::kPurge || (static_cast<int>(type) >= 5 && static_cast<int>(type) <= 11);
}

using EntryBytes = std::array<uint8_t, kEntrySize>;
using RecordKey = std::array<uint8_t, 32>;  // a record's random bytes; deleted with the record

struct Entry {
  EntryType type = EntryType::kConsent;
  Digest commitment{};

  bool operator==(const Entry&) const = default;
};

EntryBytes EncodeEntry(const Entry& entry);

// kInvalidArgument for another length, version or type.
Result<Entry> DecodeEntry(ByteView bytes);

// The leaf of an entry: LeafHash(EncodeEntry(entry)).
Digest EntryLeafHash(const Entry& entry);

// The entry of a consent record.
Entry ConsentEntry(const RecordKey& key, ByteView canonical_record);

// An entry bundle (C2SP tlog-tiles, "Log entries"): each entry after its length, big-endian uint16.
// The first 36 * w bytes of a bundle are the partial bundle of width w.
inline constexpr size_t kBundledEntrySize = 2 + kEntrySize;
Bytes EncodeEntryBundle(std::span<const EntryBytes> entries);

// At most 256 entries, all whole; kInvalidArgument otherwise. Entries of any length are returned as
// they are (other logs hold other entries).
Result<std::vector<Bytes>> DecodeEntryBundle(ByteView bundle);

}  // namespace temoin::prooflog

#endif  // TEMOIN_PROOFLOG_ENTRY_H_
