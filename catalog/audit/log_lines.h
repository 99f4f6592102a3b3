// What a line of a log of requests and answers is: a field, an address, or something with a cookie
// in it that is no field.
//
// Lines are given without their ends; no bounds of their own. Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_AUDIT_LOG_LINES_H_
#define TEMOIN_CATALOG_AUDIT_LOG_LINES_H_

#include <string_view>

namespace temoin::catalog {

// The name of a header field (RFC 9110 section 5.6.2, HTTP/2's ":authority") before the colon;
// empty: it is none.
std::string_view FieldName(std::string_view line);

// An address alone.
bool IsAddressLine(std::string_view word);

// A cookie, or what may be one, in a line that is no field of that name: "Set-Cookie" behind a
// time, in a table or in quotes, "Cookies: a=1", "document.cookie = 'a=1'", "HTTP_COOKIE=a=1".
bool MentionsCookie(std::string_view line);

// A command that sends cookies: curl -b 'a=1'.
bool IsCommandWithCookies(std::string_view line);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_LOG_LINES_H_
