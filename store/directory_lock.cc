#include "store/directory_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace temoin::store {

Result<DirectoryLock> DirectoryLock::Take(const std::string& directory) {
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return ErrnoError("create", directory, errno);
  }
  const std::string path = directory + "/temoin.lock";
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file.valid()) return ErrnoError("open", path, errno);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return ErrnoError("lock", path, errno);
    std::array<char, 16> text{};
    const ssize_t length = ::pread(file.get(), text.data(), text.size(), 0);
    std::string owner;
    for (ssize_t i = 0; i < length && text[i] >= '0' && text[i] <= '9'; ++i) owner += text[i];
    return Error(ErrorCode::kConflict,
                 fmt::format("The data directory {} is in use by another process{}. Stop it, or "
                             "give this one a directory of its own.",
                             directory, owner.empty() ? "" : fmt::format(" (pid {})", owner)));
  }
  const std::string pid = fmt::format("{}\n", ::getpid());
  // The number only helps a person: the lock holds without it, on a full disk too.
  if (::ftruncate(file.get(), 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(file.get(), pid.data(), pid.size(), 0);
  }
  return DirectoryLock(std::move(file));
}

}  // namespace temoin::store
