#include "catalog/audit/cookie_signs.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/host.h"

namespace temoin::catalog {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr size_t kMostWordsBefore = 24;

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsNameByte(char c) {
  return IsLetter(c) || (c >= '0' && c <= '9') || std::string_view("_-.!#$%&*+^~").find(c) != kNone;
}
bool IsQuote(char c) { return c == '"' || c == '\'' || c == '`'; }

std::string_view Skip(std::string_view text, std::string_view characters) {
  return text.substr(std::min(text.find_first_not_of(characters), text.size()));
}

// The first name of "name=value" or "'name': 'value'" in what a tool wrote behind a field's name.
bool StartsPair(std::string_view text) {
  const size_t from = std::min(text.find_first_not_of(" \t\"'`{[($^\\@>"), text.size());
  const bool in_object = text.substr(0, from).find('{') != kNone;
  text = text.substr(from);
  constexpr std::string_view kEncoded = "encodeuricomponent(";
  if (text.starts_with(kEncoded) && text.size() > kEncoded.size()) {
    return IsQuote(text[kEncoded.size()]);
  }
  for (const std::string_view list : {"dict(", "array(", "list("}) {
    if (text.starts_with(list)) return StartsPair(text.substr(list.size()));
  }
  const size_t end = text.find_first_of("=:;,&<>(){}[]\"' \t+");
  if (end == 0 || end >= text.size()) return false;
  if (text[end] == '=') return true;
  const std::string_view rest = Skip(text.substr(end), "\"' ");
  if (text[end] == '"' || text[end] == '\'') return rest.starts_with(':') || rest.starts_with('=');
  const std::string_view value = Skip(text.substr(end + 1), " ");
  return in_object && text[end] == ':' && !value.empty() && IsQuote(value[0]);
}

// "name: set-cookie", "Key   : Cookie": a list that names the field in one line and its value in
// the next.
bool NamesField(std::string_view before) {
  while (!before.empty() && (before.back() == ' ' || IsQuote(before.back()))) {
    before.remove_suffix(1);
  }
  if (!before.ends_with(':') && !before.ends_with('=')) return false;
  before.remove_suffix(1);
  while (!before.empty() && (before.back() == ' ' || IsQuote(before.back()))) {
    before.remove_suffix(1);
  }
  constexpr std::array<std::string_view, 3> kWords = {"name", "key", "header"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return before.ends_with(word) &&
           (before.size() == word.size() || !IsLetter(before[before.size() - word.size() - 1]));
  });
}

// What stands before "cookie" in the name of the field that sets one: "set-", "set_", "set‑".
bool IsSet(std::string_view before) {
  constexpr std::array<std::string_view, 4> kSets = {"set-", "set_", "set\u2010", "set\u2011"};
  return std::any_of(kSets.begin(), kSets.end(),
                     [&](std::string_view set) { return before.ends_with(set); });
}

// What stands behind "set-cookie" is a value, save in a list of names of fields.
bool FollowsSet(std::string_view rest) {
  const std::string_view next = Skip(rest, " \t\"'`]");
  if (next.empty()) return false;
  if (std::string_view(":={").find(next[0]) != kNone || next.starts_with("\uFF1A")) return true;
  constexpr std::array<std::string_view, 7> kSigns = {"=",   "%3d",  ",'",     ",\"",
                                                      ", '", ", \"", "system."};
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [&](std::string_view sign) { return next.find(sign) != kNone; });
}

// Behind "cookie", "cookies" or "cookiestore", in small letters; `alone`: no letter before it.
bool FollowsCookie(std::string_view before, std::string_view rest, bool alone) {
  const std::string_view next = Skip(rest, " \t\"'`]");
  if (next.empty()) return false;
  const size_t skipped = rest.size() - next.size();
  if (next.starts_with("\uFF1A")) return StartsPair(next.substr(3));
  for (const std::string_view sign : {":", "=>", "=", "->", "|", ","}) {
    if (next.starts_with(sign)) return StartsPair(next.substr(sign.size()));
  }
  // "$_COOKIE['a'] = 'x'", "cookies["a"]: x"
  if (rest[0] == '[' && rest.size() > 1 && IsQuote(rest[1])) {
    const std::string_view behind = Skip(rest.substr(std::min(rest.find(']'), rest.size())), "] ");
    return behind.starts_with(':') || (behind.starts_with('=') && !behind.starts_with("=="));
  }
  // "cookieStore.set('a', …", "setCookie("a", …", "new Cookie("a", …", "Cookie(name='a'"
  for (const std::string_view call : {"(", ".set(", ".add(", ".append("}) {
    if (!rest.starts_with(call)) continue;
    const std::string_view argument = rest.substr(call.size());
    const bool literal = !argument.empty() && IsQuote(argument[0]);
    const bool reads = before.ends_with("get") || before.ends_with("delete") ||
                       before.ends_with("remove") || before.ends_with("erase");
    if (literal && !reads && argument.find(',') != kNone) return true;
    return StartsPair(argument) || argument.starts_with("{name:") ||
           argument.starts_with("{ name:");
  }
  const bool space = rest[0] == ' ' || rest[0] == '\t';
  const std::string_view word = Skip(rest, " \t");
  // "<Cookie a=1 for www.ameli.fr/>"
  if (space && before.ends_with('<') && StartsPair(word)) return true;
  if (rest.find('<') != kNone) return false;
  // "Cookie a=1", "Got cookie a=1"
  const bool words =
      before.size() <= kMostWordsBefore &&
      std::all_of(before.begin(), before.end(), [](char c) { return IsLetter(c) || c == ' '; });
  if (space && (alone || words) && StartsPair(word)) return true;
  // "cookie "a" == …", "Cookie “a” has been …"
  if (space && alone) {
    for (const std::string_view quote : {"\u201C", "\u00AB", "\"", "'"}) {
      if (word.starts_with(quote)) return true;
    }
  }
  // "Cookies (2): a=1", "Cookie sent: a=1"
  const size_t colon = rest.find(':');
  return (space || rest[0] == '(') && (alone || words) && skipped <= 1 && colon < 32 &&
         rest.substr(0, colon).find_first_of("=\"") == kNone && StartsPair(rest.substr(colon + 1));
}

