// The blocks (schema.h) that hold something that is due, one after the other.
//
// Thread-safety: as the connection.
#ifndef TEMOIN_STORE_SQLITE_DUE_BLOCKS_H_
#define TEMOIN_STORE_SQLITE_DUE_BLOCKS_H_

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/connection.h"

namespace temoin::store {

class DueBlocks {
 public:
  explicit DueBlocks(Connection& db) : query_(db) {}

  // The first from block `from` on with something that is due by `due`.
  Result<std::optional<uint64_t>> From(uint64_t from, Time due) {
    Block block;
    TEMOIN_ASSIGN_OR_RETURN(const bool any, query_.Bind(1, from).Bind(2, Seconds(due)).Next(block));
    query_.Again();
    return any ? std::optional(block.number) : std::nullopt;
  }

 private:
  struct Block {
    uint64_t number = 0;
  };

  Select<Columns<Block, Column<"n", &Block::number>>,
         "FROM block WHERE n>=? AND min_due<=? ORDER BY n LIMIT 1">
      query_;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_DUE_BLOCKS_H_
