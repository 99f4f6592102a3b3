#include "catalog/audit/log_lines.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/host.h"
#include "base/text.h"
#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {

std::string_view FieldName(std::string_view line) {
  const size_t colon = line.find(':', 1);
  if (colon > 64) return {};  // or none
  const std::string_view name = line.substr(0, colon);
  const auto token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  const std::string_view rest = TrimOws(name.starts_with(':') ? name.substr(1) : name);
  return !rest.empty() && std::all_of(rest.begin(), rest.end(), token) ? name : std::string_view();
}

std::string_view WithoutClock(std::string_view line) {
  std::string_view rest = line;
  // "10:00:00.123456 "
  constexpr std::string_view kClock = "00:00:00.000000 ";
  const bool clock = rest.size() > kClock.size() &&
                     std::equal(kClock.begin(), kClock.end(), rest.begin(), [](char form, char c) {
                       return form == '0' ? c >= '0' && c <= '9' : c == form;
                     });
  if (clock) rest.remove_prefix(kClock.size());
  // "[0-0] "
  const size_t end = rest.find("] ");
  const bool ids =
      rest.starts_with('[') && end < 24 &&
      rest.substr(1, end - 1).find_first_not_of("0123456789x-") == std::string_view::npos;
  if (ids) rest = TrimOws(rest.substr(end + 2));
  if (!clock && !ids) return line;
  const bool marked = rest == "<" || rest == ">" || rest.starts_with("< ") ||
                      rest.starts_with("> ") || rest.starts_with("* ");
  return marked ? rest : line;
}

bool IsTraceLine(std::string_view line) {
  constexpr std::string_view kMarks[] = {"<= Recv header, ", "=> Send header, ", "== Info: "};
  return std::any_of(std::begin(kMarks), std::end(kMarks), [&](std::string_view mark) {
    const size_t at = line.find(mark);  // behind a time
    return at != std::string_view::npos &&
           line.substr(0, at).find_first_not_of("0123456789:.[]- ") == std::string_view::npos;
  });
}

bool IsElision(std::string_view line) {
  constexpr size_t kMostBytes = 64;
  constexpr std::string_view kEdges = " \t<>*#-[](){}.,;:=/\"'`~_";
  constexpr std::string_view kEllipsis = "\u2026";
  line = TrimOws(line);
  if (line.size() < 3 || line.size() > kMostBytes) return false;
  std::string core(line);
  size_t dots = 0;
  for (size_t at = core.find(kEllipsis); at != std::string::npos; at = core.find(kEllipsis)) {
    core.replace(at, kEllipsis.size(), "...");
  }
  for (const char c : core) dots += c == '.' ? 1 : 0;
  const size_t from = core.find_first_not_of(kEdges);
  if (from == std::string::npos) return dots >= 3;
  const bool edged = from > 0 && core.find_last_not_of(kEdges) + 1 < core.size();
  core = LowerCase(core.substr(from, core.find_last_not_of(kEdges) - from + 1));
  if (core.find_first_of("=:;") != std::string::npos) return false;
  constexpr std::string_view kWords[] = {"snip",    "snipped",      "cut",       "more",
                                         "omitted", "truncated",    "skipped",   "removed",
                                         "elided",  "tronqu\u00e9", "coup\u00e9"};
  const std::string last = core.substr(core.find_last_of(' ') + 1);
  const bool word = std::find(std::begin(kWords), std::end(kWords), last) != std::end(kWords);
  const bool counted = core.find_first_of("0123456789") != std::string::npos;
  // Alone it is a word of a text.
  return word && (edged || counted || dots >= 3 || core.find(' ') != std::string::npos);
}

std::string_view WithoutQuotes(std::string_view line) {
  std::string_view inside = line;
  while (inside.ends_with(',') || inside.ends_with(';') || inside.ends_with(' ')) {
    inside.remove_suffix(1);
  }
  if (inside.starts_with('b')) inside.remove_prefix(1);  // of Python
  const bool quoted = inside.size() > 2 && inside.front() == inside.back() &&
                      std::string_view("\"'`").find(inside.front()) != std::string_view::npos;
  if (!quoted) return line;
  inside = inside.substr(1, inside.size() - 2);
  for (const std::string_view end : {"\\n", "\\r"}) {
    if (inside.ends_with(end)) inside.remove_suffix(end.size());
  }
  const std::string name = LowerCase(TrimOws(FieldName(inside)));
  return name == "set-cookie" || name == "cookie" ? inside : line;
}

bool IsAddressLine(std::string_view word) {
  return (word.starts_with("http://") || word.starts_with("https://")) && !HostOfUrl(word).empty();
}

}  // namespace temoin::catalog
