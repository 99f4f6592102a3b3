#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/host.h"
#include "catalog/cookie_date.h"
#include "catalog/redaction.h"
#include "catalog/set_cookie.h"

// A Set-Cookie value, joined or not, its date and its domain.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::catalog;  // NOLINT(google-build-using-namespace): one function
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  size_t bytes = 0;
  for (const std::string_view line : SplitSetCookies(text)) {
    bytes += line.size();
    const SetCookie cookie = ReadSetCookie(line);
    if (!cookie.domain.empty() && temoin::NormalHost(cookie.domain) != cookie.domain) std::abort();
    if (!cookie.path.empty() && cookie.path[0] != '/') std::abort();
    if (RefusalOf(cookie, "www.a.example") == Refusal::kNone && !cookie.domain.empty() &&
        !temoin::HostWithin("www.a.example", cookie.domain)) {
      std::abort();
    }
  }
  if (bytes > size) std::abort();
  (void)ParseCookieDate(text);
  (void)IsRedactionMark(text);
  return 0;
}
