#include "catalog/seen.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/host.h"
#include "catalog/set_cookie.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMaxLine = 8192;
constexpr size_t kMaxPasted = 1024 * 1024;

bool LooksLikeHost(std::string_view text) {
  if (text.starts_with('.')) text.remove_prefix(1);
  if (text.size() < 3 || text.size() > 253 || text.find('.') == std::string_view::npos)
    return false;
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-';
  };
  // The last label of a name is no number: 13.5 and 2026.11 are no hosts.
  const char last = text.back();
  return std::all_of(text.begin(), text.end(), good) && !(last >= '0' && last <= '9') &&
         last != '.';
}

// Splits at a separator; empty pieces are kept.
std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (true) {
    const size_t at = text.find(separator);
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

// What document.cookie gives: name=value pairs and nothing else.
void AddPairs(std::string_view line, std::vector<SeenCookie>& out) {
  for (const std::string_view pair : Split(line, ';')) {
    const std::string_view name = TrimAscii(pair.substr(0, pair.find('=')));
    if (!name.empty()) out.push_back({std::string(name), {}, std::nullopt, false});
  }
}

// The heads of a table's columns: "Name,Domain", "Nom\tValeur\tDomaine".
bool IsTableHead(std::string_view line) {
  const std::string low = LowerAscii(line);
  const bool name = low.starts_with("name") || low.starts_with("nom");
  const size_t next = low.find_first_of(",;\t");
  if (!name || next == std::string::npos || next > 6) return false;
  const std::string_view second = TrimAscii(std::string_view(low).substr(next + 1));
  return second.starts_with("val") || second.starts_with("domain") || second.starts_with("host") ||
         second.starts_with("hôte");
}

// What is assigned in "document.cookie = 'a=1; path=/'".
std::string_view WithoutAssignment(std::string_view line) {
  constexpr std::string_view kTarget = "document.cookie";
  if (!line.starts_with(kTarget)) return line;
  const std::string_view rest = TrimAscii(line.substr(kTarget.size()));
  if (!rest.starts_with('=') || rest.starts_with("==")) return line;
  constexpr std::string_view kQuotes = " \t\"'`;";
  const std::string_view value = rest.substr(1);
  const size_t from = value.find_first_not_of(kQuotes);
  if (from == std::string_view::npos) return line;
  return value.substr(from, value.find_last_not_of(kQuotes) - from + 1);
}

// A domain that exists, for names have dots too.
bool IsKnownHost(std::string_view text) {
  return LooksLikeHost(text) && IsTopLevelDomain(std::string(text.substr(text.rfind('.') + 1)));
}

// What stands behind marks that curl -v writes before a line.
std::string_view Behind(std::initializer_list<std::string_view> marks, std::string_view line) {
  line = TrimAscii(line);
  for (const std::string_view mark : marks) {
    if (line.starts_with(mark)) line = TrimAscii(line.substr(mark.size()));
  }
  return line;
}

// Without the marks of curl -v and the quotes of a console: "< 'a=1; Path=/'".
std::string_view WithoutMarks(std::string_view line) {
  line = Behind({"< ", "> ", "* "}, line);
  std::string_view inside = line;
  while (inside.ends_with(',') || inside.ends_with(';')) inside.remove_suffix(1);
  constexpr std::string_view kQuotes = "\"'`";
  if (inside.size() < 3 || kQuotes.find(inside[0]) == std::string_view::npos ||
      inside.find(inside[0], 1) != inside.size() - 1) {
    return line;
  }
  return TrimAscii(inside.substr(1, inside.size() - 2));
}

// What somebody asks a console, whose answer is the next line. Alone it is a name as any other.
bool IsConsoleQuestion(std::string_view line) {
  while (line.ends_with(';')) line.remove_suffix(1);
  return line == "document.cookie";
}

// The start of a request or an answer.
bool IsHttpHead(std::string_view line) {
  line = Behind({"< ", "> "}, line);
  if (line.starts_with("HTTP/")) return line.size() > 5 && line[5] >= '0' && line[5] <= '9';
  const size_t method = std::min(line.find(' '), line.size());
  const bool shouted =
      method >= 3 && method <= 7 &&
      std::all_of(line.begin(), line.begin() + method, [](char c) { return c >= 'A' && c <= 'Z'; });
  return shouted && line.find(" HTTP/") != std::string_view::npos;
}

// The value of a field, be it written "Name: value"; nullopt: it is another line.
std::optional<std::string_view> FieldValue(std::string_view line, std::string_view name) {
  if (line.size() <= name.size() || line[name.size()] != ':' ||
      LowerAscii(line.substr(0, name.size())) != name) {
    return std::nullopt;
  }
  return TrimAscii(line.substr(name.size() + 1));
}

// What the developer tools call a field that is looked at, alone on its line: "set-cookie",
// "Request URL"; empty: another.
std::string CopiedName(std::string_view line) {
  std::string low = LowerAscii(TrimAscii(line));
  while (low.ends_with(":") || low.ends_with(" ")) low.pop_back();
  if (low == "set-cookie" || low == "cookie" || low == "host" || low == ":authority") return low;
  const bool url =
      low.size() <= 32 && low.find("url") != std::string::npos &&
      (low.find("request") != std::string::npos || low.find("requête") != std::string::npos ||
       low.find("anfrage") != std::string::npos);
  return url ? "url" : std::string();
}

// A field's name on one line and its value on the next.
bool IsHeaderCopy(const std::vector<std::string_view>& lines) {
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    const std::string name = CopiedName(lines[i]);
    const std::string_view value = TrimAscii(lines[i + 1]);
    if (name == "url" && !HostOfUrl(value).empty()) return true;
    if (name.ends_with("cookie") && value.find('=') != std::string_view::npos) return true;
  }
  return false;
}

