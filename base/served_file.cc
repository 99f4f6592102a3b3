#include "base/served_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace temoin {

ServedFile::State ServedFile::StateOf(const struct stat& file) {
  return {file.st_size, file.st_mtim.tv_sec, file.st_mtim.tv_nsec};
}

Error ServedFile::NotServed(std::string_view what) const {
  return {ErrorCode::kUnavailable,
          fmt::format("{} was {} while the server runs. Nothing is recorded or acknowledged any "
                      "more. {}",
                      path_, what, remedy_)};
}

Result<ServedFile> ServedFile::Open(std::string path, std::string remedy) {
  // For writing, too: some file systems give a file that is first written to another inode.
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!file.valid()) return ErrnoError("open", path, errno);
  ServedFile out(std::move(path), std::move(remedy), std::move(file));
  out.Remember();
  return out;
}

Result<ServedFile::State> ServedFile::LookInPlace() const {
  struct stat open {};
  struct stat named {};
  if (::fstat(file_.get(), &open) != 0) return ErrnoError("look at", path_, errno);
  if (::stat(path_.c_str(), &named) != 0) {
    if (errno != ENOENT && errno != ENOTDIR) return ErrnoError("look at", path_, errno);
    return NotServed(open.st_nlink == 0 ? "deleted" : "moved away");
  }
  if (named.st_ino != open.st_ino || named.st_dev != open.st_dev || open.st_nlink == 0) {
    return NotServed("replaced by another file");
  }
  return StateOf(open);
}

Status ServedFile::CheckPlace() const {
  const auto found = LookInPlace();
  return found.ok() ? Status() : Status(found.error());
}

Status ServedFile::Check() const {
  TEMOIN_ASSIGN_OR_RETURN(const State now, LookInPlace());
  if (now != remembered_) return NotServed("written to by something else");
  return {};
}

void ServedFile::Remember() {
  struct stat open {};
  if (::fstat(file_.get(), &open) == 0) remembered_ = StateOf(open);
}

Status ServedFile::RememberInPlace() {
  TEMOIN_ASSIGN_OR_RETURN(remembered_, LookInPlace());
  return {};
}

}  // namespace temoin
