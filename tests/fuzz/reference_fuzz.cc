#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "consent/reference.h"

// What a person typed and is accepted names the index whose reference it is.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto index = temoin::consent::ParseReference(text);
  if (index && temoin::consent::ParseReference(temoin::consent::FormatReference(*index)) != index) {
    std::abort();
  }
  return 0;
}
