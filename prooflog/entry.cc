#include "prooflog/entry.h"

#include <algorithm>

#include "prooflog/hash.h"
#include "prooflog/tile.h"

namespace temoin::prooflog {

std::string_view EntryTypeName(EntryType type) {
  switch (type) {
    case EntryType::kConsent:
      return "consent";
    case EntryType::kRevision:
      return "revision";
    case EntryType::kPurge:
      return "purge";
    case EntryType::kAccessDay:
      return "journal";
    case EntryType::kPublication:
      return "publication";
    case EntryType::kHold:
      return "hold";
    case EntryType::kCounts:
      return "counts";
    case EntryType::kAdoption:
      return "adoption";
    case EntryType::kDossier:
      return "dossier";
    case EntryType::kClockCorrection:
      return "clock correction";
    case EntryType::kRequest:
      return "request";
  }
  return "unknown";
}

EntryBytes EncodeEntry(const Entry& entry) {
  EntryBytes out{};
  out[0] = kEntryVersion;
  out[1] = static_cast<uint8_t>(entry.type);
  std::copy(entry.commitment.begin(), entry.commitment.end(), out.begin() + 2);
  return out;
}

Result<Entry> DecodeEntry(ByteView bytes) {
  if (bytes.size() != kEntrySize) {
    return Error(ErrorCode::kInvalidArgument,
                 "A log entry has 34 bytes; this one has " + std::to_string(bytes.size()) + ".");
  }
  if (bytes[0] != kEntryVersion) {
    return Error(ErrorCode::kInvalidArgument,
                 "Log entry version " + std::to_string(bytes[0]) + " is not known; 1 is.");
  }
  if (bytes[1] < 1 || bytes[1] > static_cast<uint8_t>(EntryType::kRequest)) {
    return Error(ErrorCode::kInvalidArgument,
                 "Log entry type " + std::to_string(bytes[1]) +
                     " is not known to this version of the program, which knows 1 to 11.");
  }
  Entry entry;
  entry.type = static_cast<EntryType>(bytes[1]);
  std::copy(bytes.begin() + 2, bytes.end(), entry.commitment.begin());
  return entry;
}

Digest EntryLeafHash(const Entry& entry) { return LeafHash(EncodeEntry(entry)); }

Entry ConsentEntry(const RecordKey& key, ByteView canonical_record) {
  return {.type = EntryType::kConsent, .commitment = HmacSha256(key, canonical_record)};
}

Bytes EncodeEntryBundle(std::span<const EntryBytes> entries) {
  Bytes out;
  out.reserve(entries.size() * kBundledEntrySize);
  for (const EntryBytes& entry : entries) {
    out.push_back(0);
    out.push_back(static_cast<uint8_t>(kEntrySize));
    out.insert(out.end(), entry.begin(), entry.end());
  }
  return out;
}

Result<std::vector<Bytes>> DecodeEntryBundle(ByteView bundle) {
  std::vector<Bytes> out;
  size_t at = 0;
  while (at < bundle.size()) {
    if (out.size() == kTileWidth) {
      return Error(ErrorCode::kInvalidArgument, "An entry bundle has at most 256 entries.");
    }
    if (bundle.size() - at < 2) {
      return Error(ErrorCode::kInvalidArgument,
                   "The entry bundle ends inside a length, at byte " + std::to_string(at) + ".");
    }
    const size_t length = static_cast<size_t>(bundle[at]) << 8 | bundle[at + 1];
    at += 2;
    if (bundle.size() - at < length) {
      return Error(ErrorCode::kInvalidArgument,
                   "The entry bundle ends inside an entry, at byte " + std::to_string(at) + ".");
    }
    const ByteView entry = bundle.subspan(at, length);
    out.emplace_back(entry.begin(), entry.end());
    at += length;
  }
  return out;
}

}  // namespace temoin::prooflog
