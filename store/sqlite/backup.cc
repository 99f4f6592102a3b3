#include "store/sqlite/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <vector>

#include "base/file.h"
#include "store/directory_lock.h"
#include "store/sqlite/lineage.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/zeroing_vfs.h"

namespace temoin::store {
namespace {

bool Exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

Error CopyError(sqlite3* db, int code) {
  return {ErrorCode::kUnavailable,
          fmt::format("The backup could not be written: {}.",
                      db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code))};
}

Status CopyInto(const std::string& from, int to) {
  const FileDescriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.valid()) return ErrnoError("open", from, errno);
  std::vector<uint8_t> buffer(size_t{1} << 20);
  while (true) {
    const ssize_t count = ::read(in.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("read", from, errno);
    if (count == 0) return {};
    TEMOIN_RETURN_IF_ERROR(WriteAll(to, ByteView(buffer).first(static_cast<size_t>(count))));
  }
}

// Marks the file as one without a write-ahead log: the two version bytes of the header
// (https://www.sqlite.org/fileformat2.html, "File format version numbers"). Then it needs no other
// file beside it, not even to be read.
Status MakeOneFile(int fd) {
  constexpr off_t kVersions = 18;
  constexpr char kLegacy[] = {1, 1};
  char versions[2] = {};
  if (::pread(fd, versions, sizeof versions, kVersions) != sizeof versions || versions[0] != 2 ||
      versions[1] != 2) {
    return {};  // it is so already, or is no database, which whoever opens it finds out
  }
  if (::pwrite(fd, kLegacy, sizeof kLegacy, kVersions) != sizeof kLegacy) {
    return ErrnoError("write", "the copy", errno);
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Backup>> Backup::Start(Connection& source, const std::string& target) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string layer, ZeroingVfs());
  TEMOIN_ASSIGN_OR_RETURN(auto file, UnfinishedFile::Create(target, source.Directory()));
  std::unique_ptr<Backup> out(new Backup(target, std::move(file)));
  int code = sqlite3_open_v2(out->file_->path().c_str(), &out->copy_,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, layer.c_str());
  if (code == SQLITE_OK) {
    code = sqlite3_exec(out->copy_, "PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF", nullptr,
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
  const int code = sqlite3_backup_finish(backup_);
  backup_ = nullptr;
  if (code != SQLITE_OK) return CopyError(copy_, code);
  sqlite3_close(copy_);
  copy_ = nullptr;
  TEMOIN_RETURN_IF_ERROR(MakeOneFile(file_->fd()));
  TEMOIN_RETURN_IF_ERROR(BeginLineage(file_->fd()));
  return file_->Finish();
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
  TEMOIN_RETURN_IF_ERROR(CheckRegular(source));  // a pipe would be waited for
  TEMOIN_ASSIGN_OR_RETURN(const std::string layer, ZeroingVfs());
  TEMOIN_ASSIGN_OR_RETURN(const auto copy, UnfinishedFile::Create(target, directory));
  TEMOIN_RETURN_IF_ERROR(CopyInto(source, copy->fd()));
  TEMOIN_RETURN_IF_ERROR(MakeOneFile(copy->fd()));
  TEMOIN_RETURN_IF_ERROR(BeginLineage(copy->fd()));
  {
    TEMOIN_ASSIGN_OR_RETURN(const auto db,
                            Connection::Open(copy->path(), Connection::Mode::kReader, layer));
    TEMOIN_ASSIGN_OR_RETURN(const int64_t version, db->Number("PRAGMA user_version"));
    if (version < 1) {
      return Error(ErrorCode::kInvalidArgument, "This is no backup of a consent database.");
    }
    if (version > kSchemaVersion) {
      return Error(ErrorCode::kConflict, NewerFormat(*db, version, "The backup"));
    }
    TEMOIN_ASSIGN_OR_RETURN(const std::string verdict, db->Text("PRAGMA quick_check(1)"));
    if (verdict != "ok") {
      return Error(ErrorCode::kDataLoss, "The backup is damaged: " + verdict);
    }
  }
  return copy->Finish();
}

}  // namespace temoin::store
