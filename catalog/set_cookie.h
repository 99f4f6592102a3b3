// A Set-Cookie value as browsers read it: RFC 6265 section 5.2 with what its revision
// (draft-ietf-httpbis-rfc6265bis) and browsers refuse. Values are never kept.
//
// A cookie without a name is kept, as browsers do.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_SET_COOKIE_H_
#define TEMOIN_CATALOG_SET_COOKIE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace temoin::catalog {

inline constexpr size_t kMostPairBytes = 4096;       // of name and value; longer ones are refused
inline constexpr size_t kMostAttributeBytes = 1024;  // longer ones are ignored

struct SetCookie {
  std::string name;    // may be empty
  std::string domain;  // normal; empty: only the host that set it
  std::string path;    // begins with '/'; empty: the default path
  std::optional<int64_t> max_age;
  std::optional<Time> expires;
  bool secure = false;
  bool partitioned = false;
  bool cross_site = false;  // SameSite=None
  bool attributes = false;  // there is an attribute
  // A tool's mark stands where the value was, without attributes, or in an attribute that says how
  // long or where the cookie lives; or the line is cut.
  bool redacted = false;
  bool name_redacted = false;    // … or where the name was
  bool too_long = false;         // name and value together
  bool control = false;          // a control character stands in it
  std::string bad_domain;        // Domain as it is written, where it is no host
  bool path_is_root = false;     // "Path=/" is written out
  bool prefix_in_value = false;  // nameless, and its value looks like a name with a prefix
  bool empty = false;            // neither name nor value
  bool perhaps_joined = false;   // behind a comma there may be another cookie
  bool stops = false;            // in the name or the date of its last attribute

  // Seconds from `now` to its end, Max-Age first; nullopt: with the browser.
  std::optional<int64_t> SecondsFrom(Time now) const;
};

SetCookie ReadSetCookie(std::string_view line);

// A value that went on in indented lines, as one: what folds it becomes a space (RFC 9112 section
// 5.2). A line feed with no space behind it folds nothing.
std::string Unfolded(std::string_view value);

// Of a name in lower case: an attribute that browsers know.
bool IsCookieAttribute(std::string_view name);

// Whether one of the attributes that browsers know stands behind its first semicolon: without one,
// "a=1; b=2" are pairs of document.cookie or of a Cookie field.
bool HasCookieAttribute(std::string_view line);

// The parts of a value in which several were joined by a comma (as WebKit's exporter and Fetch do)
// or by a line feed (as Chromium's does). A comma inside a date or a value joins nothing.
std::vector<std::string_view> SplitSetCookies(std::string_view value);

// The end of a line that a tool shortened: "abc...", "[truncated]", "(1204 more bytes)", "+3 more".
bool IsCut(std::string_view line);

// Whether a name of a cookie and its "=" stand at the start of what follows a comma. In a value,
// which may hold commas, only what RFC 6265 calls a name counts.
bool StartsCookie(std::string_view text, bool in_value);

// Why browsers do not keep a cookie.
enum class Refusal {
  kNone,
  kEmpty,           // neither name nor value
  kTooLong,         // name and value over 4096 bytes
  kControl,         // a control character
  kForeignDomain,   // its Domain does not cover the host that sets it
  kPublicSuffix,    // its Domain is a public suffix
  kPrefix,          // "__Host-" or "__Secure-" without what it asks for
  kSecureOverHttp,  // Secure, from an address without TLS
  kNotSecure,       // SameSite=None or Partitioned without Secure
};

// `host`: normal; empty: not known, and then a Domain is believed. `over_http`: the address that
// sets it says so. Never kNotSecure, on which browsers differ: RefusalOfDeletion.
Refusal RefusalOf(const SetCookie& cookie, const std::string& host, bool over_http = false);
// What some browsers refuse is no deletion, though it may be a setting.
Refusal RefusalOfDeletion(const SetCookie& cookie);

// The default path of a request for `path` (RFC 6265 section 5.1.4).
std::string DefaultPath(std::string_view path);
// Whether a cookie of `cookie_path` is sent with a request for `path`.
bool PathMatches(std::string_view path, std::string_view cookie_path);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SET_COOKIE_H_
