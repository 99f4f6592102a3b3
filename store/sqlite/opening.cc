// Opening a database: what is refused before SQLite sees it, and in which order the rest is done.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/file.h"
#include "store/directory_lock.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/lineage.h"
#include "store/sqlite/reader_pool.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/schema_check.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/store_parts.h"
#include "store/sqlite/unfinished_file.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

// What a process that was killed left there may hold records that were erased. Tried for 5 s while
// a reader is in the way. A reader that stays, or a full disk, is no reason not to open: whoever
// writes goes on trying (Recorder::Start).
Status EmptyWriteAheadLog(Store& store) {
  constexpr int kTries = 20;
  for (int i = 0; i < kTries; ++i) {
    const Result<bool> done = store.Truncate();
    if (!done && done.error().code != ErrorCode::kUnavailable) return done.error();
    if (!done || *done) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
  return {};
}

// Before SQLite sees them: it would wait for a pipe, write into a device, and play any log.
Status CheckFiles(const std::string& path) {
  for (const char* end : {"", "-wal", "-shm", "-journal"}) {
    TEMOIN_RETURN_IF_ERROR(CheckRegular(path + end));
  }
  return CheckLineage(path);
}

// Read only, so that nothing of an older database is changed by looking. One without a format is
// made by whoever opens it.
Status RefuseOlder(ReaderPool& readers, const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) return {};
  TEMOIN_ASSIGN_OR_RETURN(std::unique_ptr<Connection> db, readers.Take());
  TEMOIN_ASSIGN_OR_RETURN(const int64_t format, db->Number("PRAGMA user_version"));
  Status required = format > 0 ? RequireSchema(*db) : Status();
  readers.Give(std::move(db));
  return required;
}

// `files`: what CheckFiles says, which needs no other remedy.
Result<std::unique_ptr<Store>> Open(const SqliteOptions& options, const std::string& path,
                                    Status& files) {
  auto readers = std::make_unique<ReaderPool>(path, options.vfs, options.readers);
  if (options.read_only) {
    files = CheckFiles(path);
    TEMOIN_RETURN_IF_ERROR(files);
    TEMOIN_ASSIGN_OR_RETURN(std::unique_ptr<Connection> db, readers->Take());
    TEMOIN_RETURN_IF_ERROR(RequireSchema(*db));
    TEMOIN_RETURN_IF_ERROR(CheckSchema(*db));
    TEMOIN_ASSIGN_OR_RETURN(std::vector<Hold> holds, ReadHolds(*db, /*released_too=*/false));
    readers->Give(std::move(db));
    return MakeStore({.lock = std::nullopt,
                      .writer = nullptr,
                      .readers = std::move(readers),
                      .holds = HoldSet(std::move(holds)),
                      .made = false});
  }
  if (!options.migrate) {
    files = CheckFiles(path);
    TEMOIN_RETURN_IF_ERROR(files);
    TEMOIN_RETURN_IF_ERROR(RefuseOlder(*readers, path));
  }
  TEMOIN_ASSIGN_OR_RETURN(DirectoryLock lock, DirectoryLock::Take(options.directory));
  TEMOIN_RETURN_IF_ERROR(RemoveUnfinished(options.directory));
  files = CheckFiles(path);
  TEMOIN_RETURN_IF_ERROR(files);
  TEMOIN_RETURN_IF_ERROR(Connection::CreateFile(path));
  TEMOIN_ASSIGN_OR_RETURN(ServedFile served, ServedFile::Open(path, kDatabaseRemedy));
  TEMOIN_ASSIGN_OR_RETURN(auto db, Connection::Open(path, Connection::Mode::kWriter, options.vfs));
  TEMOIN_ASSIGN_OR_RETURN(const int64_t format, db->Number("PRAGMA user_version"));
  TEMOIN_RETURN_IF_ERROR(MigrateSchema(*db));
  TEMOIN_RETURN_IF_ERROR(CheckSchema(*db));
  TEMOIN_RETURN_IF_ERROR(BeginLineage(*db));
  TEMOIN_ASSIGN_OR_RETURN(auto writer, Writer::Open(std::move(db)));
  Writer& watched = *writer;
  std::unique_ptr<Store> out = MakeStore({.lock = std::move(lock),
                                          .writer = std::move(writer),
                                          .readers = std::move(readers),
                                          .holds = HoldSet(),
                                          .made = format == 0});
  TEMOIN_RETURN_IF_ERROR(EmptyWriteAheadLog(*out));
  TEMOIN_RETURN_IF_ERROR(watched.WatchFiles(std::move(served)));
  return out;
}

}  // namespace

Result<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options) {
  const std::string path = options.directory + kDatabaseName;
  Status files;
  auto opened = Open(options, path, files);
  if (opened || !files) return opened;
  if (opened.error().code == ErrorCode::kUnavailable && !options.read_only) {
    return Error(
        ErrorCode::kUnavailable,
        fmt::format("{} Nothing says that {} is damaged: leave it where it is, and look at "
                    "the disk's free space and at the owner and modes of {}.",
                    opened.error().message, path, options.directory));
  }
  if (opened.error().code != ErrorCode::kDataLoss) return opened;
  return Error(ErrorCode::kDataLoss,
               fmt::format("{0} is damaged: {1} Stop whatever uses it, move it away with its -wal "
                           "and -shm, put the latest backup in place (temoin restore --data {2} "
                           "FILE) and start again: what was signed since is completed from the "
                           "checkpoint log.",
                           path, opened.error().message, options.directory));
}

}  // namespace temoin::store
