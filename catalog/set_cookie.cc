#include "catalog/set_cookie.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/host.h"
#include "catalog/cookie_date.h"
#include "catalog/redaction.h"

namespace temoin::catalog {
namespace {

constexpr int64_t kMostSeconds = int64_t{400} * 366 * 86400;  // beyond it, "for ever" is meant
constexpr std::array<std::string_view, 8> kAttributes = {
    "domain", "path", "expires", "max-age", "secure", "httponly", "samesite", "partitioned"};

// RFC 6265 section 5.2.2: a digit or "-", then digits.
std::optional<int64_t> MaxAge(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), IsDateDigit))
    return std::nullopt;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    return text.starts_with('-') ? -kMostSeconds : kMostSeconds;
  }
  return std::clamp(value, -kMostSeconds, kMostSeconds);
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<uint8_t>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
  });
}

bool HasPrefix(std::string_view name, std::string_view prefix) {
  return LowerAscii(name.substr(0, prefix.size())) == prefix;
}

// A comma that no attribute has in its value, save the one of a date.
bool PerhapsJoined(std::string_view part) {
  const std::string name = LowerAscii(TrimAscii(part.substr(0, part.find_first_of("=,"))));
  if (!IsCookieAttribute(name)) return false;
  const auto commas = std::count(part.begin(), part.end(), ',');
  return name == "expires" ? commas > 1 : part.find(", ") != std::string_view::npos;
}

// A comma without a space in a value that is not in quotes may join two cookies: "a=1,b=2".
bool HoldsBareJoin(std::string_view value) {
  if (value.starts_with('"')) return false;
  for (size_t at = value.find(','); at != std::string_view::npos; at = value.find(',', at + 1)) {
    const std::string_view rest = value.substr(at + 1);
    if (!rest.starts_with(' ') && StartsCookie(rest, /*in_value=*/true)) return true;
  }
  return false;
}

// The beginning of a date as servers write it: "Fri, 2".
bool IsCutDate(std::string_view value) {
  constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu",
                                                     "fri", "sat", "sun"};
  const std::string low = LowerAscii(value);
  constexpr size_t kWholeDate = 29;
  const bool day = std::any_of(kDays.begin(), kDays.end(),
                               [&](std::string_view name) { return low.starts_with(name); });
  return day && low.size() < kWholeDate && !ParseCookieDate(value) &&
         low.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789 ,:-") == std::string::npos;
}

// The last attribute stops in its name or its date: "; Max-A", "; Expires=Fri, 2".
bool StopsInAttribute(std::string_view line) {
  const size_t last = line.rfind(';');
  if (last == std::string_view::npos) return false;
  const std::string_view part = TrimAscii(line.substr(last + 1));
  const size_t equals = part.find('=');
  const std::string name = LowerAscii(TrimAscii(part.substr(0, equals)));
  if (equals != std::string_view::npos) {
    return name == "expires" && IsCutDate(TrimAscii(part.substr(equals + 1)));
  }
  return !name.empty() && !IsCookieAttribute(name) &&
         std::any_of(kAttributes.begin(), kAttributes.end(),
                     [&](std::string_view known) { return known.starts_with(name); });
}

