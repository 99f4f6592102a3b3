#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "app/recording/spent_keys.h"

// What parses is written as it stood, but for a torn last line.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto keys = temoin::app::ParseSpentKeys(text);
  if (keys && !text.empty() && !text.starts_with(temoin::app::FormatSpentKeys(*keys))) {
    std::abort();
  }
  return 0;
}
