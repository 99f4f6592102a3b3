// The number of lines that a line of the access log says were forgotten: what the program writes is
// read again as it was, whatever else stands there is read without harm.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "store/access_log.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::store;
  const std::string text(reinterpret_cast<const char*>(data), size);
  (void)ForgottenLines({.action = std::string(kForgetAction), .detail = text});
  if (ForgottenLines({.action = text, .detail = "lines 5, before 2025-11-28"}) != 0 &&
      text != kForgetAction) {
    std::abort();
  }
  uint64_t lines = 0;
  if (size > 0) std::memcpy(&lines, data, std::min(size, sizeof lines));
  const std::string written = ForgetDetail(lines, temoin::Time{});
  if (ForgottenLines({.action = std::string(kForgetAction), .detail = written}) != lines) {
    std::abort();
  }
  return 0;
}
