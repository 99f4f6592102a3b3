// Set-Cookie lines as tools and people write them. Only a request line, a Host or :authority field
// and the address that a tool names say where a response comes from; Origin, Location and the like
// do not. A response is read whole before its cookies are judged, for its Date may come last.
#include "catalog/audit/set_cookie_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/host.h"
#include "base/text.h"
#include "catalog/audit/cookie_signs.h"
#include "catalog/audit/log_lines.h"
#include "catalog/cookie_date.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostExchangeBytes = size_t{1024} * 1024;

// "Set-Cookie<tab>a=1; Path=/": a table of fields.
std::string_view FieldBeforeTab(std::string_view line) {
  const std::string_view name = line.substr(0, line.find('\t'));
  const std::string low = LowerCase(TrimOws(name));
  const bool pair = line.substr(name.size()).find('=') != std::string_view::npos;
  return pair && (low == "set-cookie" || low == "cookie") ? name : std::string_view();
}

}  // namespace

Status SetCookieLog::Finish() {
  if (stops_) AddUnread(recording_, "cookie", Place());
  two_lines_.End();
  TellLost();
  EndExchange();
  Ask();
  for (const auto& [name, number] : announced_) {
    if (!told_.contains(name)) AddUnread(recording_, "cookie", fmt::format("line {}", number));
  }
  jar_.Finish(Time());
  visit().nothing_recorded = blank_;
  if (traced_) {
    return UnknownFormat(
        "the output of curl --trace, which cuts fields into pieces: give that of curl -v");
  }
  if (!known_ && !blank_) return UnknownFormat("text without a request, an answer or a cookie");
  return {};
}

// The request that was read waits for its response.
void SetCookieLog::Ask() {
  if (!std::exchange(in_request_, false)) return;
  ++waiting_;
  AddCall(visit(), host_);
  if (asked_.size() < kMostAsked) asked_.insert(host_);
}

void SetCookieLog::Call(std::string_view url) {
  NameAddress(url);
  AddCall(visit(), host_);
}

// `asked`: by a request that may wait while others are answered; otherwise what comes next is the
// answer.
void SetCookieLog::NameAddress(std::string_view url, bool asked) {
  known_ = true;
  EndExchange();
  Ask();
  if (!asked) asked_.clear(), waiting_ = 0;
  line_host_.clear();
  failed_ = false;
  host_ = HostOfUrl(url);
  path_ = PathOfUrl(url);
  over_http_ = LowerCase(url.substr(0, 7)) == "http://";
  fresh_ = true;
  elsewhere_ = uncertain_ = false;
  structured_ = structured_ || marked_;
  addressed_ = true;
}

// On a line of its own, where requests or responses are written down it is perhaps of a body; a
// status line that follows says that it is not.
void SetCookieLog::NameLoneAddress(std::string_view url) {
  const bool uncertain = structured_;
  NameAddress(url);
  uncertain_ = uncertain;
}

void SetCookieLog::NameHost(const std::string& host) {
  known_ = true;
  if (!lines_.set.empty()) EndExchange();
  if (host.empty()) AddUnread(recording_, "host", Place());
  // Two that contradict each other in one request say nothing.
  const bool differs = in_request_ && !line_host_.empty() && line_host_ != host;
  if (in_request_) line_host_ = host;
  host_ = differs ? std::string() : host;
  elsewhere_ = uncertain_ = false;
}

