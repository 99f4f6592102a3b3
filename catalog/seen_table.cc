#include "catalog/seen_table.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/host.h"
#include "catalog/written_host.h"

namespace temoin::catalog {
namespace {

constexpr std::string_view kSeparators = "\t|;,";

// The cells of a row, without their quotes; of Markdown without the border.
std::vector<std::string_view> CellsOf(std::string_view line, char separator) {
  line = TrimAscii(line);
  if (separator == '|') {
    if (line.starts_with('|')) line.remove_prefix(1);
    if (line.ends_with('|')) line.remove_suffix(1);
  }
  std::vector<std::string_view> out = SplitAt(line, separator);
  for (std::string_view& cell : out) {
    cell = TrimAscii(cell);
    constexpr std::string_view kQuotes = "\"'`";
    if (cell.size() > 1 && cell.front() == cell.back() &&
        kQuotes.find(cell.front()) != std::string_view::npos) {
      cell = TrimAscii(cell.substr(1, cell.size() - 2));
    }
  }
  return out;
}

// What stands in a row beside a name and its host: how long, a path, a flag, a date.
bool SaysNoName(std::string_view cell) {
  constexpr std::array<std::string_view, 16> kWords = {
      "session", "secure", "httponly", "true", "false",      "lax",       "strict",     "none",
      "yes",     "no",     "oui",      "non",  "persistent", "permanent", "persistant", "-"};
  if (cell.empty() || cell.front() == '/') return true;
  if (cell.front() >= '0' && cell.front() <= '9') {
    return cell.find(' ') != std::string_view::npos ||
           cell.find_first_not_of("0123456789-:/.+TZ") == std::string_view::npos;
  }
  return std::find(kWords.begin(), kWords.end(), LowerAscii(cell)) != kWords.end();
}

// The host of a row without heads: what stands before a path, else the first cell that is one.
size_t HostColumn(const std::vector<std::string_view>& cells) {
  for (size_t i = 1; i + 1 < cells.size(); ++i) {
    // Behind a name and a value stands the host, whatever it looks like.
    const bool placed = i > 1 ? !cells[i].empty() : !WrittenHost(cells[i]).empty();
    if (placed && cells[i + 1].starts_with('/')) return i;
  }
  for (const auto& host_of : {KnownHost, WrittenHost}) {
    for (size_t i = 1; i < cells.size(); ++i) {
      if (!host_of(cells[i]).empty()) return i;
    }
  }
  return KnownHost(cells.front()).empty() ? cells.size() : 0;
}

std::optional<SeenCookie> RowWith(char separator, std::string_view line) {
  const auto cells = CellsOf(line, separator);
  if (cells.size() < 2) return std::nullopt;
  const bool list = separator == ',' || separator == ';';
  const size_t host = HostColumn(cells);
  if (host == cells.size() && separator != '\t') return std::nullopt;
  if (host == 0 && separator == ',') return std::nullopt;  // "Vimeo.com, Inc."
  size_t names = 0;
  std::string_view name;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i == host || SaysNoName(cells[i]) || !KnownHost(cells[i]).empty()) continue;
    if (names++ == 0) name = cells[i];
  }
  if (name.empty()) return std::nullopt;
  const bool path = host + 1 < cells.size() && cells[host + 1].starts_with('/');
  const bool one = names == 1 && std::any_of(cells.begin(), cells.end(), [](std::string_view c) {
                     return !KnownHost(c).empty();
                   });
  if (list && (name.find_first_of("= ") != std::string_view::npos || !(path || one))) {
    return std::nullopt;
  }
  SeenCookie cookie{std::string(name), {}, std::nullopt, false};
  if (host < cells.size()) cookie.host = GivenHost(cells[host]);
  for (size_t i = 0; i < cells.size() && !path; ++i) {
    if (const std::string other = KnownHost(cells[i]); !other.empty()) {
      cookie.host = HostOfBoth(cookie.host, other);
    }
  }
  return cookie;
}

}  // namespace

std::vector<std::string_view> SplitAt(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (true) {
    const size_t at = text.find(separator);
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

std::optional<CookieColumns> ColumnsOf(std::string_view line) {
  for (const char separator : kSeparators) {
    const auto cells = CellsOf(line, separator);
    if (cells.size() < 2 || cells.size() > 40) continue;
    const auto find = [&](std::initializer_list<std::string_view> heads) {
      const auto found = std::find_if(cells.begin(), cells.end(), [&](std::string_view cell) {
        return std::find(heads.begin(), heads.end(), LowerAscii(cell)) != heads.end();
      });
      return static_cast<size_t>(found - cells.begin());
    };
    const CookieColumns columns{
        separator,
        find({"name", "nom", "cookie", "cookies", "cookie name", "nom du cookie", "traceur"}),
        find({"domain", "domaine", "host", "hôte", "hostname", "domäne"})};
    const bool value = find({"value", "valeur", "wert"}) < cells.size();
    if (columns.name < cells.size() && (columns.host < cells.size() || value)) return columns;
  }
  return std::nullopt;
}

bool IsRuler(std::string_view line) {
  return line.starts_with('|') && line.find_first_not_of("|-: ") == std::string_view::npos;
}

bool AddTableRow(const CookieColumns& columns, std::string_view line,
                 std::vector<SeenCookie>& out) {
  const auto cells = CellsOf(line, columns.separator);
  if (cells.size() < 2 || columns.name >= cells.size()) return false;
  SeenCookie cookie{std::string(cells[columns.name]), {}, std::nullopt, false};
  if (columns.host < cells.size()) cookie.host = GivenHost(cells[columns.host]);
  if (!cookie.name.empty() && !IsRuler(line)) out.push_back(std::move(cookie));
  return true;
}

std::optional<SeenCookie> RowWithoutHeads(std::string_view line) {
  for (const char separator : kSeparators) {
    if (auto row = RowWith(separator, line)) return row;
  }
  return std::nullopt;
}

}  // namespace temoin::catalog
