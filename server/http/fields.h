// Readers of the request's header fields and query: small grammars, each read in one place.
//
// All take text from the network: no length, character or order is assumed.
//
// Thread-safety: pure functions; the views returned point into the argument.
#ifndef TEMOIN_SERVER_HTTP_FIELDS_H_
#define TEMOIN_SERVER_HTTP_FIELDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace temoin::http {

// The values of every cookie called `name` (RFC 6265 section 4.2.1), in the order sent: a browser
// sends two of one name when a parent domain has set one too. As many as there are; the bound is
// the header's own length.
std::vector<std::string_view> CookieValues(std::string_view cookie_header, std::string_view name);

// What the client can decode, of what this server has (RFC 9110 section 12.5.3). `brotli` and
// `gzip` are false when the coding is absent or has the weight 0.
struct Encodings {
  bool brotli = false;
  bool gzip = false;
};
Encodings ParseAcceptEncoding(std::string_view accept_encoding);

// Whether If-None-Match names `etag` (RFC 9110 section 13.1.2: weak comparison, since a proxy that
// recompresses weakens the tag it was given). `etag` has its quotes.
bool MatchesEtag(std::string_view if_none_match, std::string_view etag);

// "application/json" for `Application/JSON; charset=utf-8`: lower case, without parameters.
std::string MediaType(std::string_view content_type);

// The value of the parameter `name` in a query string (without "?"), percent-decoded, "+" being a
// space. Nothing when it is absent; kInvalidArgument when it is there twice, when an escape is
// malformed, or when it decodes to a control character or to what is not UTF-8.
Result<std::optional<std::string>> QueryParameter(std::string_view query, std::string_view name);

// The host of a Host header or of an origin, lower case, without port: "[::1]:80" -> "::1".
// Nothing when it is empty or holds characters that no host name has.
std::optional<std::string> HostName(std::string_view host_header);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_FIELDS_H_
