// Set-Cookie lines as tools and people write them. Only a request line, a Host or :authority field
// and the address that a tool names say where an answer comes from; Origin, Location and the like
// do not. An answer is read whole before its cookies are judged, for its Date may come last.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/host.h"
#include "base/text.h"
#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostExchangeBytes = size_t{1024} * 1024;

// The name of a header field (RFC 9110 section 5.6.2, HTTP/2's ":authority") before the colon;
// empty: it is none.
std::string_view FieldName(std::string_view line) {
  const size_t colon = line.find(':', 1);
  if (colon > 64) return {};  // or none
  const std::string_view name = line.substr(0, colon);
  const auto token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  const std::string_view rest = TrimOws(name.starts_with(':') ? name.substr(1) : name);
  return !rest.empty() && std::all_of(rest.begin(), rest.end(), token) ? name : std::string_view();
}

// "Set-Cookie" as the name of something, in a line that is no field of that name.
bool MentionsSetCookie(std::string_view line) {
  constexpr std::string_view kName = "set-cookie";
  const std::string low = LowerCase(line);
  for (size_t at = low.find(kName); at != std::string::npos; at = low.find(kName, at + 1)) {
    const size_t next = low.find_first_not_of(" \t\"'", at + kName.size());
    if (next != std::string::npos && (low[next] == ':' || low[next] == '=')) return true;
  }
  return false;
}

bool IsAddressLine(std::string_view word) {
  return (word.starts_with("http://") || word.starts_with("https://")) && !HostOfUrl(word).empty();
}

class SetCookieLog final : public LineReader {
 public:
  explicit SetCookieLog(Recording& recording) : recording_(recording), jar_(recording, 0) {
    recording_.visits.emplace_back();
  }

  void Line(std::string_view line, size_t number, bool whole) override {
    number_ = number;
    line = TrimOws(line);
    if (line.ends_with('\r')) line = TrimOws(line.substr(0, line.size() - 1));
    if (!line.empty()) blank_ = false;
    if (!whole && LowerCase(line.substr(0, 64)).find("cookie:") != std::string::npos) {
      AddUnread(recording_, "cookie", Place());
    }
    const bool answer = line == "<" || line.starts_with("< ");
    const bool request = line == ">" || line.starts_with("> ");
    if (answer || request || line.starts_with("* ")) {  // curl -v
      marked_ = marked_ || answer || request;
      const std::string_view rest = TrimOws(line.substr(1));
      if (answer && GoesOn(line.substr(1), rest)) return;
      return line[0] == '*' ? TakeRemark(rest) : TakeHttp(rest, /*trusted=*/true);
    }
    if (line.starts_with("--") && TakeWget(line)) return;
    TakeHttp(line, /*trusted=*/!marked_);
  }

  Status Finish() override {
    EndExchange();
    jar_.Finish(Time());
    Visit& visit = recording_.visits.front();
    visit.nothing_recorded = blank_;
    if (!known_ && !blank_) return UnknownFormat("text without a request, an answer or a cookie");
    return {};
  }

 private:
  struct Lines {
    std::vector<std::pair<std::string, size_t>> sent;
    std::vector<std::pair<std::string, size_t>> set;
    std::optional<std::string> date;
    bool host_known = true;  // as the answer was read
    size_t bytes = 0;
  };

  std::string Place() const { return fmt::format("line {}", number_); }

  // What curl says by itself: the address that it asks for, and HTTP/2's pseudo-fields.
  void TakeRemark(std::string_view line) {
    constexpr std::string_view kAuthority = "[:authority: ";
    if (const size_t at = line.find(kAuthority); at != std::string_view::npos) {
      const std::string_view rest = line.substr(at + kAuthority.size());
      NameHost(HostOfAuthority(rest.substr(0, rest.rfind(']'))));
      fresh_ = true;
      return;
    }
    constexpr std::string_view kOpened = "OPENED stream for ";
    if (const size_t at = line.find(kOpened); at != std::string_view::npos) {
      return NameAddress(line.substr(at + kOpened.size()));
    }
    constexpr std::string_view kAgain = "Issue another request to this URL: ";
    if (!line.starts_with(kAgain)) return;
    std::string_view url = line.substr(kAgain.size());
    while (url.starts_with('\'')) url.remove_prefix(1);
    while (url.ends_with('\'')) url.remove_suffix(1);
    NameAddress(url);
  }

