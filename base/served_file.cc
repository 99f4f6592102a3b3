#include "base/served_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace temoin {

int ServedFile::Look(int directory, const char* path, int flags, struct statx& out) const {
  const unsigned int times = watch_ == Watch::kLengthAndTime ? STATX_MTIME : 0U;
  out = {};
  const int done =
      ::statx(directory, path, flags, STATX_INO | STATX_NLINK | STATX_SIZE | times, &out);
  // A file system may fill in what nobody asked for.
  if (times == 0) out.stx_mtime = {};
  return done;
}

ServedFile::State ServedFile::StateOf(const struct statx& file) {
  return {static_cast<int64_t>(file.stx_size), file.stx_mtime.tv_sec, file.stx_mtime.tv_nsec};
}

Error ServedFile::NotServed(std::string_view what) const {
  return {ErrorCode::kUnavailable,
          fmt::format("{} was {} while the server runs. Nothing is recorded or acknowledged any "
                      "more. {}",
                      path_, what, remedy_)};
}

Error ServedFile::WrittenTo() const { return NotServed("written to by something else"); }

Result<ServedFile> ServedFile::Open(std::string path, std::string remedy, Watch watch) {
  // For writing, too: some file systems give a file that is first written to another inode.
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!file.valid()) return ErrnoError("open", path, errno);
  ServedFile out(std::move(path), std::move(remedy), watch, std::move(file));
  out.Remember();
  return out;
}

Result<ServedFile::State> ServedFile::LookInPlace() const {
  struct statx open {};
  struct statx named {};
  if (Look(file_.get(), "", AT_EMPTY_PATH, open) != 0) return ErrnoError("look at", path_, errno);
  if (Look(AT_FDCWD, path_.c_str(), 0, named) != 0) {
    if (errno != ENOENT && errno != ENOTDIR) return ErrnoError("look at", path_, errno);
    return NotServed(open.stx_nlink == 0 ? "deleted" : "moved away");
  }
  if (named.stx_ino != open.stx_ino || named.stx_dev_major != open.stx_dev_major ||
      named.stx_dev_minor != open.stx_dev_minor || open.stx_nlink == 0) {
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
  if (now != remembered_) return WrittenTo();
  return {};
}

void ServedFile::Remember() {
  struct statx open {};
  if (Look(file_.get(), "", AT_EMPTY_PATH, open) == 0) remembered_ = StateOf(open);
}

Status ServedFile::RememberInPlace() {
  TEMOIN_ASSIGN_OR_RETURN(remembered_, LookInPlace());
  return {};
}

}  // namespace temoin
