#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "base/encoding.h"

// What is read as a time or a day is written so that it is read as the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  const auto time = temoin::ParseTime(text);
  if (time && temoin::ParseTime(temoin::FormatTime(*time)).value() != *time) std::abort();
  const auto date = temoin::ParseDate(text);
  if (date && temoin::FormatDate(*date) != text) std::abort();
  (void)temoin::ParseDuration(text);
  return 0;
}
