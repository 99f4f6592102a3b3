// A ZIP archive (PKWARE APPNOTE 6.3) written in one pass: files stored as they are, names in UTF-8,
// one time for all, so that the same files give the same bytes. What is archived here is small or
// hashed text; leaving it uncompressed lets any tool read it.
//
// Bounds: at most 65,535 files and 4 GiB in all, as the format has it without its 64-bit extension.
//
// Thread-safety: one thread; the writer keeps some 100 bytes a file until Finish.
#ifndef TEMOIN_RENDER_ZIP_H_
#define TEMOIN_RENDER_ZIP_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace temoin::render {

class ZipWriter {
 public:
  // `at`: the time that every file carries, in UTC. ZIP knows 1980 to 2107 and even seconds.
  explicit ZipWriter(Time at);

  // Appends one file to `out`, which may be emptied between calls. `path`: relative, with '/'.
  // kTooLarge over a bound; what is in `out` is then no archive.
  Status Add(std::string_view path, std::string_view contents, std::string& out);
  // Appends what ends the archive. Nothing may follow.
  void Finish(std::string& out);

 private:
  const uint32_t stamp_;  // DOS date and time
  std::string directory_;
  uint64_t offset_ = 0;
  uint32_t files_ = 0;
};

}  // namespace temoin::render

#endif  // TEMOIN_RENDER_ZIP_H_
