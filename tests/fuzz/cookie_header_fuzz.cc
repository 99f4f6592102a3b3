#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/http/fields.h"

// Values are views into the header and without separators; the other list fields are read, too.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto values = temoin::http::CookieValues(text, "pcid");
  if (values.size() > text.size()) std::abort();
  for (const std::string_view value : values) {
    if (value.find(';') != std::string_view::npos) std::abort();
    if (!value.empty() &&
        (value.data() < text.data() || value.data() + value.size() > text.data() + text.size())) {
      std::abort();
    }
  }
  (void)temoin::http::ParseAcceptEncoding(text);
  if (temoin::http::MatchesEtag(text, "\"x\"") && text.find("\"x\"") == std::string_view::npos &&
      text.find('*') == std::string_view::npos) {
    std::abort();
  }
  return 0;
}