bool MentionsCookie(std::string_view low) {
  constexpr std::string_view kName = "cookie";
  for (size_t at = low.find(kName); at != kNone; at = low.find(kName, at + 1)) {
    const std::string_view before = low.substr(0, at);
    std::string_view rest = low.substr(at + kName.size());
    if (rest.starts_with("store")) {
      rest.remove_prefix(5);
    } else if (rest.starts_with('s')) {
      rest.remove_prefix(1);
    }
    const bool set = IsSet(before);
    const std::string_view name = set ? before.substr(0, before.rfind("set")) : before;
    if (Skip(rest, " \"'`,;}])").empty() && NamesField(name)) return true;
    if (rest.empty()) continue;
    if (set && FollowsSet(rest)) return true;
    if (before.ends_with("system.net.") && rest[0] == '(') return true;
    if (before.ends_with("net.") && rest.starts_with("(\"")) return true;
    const bool alone = std::none_of(before.begin(), before.end(), IsLetter);
    if (FollowsCookie(before, rest, alone)) return true;
  }
  return false;
}

// Whether an attribute as servers write it stands there: "path=/", "max-age=60", "httponly".
bool StartsAttribute(std::string_view low) {
  const size_t end = std::min(low.find_first_of("=; \t\"'`}])>\\,"), low.size());
  const std::string_view name = low.substr(0, end);
  const std::string_view rest = low.substr(end);
  if (name == "secure" || name == "httponly" || name == "partitioned") {
    return rest.empty() || rest[0] != '=';
  }
  if (!rest.starts_with('=') || rest.size() < 2) return false;
  const char first = rest[1];
  if (name == "path") return first == '/';
  if (name == "max-age") return (first >= '0' && first <= '9') || first == '-';
  if (name == "domain") return first == '.' || IsLetter(first);
  if (name == "expires") return IsLetter(first) || (first >= '0' && first <= '9');
  return name == "samesite" &&
         (rest.starts_with("=lax") || rest.starts_with("=strict") || rest.starts_with("=none"));
}

bool IsPathColumn(std::string_view column) {
  return column.starts_with('/') && column.find("//") == kNone;
}

// "TRUE", "Session", seconds since 1970, ISO 8601.
bool IsFlagOrEnd(std::string_view column) {
  const std::string low = LowerAscii(column.substr(0, 20));
  return low == "session" || low == "true" || low == "false" ||
         (low.size() == 10 && low.find_first_not_of("0123456789") == kNone) ||
         (low.size() >= 19 && low[4] == '-' && low[10] == 't');
}

bool IsHostColumn(std::string_view column) {
  constexpr std::string_view kHttpOnly = "httponly_";
  if (LowerAscii(column.substr(0, kHttpOnly.size())) == kHttpOnly) {
    column.remove_prefix(kHttpOnly.size());
  }
  const std::string host = NormalHost(column);
  const size_t dot = host.rfind('.');
  return dot != std::string::npos && IsTopLevelDomain(host.substr(dot + 1));
}