  // "--2026-11-21 10:00:00--  https://www.ameli.fr/"
  bool TakeWget(std::string_view line) {
    const size_t space = line.find_last_of(" \t");
    if (space == std::string_view::npos || line.size() < 24 || line.substr(21, 2) != "--" ||
        !IsAddressLine(line.substr(space + 1))) {
      return false;
    }
    marked_ = false;
    NameAddress(line.substr(space + 1));
    return true;
  }

  void NameAddress(std::string_view url) {
    known_ = true;
    EndExchange();
    host_ = HostOfUrl(url);
    path_ = PathOfUrl(url);
    over_http_ = LowerCase(url.substr(0, 7)) == "http://";
    fresh_ = true;
    elsewhere_ = false;
    structured_ = structured_ || marked_;
    addressed_ = true;
  }

  void NameHost(const std::string& host) {
    known_ = true;
    if (!lines_.set.empty()) EndExchange();
    if (host.empty()) AddUnread(recording_, "host", Place());
    host_ = host;
    elsewhere_ = false;
  }

  // "GET /page HTTP/1.1", "GET https://www.ameli.fr/", "CONNECT www.ameli.fr:443 HTTP/1.1"
  bool TakeRequestLine(std::string_view line) {
    const size_t space = line.find(' ');
    if (space == std::string_view::npos || space < 3 || space > 10 ||
        !std::all_of(line.begin(), line.begin() + space,
                     [](char c) { return c >= 'A' && c <= 'Z'; })) {
      return false;
    }
    const std::string_view rest = TrimOws(line.substr(space + 1));
    const std::string_view target = rest.substr(0, rest.find(' '));
    const bool http = rest.substr(target.size()).starts_with(" HTTP/");
    if (!http && !IsAddressLine(target)) return false;
    ++recording_.visits.front().requests;
    if (IsAddressLine(target)) {
      NameAddress(target);
      return true;
    }
    known_ = true;
    structured_ = true;
    EndExchange();
    elsewhere_ = false;
    if (line.starts_with("CONNECT ")) {
      host_ = HostOfAuthority(target);
      path_ = "/";
    } else {
      if (!fresh_) host_.clear(), over_http_ = false;
      path_ = PathOfUrl(target);
    }
    date_.reset();
    return true;
  }

  void TakeStatusLine(std::string_view line) {
    known_ = true;
    structured_ = true;
    EndExchange();
    date_.reset();
    fresh_ = false;
    // After a redirection that nobody says to have been followed, the next answer is another's.
    if (elsewhere_) host_.clear();
    const size_t space = line.find(' ');
    const std::string_view status =
        space == std::string_view::npos ? std::string_view() : line.substr(space + 1, 3);
    redirects_ = status.starts_with('3') && status != "304";
    elsewhere_ = false;
  }

  void TakeHttp(std::string_view line, bool trusted) {
    if (line.empty()) return EndExchange();
    if (line.starts_with("HTTP/") && line.size() > 5 && line[5] >= '0' && line[5] <= '9') {
      if (trusted) TakeStatusLine(line);
      return;
    }
    if (trusted && TakeRequestLine(line)) return;
    const std::string_view name = FieldName(line);
    if (!name.empty()) return TakeField(LowerCase(TrimOws(name)), line, name.size(), trusted);
    if (MentionsSetCookie(line)) return AddUnread(recording_, "cookie", Place());
    if (trusted) TakeOther(line);
  }

  // A field that goes on in the next line (RFC 9112 section 5.2), as curl writes it.
  bool GoesOn(std::string_view written, std::string_view rest) {
    if (rest.empty() || !(written.starts_with("  ") || written.starts_with(" \t"))) return false;
    if (lines_.set.empty() || lines_.set.back().second + 1 != number_) return false;
    lines_.set.back().first.append(" ").append(rest);
    lines_.set.back().second = number_;
    return true;
  }

