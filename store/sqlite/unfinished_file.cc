#include "store/sqlite/unfinished_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/encoding.h"

namespace temoin::store {
namespace {

constexpr size_t kMaxNote = 8192;

std::string NoteIn(const std::string& data_directory) {
  return data_directory + "/unfinished-copy";
}

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// "device inode", which tells this file from any other of its name.
std::string Identity(const struct stat& file) {
  return fmt::format("{} {}", file.st_dev, file.st_ino);
}

// As far as the disk lets: what stays behind is said in docs/operate.md.
void ZeroAll(int fd) {
  static constexpr std::array<uint8_t, size_t{64} * 1024> kZeros{};
  struct stat file {};
  if (::fstat(fd, &file) != 0) return;
  for (off_t at = 0; at < file.st_size;) {
    const auto count =
        static_cast<size_t>(std::min<off_t>(file.st_size - at, off_t{kZeros.size()}));
    const ssize_t written = ::pwrite(fd, kZeros.data(), count, at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    at += written;
  }
  ::fsync(fd);
}

// If it is a file, and this one where an identity is given.
Status ZeroAndUnlink(const std::string& path, std::optional<std::string_view> identity) {
  const FileDescriptor file(::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat found {};
  if (!file.valid() || ::fstat(file.get(), &found) != 0 || !S_ISREG(found.st_mode) ||
      (identity && Identity(found) != *identity)) {
    return {};
  }
  ZeroAll(file.get());
  if (::unlink(path.c_str()) != 0) return ErrnoError("remove", path, errno);
  return SyncDirectory(DirectoryOf(path));
}

// Whether the volume that a path lies on may be elsewhere now: its directory is missing, or is the
// empty one that it is mounted on.
bool MayBeElsewhere(const std::string& path) {
  std::error_code failed;
  const std::filesystem::path directory = std::filesystem::path(path).parent_path();
  return !std::filesystem::is_directory(directory, failed) ||
         std::filesystem::is_empty(directory, failed);
}

Error AlreadyThere(const std::string& target) {
  return {ErrorCode::kConflict,
          fmt::format("{} exists already: a copy is never written over.", target)};
}

}  // namespace

Result<std::unique_ptr<UnfinishedFile>> UnfinishedFile::Create(const std::string& target,
                                                               const std::string& data_directory,
                                                               Naming naming) {
  TEMOIN_RETURN_IF_ERROR(RemoveUnfinished(data_directory));
  const std::string note = NoteIn(data_directory);
  struct stat there {};
  if (::lstat(target.c_str(), &there) == 0) return AlreadyThere(target);
  std::unique_ptr<UnfinishedFile> out(new UnfinishedFile(target, note));
  if (naming == Naming::kNoneIfPossible) {
    const std::string directory = DirectoryOf(target);
    out->file_.Reset(::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    // EISDIR: a kernel that does not know O_TMPFILE.
    if (!out->file_.valid() && errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) {
      return ErrnoError("create a file in", directory, errno);
    }
  }
  if (!out->file_.valid() && ::lstat(note.c_str(), &there) == 0) {
    return Error(ErrorCode::kConflict,
                 fmt::format("{} names a copy that was cut and is not to be seen now. Mount its "
                             "volume and try again; if that is gone for good, remove the note.",
                             note));
  }
  if (!out->file_.valid()) TEMOIN_RETURN_IF_ERROR(out->CreateNamed());
  return out;
}

// The note comes before the first byte. An empty one without a note is what is left of a process
// that was killed in between.
Status UnfinishedFile::CreateNamed() {
  FileDescriptor made(
      ::open(partial().c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
  struct stat file {};
  if (!made.valid() || ::fstat(made.get(), &file) != 0) {
    return ErrnoError("create", partial(), errno);
  }
  if (!S_ISREG(file.st_mode) || file.st_size != 0) return AlreadyThere(partial());
  file_ = std::move(made);
  named_ = true;
  std::error_code failed;
  const std::string path = std::filesystem::absolute(partial(), failed).string();
  if (failed) return Error(ErrorCode::kUnavailable, partial() + ": " + failed.message());
  return WriteFileDurably(note_, FormatUnfinishedNote({.path = path, .identity = Identity(file)}),
                          0600);
}

UnfinishedFile::~UnfinishedFile() {
  if (finished_ || !file_.valid()) return;
  ZeroAll(file_.get());
  if (!named_) return;
  ::unlink(partial().c_str());
  ::unlink(note_.c_str());
}

std::string UnfinishedFile::path() const { return fmt::format("/proc/self/fd/{}", file_.get()); }

Status UnfinishedFile::Finish() {
  if (::fsync(file_.get()) != 0) return ErrnoError("sync", target_, errno);
  if (!named_) {
    if (::linkat(AT_FDCWD, path().c_str(), AT_FDCWD, target_.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      if (errno == EEXIST) return AlreadyThere(target_);
      return ErrnoError("name", target_, errno);
    }
    finished_ = true;
    return SyncDirectory(DirectoryOf(target_));
  }
  if (::renameat2(AT_FDCWD, partial().c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) return AlreadyThere(target_);
    // A file system that cannot promise it (NFS): looked at, then renamed.
    struct stat there {};
    if (errno != EINVAL) return ErrnoError("rename", partial(), errno);
    if (::lstat(target_.c_str(), &there) == 0) return AlreadyThere(target_);
    if (std::rename(partial().c_str(), target_.c_str()) != 0) {
      return ErrnoError("rename", partial(), errno);
    }
  }
  finished_ = true;
  Status synced = SyncDirectory(DirectoryOf(target_));
  ::unlink(note_.c_str());
  return synced;
}

std::optional<UnfinishedNote> ParseUnfinishedNote(std::string_view text) {
  if (text.size() > kMaxNote || !text.starts_with('/') || !text.ends_with('\n'))
    return std::nullopt;
  text.remove_suffix(1);
  const size_t line = text.rfind('\n');
  if (line == std::string_view::npos || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view identity = text.substr(line + 1);
  const size_t space = identity.find(' ');
  const bool two_numbers =
      space != std::string_view::npos && space > 0 && space + 1 < identity.size() &&
      identity.find_first_not_of("0123456789", space + 1) == std::string_view::npos &&
      identity.find_first_not_of("0123456789") == space;
  if (!two_numbers) return std::nullopt;
  return UnfinishedNote{.path = std::string(text.substr(0, line)),
                        .identity = std::string(identity)};
}

std::string FormatUnfinishedNote(const UnfinishedNote& note) {
  return note.path + "\n" + note.identity + "\n";
}

Status RemoveUnfinished(const std::string& data_directory) {
  TEMOIN_RETURN_IF_ERROR(ZeroAndUnlink(data_directory + "/temoin.db.restored", std::nullopt));
  const std::string note = NoteIn(data_directory);
  const auto text = ReadFile(note, kMaxNote);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return {};
    // What cannot be read is none of ours, and no damage of the database.
    return Error(ErrorCode::kUnavailable, text.error().message);
  }
  if (const auto named = ParseUnfinishedNote(*text)) {
    if (MayBeElsewhere(named->path)) return {};  // the next one who opens the directory looks again
    TEMOIN_RETURN_IF_ERROR(ZeroAndUnlink(named->path, named->identity));
  }
  if (::unlink(note.c_str()) != 0) return ErrnoError("remove", note, errno);
  return {};
}

}  // namespace temoin::store
