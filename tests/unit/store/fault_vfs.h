// A file system layer for SQLite whose writes and syncs can be made to fail, and which shows what
// is given back to the file system.
#ifndef TEMOIN_TESTS_UNIT_STORE_FAULT_VFS_H_
#define TEMOIN_TESTS_UNIT_STORE_FAULT_VFS_H_

#include <cstdint>
#include <functional>
#include <string_view>

namespace temoin::store {

enum class Fault { kDiskFull, kWriteError, kSyncError };

// Registers the layer under this name; once is enough.
const char* FaultVfs();

// From the `after`-th write, sync or truncation on (0: the next), calls fail as told, the first
// `count` of them.
void FailAfter(Fault fault, int64_t after, int64_t count = INT64_MAX);
void FailNothing();
// Calls that failed since FailAfter.
int64_t Failures();

// Called with what a truncation or a deletion gives back to the file system, before it does, and
// whether everything written was synced. Empty: nobody looks.
void OnGiving(std::function<void(std::string_view bytes, bool synced)> look);

}  // namespace temoin::store

#endif  // TEMOIN_TESTS_UNIT_STORE_FAULT_VFS_H_
