// The words that every part of the store shares: an entry, its index, its state.
//
// Every consent, revision, banner build, set of pictures, purge, closed day of the access log,
// publication, hold and correction of the clock is an *entry* and takes the next index of one
// sequence for the whole store; the index is the leaf index in the proof log.
//
// Thread-safety: values.
#ifndef TEMOIN_STORE_TYPES_H_
#define TEMOIN_STORE_TYPES_H_

#include <array>
#include <cstdint>

#include "base/crypto.h"
#include "prooflog/entry.h"

namespace temoin::store {

using Index = uint64_t;
using EntryType = prooflog::EntryType;
using LogEntry = prooflog::EntryBytes;
using Random = std::array<uint8_t, 32>;  // a row's own key, erased with it

// What became of an entry's content. Only consents are ever purged.
enum class State : uint8_t {
  kKept = 0,
  kPurged = 1,  // erased on time or on request; the log entry stays, a purge entry says why
  kLost = 2,    // the entry was completed from the checkpoint log, its content is gone
};

enum class PurgeReason : uint8_t { kRetention = 1, kRequest = 2 };

// The log's size and root hash (RFC 9162 section 2.1.1).
struct Head {
  uint64_t size = 0;
  Digest root{};

  bool operator==(const Head&) const = default;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_TYPES_H_
