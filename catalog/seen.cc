#include "catalog/seen.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/host.h"
#include "catalog/seen_table.h"
#include "catalog/set_cookie.h"
#include "catalog/written_host.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMaxLine = 8192;
constexpr size_t kMaxPasted = 1024 * 1024;

// What document.cookie gives: name=value pairs and nothing else.
void AddPairs(std::string_view line, std::vector<SeenCookie>& out) {
  for (const std::string_view pair : SplitAt(line, ';')) {
    const std::string_view name = TrimAscii(pair.substr(0, pair.find('=')));
    if (!name.empty()) out.push_back({std::string(name), {}, std::nullopt, false});
  }
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
      low.find("//") == std::string::npos &&
      (low.find("request") != std::string::npos || low.find("requête") != std::string::npos ||
       low.find("anfrage") != std::string::npos);
  return url ? "url" : std::string();
}

// The host that a field names: "Host: a.example", "Request URL: https://a.example/".
std::optional<std::string> NamedHost(std::string_view line) {
  for (const std::string_view name : {"host", ":authority"}) {
    if (const auto value = FieldValue(line, name)) return HostOfAuthority(*value);
  }
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || CopiedName(line.substr(0, colon)) != "url") {
    return std::nullopt;
  }
  std::string host = HostOfUrl(TrimAscii(line.substr(colon + 1)));
  return host.empty() ? std::nullopt : std::optional(std::move(host));
}

bool IsCookieField(std::string_view line) {
  return FieldValue(line, "cookie") || FieldValue(line, "set-cookie");
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
  out.push_back({std::string(columns[5]), GivenHost(domain), std::nullopt, false});
  return true;
}

// A name and where it was seen: "IDE doubleclick.net", "IDE https://ad.doubleclick.net/x?a=1,2".
bool AddNameAtPlace(std::string_view item, std::vector<SeenCookie>& out) {
  const size_t end = item.find(' ');
  const std::string_view name = item.substr(0, end);
  if (end == std::string_view::npos || name.find_first_of("=;,") != std::string_view::npos) {
    return false;
  }
  std::string host = HostOfPlace(TrimAscii(item.substr(end)));
  if (host.empty()) return false;
  out.push_back({std::string(name), std::move(host), std::nullopt, false});
  return true;
}

void AddLine(std::string_view line, Time now, std::vector<SeenCookie>& out) {
  line = TrimAscii(line);
  if (line.empty() || line.size() > kMaxLine || IsRuler(line) || ColumnsOf(line)) {
    return;
  }
  if (line.starts_with("# ")) return;  // a remark, of cookies.txt
  line = WithoutMarks(line);
  line = WithoutAssignment(line);
  if (const auto sent = FieldValue(line, "cookie")) return AddPairs(*sent, out);
  if (const auto set = FieldValue(line, "set-cookie")) return AddSetCookies(*set, now, out);
  if (AddJarRow(SplitAt(line, '\t'), out)) return;
  if (auto row = CookieOfRow(line)) return out.push_back(*std::move(row));
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
  for (const std::string_view part : SplitAt(line, ',')) {
    const std::string_view item = TrimAscii(part);
    const size_t space = item.find_first_of(" ;");
    if (space == std::string_view::npos) {
      // "IDE,doubleclick.net": a row of a table.
      if (std::string host = KnownHost(item);
          !host.empty() && out.size() > before && out.back().host.empty()) {
        out.back().host = std::move(host);
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
  cookie.bad_domain = !read.bad_domain.empty();
  cookie.host = cookie.bad_domain     ? read.bad_domain
                : read.domain.empty() ? NormalHost(host)
                                      : read.domain;
  cookie.seconds = read.SecondsFrom(now);
  cookie.session = !cookie.seconds.has_value();
  return cookie;
}

bool IsHttpLog(std::string_view text) {
  const auto lines = SplitAt(text.substr(0, kMaxPasted), '\n');
  const auto any = [&](const auto& is_one) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](std::string_view line) { return is_one(WithoutMarks(line)); });
  };
  return std::any_of(lines.begin(), lines.end(), IsHttpHead) || IsHeaderCopy(lines) ||
         (any(IsCookieField) && any([](std::string_view line) { return !!NamedHost(line); }));
}

bool IsTable(std::string_view text) {
  text = TrimAscii(text);
  const size_t end = text.find('\n');
  return end != std::string_view::npos && ColumnsOf(text.substr(0, end));
}

std::optional<SeenCookie> CookieOfRow(std::string_view line) {
  line = TrimAscii(line);
  if (line.size() > kMaxLine || IsCookieField(line)) return std::nullopt;
  return RowWithoutHeads(line);
}

std::vector<SeenCookie> ParsePasted(std::string_view text, Time now, size_t most) {
  std::vector<SeenCookie> all;
  const bool log = IsHttpLog(text);
  const bool alone = TrimAscii(text).find('\n') == std::string_view::npos;
  std::optional<CookieColumns> table;
  std::string name;  // of the field whose value comes next, of a copy
  // Of a log: the host of the head that is being read, which may come after its cookies, or of the
  // last one that names a host.
  std::string host;
  bool named = false;
  size_t head = 0;
  const auto end_head = [&] {
    for (; head < all.size(); ++head) {
      if (all[head].host.empty()) all[head].host = host;
    }
    named = false;
  };
  const auto name_host = [&](std::string seen) {
    if (named) end_head();
    host = std::move(seen);
    named = true;
  };
  for (const std::string_view line : SplitAt(text.substr(0, kMaxPasted), '\n')) {
    const std::string_view field = WithoutMarks(line);
    if (!alone && IsConsoleQuestion(field)) continue;
    const std::string field_before = log ? std::exchange(name, CopiedName(field)) : std::string();
    if (!field_before.empty() && name.empty()) {
      if (field_before == "url") name_host(HostOfUrl(field));
      if (field_before == "host" || field_before == ":authority") name_host(HostOfAuthority(field));
      const bool value = field.find('=') != std::string_view::npos;  // "vary" may name the field
      if (field_before == "cookie" && value) AddPairs(field, all);
      if (field_before == "set-cookie" && value) AddSetCookies(field, now, all);
    } else if (log) {
      // What a tool says by itself and the bodies of answers are none of it.
      if (field.empty() || IsHttpHead(line)) end_head();
      if (auto seen = NamedHost(field)) name_host(*std::move(seen));
      if (IsCookieField(field)) AddLine(line, now, all);
    } else if (auto columns = ColumnsOf(line)) {
      table = columns;
    } else if (table && line.size() <= kMaxLine && AddTableRow(*table, line, all)) {
      continue;
    } else {
      AddLine(line, now, all);
    }
    if (all.size() > 4 * most) break;
  }
  end_head();
  std::vector<SeenCookie> out;
  std::set<std::pair<std::string, std::string>> seen;
  for (SeenCookie& cookie : all) {
    if (out.size() == most) break;
    if (seen.insert({cookie.name, cookie.host}).second) out.push_back(std::move(cookie));
  }
  return out;
}

}  // namespace temoin::catalog
