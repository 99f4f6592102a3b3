// Files that must be whole: read with a cap, replaced atomically and durably. A file of our own is
// a regular one; whatever else has its name (a pipe, a device, a directory) is refused and never
// waited for, so that nothing that lies in a directory can hold up a start.
//
// Thread-safety: free functions; two writers of one path race like renames do (one wins whole).
#ifndef TEMOIN_BASE_FILE_H_
#define TEMOIN_BASE_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/result.h"

namespace temoin {

// An owned file descriptor; closed at the end of its life.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() { Reset(); }
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.Release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) Reset(other.Release());
    return *this;
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int Release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }
  void Reset(int fd = -1);

 private:
  int fd_ = -1;
};

// The whole file, which is a regular one or a link to one. kNotFound, kDataLoss for what is no
// regular file, kTooLarge over `max_bytes`, kForbidden, kUnavailable for I/O errors.
Result<std::string> ReadFile(const std::string& path, size_t max_bytes);

// What a person names on the command line, which may be a pipe: waits for its end. Else the same.
Result<std::string> ReadInput(const std::string& path, size_t max_bytes);

// That a path is free, or names a regular file or a link to one. kDataLoss, saying what it is.
Status CheckRegular(const std::string& path);

// That nobody but its owner may read or change a file, or that there is none. kForbidden, saying
// what to run.
Status CheckPrivate(const std::string& path);

// That not everybody may put files into a directory. kForbidden, saying what to run.
Status CheckNotEverybodys(const std::string& directory);

// Writes beside `path`, syncs, renames over it, syncs the directory. `mode` as for open(2).
// kUnavailable when the disk refuses; then the old file is still there, whole.
Status WriteFileDurably(const std::string& path, std::string_view contents, unsigned mode = 0644);

// Syncs a directory, so that what was created or renamed in it survives a power cut.
Status SyncDirectory(const std::string& path);

// Writes all of `data` at the descriptor's position, retrying short writes and EINTR.
Status WriteAll(int fd, ByteView data);

// "verb path: reason" from errno, for messages; kUnavailable unless errno says otherwise
// (ENOENT is kNotFound, EACCES and EPERM kForbidden).
Error ErrnoError(std::string_view verb, std::string_view path, int error_number);

}  // namespace temoin

#endif  // TEMOIN_BASE_FILE_H_
