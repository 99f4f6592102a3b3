// The store in one SQLite file: WAL, synchronous=FULL, secure_delete. One connection makes every
// write and every checkpoint (Debian's SQLite 3.40.1 can corrupt a WAL otherwise); readers have
// read-only connections of their own, kept in a pool.
//
// A data directory belongs to one process: a lock file inside it says so.
//
// Thread-safety: as store/store.h says.
#ifndef TEMOIN_STORE_SQLITE_SQLITE_STORE_H_
#define TEMOIN_STORE_SQLITE_SQLITE_STORE_H_

#include <memory>
#include <string>

#include "base/result.h"
#include "store/store.h"

namespace temoin::store {

struct SqliteOptions {
  std::string directory{};  // created (0700) when missing
  // Opens for looking only: no lock, no migration, no write; for `log verify` beside a running
  // server.
  bool read_only = false;
  // Brings an older database to this format; else that is refused, untouched. Asked of who serves:
  // no other command changes more of a directory than it says.
  bool migrate = true;
  size_t readers = 4;  // read-only connections kept open
  std::string vfs{};   // SQLite's name of another file system layer, for tests
};

// Locks, opens or creates, migrates forward, empties the WAL if it can. kConflict when another
// process owns the directory, or the database was written by a newer version; kDataLoss, naming the
// file and what to do, when it is damaged.
Result<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options);

// Puts the backup `source` (BackupPages) in place as the database of `directory`, which must hold
// none. The backup is looked through first: kDataLoss when it is damaged.
Status RestoreSqlite(const std::string& source, const std::string& directory);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_SQLITE_STORE_H_
