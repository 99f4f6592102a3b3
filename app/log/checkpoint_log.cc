#include "app/log/checkpoint_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "app/log/checkpoint_log_format.h"
#include "prooflog/hash.h"
#include "prooflog/note.h"
#include "prooflog/verify.h"

namespace temoin::app {
namespace {

namespace fs = std::filesystem;

constexpr char kCheckpointLogRemedy[] =
    "Stop the server, put the checkpoint log that it wrote in place (mount its disk, or restore "
    "its latest mirror) and start again: it is judged against the database.";

// A segment closes once it is over kCheckpointLogSegmentBytes; one batch may follow that mark.
constexpr size_t kMaxSegmentFile = kCheckpointLogSegmentBytes + (128 << 20);

std::string PathOf(const std::string& directory, uint64_t first) {
  return (fs::path(directory) / SegmentName(first)).string();
}

// First leaves of the segments, in order. kNotFound when the directory is missing.
Result<std::vector<uint64_t>> ListSegments(const std::string& directory) {
  std::error_code error;
  std::vector<uint64_t> out;
  fs::directory_iterator it(directory, error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    const auto first = ParseSegmentName(it->path().filename().string());
    if (first) out.push_back(*first);
  }
  if (error) return ErrnoError("read", directory, error.value());
  std::sort(out.begin(), out.end());
  return out;
}

Error Locate(const Error& error, const std::string& path) {
  if (error.code == ErrorCode::kConflict) {
    return {error.code, "The checkpoint log cannot be read: " + path + ", " + error.message};
  }
  return {error.code, "The checkpoint log is damaged: " + path + ", " + error.message + "."};
}

// A record that only a newer version knows is whole: never to be cut as torn.
bool Whole(const Error& error) { return error.code == ErrorCode::kConflict; }

Error NoCheckpointLog(const std::string& directory) {
  return {ErrorCode::kNotFound, "There is no checkpoint log in " + directory + "."};
}

// Each once, the one noted last at the end.
void PutLast(const std::string& key, std::vector<std::string>& keys) {
  std::erase(keys, key);
  keys.push_back(key);
}

Result<FileDescriptor> Lock(const std::string& directory) {
  const std::string path = (fs::path(directory) / "lock").string();
  FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid()) return ErrnoError("open", path, errno);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return Error(ErrorCode::kConflict,
                 "The checkpoint log in " + directory + " is in use by another process.");
  }
  return lock;
}

}  // namespace

Result<std::unique_ptr<CheckpointLog>> CheckpointLog::Create(const std::string& directory,
                                                             std::string_view origin, Time now) {
  if (!prooflog::ValidKeyName(origin)) {
    return Error(ErrorCode::kInvalidArgument, "A log's name is one word without '+'.");
  }
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return ErrnoError("create", directory, errno);
  }
  {
    TEMOIN_ASSIGN_OR_RETURN(FileDescriptor lock, Lock(directory));
    TEMOIN_ASSIGN_OR_RETURN(auto segments, ListSegments(directory));
    if (!segments.empty()) {
      return Error(ErrorCode::kConflict, "There is a checkpoint log in " + directory + " already.");
    }
    SegmentHeader header;
    header.start = {.origin = std::string(origin), .size = 0, .root = prooflog::EmptyRoot()};
    header.created = now;
    TEMOIN_RETURN_IF_ERROR(
        WriteFileDurably(PathOf(directory, 0), AsText(EncodeSegmentHeader(header)), 0600));
    const fs::path parent = fs::path(directory).parent_path();
    TEMOIN_RETURN_IF_ERROR(SyncDirectory(parent.empty() ? "." : parent.string()));
  }
  return Open(directory);
}

Result<std::unique_ptr<CheckpointLog>> CheckpointLog::Open(const std::string& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) return NoCheckpointLog(directory);
  TEMOIN_ASSIGN_OR_RETURN(auto segments, ListSegments(directory));
  if (segments.empty()) return NoCheckpointLog(directory);
  std::unique_ptr<CheckpointLog> checkpoint_log(new CheckpointLog());
  checkpoint_log->directory_ = directory;
  TEMOIN_ASSIGN_OR_RETURN(checkpoint_log->lock_, Lock(directory));
  checkpoint_log->path_ = PathOf(directory, segments.back());
  TEMOIN_RETURN_IF_ERROR(checkpoint_log->OpenTail());
  return checkpoint_log;
}

// Opens the segment that path_ names.
Status CheckpointLog::WatchSegment() {
  FileDescriptor file(::open(path_.c_str(), O_RDWR | O_CLOEXEC));
  if (!file.valid()) return ErrnoError("open", path_, errno);
  TEMOIN_ASSIGN_OR_RETURN(ServedFile served, ServedFile::Open(path_, kCheckpointLogRemedy));
  file_ = std::move(file);
  served_ = std::make_shared<ServedFile>(std::move(served));
  return {};
}

