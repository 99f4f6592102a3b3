#include "store/sqlite/tiles.h"

#include <algorithm>

#include "prooflog/hash.h"

namespace temoin::store {

int64_t TileKey(unsigned level, uint64_t index) {
  return static_cast<int64_t>(uint64_t{level} << 56 | index);
}

Result<std::vector<LogEntry>> ReadLogEntries(Connection& db, Index from, size_t count) {
  std::vector<LogEntry> out;
  Query query(db, "SELECT idx,type,commitment FROM entry WHERE idx>=? ORDER BY idx LIMIT ?");
  query.Bind(1, from).Bind(2, uint64_t{count});
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row) return out;
    const ByteView commitment = query.Blob(2);
    if (query.Int(0) != static_cast<int64_t>(from + out.size()) ||
        commitment.size() != std::tuple_size_v<Digest>) {
      return Error(ErrorCode::kDataLoss,
                   "Entry " + std::to_string(from + out.size()) + " of the log is missing.");
    }
    prooflog::Entry entry{.type = static_cast<EntryType>(query.Int(1)), .commitment = {}};
    std::ranges::copy(commitment, entry.commitment.begin());
    out.push_back(prooflog::EncodeEntry(entry));
  }
}

Result<std::optional<Bytes>> TileReaderOf::ReadTile(unsigned level, uint64_t index) {
  if (level > 7 || index >= uint64_t{1} << 54) return std::optional<Bytes>();
  {
    Query query(db_, "SELECT hashes FROM tile WHERE id=?");
    query.Bind(1, TileKey(level, index));
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (row) {
      const ByteView hashes = query.Blob(0);
      return std::optional(Bytes(hashes.begin(), hashes.end()));
    }
  }
  if (level != 0) return std::optional<Bytes>();
  TEMOIN_ASSIGN_OR_RETURN(const auto entries,
                          ReadLogEntries(db_, index * prooflog::kTileWidth, prooflog::kTileWidth));
  if (entries.empty()) return std::optional<Bytes>();
  Bytes out;
  out.reserve(entries.size() * prooflog::kHashSize);
  for (const LogEntry& entry : entries) {
    const Digest hash = prooflog::LeafHash(entry);
    out.insert(out.end(), hash.begin(), hash.end());
  }
  return std::optional(std::move(out));
}

}  // namespace temoin::store
