// Cookies that somebody saw, read out of what people paste: a list of names, document.cookie,
// Set-Cookie lines (RFC 6265 section 5.2), a log of curl -v, rows copied from a browser's developer
// tools or a cookies.txt.
//
// Values are dropped while reading: only names, hosts and lifetimes come out.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_SEEN_H_
#define TEMOIN_CATALOG_SEEN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "catalog/model.h"

namespace temoin::catalog {

struct SeenCookie {
  std::string name;
  std::string host;  // lower case, without a leading dot; empty: not known
  // From when it was seen to its end. nullopt: not known. Zero or less: cleared.
  std::optional<int64_t> seconds;
  bool session = false;     // ends with the browser; `seconds` is then nullopt
  bool bad_domain = false;  // its Domain, which `host` then is, is no host: browsers refuse it
  // What stores it, where the text says so; nullopt: a cookie, or anything of that name.
  std::optional<TrackerKind> kind = std::nullopt;

  bool cleared() const { return seconds.has_value() && *seconds <= 0; }
};

// One Set-Cookie value ("a=b; Max-Age=60; Domain=x.fr"), received at `now` from `host`. Max-Age
// wins over Expires. nullopt: no name, or over 8 KiB.
std::optional<SeenCookie> ParseSetCookie(std::string_view line, std::string_view host, Time now);

// Whether requests or answers stand in it, as curl -v writes them or a browser's developer tools do
// (a field's name on one line, its value on the next), or fields with the host or the address that
// was asked among them: of those only the fields that set or send cookies are read, at that host.
bool IsHttpLog(std::string_view text);

// Whether its first line gives the heads of a table's columns and rows follow: "Name;Domain".
bool IsTable(std::string_view text);

// A row of a table without its heads, of cells between tabs, "|", ";" or commas, with the host that
// stands in it: "pcid;evil.example;session", "| pcid | evil.example |". nullopt: it is none.
std::optional<SeenCookie> CookieOfRow(std::string_view line);

// Whatever was pasted, line by line; each name and host once, in order. At most `most` of them; a
// text over 1 MiB is read up to there.
std::vector<SeenCookie> ParsePasted(std::string_view text, Time now, size_t most = 1000);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SEEN_H_
