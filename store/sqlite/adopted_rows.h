// Rows from before there were entries that commit to rows of their kind, and what the entry of type
// 8 committed to of each (table `adopted`).
//
// Thread-safety: as the connection.
#ifndef TEMOIN_STORE_SQLITE_ADOPTED_ROWS_H_
#define TEMOIN_STORE_SQLITE_ADOPTED_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "store/log.h"
#include "store/sqlite/connection.h"

namespace temoin::store {

// Adopts all that ReadUnadoptedRows names, as the entry `entry` does; their commitments, in order.
Result<std::vector<Digest>> AdoptRows(Connection& db, Index entry);

Result<std::vector<AdoptedRow>> ReadAdoptedRows(Connection& db, int64_t after, size_t limit);
Result<std::vector<std::string>> ReadUnadoptedRows(Connection& db, size_t limit);
Result<bool> ReadAdoptionDue(Connection& db);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_ADOPTED_ROWS_H_
