#include "tests/unit/store/fault_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace temoin::store {
namespace {

std::atomic<Fault> g_fault{Fault::kDiskFull};
std::atomic<int64_t> g_until{INT64_MAX};  // calls that still succeed
std::atomic<int64_t> g_count{0};          // calls that fail then
std::atomic<int64_t> g_failures{0};

std::function<void(std::string_view, bool)> g_giving;
std::atomic<bool> g_synced{true};  // nothing was written since the last sync

// SQLITE_OK, or how the call fails.
int Judge(bool sync) {
  if (g_until.load() == INT64_MAX) return SQLITE_OK;
  const bool counts = g_fault.load() != Fault::kSyncError || sync;
  if (!counts || g_until.fetch_sub(1) > 0) return SQLITE_OK;
  if (g_failures.load() >= g_count.load()) return SQLITE_OK;
  ++g_failures;
  switch (g_fault.load()) {
    case Fault::kDiskFull:
      return sync ? SQLITE_OK : SQLITE_FULL;
    case Fault::kWriteError:
      return sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
    case Fault::kSyncError:
      return SQLITE_IOERR_FSYNC;
  }
  return SQLITE_OK;
}

// An open file: ours, with the real one behind it in the same allocation.
struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(File) == sizeof(void*));

sqlite3_file* Real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }
const sqlite3_io_methods* Methods(sqlite3_file* file) { return Real(file)->pMethods; }

void Give(sqlite3_file* file, sqlite3_int64 from) {
  sqlite3_int64 size = 0;
  if (!g_giving || Methods(file)->xFileSize(Real(file), &size) != SQLITE_OK || size <= from) return;
  std::string bytes(static_cast<size_t>(size - from), '\0');
  Methods(file)->xRead(Real(file), bytes.data(), static_cast<int>(bytes.size()), from);
  g_giving(bytes, g_synced);
}

int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  g_synced = false;
  const int code = Judge(false);
  if (code != SQLITE_OK) {
    // What fails may be half done.
    if (size > 1) Methods(file)->xWrite(Real(file), data, size / 2, offset);
    return code;
  }
  return Methods(file)->xWrite(Real(file), data, size, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  Give(file, size);
  const int code = Judge(false);
  return code != SQLITE_OK ? code : Methods(file)->xTruncate(Real(file), size);
}
int Sync(sqlite3_file* file, int flags) {
  const int code = Judge(true);
  if (code == SQLITE_OK) g_synced = true;
  return code != SQLITE_OK ? code : Methods(file)->xSync(Real(file), flags);
}

const sqlite3_io_methods kMethods = {
    2,
    [](sqlite3_file* f) { return Methods(f)->xClose(Real(f)); },
    [](sqlite3_file* f, void* d, int n, sqlite3_int64 o) {
      return Methods(f)->xRead(Real(f), d, n, o);
    },
    Write,
    Truncate,
    Sync,
    [](sqlite3_file* f, sqlite3_int64* size) { return Methods(f)->xFileSize(Real(f), size); },
    [](sqlite3_file* f, int level) { return Methods(f)->xLock(Real(f), level); },
    [](sqlite3_file* f, int level) { return Methods(f)->xUnlock(Real(f), level); },
    [](sqlite3_file* f, int* out) { return Methods(f)->xCheckReservedLock(Real(f), out); },
    [](sqlite3_file* f, int op, void* arg) { return Methods(f)->xFileControl(Real(f), op, arg); },
    [](sqlite3_file* f) { return Methods(f)->xSectorSize(Real(f)); },
    [](sqlite3_file* f) { return Methods(f)->xDeviceCharacteristics(Real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return Methods(f)->xShmMap(Real(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int n, int flags) {
      return Methods(f)->xShmLock(Real(f), offset, n, flags);
    },
    [](sqlite3_file* f) { Methods(f)->xShmBarrier(Real(f)); },
    [](sqlite3_file* f, int remove) { return Methods(f)->xShmUnmap(Real(f), remove); },
    nullptr,
    nullptr,
};

int OpenFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* real = static_cast<sqlite3_vfs*>(vfs->pAppData);
  file->pMethods = nullptr;
  const int code = real->xOpen(real, name, Real(file), flags, out_flags);
  if (code == SQLITE_OK) file->pMethods = &kMethods;
  return code;
}

int DeleteFile(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  if (g_giving) {
    std::ifstream in(name, std::ios::binary);
    g_giving(std::string(std::istreambuf_iterator<char>(in), {}), g_synced);
  }
  auto* real = static_cast<sqlite3_vfs*>(vfs->pAppData);
  return real->xDelete(real, name, sync_directory);
}

}  // namespace

const char* FaultVfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
    sqlite3_vfs out = *real;
    out.zName = "temoin-fault";
    out.pNext = nullptr;
    out.pAppData = real;
    out.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
    out.xOpen = OpenFile;
    out.xDelete = DeleteFile;
    return out;
  }();
  sqlite3_vfs_register(&vfs, 0);
  return vfs.zName;
}

void FailAfter(Fault fault, int64_t after, int64_t count) {
  g_fault = fault;
  g_failures = 0;
  g_count = count;
  g_until = after;
}
void FailNothing() { g_until = INT64_MAX; }
int64_t Failures() { return g_failures; }
void OnGiving(std::function<void(std::string_view, bool)> look) { g_giving = std::move(look); }

}  // namespace temoin::store
