#include "server/store/sqlite/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <limits>
#include <vector>

#include "base/file.h"
#include "server/store/directory_lock.h"
#include "server/store/sqlite/schema.h"
#include "server/store/sqlite/sqlite_store.h"

namespace temoin::store {
namespace {

bool Exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Error CopyError(sqlite3* db, int code) {
  return {ErrorCode::kUnavailable,
          fmt::format("The backup could not be written: {}.",
                      db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code))};
}

Status Rename(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return ErrnoError("rename", from, errno);
  return SyncDirectory(DirectoryOf(to));
}

Status CopyFile(const std::string& from, const std::string& to) {
  const FileDescriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.valid()) return ErrnoError("open", from, errno);
  const FileDescriptor out(::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!out.valid()) return ErrnoError("create", to, errno);
  std::vector<uint8_t> buffer(size_t{1} << 20);
  while (true) {
    const ssize_t count = ::read(in.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("read", from, errno);
    if (count == 0) break;
    TEMOIN_RETURN_IF_ERROR(WriteAll(out.get(), ByteView(buffer).first(static_cast<size_t>(count))));
  }
  if (::fsync(out.get()) != 0) return ErrnoError("sync", to, errno);
  return {};
}

}  // namespace

Result<std::unique_ptr<Backup>> Backup::Start(Connection& source, const std::string& target) {
  if (Exists(target)) {
    return Error(ErrorCode::kConflict,
                 fmt::format("{} exists already: a backup is never written over.", target));
  }
  std::unique_ptr<Backup> out(new Backup(target));
  ::unlink(out->partial().c_str());
  {
    const FileDescriptor file(
        ::open(out->partial().c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.valid()) return ErrnoError("create", out->partial(), errno);
  }
  int code = sqlite3_open_v2(out->partial().c_str(), &out->copy_,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code == SQLITE_OK) {
    code = sqlite3_exec(out->copy_, "PRAGMA journal_mode=OFF;PRAGMA synchronous=FULL", nullptr,
                        nullptr, nullptr);
  }
  if (code != SQLITE_OK) return CopyError(out->copy_, code);
  out->backup_ = sqlite3_backup_init(out->copy_, "main", source.get(), "main");
  if (out->backup_ == nullptr) return CopyError(out->copy_, SQLITE_ERROR);
  return out;
}

Backup::~Backup() {
  if (backup_ != nullptr) sqlite3_backup_finish(backup_);
  sqlite3_close(copy_);
  for (const char* end : {"", "-journal", "-wal", "-shm"}) ::unlink((partial() + end).c_str());
}

Result<bool> Backup::Copy(size_t pages) {
  const int count = static_cast<int>(
      std::clamp<size_t>(pages, 1, static_cast<size_t>(std::numeric_limits<int>::max())));
  const int code = sqlite3_backup_step(backup_, count);
  if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) return true;
  if (code != SQLITE_DONE) return CopyError(copy_, code);
  TEMOIN_RETURN_IF_ERROR(Finish());
  return false;
}

Status Backup::Finish() {
  int code = sqlite3_backup_finish(backup_);
  backup_ = nullptr;
  if (code != SQLITE_OK) return CopyError(copy_, code);
  sqlite3_close(copy_);
  copy_ = nullptr;
  // One file that needs no other beside it, not even to be read.
  code = sqlite3_open_v2(partial().c_str(), &copy_, SQLITE_OPEN_READWRITE, nullptr);
  if (code == SQLITE_OK) {
    code = sqlite3_exec(copy_, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr);
  }
  if (code != SQLITE_OK) return CopyError(copy_, code);
  sqlite3_close(copy_);
  copy_ = nullptr;
  const FileDescriptor file(::open(partial().c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid() || ::fsync(file.get()) != 0) return ErrnoError("sync", partial(), errno);
  if (Exists(target_)) {
    return Error(ErrorCode::kConflict, fmt::format("{} appeared meanwhile.", target_));
  }
  return Rename(partial(), target_);
}

Status RestoreSqlite(const std::string& source, const std::string& directory) {
  TEMOIN_ASSIGN_OR_RETURN(const DirectoryLock lock, DirectoryLock::Take(directory));
  const std::string target = directory + kDatabaseName;
  // A write-ahead log that another database left would be replayed onto this one.
  for (const char* end : {"", "-wal", "-shm", "-journal"}) {
    if (!Exists(target + end)) continue;
    return Error(ErrorCode::kConflict,
                 fmt::format("{}{} exists already: move it away, then restore.", target, end));
  }
  const std::string partial = target + ".restored";
  TEMOIN_RETURN_IF_ERROR(CopyFile(source, partial));
  const auto check = [&]() -> Status {
    TEMOIN_ASSIGN_OR_RETURN(const auto db, Connection::Open(partial, Connection::Mode::kReader));
    TEMOIN_ASSIGN_OR_RETURN(const int64_t version, db->Number("PRAGMA user_version"));
    if (version < 1) {
      return Error(ErrorCode::kInvalidArgument, "This is no backup of a consent database.");
    }
    if (version > kSchemaVersion) {
      return Error(ErrorCode::kConflict, NewerFormat(*db, version, "The backup"));
    }
    Query query(*db, "PRAGMA quick_check(1)");
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row || query.Text(0) != "ok") {
      return Error(ErrorCode::kDataLoss,
                   fmt::format("The backup is damaged: {}", row ? query.Text(0) : ""));
    }
    return {};
  };
  Status good = check();
  if (!good.ok()) {
    for (const char* end : {"", "-wal", "-shm"}) ::unlink((partial + end).c_str());
    return good;
  }
  return Rename(partial, target);
}

}  // namespace temoin::store
