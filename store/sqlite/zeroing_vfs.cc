#include "store/sqlite/zeroing_vfs.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

namespace temoin::store {
namespace {

constexpr sqlite3_int64 kHeadBytes = 4096;
constexpr std::string_view kDescriptors = "/proc/self/fd/";

// What an open file points to: the methods of the layer below, two of them replaced. First, so that
// a pointer to the methods is one to this.
struct Methods {
  sqlite3_io_methods used;
  const sqlite3_io_methods* below;
};

const sqlite3_io_methods& Below(sqlite3_file* file) {
  return *reinterpret_cast<const Methods*>(file->pMethods)->below;
}

int ZeroFrom(const sqlite3_io_methods& below, sqlite3_file* file, sqlite3_int64 from) {
  static constexpr std::array<char, size_t{64} * 1024> kZeros{};
  sqlite3_int64 size = 0;
  int code = below.xFileSize(file, &size);
  if (code != SQLITE_OK || size <= from) return code;
  sqlite3_int64 at = from;
  while (at < size) {
    const sqlite3_int64 most = at == 0 ? kHeadBytes : static_cast<sqlite3_int64>(kZeros.size());
    const auto count = static_cast<int>(std::min(most, size - at));
    code = below.xWrite(file, kZeros.data(), count, at);
    if (code == SQLITE_OK && at == 0) code = below.xSync(file, SQLITE_SYNC_NORMAL);
    if (code != SQLITE_OK) return code;
    at += count;
  }
  return below.xSync(file, SQLITE_SYNC_NORMAL);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = ZeroFrom(Below(file), file, size);
  return code != SQLITE_OK ? code : Below(file).xTruncate(file, size);
}

// Of a file that is gone with its last user.
int ZeroAndClose(sqlite3_file* file) {
  (void)ZeroFrom(Below(file), file, 0);
  return Below(file).xClose(file);
}

// One for each kind of file of a layer below: a handful in the life of a process.
const sqlite3_io_methods* MethodsOver(const sqlite3_io_methods* below, bool deleted_on_close) {
  static std::mutex mutex;
  static std::map<std::pair<const sqlite3_io_methods*, bool>, std::unique_ptr<Methods>> known;
  const std::lock_guard lock(mutex);
  std::unique_ptr<Methods>& methods = known[{below, deleted_on_close}];
  if (methods == nullptr) {
    methods = std::make_unique<Methods>(Methods{*below, below});
    methods->used.xTruncate = Truncate;
    if (deleted_on_close) methods->used.xClose = ZeroAndClose;
  }
  return &methods->used;
}

sqlite3_vfs* BelowOf(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* below = BelowOf(vfs);
  const int code = below->xOpen(below, name, file, flags, out_flags);
  if (file->pMethods != nullptr) {
    file->pMethods = MethodsOver(file->pMethods, (flags & SQLITE_OPEN_DELETEONCLOSE) != 0);
  }
  return code;
}

int Delete(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  sqlite3_vfs* below = BelowOf(vfs);
  int there = 0;
  int code = below->xAccess(below, name, SQLITE_ACCESS_EXISTS, &there);
  if (code != SQLITE_OK) return code;
  if (there != 0) {
    std::vector<std::max_align_t> memory(
        static_cast<size_t>(below->szOsFile) / sizeof(std::max_align_t) + 1);
    auto* file = reinterpret_cast<sqlite3_file*>(memory.data());
    const bool wal = std::string_view(name).ends_with("-wal");
    code = below->xOpen(below, name, file,
                        SQLITE_OPEN_READWRITE | (wal ? SQLITE_OPEN_WAL : SQLITE_OPEN_MAIN_JOURNAL),
                        nullptr);
    if (code == SQLITE_OK) code = ZeroFrom(*file->pMethods, file, 0);
    if (file->pMethods != nullptr) file->pMethods->xClose(file);
    if (code != SQLITE_OK) return SQLITE_IOERR_DELETE;
  }
  return below->xDelete(below, name, sync_directory);
}

int FullPathname(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  sqlite3_vfs* below = BelowOf(vfs);
  const std::string_view given = name;
  if (!given.starts_with(kDescriptors)) return below->xFullPathname(below, name, size, out);
  if (given.size() >= static_cast<size_t>(size)) return SQLITE_CANTOPEN;
  std::memcpy(out, name, given.size() + 1);
  return SQLITE_OK;
}

// SQLite opens nothing through a symbolic link, and a descriptor's path is one.
int OpenFollowing(const char* path, int flags, int mode) {
  if (std::string_view(path).starts_with(kDescriptors)) flags &= ~O_NOFOLLOW;
  return ::open(path, flags, mode);
}

struct Layer {
  std::string name;
  sqlite3_vfs vfs{};
};

}  // namespace

Result<std::string> ZeroingVfs(const std::string& base) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<Layer>> layers;
  const std::lock_guard lock(mutex);
  std::unique_ptr<Layer>& layer = layers[base];
  if (layer != nullptr) return layer->name;
  sqlite3_vfs* below = sqlite3_vfs_find(base.empty() ? nullptr : base.c_str());
  if (below == nullptr) return Error(ErrorCode::kInternal, "SQLite has no layer \"" + base + "\".");
  if (base.empty() &&
      (below->iVersion < 3 || below->xSetSystemCall == nullptr ||
       below->xSetSystemCall(below, "open", reinterpret_cast<sqlite3_syscall_ptr>(OpenFollowing)) !=
           SQLITE_OK)) {
    return Error(ErrorCode::kInternal, "SQLite's file system layer is not the one of Unix.");
  }
  auto made = std::make_unique<Layer>();
  made->name = "temoin-zeroing-" + base;
  made->vfs = *below;
  made->vfs.pNext = nullptr;
  made->vfs.zName = made->name.c_str();
  made->vfs.pAppData = below;
  made->vfs.xOpen = Open;
  made->vfs.xDelete = Delete;
  made->vfs.xFullPathname = FullPathname;
  if (sqlite3_vfs_register(&made->vfs, 0) != SQLITE_OK) {
    return Error(ErrorCode::kInternal, "SQLite did not take its file system layer.");
  }
  layer = std::move(made);
  return layer->name;
}

}  // namespace temoin::store
