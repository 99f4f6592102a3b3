// The date of an Expires attribute: RFC 6265 section 5.1.1, nothing more and nothing less. A text
// over 1,024 bytes is none.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_COOKIE_DATE_H_
#define TEMOIN_CATALOG_COOKIE_DATE_H_

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace temoin::catalog {

// "0" to "9": what RFC 6265 calls a digit.
inline bool IsDateDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<Time> ParseCookieDate(std::string_view text);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_COOKIE_DATE_H_