Status CheckpointLog::CheckServed() const { return served_->Check(); }

// Finds where the last segment ends, and cuts what a power cut tore.
Status CheckpointLog::OpenTail() {
  TEMOIN_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path_, kMaxSegmentFile));
  SegmentReader reader(AsBytes(bytes));
  const auto header = reader.ReadHeader();
  if (!header) return Locate(header.error(), path_);
  for (;;) {
    const auto batch = reader.ReadBatch();
    if (!batch) {
      if (Whole(batch.error()) || !reader.Torn()) return Locate(batch.error(), path_);
      break;
    }
    if (!*batch) break;
    accesses_ = (*batch)->accesses;
  }
  TEMOIN_RETURN_IF_ERROR(WatchSegment());
  end_ = reader.position();
  torn_bytes_ = bytes.size() - end_;
  if (torn_bytes_ > 0 &&
      (::ftruncate(file_.get(), static_cast<off_t>(end_)) != 0 || ::fdatasync(file_.get()) != 0)) {
    return ErrnoError("cut", path_, errno);
  }
  served_->Remember();
  last_ = reader.last();
  last_at_ = reader.last_at();
  check_ = reader.check();
  for (const std::string& key : reader.keys()) PutLast(key, keys_);
  return {};
}

Status CheckpointLog::StartSegment(Time now) {
  // The mark of its last batch was not synced yet, and no later batch of this segment will do it.
  if (::fdatasync(file_.get()) != 0) return ErrnoError("sync", path_, errno);
  SegmentHeader header{.start = last_, .previous = check_, .created = now};
  Bytes bytes = EncodeSegmentHeader(header);
  SegmentReader start(bytes);
  TEMOIN_RETURN_IF_ERROR(start.ReadHeader());
  SegmentCheck check = start.check();
  for (const std::string& vkey : keys_) {
    const Bytes key = EncodeKey(vkey, check);
    bytes.insert(bytes.end(), key.begin(), key.end());
    std::copy(key.end() - static_cast<std::ptrdiff_t>(check.size()), key.end(), check.begin());
  }
  const std::string path = PathOf(directory_, last_.size);
  // Whole or not at all: written beside, then renamed.
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(path, AsText(bytes), 0600));
  SegmentReader reader(bytes);
  TEMOIN_RETURN_IF_ERROR(reader.ReadHeader());
  TEMOIN_RETURN_IF_ERROR(reader.ReadBatch());  // none: past the keys
  path_ = path;
  TEMOIN_RETURN_IF_ERROR(WatchSegment());
  end_ = bytes.size();
  check_ = reader.check();
  return {};
}

// Before a write: cuts what one that failed left.
Status CheckpointLog::Repair() {
  TEMOIN_RETURN_IF_ERROR(CheckServed());
  if (!broken_) return {};
  if (::ftruncate(file_.get(), static_cast<off_t>(end_)) != 0) {
    return ErrnoError("cut", path_, errno);
  }
  served_->Remember();
  broken_ = false;
  return {};
}

// Writes and syncs a record that ends with its check.
Status CheckpointLog::Write(const Bytes& record) {
  broken_ = true;  // until all of it is synced
  if (::lseek(file_.get(), static_cast<off_t>(end_), SEEK_SET) < 0) {
    return ErrnoError("seek in", path_, errno);
  }
  const Status written = WriteAll(file_.get(), record);
  served_->Remember();
  TEMOIN_RETURN_IF_ERROR(written);
  if (::fdatasync(file_.get()) != 0) return ErrnoError("sync", path_, errno);
  // What went into a file that nobody will read again is not signed.
  TEMOIN_RETURN_IF_ERROR(served_->CheckPlace());
  broken_ = false;
  end_ += record.size();
  std::copy(record.end() - static_cast<std::ptrdiff_t>(check_.size()), record.end(),
            check_.begin());
  return {};
}

// The mark that all before it was synced need not be synced itself; without it nothing is lost.
void CheckpointLog::Mark() {
  const Bytes commit = EncodeCommit(last_.size);
  if (WriteAll(file_.get(), commit).ok()) {
    end_ += commit.size();
  } else {
    broken_ = true;
  }
  served_->Remember();
}

Status CheckpointLog::NoteKey(std::string_view vkey) {
  const auto key = prooflog::ParseVerifierKey(vkey);
  if (!key || key->name != last_.origin || vkey.size() > kMaxCheckpointLogKey) {
    return Error(ErrorCode::kInternal, "A key for the checkpoint log is not of its log.");
  }
  TEMOIN_RETURN_IF_ERROR(Repair());
  TEMOIN_RETURN_IF_ERROR(Write(EncodeKey(vkey, check_)));
  PutLast(std::string(vkey), keys_);
  Mark();
  return {};
}

