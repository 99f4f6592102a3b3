#include "store/sqlite/tiles.h"

#include <algorithm>

#include "prooflog/hash.h"
#include "store/sqlite/columns.h"

namespace temoin::store {

int64_t TileKey(unsigned level, uint64_t index) {
  return static_cast<int64_t>(uint64_t{level} << 56 | index);
}

Result<std::vector<LogEntry>> ReadLogEntries(Connection& db, Index from, size_t count) {
  struct Leaf {
    Index index = 0;
    EntryType type = EntryType::kConsent;
    ByteView commitment;
  };
  using LeafColumns = Columns<Leaf, Column<"idx", &Leaf::index>, Column<"type", &Leaf::type>,
                              Column<"commitment", &Leaf::commitment>>;
  std::vector<LogEntry> out;
  Select<LeafColumns, "FROM entry WHERE idx>=? ORDER BY idx LIMIT ?"> query(db);
  query.Bind(1, from).Bind(2, uint64_t{count});
  Leaf leaf;
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Next(leaf));
    if (!row) return out;
    if (leaf.index != from + out.size() || leaf.commitment.size() != std::tuple_size_v<Digest>) {
      return Error(ErrorCode::kDataLoss,
                   "Entry " + std::to_string(from + out.size()) + " of the log is missing.");
    }
    prooflog::Entry entry{.type = leaf.type, .commitment = {}};
    std::ranges::copy(leaf.commitment, entry.commitment.begin());
    out.push_back(prooflog::EncodeEntry(entry));
  }
}

Result<std::optional<Bytes>> TileReaderOf::ReadTile(unsigned level, uint64_t index) {
  if (level > 7 || index >= uint64_t{1} << 54) return std::optional<Bytes>();
  {
    struct Tile {
      Bytes hashes;
    };
    Select<Columns<Tile, Column<"hashes", &Tile::hashes>>, "FROM tile WHERE id=?"> query(db_);
    TEMOIN_ASSIGN_OR_RETURN(auto tile, query.Bind(1, TileKey(level, index)).First());
    if (tile) return std::optional(std::move(tile->hashes));
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
