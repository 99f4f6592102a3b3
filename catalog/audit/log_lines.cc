#include "catalog/audit/log_lines.h"

#include <algorithm>
#include <string>

#include "base/host.h"
#include "base/text.h"
#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

// The first name of "name=value" or "'name': 'value'" in what a tool wrote behind a field's name.
bool StartsPair(std::string_view text) {
  text = text.substr(std::min(text.find_first_not_of(" \t\"'`{[($^\\@"), text.size()));
  const size_t end = text.find_first_of("=:;,&<>(){}[]\"' \t+");
  if (end == 0 || end >= text.size()) return false;
  const size_t next = text.find_first_not_of("\"' ", end);
  return text[end] == '=' ||
         ((text[end] == '"' || text[end] == '\'') && next < text.size() && text[next] == ':');
}

}  // namespace

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

bool MentionsCookie(std::string_view line) {
  constexpr std::string_view kName = "cookie";
  const std::string low = LowerCase(line);
  for (size_t at = low.find(kName); at != std::string::npos; at = low.find(kName, at + 1)) {
    const bool set =
        at >= 4 && (low.compare(at - 4, 4, "set-") == 0 || low.compare(at - 4, 4, "set_") == 0);
    size_t end = at + kName.size();
    if (low.substr(end).starts_with("s")) ++end;
    const size_t next = low.find_first_not_of(" \t\"'`]", end);
    if (next == std::string::npos) continue;
    const std::string_view rest = std::string_view(low).substr(next);
    const bool wide = rest.starts_with("\uFF1A");
    const bool delimited = wide || rest[0] == ':' || rest[0] == '=';
    if (set && (delimited || rest[0] == ',' || rest[0] == '{')) return true;
    if (delimited && StartsPair(rest.substr(wide ? 3 : 1))) return true;
    // A column of a table; "New-Object System.Net.Cookie("a", …)".
    if (set && next >= end + 2 && StartsPair(rest)) return true;
    if (rest[0] == '(' && low.substr(0, at).ends_with("system.net.")) return true;
  }
  return false;
}

bool IsCommandWithCookies(std::string_view line) {
  if (line.find("curl ") == std::string_view::npos) return false;
  for (const std::string_view option : {" -b", " --cookie"}) {
    const size_t at = line.find(option);
    if (at == std::string_view::npos) continue;
    std::string_view value = line.substr(at + option.size());
    value = value.substr(std::min(value.find_first_not_of(" ='\"^$"), value.size()));
    if (value.substr(0, value.find_first_of(" '\"")).find('=') != std::string_view::npos)
      return true;
  }
  return false;
}

bool IsAddressLine(std::string_view word) {
  return (word.starts_with("http://") || word.starts_with("https://")) && !HostOfUrl(word).empty();
}

}  // namespace temoin::catalog
