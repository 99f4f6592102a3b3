#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/encoding.h"
#include "store/clock_correction.h"

// What is read is written again to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  const auto correction = temoin::store::ParseClockCorrection(7, text);
  if (correction.ok() && temoin::store::FormatClockCorrection(*correction) != text) std::abort();
  return 0;
}
