#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/json.h"

// What parses is canonicalized, and the canonical text parses to the same value.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = temoin::ParseJson(text);
  if (!value.ok()) return 0;
  const auto canonical = temoin::CanonicalJson(*value);
  if (!canonical.ok()) return 0;
  const auto again = temoin::ParseJson(*canonical, {.max_bytes = 1 << 20});
  if (!again.ok() || *again != *value) std::abort();
  return 0;
}
