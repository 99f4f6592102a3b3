// Set-Cookie lines as tools and people write them. Only a request line, a Host or :authority field
// and the address that a tool names say where an answer comes from; Origin, Location and the like
// do not. An answer is read whole before its cookies are judged, for its Date may come last.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/host.h"
#include "base/text.h"
#include "catalog/audit/log_lines.h"
#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostExchangeBytes = size_t{1024} * 1024;

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
    marked_line_ = answer || request;
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
    for (const auto& [name, number] : announced_) {
      if (!told_.contains(name)) AddUnread(recording_, "cookie", fmt::format("line {}", number));
    }
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

  // What curl says by itself: the address that it asks for, HTTP/2's fields, and cookies that it
  // keeps, each of which stands in a field too.
  void TakeRemark(std::string_view line) {
    if (line.starts_with("Added cookie ") || line.starts_with("Replaced cookie ")) {
      const std::string_view rest = line.substr(line.find("cookie ") + 7);
      return Announce(rest.substr(0, rest.find('=')));
    }
    constexpr std::string_view kSent = "[cookie: ";
    if (const size_t at = line.find(kSent); at != std::string_view::npos) {
      const std::string_view rest = line.substr(at + kSent.size());
      known_ = true;
      return Keep(lines_.sent, rest.substr(0, rest.rfind(']')));
    }
    // A request that got no answer, as long as no other waits for one.
    const bool closed = line.starts_with("Closing connection") || line.starts_with("Empty reply");
    if (closed && asked_.size() <= 1) asked_.clear(), unanswered_ = 0;
    constexpr std::string_view kAuthority = "[:authority: ";
    if (const size_t at = line.find(kAuthority); at != std::string_view::npos) {
      const std::string_view rest = line.substr(at + kAuthority.size());
      NameHost(HostOfAuthority(rest.substr(0, rest.rfind(']'))));
      fresh_ = true;
      return;
    }
    constexpr std::string_view kOpened = "OPENED stream for ";
    if (const size_t at = line.find(kOpened); at != std::string_view::npos) {
      return NameAddress(line.substr(at + kOpened.size()), /*asked=*/true);
    }
    constexpr std::string_view kAgain = "Issue another request to this URL: ";
    if (!line.starts_with(kAgain)) {
      if (MentionsCookie(line)) AddUnread(recording_, "cookie", Place());
      return;
    }
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

  // "Stored cookie www.ameli.fr -1 (ANY) / <permanent> <insecure> [expiry …] name value"
  bool TakeStored(std::string_view line) {
    if (!line.starts_with("Stored cookie ")) return false;
    const size_t end = line.find("] ");
    if (end == std::string_view::npos) return false;
    const std::string_view pair = line.substr(end + 2);
    Announce(pair.substr(0, pair.find(' ')));
    return true;
  }

  // A cookie that a tool says to have kept: a field of the answer must tell of it.
  void Announce(std::string_view name) {
    if (announced_.size() < Recording::kMostTrackers) {
      announced_.emplace(name, number_);
    } else {
      recording_.truncated = true;
    }
  }

  // The request that was read waits for its answer.
  void Ask() {
    if (!std::exchange(in_request_, false)) return;
    ++unanswered_;
    if (asked_.size() < kMostAsked) asked_.insert(host_);
  }

  // `asked`: by a request that may wait while others are answered; otherwise what comes next is the
  // answer.
  void NameAddress(std::string_view url, bool asked = false) {
    known_ = true;
    EndExchange();
    Ask();
    if (!asked) asked_.clear(), unanswered_ = 0;
    line_host_.clear();
    failed_ = false;
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
    // Two that contradict each other in one request say nothing.
    const bool differs = in_request_ && !line_host_.empty() && line_host_ != host;
    if (in_request_) line_host_ = host;
    host_ = differs ? std::string() : host;
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
      NameAddress(target, /*asked=*/true);
      in_request_ = http;
      if (http) line_host_ = host_;
      return true;
    }
    known_ = true;
    structured_ = true;
    EndExchange();
    Ask();
    in_request_ = true;
    line_host_.clear();
    failed_ = false;
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
    Ask();
    date_.reset();
    fresh_ = false;
    // After a redirection that nobody says to have been followed, the next answer is another's.
    if (elsewhere_) host_.clear();
    const size_t space = line.find(' ');
    const std::string_view status =
        space == std::string_view::npos ? std::string_view() : line.substr(space + 1, 3);
    redirects_ = status.starts_with('3') && status != "304";
    elsewhere_ = false;
    failed_ = status.starts_with('4') || status.starts_with('5');
    if (!status.starts_with('1')) TakeAnswer();
    if (!failed_) AddHost(recording_.visits.front(), host_);
  }

  // Of several requests that wait, nobody says which is answered.
  void TakeAnswer() {
    if (unanswered_ == 0) return;
    if (asked_.size() > 1) {
      host_.clear();
    } else {
      host_ = *asked_.begin();
    }
    if (--unanswered_ == 0) asked_.clear();
  }

  void TakeHttp(std::string_view line, bool trusted) {
    if (line.empty()) {
      EndExchange();
      return Ask();
    }
    if (line.starts_with("HTTP/") && line.size() > 5 && line[5] >= '0' && line[5] <= '9') {
      if (trusted) TakeStatusLine(line);
      return;
    }
    if (trusted && TakeRequestLine(line)) return;
    const std::string_view name = FieldName(line);
    if (!name.empty()) return TakeField(LowerCase(TrimOws(name)), line, name.size(), trusted);
    if (TakeStored(line)) return;
    // What stands behind curl's marks is a field; a row is of a cookies.txt.
    const bool strange = marked_line_ && line.find('=') != std::string_view::npos;
    if (strange || IsNetscape(line) || MentionsCookie(line) || IsCommandWithCookies(line)) {
      return AddUnread(recording_, "cookie", Place());
    }
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
    } else if (MentionsCookie(line)) {  // behind a time, a name of a tool
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
    if (!failed_) AddHost(recording_.visits.front(), host_);
    const auto& first = lines.set.empty() ? lines.sent : lines.set;
    if (origin.host.empty()) {
      AddUnread(recording_, "host", fmt::format("line {}", first.front().second));
    }
    for (const auto& [value, number] : lines.set) {
      origin.place = fmt::format("line {}", number);
      for (const SetCookie& cookie : TakeSetCookie(recording_, jar_, value, origin)) {
        if (told_.size() < Recording::kMostTrackers) told_.insert(cookie.name);
      }
    }
  }

  Recording& recording_;
  Jar jar_;
  Lines lines_;  // of the request or answer that is being read
  static constexpr size_t kMostAsked = 64;
  bool in_request_ = false;      // its head is being read …
  std::string line_host_;        // … and names this host
  std::set<std::string> asked_;  // hosts of requests that wait for an answer …
  size_t unanswered_ = 0;        // … and how many wait
  std::map<std::string, size_t, std::less<>> announced_;  // cookies that curl and wget say to keep
  std::set<std::string, std::less<>> told_;               // cookies that a field told of
  bool marked_line_ = false;                              // curl's mark stands before it
  bool failed_ = false;                                   // the answer is an error
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
