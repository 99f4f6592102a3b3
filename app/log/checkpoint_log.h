// The checkpoint log: what was promised to the world, kept outside the database.
//
// Before a checkpoint is signed, its new leaves, the purge manifests among them and the checkpoint
// itself are appended here and synced. A database that was restored from a backup is completed from
// it; a database that contradicts it is never signed. It belongs on another disk than the database
// and outside its snapshots. It holds nothing personal: commitments and index ranges.
//
// Files: segments of about 4 MiB, append only. docs/formats.md has every byte. Opening reads the
// last segment only, so that start time does not grow with the log. A tail that a power cut tore is
// dropped: it was never signed, because signing comes after the sync.
//
// Thread-safety: a CheckpointLog is used by one thread at a time; ReadCheckpointLog reads files
// only and may run beside a writer.
#ifndef TEMOIN_APP_LOG_CHECKPOINT_LOG_H_
#define TEMOIN_APP_LOG_CHECKPOINT_LOG_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "base/result.h"
#include "base/served_file.h"
#include "prooflog/checkpoint.h"
#include "prooflog/entry.h"
#include "store/access_log.h"

namespace temoin::app {

struct LoggedPurge {
  uint64_t index = 0;    // of its entry
  std::string manifest;  // canonical JSON, at most 1 MiB
};

// The manifest of an entry of type 5 to 11, or the document of one of type 2.
struct LoggedManifest {
  uint64_t index = 0;  // of its entry
  std::string bytes;   // what the entry's commitment is the SHA-256 of; at most 1 MiB
};

// What one checkpoint adds.
struct CheckpointBatch {
  uint64_t first = 0;  // index of the first leaf
  std::vector<prooflog::EntryBytes> entries;
  std::vector<LoggedPurge> purges;        // those of the type-3 entries among them
  std::vector<LoggedManifest> manifests;  // by index: of every entry of type 5 to 11 among them,
                                          // and of those of type 2 that ride along
  std::optional<store::AccessChain> accesses;  // bound with it; none by versions before 0.2
  prooflog::Checkpoint checkpoint;             // size = first + entries.size()
  Time at{};
};

inline constexpr uint64_t kCheckpointLogSegmentBytes = 4 << 20;
inline constexpr size_t kMaxCheckpointBatch = 65536;  // entries

class CheckpointLog {
 public:
  // A new checkpoint log of a log without leaves in `directory`, which is created (0700) when
  // missing. kConflict when there is a checkpoint log already.
  static Result<std::unique_ptr<CheckpointLog>> Create(const std::string& directory,
                                                       std::string_view origin, Time now);

  // kNotFound without a checkpoint log; kConflict when another process has it open, or a newer
  // version of this program wrote what this one does not know; kDataLoss when what it holds was
  // altered, naming the file and the byte. Drops a torn tail.
  static Result<std::unique_ptr<CheckpointLog>> Open(const std::string& directory);

  // Appends and syncs, into the file that stands in its place and that nobody else wrote to: else
  // kUnavailable, now and ever after (CheckServed tells this from a full disk). After an error
  // nothing may be signed; the next call first repairs the tail.
  Status Append(const CheckpointBatch& batch);

  // Appends and syncs the vkey of the key that signs from here on. Each segment begins with those
  // that the one before it names. Errors as for Append.
  Status NoteKey(std::string_view vkey);
  // Likewise those of `vkeys` (newest first, not empty) that the open segment does not name, the
  // first of them last. From then on a key that no record names is no key of this log.
  Status NoteKeys(std::span<const std::string> vkeys);
  // Whether the open segment is the one that its path names, untouched by anyone else.
  Status CheckServed() const;
  // That segment, of which any thread may ask CheckPlace; another one once a segment was full.
  std::shared_ptr<const ServedFile> served() const { return served_; }

  // The keys that the open segment names, each once, the one noted last at the end.
  const std::vector<std::string>& keys() const { return keys_; }
  // The key noted last; empty when none was, by a version before 0.2.
  std::string key() const { return keys_.empty() ? "" : keys_.back(); }
  // The access log as the last batch bound it; none where the open segment has no such batch.
  const std::optional<store::AccessChain>& accesses() const { return accesses_; }

  // What was last appended, or the empty log's.
  const prooflog::Checkpoint& last() const { return last_; }
  // When that was appended, or the segment was made that it ends with.
  Time last_at() const { return last_at_; }
  uint64_t torn_bytes() const { return torn_bytes_; }  // dropped by Open
  const std::string& directory() const { return directory_; }

 private:
  CheckpointLog() = default;
  Status OpenTail();
  Status WatchSegment();
  Status StartSegment(Time now);
  Status Repair();
  Status Write(const Bytes& record);
  void Mark();

  std::string directory_;
  FileDescriptor lock_;
  FileDescriptor file_;
  std::string path_;
  std::shared_ptr<ServedFile> served_;  // of path_
  uint64_t end_ = 0;                    // bytes of the open segment that are whole
  std::array<uint8_t, 8> check_{};      // of the last batch or header
  bool broken_ = false;                 // a write failed: look at the disk again before the next
  prooflog::Checkpoint last_;
  Time last_at_{};
  uint64_t torn_bytes_ = 0;
  std::vector<std::string> keys_;
  std::optional<store::AccessChain> accesses_;
};

// All batches that hold leaves from `from` on, in order; stops at the first error of `visit`. The
// first batch may begin before `from`. A torn tail is no error here, an altered byte is kDataLoss.
// `keys`, where given: every key that these segments name, each once, the one noted last at the
// end.
Status ReadCheckpointLog(const std::string& directory, uint64_t from,
                         const std::function<Status(const CheckpointBatch&)>& visit,
                         std::vector<std::string>* keys = nullptr);

// Every key that the checkpoint log names, each once, the one noted last at the end. Slow: reads
// everything.
Result<std::vector<std::string>> ReadCheckpointLogKeys(const std::string& directory);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_CHECKPOINT_LOG_H_
