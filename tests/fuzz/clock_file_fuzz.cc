#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "app/clock/clock_file.h"
#include "base/encoding.h"

// What is read is written again to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  const auto file = temoin::app::ParseClockFile(text);
  if (file.ok() && temoin::app::FormatClockFile(*file) != text) std::abort();
  return 0;
}
