#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "identity/provider.h"

// A provider that is read holds endpoints that may be asked, and no other.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::identity;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = ParseProvider(text, "https://id.example");
  if (!read.ok()) return 0;
  for (const auto& url : {read->authorization, read->token, read->keys}) {
    if (!CheckProviderUrl(url).ok()) std::abort();
  }
  if (read->issuer != "https://id.example") std::abort();
  return 0;
}