void ReadAttribute(std::string_view part, SetCookie& cookie) {
  const size_t equals = part.find('=');
  const std::string name = LowerAscii(TrimAscii(part.substr(0, equals)));
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : TrimAscii(part.substr(equals + 1));
  if (name.empty()) return;
  cookie.attributes = true;
  cookie.perhaps_joined = cookie.perhaps_joined || PerhapsJoined(part);
  if (value.size() > kMostAttributeBytes) return;
  const bool tells = name == "domain" || name == "path" || name == "expires" || name == "max-age";
  // "<DATE>": what stands between brackets is no value of these.
  const bool bracketed = value.size() > 2 && ((value.front() == '<' && value.back() == '>') ||
                                              (value.front() == '{' && value.back() == '}'));
  if (tells ? bracketed || HoldsRedactionMark(value) : IsRedactionMark(part)) {
    cookie.redacted = true;
    return;
  }
  if (name == "domain") {
    cookie.domain = NormalHost(value.ends_with('.') ? std::string_view() : value);
    cookie.bad_domain = cookie.domain.empty() ? value : std::string_view();
  } else if (name == "path") {
    cookie.path = value.starts_with('/') ? std::string(value) : std::string();
    cookie.path_is_root = value == "/";
  } else if (name == "secure") {
    cookie.secure = true;
  } else if (name == "partitioned") {
    cookie.partitioned = true;
  } else if (name == "samesite") {
    cookie.cross_site = LowerAscii(value) == "none";
  } else if (name == "max-age") {
    if (const auto seconds = MaxAge(value)) cookie.max_age = seconds;
  } else if (name == "expires") {
    if (const auto end = ParseCookieDate(value)) cookie.expires = end;
  }
}

}  // namespace

std::optional<int64_t> SetCookie::SecondsFrom(Time now) const {
  if (max_age) return max_age;
  if (expires) return (*expires - now).count();
  return std::nullopt;
}

bool IsCookieAttribute(std::string_view name) {
  return std::find(kAttributes.begin(), kAttributes.end(), name) != kAttributes.end();
}

std::string Unfolded(std::string_view value) {
  std::string out;
  for (size_t at = 0; at < value.size(); ++at) {
    const size_t feed = value[at] == '\r' && value.substr(at + 1).starts_with('\n') ? at + 1 : at;
    const size_t more = value.find_first_not_of(" \t", feed + 1);
    if (value[feed] != '\n' || more == feed + 1 || more == std::string_view::npos) {
      out += value[at];
      continue;
    }
    out += ' ';
    at = more - 1;
  }
  return out;
}

SetCookie ReadSetCookie(std::string_view line) {
  SetCookie cookie;
  line = TrimAscii(line);
  cookie.control = HasControl(line);
  const size_t end = line.find(';');
  const std::string_view pair = line.substr(0, end);
  const size_t equals = pair.find('=');
  const bool named = equals != std::string_view::npos;
  const std::string_view name = named ? TrimAscii(pair.substr(0, equals)) : std::string_view();
  const std::string_view value = TrimAscii(named ? pair.substr(equals + 1) : pair);
  cookie.name = name;
  cookie.empty = name.empty() && value.empty();
  cookie.too_long = name.size() + value.size() > kMostPairBytes;
  cookie.perhaps_joined = HoldsBareJoin(value);
  cookie.stops = StopsInAttribute(line);
  cookie.prefix_in_value =
      name.empty() && (HasPrefix(value, "__host-") || HasPrefix(value, "__secure-"));
  for (std::string_view rest = end == std::string_view::npos ? std::string_view()
                                                             : line.substr(end + 1);
       !rest.empty();) {
    const size_t next = rest.find(';');
    ReadAttribute(rest.substr(0, next), cookie);
    rest = next == std::string_view::npos ? std::string_view() : rest.substr(next + 1);
  }
  cookie.name_redacted = IsRedactionMark(name) || (!named && IsRedactionMark(value));
  cookie.redacted = cookie.redacted || cookie.name_redacted || IsCut(line) ||
                    (IsRedactionMark(value) && !cookie.attributes);
  return cookie;
}

bool HasCookieAttribute(std::string_view line) {
  for (size_t at = line.find(';'); at != std::string_view::npos;) {
    const size_t next = line.find(';', at + 1);
    const std::string_view part = line.substr(at + 1, next - at - 1);
    if (IsCookieAttribute(LowerAscii(TrimAscii(part.substr(0, part.find('=')))))) return true;
    at = next;
  }
  return false;
}

