// What a store is put together of, once the database is open.
//
// Thread-safety: values; MakeStore on one thread.
#ifndef TEMOIN_STORE_SQLITE_STORE_PARTS_H_
#define TEMOIN_STORE_SQLITE_STORE_PARTS_H_

#include <memory>
#include <optional>

#include "store/directory_lock.h"
#include "store/sqlite/hold_set.h"
#include "store/sqlite/reader_pool.h"
#include "store/sqlite/writer.h"
#include "store/store.h"

namespace temoin::store {

struct StoreParts {
  std::optional<DirectoryLock> lock;  // none: read only
  std::unique_ptr<Writer> writer;     // null: read only
  std::unique_ptr<ReaderPool> readers;
  HoldSet holds;      // those in force; with a writer, its own count instead
  bool made = false;  // there was no database before
};

std::unique_ptr<Store> MakeStore(StoreParts parts);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_STORE_PARTS_H_
