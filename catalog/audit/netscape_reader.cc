// Netscape's cookies.txt, as curl, wget, yt-dlp and extensions of browsers write it: seven columns
// with tabs between them (domain, with its subdomains, path, secure, end, name, value);
// "#HttpOnly_" before the domain is curl's, a port behind it wget's, an empty end Python's word for
// a session; other lines with "#" are remarks.
#include <fmt/format.h>

#include <array>

#include "base/host.h"
#include "base/text.h"
#include "catalog/audit/log_lines.h"
#include "catalog/audit/recording_parts.h"
#include "catalog/redaction.h"

namespace temoin::catalog {
namespace {

constexpr std::string_view kHttpOnly = "#httponly_";  // in lower case

struct Row {
  std::array<std::string_view, 6> columns;
  size_t count = 0;  // of columns before the value
};

Row RowOf(std::string_view line) {
  Row row;
  while (row.count < row.columns.size()) {
    const size_t tab = line.find('\t');
    row.columns[row.count++] = line.substr(0, tab);
    if (tab == std::string_view::npos) break;
    line.remove_prefix(tab + 1);
  }
  return row;
}

bool IsFlag(std::string_view text) {
  const std::string low = LowerCase(text);
  return low == "true" || low == "false";
}

bool IsRow(const Row& row) {
  return row.count == 6 && IsFlag(row.columns[1]) && row.columns[2].starts_with('/') &&
         IsFlag(row.columns[3]);
}

class Netscape final : public LineReader {
 public:
  Netscape(Recording& recording, Time now) : recording_(recording), jar_(recording, 0), now_(now) {
    recording_.format = Recording::Format::kNetscape;
    recording_.visits.emplace_back().without_cookies = false;
  }

  void Line(std::string_view line, size_t number, bool whole) override {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string place = fmt::format("line {}", number);
    if (LowerCase(line.substr(0, kHttpOnly.size())) == kHttpOnly) {
      line.remove_prefix(kHttpOnly.size());
    } else if (line.starts_with('#') || TrimOws(line).empty()) {
      // A row that somebody took out with a "#" may have been a cookie.
      python_ = python_ || line.find("This is a generated file!") != std::string_view::npos;
      const bool row = IsRow(RowOf(line));
      if (row || IsElision(line)) AddUnread(recording_, row ? "cookie" : "redacted", place);
      return;
    }
    const Row row = RowOf(line);
    const bool redacted = IsRow(row) && HoldsRedactionMark(row.columns[0]);
    std::string host = IsRow(row) && !redacted ? NormalHost(row.columns[0]) : std::string();
    if (IsRow(row) && host.empty() && !redacted) host = HostOfAuthority(row.columns[0]);
    const bool cut = !whole && row.columns[5].size() + 1 > line.size();
    if (cut || (host.empty() && !redacted)) return AddUnread(recording_, "cookie", place);
    if (redacted) AddUnread(recording_, "redacted", place);
    if (IsRedactionMark(row.columns[5])) return AddUnread(recording_, "redacted", place);
    Life life;
    const auto end = ReadEnd(row.columns[4]);
    if (!end || (row.columns[4].empty() && !python_)) {
      AddUnread(recording_, "time", place);
    } else if (!end->session) {
      life.ends = end->at;
    }
    AddHost(recording_.visits.front(), host);
    jar_.Keep({std::string(row.columns[5]), host, std::string(row.columns[2]),
               LowerCase(row.columns[1]) == "false"},
              life, /*set=*/true);
  }

  Status Finish() override {
    jar_.Finish(now_);
    return {};
  }

 private:
  Recording& recording_;
  Jar jar_;
  Time now_;
  bool python_ = false;  // http.cookiejar has written it
};

}  // namespace

bool IsNetscape(std::string_view line) {
  const std::string low = LowerCase(line.substr(0, 64));
  if (low.starts_with("# netscape http cookie file") || low.starts_with("# http cookie file")) {
    return true;
  }
  if (low.starts_with(kHttpOnly)) line.remove_prefix(kHttpOnly.size());
  return IsRow(RowOf(line));
}

std::unique_ptr<LineReader> NetscapeReader(Recording& recording, Time now) {
  return std::make_unique<Netscape>(recording, now);
}

}  // namespace temoin::catalog
