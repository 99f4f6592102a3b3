#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "consent/token.h"

// A token has one spelling.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto token = temoin::consent::DecodeToken(text);
  if (token && temoin::consent::EncodeToken(*token) != text) std::abort();
  return 0;
}
