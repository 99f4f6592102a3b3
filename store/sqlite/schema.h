// The tables, and how older ones are brought forward. docs/formats.md, "The database", says what
// each column holds and what erasing leaves of it.
//
// Thread-safety: as the connection.
#ifndef TEMOIN_STORE_SQLITE_SCHEMA_H_
#define TEMOIN_STORE_SQLITE_SCHEMA_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/sqlite/connection.h"

namespace temoin::store {

inline constexpr int64_t kSchemaVersion = 15;

// Entries are grouped in blocks of this many for the `block` table, which says in a few bytes where
// to look for what is due or what was given in a period, in place of secondary indexes.
inline constexpr uint64_t kBlockSize = 1024;

// Events of consent::Event; `block_events` keeps which of them stand in a block as a set of bits.
inline constexpr unsigned kEvents = 4;

// superseded_by and superseded_at while the record is not superseded: a number as long as any they
// will hold, so that superseding never makes a row grow. A row that grows may be moved, and a moved
// row leaves a copy that erasing would not reach.
inline constexpr int64_t kUnset = -(int64_t{1} << 46);

// Migrates forward, one transaction a step. kConflict for a database of a newer program: its words
// name that program, where the database does, and the way back.
Status MigrateSchema(Connection& db);
// For readers of a database they must not migrate: kConflict, with what to do, unless it is of this
// format.
Status RequireSchema(Connection& db);

// Of `what` ("The backup") with a format above kSchemaVersion: the program that wrote it, and that
// it is to be used.
std::string NewerFormat(Connection& db, int64_t format, std::string_view what);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_SCHEMA_H_
