// Whether a line of a log, which is no field that is read, holds a cookie in plain sight: what
// nobody understood is said to be open and never passes for nothing.
//
// Lines are given without their ends; no bounds of their own. Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_AUDIT_COOKIE_SIGNS_H_
#define TEMOIN_CATALOG_AUDIT_COOKIE_SIGNS_H_

#include <string_view>

namespace temoin::catalog {

// A cookie, or what may be one, in a line that is no field of that name: "Set-Cookie" behind a
// time, in a table, in code or in quotes, "Cookies: a=1", "document.cookie = 'a=1'",
// "HTTP_COOKIE=a=1", a row with a domain, a path and an end, an object with a name, a value and a
// domain, a command that sends cookies ("curl -b 'a=1'").
bool MayHoldCookie(std::string_view line);

// The value of a "Set-Cookie" with its attributes ("a=1; Path=/"), whatever stands around it.
bool HoldsSetCookie(std::string_view line);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_COOKIE_SIGNS_H_
