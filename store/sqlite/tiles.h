// Tiles and entries of the log as the database keeps them.
//
// Thread-safety: as the connection.
#ifndef TEMOIN_STORE_SQLITE_TILES_H_
#define TEMOIN_STORE_SQLITE_TILES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "prooflog/tile.h"
#include "store/sqlite/connection.h"
#include "store/types.h"

namespace temoin::store {

// The key of the table `tile`.
int64_t TileKey(unsigned level, uint64_t index);

// Entries from `from` on, at most `count`.
Result<std::vector<LogEntry>> ReadLogEntries(Connection& db, Index from, size_t count);

// A tile of level 0 is stored once it is full; until then it is computed from its entries, so that
// a batch need not write it again and again.
class TileReaderOf final : public prooflog::TileStorage {
 public:
  explicit TileReaderOf(Connection& db) : db_(db) {}
  Result<std::optional<Bytes>> ReadTile(unsigned level, uint64_t index) override;

 private:
  Connection& db_;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_TILES_H_
