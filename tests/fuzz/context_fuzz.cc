#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "consent/context.h"

// A context has one spelling.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto context = temoin::consent::DecodeContext(text);
  if (context && temoin::consent::EncodeContext(*context) != text) std::abort();
  return 0;
}
