#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/http/fields.h"

// What decodes holds no control characters; host names come out in one spelling.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = temoin::http::QueryParameter(text, "name");
  if (value.ok() && *value) {
    for (const char c : **value) {
      if (static_cast<unsigned char>(c) < 0x20) std::abort();
    }
  }
  const auto host = temoin::http::HostName(text);
  if (host && host->find(':') == std::string::npos && temoin::http::HostName(*host) != host) {
    std::abort();
  }
  (void)temoin::http::MediaType(text);
  return 0;
}
