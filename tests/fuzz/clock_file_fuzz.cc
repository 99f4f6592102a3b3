#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/encoding.h"
#include "server/service/clock_file.h"

// What is read is written again to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  const auto file = temoin::service::ParseClockFile(text);
  if (file.ok() && temoin::service::FormatClockFile(*file) != text) std::abort();
  return 0;
}
