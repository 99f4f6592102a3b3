#include "app/recording/note_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/encoding.h"

namespace temoin::app {

Result<std::string> NoteFile::Read(size_t max_bytes) const {
  auto text = ReadFile(path_, max_bytes);
  if (!text && text.error().code == ErrorCode::kNotFound) return std::string();
  return text;
}

Status NoteFile::Replace(std::string_view text) {
  TEMOIN_RETURN_IF_ERROR(WriteFileDurably(path_, text, 0600));
  file_.Reset(::open(path_.c_str(), O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC));
  if (!file_.valid()) return ErrnoError("open", path_, errno);
  bytes_ = text.size();
  return {};
}

Status NoteFile::Append(std::string_view lines) {
  Status written = WriteAll(file_.get(), AsBytes(lines));
  if (written && ::fdatasync(file_.get()) != 0) written = ErrnoError("sync", path_, errno);
  if (!written) file_.Reset();
  if (written) bytes_ += lines.size();
  return written;
}

void NoteFile::Remove() {
  file_.Reset();
  ::unlink(path_.c_str());
}

}  // namespace temoin::app