void AddSetCookies(std::string_view value, Time now, std::vector<SeenCookie>& out) {
  for (const std::string_view one : SplitSetCookies(value)) {
    if (auto cookie = ParseSetCookie(one, {}, now)) out.push_back(std::move(*cookie));
  }
}

// A row of cookies.txt: domain, whether with its subdomains, path, whether secure, end, name,
// value.
bool AddJarRow(const std::vector<std::string_view>& columns, std::vector<SeenCookie>& out) {
  const auto flag = [](std::string_view text) {
    const std::string low = LowerAscii(text);
    return low == "true" || low == "false";
  };
  if (columns.size() < 6 || !flag(columns[1]) || !columns[2].starts_with('/') || !flag(columns[3]))
    return false;
  std::string_view domain = columns[0];
  constexpr std::string_view kHttpOnly = "#httponly_";
  if (LowerAscii(domain.substr(0, kHttpOnly.size())) == kHttpOnly) {
    domain.remove_prefix(kHttpOnly.size());
  }
  out.push_back({std::string(columns[5]), NormalHost(domain), std::nullopt, false});
  return true;
}

// A name and where it was seen: "IDE doubleclick.net", "IDE https://ad.doubleclick.net/x?a=1,2".
bool AddNameAtPlace(std::string_view item, std::vector<SeenCookie>& out) {
  const size_t end = item.find(' ');
  const std::string_view name = item.substr(0, end);
  if (end == std::string_view::npos || name.find_first_of("=;,") != std::string_view::npos) {
    return false;
  }
  const std::string_view place = TrimAscii(item.substr(end));
  std::string host = HostOfUrl(place);
  if (host.empty() && LooksLikeHost(place)) host = NormalHost(place);
  if (host.empty()) return false;
  out.push_back({std::string(name), std::move(host), std::nullopt, false});
  return true;
}

