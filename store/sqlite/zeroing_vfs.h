// A layer over SQLite's file system that gives nothing readable back: before a file shrinks or is
// deleted, what goes is overwritten with zeros and synced. Without it the blocks that a write-ahead
// log leaves at each truncation hold the records that went through it, for whoever reads the disk.
//
// Overwriting reaches the blocks themselves on file systems that write in place (ext4, XFS). Where
// each write goes to new blocks (Btrfs, ZFS, snapshots, the inside of an SSD) only an encrypted
// volume helps: docs/operate.md says so.
//
// Order: the first 4 KiB are zeroed and synced before the rest. A write-ahead log that kept its
// header while later frames are gone would be replayed in part after a power cut, older pages over
// newer ones.
//
// Cost: one write of what goes, and two syncs.
//
// Source: https://www.sqlite.org/vfs.html, https://www.sqlite.org/walformat.html (recovery).
//
// Thread-safety: all functions may be called from any thread.
#ifndef TEMOIN_STORE_SQLITE_ZEROING_VFS_H_
#define TEMOIN_STORE_SQLITE_ZEROING_VFS_H_

#include <string>

#include "base/result.h"

namespace temoin::store {

// The layer's name, for sqlite3_open_v2, over the layer called `base` (empty: SQLite's default).
// Registered at the first call and kept for the life of the process. A path below /proc/self/fd is
// opened as it is, so that a file without a name can be a database. kInternal: there is no such
// base.
Result<std::string> ZeroingVfs(const std::string& base = "");

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_ZEROING_VFS_H_
