// What the columns of every table hold, against how this program declares them: SQLite enforces it
// when a row is written, and believes what it reads. A damaged file may hold NULL, or a text, where
// a number was; it would be read as 0.
//
// Thread-safety: as the connection.
#ifndef TEMOIN_STORE_SQLITE_KINDS_CHECK_H_
#define TEMOIN_STORE_SQLITE_KINDS_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/log.h"
#include "store/sqlite/connection.h"

namespace temoin::store {

// Where the check stands.
struct KindsCheck {
  size_t table = 0;            // of those of the schema, by name
  int64_t from = INT64_MIN;    // rowid
  std::string first{};         // of `table`, where a row is odd
  uint64_t rows = 0;           // of `table` that are odd
  std::vector<OddRows> odd{};  // at most one a table
};

// Checks the next rows, some thousands at most, so that no read transaction lasts; a table without
// rowids is checked in one go, for such are small. False: all were checked.
Result<bool> CheckKinds(Connection& db, KindsCheck& check);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_KINDS_CHECK_H_
