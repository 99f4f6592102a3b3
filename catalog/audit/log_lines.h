// What a line of a log of requests and responses is: a field or an address.
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

// Without the time and the numbers that curl -v writes before its marks where it is asked to
// (--trace-time, --trace-ids).
std::string_view WithoutClock(std::string_view line);

// Of curl --trace, which cuts what was sent and received into pieces.
bool IsTraceLine(std::string_view line);

// Where somebody or a pager cut something out: "[...]", "(snip)", "--More--", "... 12 more
// omitted".
bool IsElision(std::string_view line);

// A field "Set-Cookie" or "Cookie" out of the quotes that a program printed it in
// ("'Set-Cookie: a=1',"); any other line as it is.
std::string_view WithoutQuotes(std::string_view line);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_LOG_LINES_H_
