// A file system layer for SQLite whose writes and syncs can be made to fail.
#ifndef TEMOIN_TESTS_UNIT_STORE_FAULT_VFS_H_
#define TEMOIN_TESTS_UNIT_STORE_FAULT_VFS_H_

#include <cstdint>

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

}  // namespace temoin::store

#endif  // TEMOIN_TESTS_UNIT_STORE_FAULT_VFS_H_
