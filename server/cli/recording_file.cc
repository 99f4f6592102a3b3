#include "server/cli/recording_file.h"

#include <cerrno>
#include <cstdio>
#include <memory>

#include "base/file.h"

namespace temoin::cli {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

Result<catalog::Recording> ReadRecordingFile(const std::string& path, Time exported) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return ErrnoError("open", path, errno);
  auto recording = catalog::ReadRecording(
      [&](char* buffer, size_t size) { return std::fread(buffer, 1, size, file.get()); }, exported);
  if (recording.ok() && std::ferror(file.get()) != 0) return ErrnoError("read", path, errno);
  return recording;
}

}  // namespace temoin::cli
