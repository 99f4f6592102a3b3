// Whether a database and the write-ahead log beside it belong together. SQLite plays any log that
// lies there into the file of its name: a backup that is copied by hand beside the log of a killed
// server becomes a mixture of two states, of which nothing tells.
//
// Commits write a number into the header of the database (its application id, of which SQLite makes
// no use), each derived from the one before: the first commit of a log, and the last one before the
// log is copied into the file (a checkpoint). So the log shows a chain of numbers, and the file,
// which holds the state at the log's begin or that of a checkpoint within it, shows one of the
// chain or the one before its first. An earlier state of the same log does not show the number of a
// later checkpoint. A copy begins a chain of its own. Not told apart: an earlier state of a log
// whose checkpoint stopped short because somebody was reading.
//
// 0: written by a version from before, which leaves the number as it is. The chain of such a
// database begins with the number that follows on 0 and goes on with one drawn for it, so that no
// later log is taken for its own. A database and a log that are both from before are not told
// apart.
//
// Source: https://www.sqlite.org/fileformat2.html (the header; the WAL format), walformat.html.
//
// Thread-safety: pure functions and free functions over files. CheckLineage opens and closes the
// database: not while this process has it open (fcntl(2), locks).
#ifndef TEMOIN_STORE_SQLITE_LINEAGE_H_
#define TEMOIN_STORE_SQLITE_LINEAGE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/result.h"
#include "store/sqlite/connection.h"

namespace temoin::store {

// The number that follows, never 0: a permutation of all others, so that it has one predecessor.
uint32_t NextLineage(uint32_t number);

// What the header of a database says; nullopt for bytes that begin no database.
struct FileLineage {
  uint32_t number = 0;
  bool has_log = false;  // its last writer used a write-ahead log

  bool operator==(const FileLineage&) const = default;
};
constexpr size_t kDatabaseHeader = 100;
std::optional<FileLineage> ReadFileLineage(ByteView header);

// The numbers in the frames of a write-ahead log that SQLite may play, in their order; `frames` is
// how many there are. At most kMaxLogFrames are looked at. `read(offset, bytes)` fills `bytes`, and
// says false at the end of the file.
struct LogLineage {
  uint64_t frames = 0;
  bool commits = false;  // one of them ends a transaction
  std::vector<uint32_t> numbers;

  bool operator==(const LogLineage&) const = default;
};
constexpr uint64_t kMaxLogFrames = uint64_t{1} << 24;
LogLineage ReadLogLineage(const std::function<bool(uint64_t, std::span<uint8_t>)>& read);

bool BelongTogether(const FileLineage& file, const LogLineage& log);

// Of `path` and its "-wal". kDataLoss, saying what to do, when they do not belong together, and
// when the database is missing or empty beside a log that holds something: opening it would empty
// that.
Status CheckLineage(const std::string& path);

// Within a transaction that changes something: one number on.
Status StepLineage(Connection& db);

// A number for a database that has none.
Status BeginLineage(Connection& db);

// Of a copy: a chain of its own. Nothing is done to a file that is no database.
Status BeginLineage(int fd);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_LINEAGE_H_