// "GET /page HTTP/1.1", "GET https://www.ameli.fr/", "CONNECT www.ameli.fr:443 HTTP/1.1"
bool SetCookieLog::TakeRequestLine(std::string_view line) {
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
  ++visit().requests;
  if (IsAddressLine(target)) {
    NameAddress(target, /*asked=*/true);
    in_request_ = http;
    if (http) {
      line_host_ = host_;
    } else {
      AddCall(visit(), host_);
    }
    return true;
  }
  known_ = true;
  structured_ = true;
  head_line_ = number_;
  EndExchange();
  Ask();
  in_request_ = true;
  line_host_.clear();
  failed_ = false;
  elsewhere_ = uncertain_ = false;
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

void SetCookieLog::TakeStatusLine(std::string_view line) {
  head_line_ = number_;
  known_ = true;
  structured_ = true;
  EndExchange();
  Ask();
  date_.reset();
  fresh_ = false;
  // After a redirection that nobody says to have been followed, the next response is another's.
  if (elsewhere_) host_.clear();
  const size_t space = line.find(' ');
  const std::string_view status =
      space == std::string_view::npos ? std::string_view() : line.substr(space + 1, 3);
  redirects_ = status.starts_with('3') && status != "304";
  elsewhere_ = uncertain_ = false;
  failed_ = status.starts_with('4') || status.starts_with('5');
  if (!status.starts_with('1')) TakeResponse();
  Reached(host_);
}

// An error does not show the site, but was asked for all the same.
void SetCookieLog::Reached(const std::string& host) {
  if (failed_) {
    AddCall(visit(), host);
  } else {
    AddHost(visit(), host);
  }
}

// A whole head that a program printed in one line: its fields are not read.
void SetCookieLog::WatchHead(std::string_view line) {
  if (MayHoldCookie(line) || HoldsSetCookie(line)) AddUnread(recording_, "cookie", Place());
}

// Of several requests that wait, nobody says which is answered.
void SetCookieLog::TakeResponse() {
  if (waiting_ == 0) return;
  if (asked_.size() > 1) {
    host_.clear();
  } else {
    host_ = *asked_.begin();
  }
  if (--waiting_ == 0) asked_.clear();
}

void SetCookieLog::TakeHttp(std::string_view line, bool trusted) {
  if (!marked_line_ && TakeTwoLines(line, trusted)) return;
  if (line.empty()) {
    EndExchange();
    return Ask();
  }
  if (line.starts_with("HTTP/") && line.size() > 5 && line[5] >= '0' && line[5] <= '9') {
    if (trusted) TakeStatusLine(line);
    return WatchHead(line);
  }
  if (trusted && TakeRequestLine(line)) {
    return WatchHead(line.substr(std::min(line.find(" HTTP/"), line.size())));
  }
  if (trusted && TakeRequestUrl(line)) return;
  std::string_view name = FieldName(line);
  if (name.empty()) name = FieldBeforeTab(line);
  if (!name.empty()) return TakeField(LowerCase(TrimOws(name)), line, name.size(), trusted);
  if (TakeStored(line)) return;
  // What stands behind curl's marks is a field; a row is of a cookies.txt.
  const bool strange = marked_line_ && line.find('=') != std::string_view::npos;
  if (strange || IsNetscape(line) || MayHoldCookie(line)) {
    return AddUnread(recording_, "cookie", Place());
  }
  if (trusted && TakeOther(line)) return;
  if (HoldsSetCookie(line)) AddUnread(recording_, "cookie", Place());
}

void SetCookieLog::TakeField(const std::string& name, std::string_view line, size_t size,
                             bool trusted) {
  const std::string_view value = TrimOws(line.substr(size + 1));
  head_line_ = number_;
  if (name == "set-cookie" || name == "cookie") {
    cookie_line_ = number_;
    cookie_open_ = value.ends_with(';') || value.ends_with(',') || value.ends_with('=');
  }
  if (name == "set-cookie") {
    known_ = true;
    Keep(lines_.set, value);
    // In a body, or of another tool: nobody says whose it is.
    lines_.host_known = lines_.host_known && trusted;
  } else if (name == "cookie") {
    known_ = true;
    Keep(lines_.sent, value);
    lines_.sent_known = lines_.sent_known && trusted;
  } else if (!TellsOfNames(name) &&
             (MayHoldCookie(line) || HoldsSetCookie(line))) {  // behind a time, a name of a tool
    AddUnread(recording_, "cookie", Place());
  } else if (!trusted) {
    return;
  } else if (name == "host" || name == ":authority") {
    NameHost(HostOfAuthority(value));
  } else if (name == "date") {
    TakeDate(value);
  } else if (name == "location" && redirects_) {
    elsewhere_ = true;
  } else if (IsAddressLine(line)) {
    NameLoneAddress(line);
  }
}

void SetCookieLog::TakeDate(std::string_view value) {
  // Where answers are told apart, two that differ say nothing.
  const bool differs = structured_ && lines_.date && *lines_.date != value;
  if (lines_.date && !structured_) EndExchange();  // of the next response
  lines_.date = differs ? std::string_view() : value;
}

// An address alone, or a cookie without its field name: only where no protocol is written down.
bool SetCookieLog::TakeOther(std::string_view line) {
  if (IsAddressLine(line)) {
    NameLoneAddress(line);
    return true;
  }
  const bool goes_on = value_line_ + 1 == number_;  // another value of the field
  const size_t equals = line.find('=');
  if ((structured_ && !goes_on) || equals == std::string_view::npos) return false;
  // Without an attribute that there is, several are those of document.cookie.
  const bool attributes = HasCookieAttribute(line);
  if (line.substr(0, equals).find_first_of(" \t,;\"(){}[]<>@") != std::string_view::npos) {
    if (attributes || goes_on) AddUnread(recording_, "cookie", Place());
    return attributes || goes_on;
  }
  if (goes_on) value_line_ = number_;
  if (!addressed_ && !attributes) return false;
  known_ = true;
  const bool pairs = !attributes && line.find(';') != std::string_view::npos;
  Keep(pairs ? lines_.sent : lines_.set, line);
  return true;
}

void SetCookieLog::Keep(std::vector<std::pair<std::string, size_t>>& lines,
                        std::string_view value) {
  lines.emplace_back(value, number_);
  lines_.bytes += value.size() + 64;
  if (lines_.bytes > kMostExchangeBytes) EndExchange();  // whatever its Date would have said
}

void SetCookieLog::EndExchange() {
  const Lines lines = std::exchange(lines_, Lines());
  const bool carries = !lines.set.empty() || !lines.sent.empty();
  if (lines.date) {
    date_ = Plausible(ParseCookieDate(*lines.date));
    if (!date_ && !lines.set.empty()) AddUnread(recording_, "date", Place());
  }
  if (!carries) return;
  const std::string host = uncertain_ ? std::string() : host_;
  Origin origin{lines.host_known ? host : std::string(),
                path_,
                over_http_,
                lines.host_known ? date_ : std::nullopt,
                std::nullopt,
                {},
                /*in_text=*/true};
  std::set<std::string> names;
  for (const auto& [value, number] : lines.sent) {
    names.merge(NamesSent(recording_, value, fmt::format("line {}", number)));
  }
  const std::string asked = lines.sent_known ? host : std::string();
  if (!lines.sent.empty()) jar_.Send(names, asked, path_, std::nullopt);
  Reached(host);
  const bool lost_set = !lines.set.empty() && origin.host.empty();
  const auto& first = lost_set || lines.sent.empty() ? lines.set : lines.sent;
  if (lost_set || (!lines.sent.empty() && asked.empty())) {
    AddUnread(recording_, "host", fmt::format("line {}", first.front().second));
  }
  for (const auto& [value, number] : lines.set) {
    origin.place = fmt::format("line {}", number);
    for (const SetCookie& cookie : TakeSetCookie(recording_, jar_, value, origin)) {
      if (told_.size() < Recording::kMostTrackers) told_.insert(cookie.name);
    }
  }
}

std::unique_ptr<LineReader> SetCookieLogReader(Recording& recording) {
  return std::make_unique<SetCookieLog>(recording);
}

}  // namespace temoin::catalog