  void TakeField(const std::string& name, std::string_view line, size_t size, bool trusted) {
    const std::string_view value = TrimOws(line.substr(size + 1));
    if (name == "set-cookie") {
      known_ = true;
      Keep(lines_.set, value);
      // In a body, or of another tool: nobody says whose it is.
      lines_.host_known = lines_.host_known && trusted;
    } else if (name == "cookie") {
      known_ = true;
      Keep(lines_.sent, value);
    } else if (MentionsSetCookie(value)) {  // behind a time, a name of a tool
      AddUnread(recording_, "cookie", Place());
    } else if (!trusted) {
      return;
    } else if (name == "host" || name == ":authority") {
      NameHost(HostOfAuthority(value));
    } else if (name == "date") {
      if (lines_.date) EndExchange();  // of the next answer
      lines_.date = value;
    } else if (name == "location" && redirects_) {
      elsewhere_ = true;
    } else if (IsAddressLine(line)) {
      NameAddress(line);
    }
  }

  // An address alone, or a cookie without its field name: only where no protocol is written down.
  void TakeOther(std::string_view line) {
    if (IsAddressLine(line)) return NameAddress(line);
    if (structured_) return;
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos ||
        line.substr(0, equals).find_first_of(" \t,;\"(){}[]<>@") != std::string_view::npos) {
      return;
    }
    // Without an attribute that there is, several are those of document.cookie.
    const bool attributes = HasCookieAttribute(line);
    if (!addressed_ && !attributes) return;
    known_ = true;
    const bool pairs = !attributes && line.find(';') != std::string_view::npos;
    Keep(pairs ? lines_.sent : lines_.set, line);
  }

  void Keep(std::vector<std::pair<std::string, size_t>>& lines, std::string_view value) {
    lines.emplace_back(value, number_);
    lines_.bytes += value.size() + 64;
    if (lines_.bytes > kMostExchangeBytes) EndExchange();  // whatever its Date would have said
  }

  void EndExchange() {
    const Lines lines = std::exchange(lines_, Lines());
    const bool carries = !lines.set.empty() || !lines.sent.empty();
    if (lines.date) {
      date_ = ParseCookieDate(*lines.date);
      if (!date_ && !lines.set.empty()) AddUnread(recording_, "date", Place());
    }
    if (!carries) return;
    Origin origin{lines.host_known ? host_ : std::string(), path_,        over_http_,
                  lines.host_known ? date_ : std::nullopt,  std::nullopt, {}};
    std::set<std::string> names;
    for (const auto& [value, number] : lines.sent) {
      names.merge(NamesSent(recording_, value, fmt::format("line {}", number)));
    }
    if (!lines.sent.empty()) jar_.Send(names, host_, path_, std::nullopt);
    const auto& first = lines.set.empty() ? lines.sent : lines.set;
    if (origin.host.empty()) {
      AddUnread(recording_, "host", fmt::format("line {}", first.front().second));
    }
    for (const auto& [value, number] : lines.set) {
      origin.place = fmt::format("line {}", number);
      TakeSetCookie(recording_, jar_, value, origin);
    }
  }

  Recording& recording_;
  Jar jar_;
  Lines lines_;  // of the request or answer that is being read
  std::string host_;
  std::string path_ = "/";
  bool over_http_ = false;    // the address says so
  std::optional<Time> date_;  // of the answer, or the last one where answers are not told apart
  size_t number_ = 0;
  bool fresh_ = false;       // an address was named and not answered yet
  bool redirects_ = false;   // the answer is one
  bool elsewhere_ = false;   // … and says where to
  bool structured_ = false;  // request or status lines are written down
  bool marked_ = false;      // with curl's marks
  bool addressed_ = false;
  bool known_ = false;  // something in it is of this format
  bool blank_ = true;
};

}  // namespace

std::unique_ptr<LineReader> SetCookieLogReader(Recording& recording) {
  return std::make_unique<SetCookieLog>(recording);
}

}  // namespace temoin::catalog