bool IsCut(std::string_view line) {
  line = TrimAscii(line);
  constexpr std::array<std::string_view, 2> kEllipses = {"...", "…"};
  const auto shortened = [&](std::string_view text) {
    return std::any_of(kEllipses.begin(), kEllipses.end(),
                       [&](std::string_view ellipsis) { return text.ends_with(ellipsis); });
  };
  if (shortened(line)) return true;
  constexpr std::string_view kClosing = ")]>}";
  const bool closed = !line.empty() && kClosing.find(line.back()) != std::string_view::npos;
  const std::string low = LowerAscii(closed ? line.substr(0, line.size() - 1) : line);
  if (closed && (low.ends_with("truncated") || low.ends_with("tronqué") || shortened(low))) {
    return true;
  }
  constexpr std::array<std::string_view, 4> kRest = {" more", " more bytes", " more cookies",
                                                     " de plus"};
  return std::any_of(kRest.begin(), kRest.end(), [&](std::string_view more) {
    return low.ends_with(more) && low.size() > more.size() &&
           IsDateDigit(low[low.size() - more.size() - 1]);
  });
}

bool StartsCookie(std::string_view text, bool in_value) {
  text = text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
  const size_t end = text.find_first_of(in_value ? ",;= \t\"(){}[]<>/@:?\\" : ",;= \t\"");
  return end != std::string_view::npos && end > 0 && text[end] == '=';
}

std::vector<std::string_view> SplitSetCookies(std::string_view value) {
  std::vector<std::string_view> out;
  const auto add = [&](std::string_view part) {
    part = TrimAscii(part);
    if (!part.empty()) out.push_back(part);
  };
  size_t from = 0;
  bool attributes = false;  // behind the first semicolon of a cookie
  bool quoted = false;
  for (size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '"') quoted = !quoted;
    if (c == ';') attributes = true;
    const bool joined =
        c == '\n' ||
        // In a value only ", " joins: a bare comma may be part of it.
        (c == ',' && (attributes || (!quoted && value.substr(at + 1).starts_with(' '))) &&
         StartsCookie(value.substr(at + 1, kMostPairBytes), !attributes));
    if (!joined) continue;
    add(value.substr(from, at - from));
    from = at + 1;
    attributes = false;
    quoted = false;
  }
  add(value.substr(from));
  return out;
}

Refusal RefusalOf(const SetCookie& cookie, const std::string& host, bool over_http) {
  if (cookie.control) return Refusal::kControl;
  if (cookie.empty) return Refusal::kEmpty;
  if (cookie.too_long) return Refusal::kTooLong;
  if (!cookie.bad_domain.empty()) return Refusal::kForeignDomain;
  if (!cookie.domain.empty() && cookie.domain != host) {
    if (IsPublicSuffix(cookie.domain)) return Refusal::kPublicSuffix;
    if (!host.empty() && !HostWithin(host, cookie.domain)) return Refusal::kForeignDomain;
  }
  if (cookie.prefix_in_value) return Refusal::kPrefix;
  if (HasPrefix(cookie.name, "__secure-") && !cookie.secure) return Refusal::kPrefix;
  if (HasPrefix(cookie.name, "__host-") &&
      (!cookie.secure || !cookie.domain.empty() || !cookie.path_is_root)) {
    return Refusal::kPrefix;
  }
  // Browsers trust what they talk to on the machine itself.
  const bool local = host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
                     (host.starts_with("127.") && IsAddress(host));
  return cookie.secure && over_http && !local ? Refusal::kSecureOverHttp : Refusal::kNone;
}

Refusal RefusalOfDeletion(const SetCookie& cookie) {
  const bool asks = cookie.cross_site || cookie.partitioned;
  return asks && !cookie.secure ? Refusal::kNotSecure : Refusal::kNone;
}

std::string DefaultPath(std::string_view path) {
  const size_t last = path.rfind('/');
  if (!path.starts_with('/') || last == 0) return "/";
  return std::string(path.substr(0, last));
}

bool PathMatches(std::string_view path, std::string_view cookie_path) {
  if (!path.starts_with(cookie_path)) return false;
  return path.size() == cookie_path.size() || cookie_path.ends_with('/') ||
         path[cookie_path.size()] == '/';
}

}  // namespace temoin::catalog
