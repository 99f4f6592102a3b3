#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/sqlite/unfinished_file.h"

// A note that parses is written back as it was, and names one absolute path.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto note = temoin::store::ParseUnfinishedNote(text);
  if (!note) return 0;
  if (!note->path.starts_with('/') || temoin::store::FormatUnfinishedNote(*note) != text) {
    std::abort();
  }
  return 0;
}