void AddLine(std::string_view line, Time now, std::vector<SeenCookie>& out) {
  line = TrimAscii(line);
  if (line.empty() || line.size() > kMaxLine || IsTableHead(line)) return;
  if (line.starts_with("# ")) return;  // a remark, of cookies.txt
  line = WithoutMarks(line);
  line = WithoutAssignment(line);
  if (const auto sent = FieldValue(line, "cookie")) return AddPairs(*sent, out);
  if (const auto set = FieldValue(line, "set-cookie")) return AddSetCookies(*set, now, out);
  const auto columns = Split(line, '\t');
  if (AddJarRow(columns, out)) return;
  if (columns.size() > 1) {  // a row of the developer tools: name, value, domain, ...
    SeenCookie cookie{std::string(TrimAscii(columns[0])), {}, std::nullopt, false};
    for (size_t i = 1; i < columns.size() && cookie.host.empty(); ++i) {
      if (LooksLikeHost(TrimAscii(columns[i]))) cookie.host = NormalHost(TrimAscii(columns[i]));
    }
    if (!cookie.name.empty()) out.push_back(std::move(cookie));
    return;
  }
  // An address may hold "=" and ",".
  if (line.rfind(' ') < line.find("://") && AddNameAtPlace(line, out)) return;
  const size_t equals = line.find('=');
  if (equals != std::string_view::npos) {
    if (!HasCookieAttribute(line)) return AddPairs(line, out);
    if (auto cookie = ParseSetCookie(line, {}, now)) out.push_back(std::move(*cookie));
    return;
  }
  // A list of names; "name host" names where it was seen.
  const size_t before = out.size();
  for (const std::string_view part : Split(line, ',')) {
    const std::string_view item = TrimAscii(part);
    const size_t space = item.find_first_of(" ;");
    if (space == std::string_view::npos) {
      // "IDE,doubleclick.net": a row of a table.
      if (IsKnownHost(item) && out.size() > before && out.back().host.empty()) {
        out.back().host = NormalHost(item);
        continue;
      }
      if (!item.empty()) out.push_back({std::string(item), {}, std::nullopt, false});
      continue;
    }
    if (AddNameAtPlace(item, out)) continue;
    for (std::string_view left = item; !left.empty();) {
      const size_t end = left.find_first_of(" ;");
      const std::string_view name = left.substr(0, end);
      if (!name.empty()) out.push_back({std::string(name), {}, std::nullopt, false});
      left = end == std::string_view::npos ? std::string_view() : left.substr(end + 1);
    }
  }
}

}  // namespace

std::optional<SeenCookie> ParseSetCookie(std::string_view line, std::string_view host, Time now) {
  if (line.size() > kMaxLine) return std::nullopt;
  const SetCookie read = ReadSetCookie(line);
  if (read.name.empty()) return std::nullopt;
  SeenCookie cookie;
  cookie.name = read.name;
  cookie.host = read.domain.empty() ? NormalHost(host) : read.domain;
  cookie.seconds = read.SecondsFrom(now);
  cookie.session = !cookie.seconds.has_value();
  return cookie;
}

bool IsHttpLog(std::string_view text) {
  const auto lines = Split(text.substr(0, kMaxPasted), '\n');
  return std::any_of(lines.begin(), lines.end(), IsHttpHead) || IsHeaderCopy(lines);
}

std::vector<SeenCookie> ParsePasted(std::string_view text, Time now, size_t most) {
  std::vector<SeenCookie> all;
  const bool log = IsHttpLog(text);
  const bool alone = TrimAscii(text).find('\n') == std::string_view::npos;
  std::string host;  // of the request that is being read, of a log
  std::string name;  // of the field whose value comes next, of a copy
  for (const std::string_view line : Split(text.substr(0, kMaxPasted), '\n')) {
    const std::string_view field = WithoutMarks(line);
    if (!alone && IsConsoleQuestion(field)) continue;
    const size_t before = all.size();
    const std::string field_before = log ? std::exchange(name, CopiedName(field)) : std::string();
    if (!field_before.empty() && name.empty()) {
      if (field_before == "url") host = HostOfUrl(field);
      if (field_before == "host" || field_before == ":authority") host = HostOfAuthority(field);
      const bool value = field.find('=') != std::string_view::npos;  // "vary" may name the field
      if (field_before == "cookie" && value) AddPairs(field, all);
      if (field_before == "set-cookie" && value) AddSetCookies(field, now, all);
    } else if (log) {
      // What a tool says by itself and the bodies of answers are none of it.
      auto named = FieldValue(field, "host");
      if (!named) named = FieldValue(field, ":authority");
      if (named) host = HostOfAuthority(*named);
      if (FieldValue(field, "cookie") || FieldValue(field, "set-cookie")) AddLine(line, now, all);
    } else {
      AddLine(line, now, all);
    }
    for (size_t i = before; i < all.size(); ++i) {
      if (all[i].host.empty()) all[i].host = host;
    }
    if (all.size() > 4 * most) break;
  }
  std::vector<SeenCookie> out;
  std::set<std::pair<std::string, std::string>> seen;
  for (SeenCookie& cookie : all) {
    if (out.size() == most) break;
    if (seen.insert({cookie.name, cookie.host}).second) out.push_back(std::move(cookie));
  }
  return out;
}

}  // namespace temoin::catalog