// A row of a table that names a domain, a path and an end: cookies.txt with other columns, the
// storage of the developer tools.
bool IsCookieRow(std::string_view line) {
  constexpr size_t kMostColumns = 24;
  if (line.find('/') == kNone || line.find('.') == kNone) return false;
  for (const char separator : {'\t', ';', ',', '|', ' '}) {
    std::vector<std::string_view> columns;
    for (std::string_view rest = line; !rest.empty() && columns.size() < kMostColumns;) {
      const size_t stop = std::min(rest.find(separator), rest.size());
      std::string_view column = TrimAscii(rest.substr(0, stop));
      rest.remove_prefix(std::min(stop + 1, rest.size()));
      while (!column.empty() && (IsQuote(column[0]) || column[0] == '#')) column.remove_prefix(1);
      while (!column.empty() && IsQuote(column.back())) column.remove_suffix(1);
      if (!column.empty()) columns.push_back(column);
    }
    if (columns.size() >= 5 && std::any_of(columns.begin(), columns.end(), IsPathColumn) &&
        std::any_of(columns.begin(), columns.end(), IsFlagOrEnd) &&
        std::any_of(columns.begin(), columns.end(), IsHostColumn)) {
      return true;
    }
  }
  return false;
}

// "name: 'a', value: 'x', domain: '.ameli.fr'": an object as a tool prints it.
bool IsCookieObject(std::string_view low) {
  const auto has = [&](std::string_view member) {
    for (size_t at = low.find(member); at != kNone; at = low.find(member, at + 1)) {
      const std::string_view rest = Skip(low.substr(at + member.size()), "\"'` \\");
      const bool begins = at == 0 || !IsNameByte(low[at - 1]);
      if (begins && (rest.starts_with(':') || (rest.starts_with('=') && member != "name")))
        return true;
    }
    return false;
  };
  return has("domain") && has("value") && (has("name") || low.find("name=") != kNone);
}

// A line of such an object, as developer tools copy it.
bool IsCookieMember(std::string_view low) {
  constexpr std::array<std::string_view, 4> kMembers = {"httponly", "hostonly", "samesite",
                                                        "expires / max-age"};
  return std::any_of(kMembers.begin(), kMembers.end(), [&](std::string_view member) {
    return low.starts_with(member) && Skip(low.substr(member.size()), " \t").starts_with(':');
  });
}

// "'a=1; b=2'": what document.cookie gives, as a console writes it.
bool IsQuotedPairs(std::string_view line) {
  if (line.size() < 3 || !IsQuote(line[0]) || line.back() != line[0]) return false;
  size_t pairs = 0;
  for (std::string_view rest = line.substr(1, line.size() - 2); !rest.empty(); ++pairs) {
    const size_t end = std::min(rest.find("; "), rest.size());
    const std::string_view name = rest.substr(0, std::min(rest.find('='), end));
    const bool pair =
        name.size() < end && !name.empty() && std::all_of(name.begin(), name.end(), IsNameByte);
    if (!pair) return false;
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return pairs > 1;
}

// A command that sends cookies: curl -b 'a=1', and the line of it where it goes on.
bool IsCommandWithCookies(std::string_view line) {
  const bool goes_on = line.starts_with("-b") || line.starts_with("--cookie");
  if (!goes_on && line.find("curl ") == kNone) return false;
  constexpr std::array<std::string_view, 2> kOptions = {"-b", "--cookie"};
  return std::any_of(kOptions.begin(), kOptions.end(), [&](std::string_view option) {
    const size_t behind = line.find(" " + std::string(option));
    if (behind == kNone && !line.starts_with(option)) return false;
    const size_t at = line.starts_with(option) ? 0 : behind + 1;
    const std::string_view value = Skip(line.substr(at + option.size()), " ='\"^$");
    return value.substr(0, value.find_first_of(" '\"")).find('=') != kNone;
  });
}

}  // namespace

bool MayHoldCookie(std::string_view line) {
  const std::string low = LowerAscii(line);
  return MentionsCookie(low) || IsCookieObject(low) || IsCookieMember(low) || IsQuotedPairs(line) ||
         IsCommandWithCookies(line) || IsCookieRow(line);
}

bool HoldsSetCookie(std::string_view line) {
  const std::string lowered = LowerAscii(line);
  const std::string_view low = lowered;
  for (size_t at = low.find(';'); at != kNone; at = low.find(';', at + 1)) {
    if (!StartsAttribute(Skip(low.substr(at + 1), " \t"))) continue;
    const std::string_view before = low.substr(0, at);
    const size_t from = before.find_last_of(";\"'`{}[]()<>,\t");
    const std::string_view pair = Skip(before.substr(from == kNone ? 0 : from + 1), " ");
    std::string_view name = pair.substr(0, pair.find('='));
    if (name.size() == pair.size()) continue;
    while (name.ends_with(' ')) name.remove_suffix(1);
    name = name.substr(name.find_last_of(" :") + 1);
    if (!name.empty() && std::all_of(name.begin(), name.end(), IsNameByte)) return true;
    // Its value is in quotes: a="1"; Path=/
    const size_t equals = before.rfind("=\"");
    if (before.ends_with('"') && equals != kNone && equals > 0 && IsNameByte(before[equals - 1]))
      return true;
  }
  return false;
}

}  // namespace temoin::catalog
