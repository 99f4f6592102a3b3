#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "app/publish/published_sites.h"
#include "base/encoding.h"

// What is read is a publication that could have been made.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = temoin::AsText({data, size});
  const auto history = temoin::app::ParseHistory("a.example", text);
  if (!history) return 0;
  for (const auto& each : *history) {
    if (each.generation < 1 || each.hash.size() != 64) std::abort();
  }
  return 0;
}
