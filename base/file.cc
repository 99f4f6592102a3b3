#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <system_error>

namespace temoin {

void FileDescriptor::Reset(int fd) {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

Error ErrnoError(std::string_view verb, std::string_view path, int error_number) {
  ErrorCode code = ErrorCode::kUnavailable;
  if (error_number == ENOENT) code = ErrorCode::kNotFound;
  if (error_number == EACCES || error_number == EPERM) code = ErrorCode::kForbidden;
  return {code, fmt::format("cannot {} {}: {}", verb, path,
                            std::generic_category().message(error_number))};
}

namespace {

Error TooLarge(const std::string& path, size_t max_bytes) {
  return {ErrorCode::kTooLarge, fmt::format("{} is larger than {} bytes", path, max_bytes)};
}

std::string_view KindOf(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

Error NotRegular(const std::string& path, mode_t mode) {
  return {ErrorCode::kDataLoss,
          fmt::format("{} is {} and not a regular file: move it away and put the file in its place",
                      path, KindOf(mode))};
}

Result<std::string> ReadAll(const FileDescriptor& file, const std::string& path, size_t max_bytes) {
  std::string out;
  char buffer[64 * 1024];
  while (true) {
    const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
    if (count < 0) {
      if (errno == EINTR) continue;
      return ErrnoError("read", path, errno);
    }
    if (count == 0) return out;
    if (out.size() + static_cast<size_t>(count) > max_bytes) return TooLarge(path, max_bytes);
    out.append(buffer, static_cast<size_t>(count));
  }
}

}  // namespace

Result<std::string> ReadFile(const std::string& path, size_t max_bytes) {
  // Opening a pipe does not wait for whoever writes into it.
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.valid()) {
    if (errno == ENXIO) return NotRegular(path, S_IFSOCK);
    return ErrnoError("open", path, errno);
  }
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return ErrnoError("look at", path, errno);
  if (!S_ISREG(info.st_mode)) return NotRegular(path, info.st_mode);
  if (info.st_size > 0 && static_cast<uint64_t>(info.st_size) > max_bytes) {
    return TooLarge(path, max_bytes);
  }
  return ReadAll(file, path, max_bytes);
}

Result<std::string> ReadInput(const std::string& path, size_t max_bytes) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC));
  if (!file.valid()) return ErrnoError("open", path, errno);
  return ReadAll(file, path, max_bytes);
}

Status CheckRegular(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    return errno == ENOENT ? Status() : Status(ErrnoError("look at", path, errno));
  }
  return S_ISREG(info.st_mode) ? Status() : Status(NotRegular(path, info.st_mode));
}

Status CheckPrivate(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    return errno == ENOENT ? Status() : Status(ErrnoError("look at", path, errno));
  }
  if ((info.st_mode & 077) == 0) return {};
  return Error(ErrorCode::kForbidden,
               fmt::format("{} has mode {:04o}, so that others may read or change it; run: chmod "
                           "600 {}",
                           path, info.st_mode & 07777, path));
}

Status CheckNotEverybodys(const std::string& directory) {
  struct stat info {};
  if (::stat(directory.c_str(), &info) != 0) return ErrnoError("look at", directory, errno);
  if ((info.st_mode & S_IWOTH) == 0) return {};
  return Error(ErrorCode::kForbidden,
               fmt::format("Everybody may put files into {} (mode {:04o}), keys and tokens too; "
                           "run: chmod o-w {}",
                           directory, info.st_mode & 07777, directory));
}

Status WriteAll(int fd, ByteView data) {
  while (!data.empty()) {
    const ssize_t count = ::write(fd, data.data(), data.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      return ErrnoError("write", "file", errno);
    }
    data = data.subspan(static_cast<size_t>(count));
  }
  return {};
}

Status SyncDirectory(const std::string& path) {
  const FileDescriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid()) return ErrnoError("open", path, errno);
  if (::fsync(directory.get()) != 0) return ErrnoError("sync", path, errno);
  return {};
}

Status WriteFileDurably(const std::string& path, std::string_view contents, unsigned mode) {
  const std::string temporary = path + ".new";
  {
    // What an earlier attempt left, or another put there, is neither waited for nor written into.
    ::unlink(temporary.c_str());
    const FileDescriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file.valid()) return ErrnoError("create", temporary, errno);
    // Whatever the process's umask says.
    if (::fchmod(file.get(), mode) != 0) return ErrnoError("protect", temporary, errno);
    TEMOIN_RETURN_IF_ERROR(WriteAll(file.get(), AsBytes(contents)));
    if (::fsync(file.get()) != 0) return ErrnoError("sync", temporary, errno);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return ErrnoError("rename", path, errno);
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  return SyncDirectory(parent.empty() ? "." : parent.string());
}

}  // namespace temoin
