#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

Result<std::string> ReadFile(const std::string& path, size_t max_bytes) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return ErrnoError("open", path, errno);
  std::string out;
  char buffer[64 * 1024];
  while (true) {
    const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
    if (count < 0) {
      if (errno == EINTR) continue;
      return ErrnoError("read", path, errno);
    }
    if (count == 0) return out;
    if (out.size() + static_cast<size_t>(count) > max_bytes) {
      return Error(ErrorCode::kTooLarge,
                   fmt::format("{} is larger than {} bytes", path, max_bytes));
    }
    out.append(buffer, static_cast<size_t>(count));
  }
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
    const FileDescriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (!file.valid()) return ErrnoError("create", temporary, errno);
    // An earlier attempt may have left the file with other permissions.
    if (::fchmod(file.get(), mode) != 0) return ErrnoError("protect", temporary, errno);
    TEMOIN_RETURN_IF_ERROR(WriteAll(file.get(), AsBytes(contents)));
    if (::fsync(file.get()) != 0) return ErrnoError("sync", temporary, errno);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return ErrnoError("rename", path, errno);
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  return SyncDirectory(parent.empty() ? "." : parent.string());
}

}  // namespace temoin
