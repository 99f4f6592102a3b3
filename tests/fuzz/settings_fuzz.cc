#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/settings/settings.h"

// Whatever a file of settings holds, it is understood or refused with its place; what is understood
// belongs to a row of the table and says its line.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto given = temoin::settings::ParseSettingsFile(text, "f");
  if (!given.ok()) {
    if (!given.error().message.starts_with("f:")) std::abort();
    return 0;
  }
  for (const auto& [option, value] : *given) {
    if (temoin::settings::FindByOption(option) == nullptr) std::abort();
    if (!value.place.starts_with("f:")) std::abort();
  }
  return 0;
}