Status CheckpointLog::NoteKeys(std::span<const std::string> vkeys) {
  for (size_t i = vkeys.size(); i-- > 1;) {
    if (std::ranges::find(keys_, vkeys[i]) == keys_.end()) {
      TEMOIN_RETURN_IF_ERROR(NoteKey(vkeys[i]));
    }
  }
  return key() == vkeys.front() ? Status() : NoteKey(vkeys.front());
}

Status CheckpointLog::Append(const CheckpointBatch& batch) {
  if (batch.first != last_.size || batch.entries.size() > kMaxCheckpointBatch ||
      batch.checkpoint.size != batch.first + batch.entries.size() ||
      batch.checkpoint.origin != last_.origin) {
    return Error(ErrorCode::kInternal, "A batch for the checkpoint log does not continue it.");
  }
  for (const LoggedPurge& purge : batch.purges) {
    if (purge.manifest.size() > kMaxManifestBytes) {
      return Error(ErrorCode::kTooLarge, "A purge manifest is over 1 MiB.");
    }
  }
  for (const LoggedManifest& manifest : batch.manifests) {
    if (manifest.bytes.size() > kMaxManifestBytes) {
      return Error(ErrorCode::kTooLarge, "A manifest is over 1 MiB.");
    }
  }
  TEMOIN_RETURN_IF_ERROR(Repair());
  if (end_ >= kCheckpointLogSegmentBytes) TEMOIN_RETURN_IF_ERROR(StartSegment(batch.at));
  const Bytes record = EncodeBatch(batch, check_);
  if (record.size() > kMaxRecordBytes) {
    return Error(ErrorCode::kTooLarge, "A batch for the checkpoint log is over 64 MiB.");
  }
  TEMOIN_RETURN_IF_ERROR(Write(record));
  last_ = batch.checkpoint;
  last_at_ = batch.at;
  accesses_ = batch.accesses;
  Mark();
  return {};
}

Status ReadCheckpointLog(const std::string& directory, uint64_t from,
                         const std::function<Status(const CheckpointBatch&)>& visit,
                         std::vector<std::string>* keys) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) return NoCheckpointLog(directory);
  TEMOIN_ASSIGN_OR_RETURN(const auto segments, ListSegments(directory));
  if (segments.empty()) return NoCheckpointLog(directory);
  // The last segment that begins at or before `from`.
  size_t at = static_cast<size_t>(std::upper_bound(segments.begin(), segments.end(), from) -
                                  segments.begin());
  at = at == 0 ? 0 : at - 1;
  if (segments[at] > from) {
    return Error(ErrorCode::kDataLoss,
                 fmt::format("The checkpoint log in {} begins at leaf {}; its "
                             "earlier segments are missing.",
                             directory, segments[at]));
  }
  std::optional<SegmentReader> before;
  std::string bytes;
  for (; at < segments.size(); ++at) {
    const std::string path = PathOf(directory, segments[at]);
    std::optional<prooflog::Checkpoint> expected;
    SegmentCheck expected_check{};
    if (before) {
      expected = before->last();
      expected_check = before->check();
    }
    TEMOIN_ASSIGN_OR_RETURN(bytes, ReadFile(path, kMaxSegmentFile));
    SegmentReader& reader = before.emplace(AsBytes(bytes));
    const auto header = reader.ReadHeader();
    if (!header) return Locate(header.error(), path);
    if (header->start.size != segments[at] ||
        (expected && (header->start != *expected || header->previous != expected_check))) {
      return Error(ErrorCode::kDataLoss,
                   "The checkpoint log is damaged: " + path +
                       " does not continue the segment before it, or has another's name.");
    }
    for (;;) {
      const auto batch = reader.ReadBatch();
      if (!batch) {
        // In an earlier segment, too, a power cut may have torn the mark of the last batch; that
        // no batch is missing, the next segment's header says.
        if (!Whole(batch.error()) && reader.Torn()) break;
        return Locate(batch.error(), path);
      }
      if (!*batch) break;
      if ((*batch)->checkpoint.size > from) TEMOIN_RETURN_IF_ERROR(visit(**batch));
    }
    if (keys == nullptr) continue;
    for (const std::string& key : reader.keys()) PutLast(key, *keys);
  }
  return {};
}

Result<std::vector<std::string>> ReadCheckpointLogKeys(const std::string& directory) {
  std::vector<std::string> keys;
  TEMOIN_RETURN_IF_ERROR(ReadCheckpointLog(
      directory, 0, [](const CheckpointBatch&) { return Status(); }, &keys));
  return keys;
}

}  // namespace temoin::app
