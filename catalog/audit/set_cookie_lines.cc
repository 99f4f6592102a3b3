// What each line of a log is: curl's and wget's remarks, fields, names and values on two lines.
#include <fmt/format.h>

#include "base/host.h"
#include "base/text.h"
#include "catalog/audit/cookie_signs.h"
#include "catalog/audit/log_lines.h"
#include "catalog/audit/set_cookie_log.h"

namespace temoin::catalog {
namespace {

// What was asked of a browser's console; the response stands in the next line.
bool EndsInConsole(std::string_view line) {
  while (line.ends_with(';') || line.ends_with(' ')) line.remove_suffix(1);
  return line.ends_with("document.cookie") || line.ends_with(".getSetCookie()");
}

// What a field that was folded or wrapped may go on with: a pair, the rest of a date. Not another
// field, a request or an address; curl's own lines are read apart.
bool GoesOnField(std::string_view line) {
  const bool marked = line.starts_with('<') || line.starts_with('>') || line.starts_with("* ");
  const std::string first = LowerCase(TrimOws(line.substr(0, line.find(';'))));
  return !marked && FieldName(line).empty() && line.find(" HTTP/") == std::string_view::npos &&
         line.find("://") == std::string_view::npos &&
         (line.find('=') != std::string_view::npos || line.find(" GMT") != std::string_view::npos ||
          IsCookieAttribute(first));
}

// "Set-Cook", "< Set-C"
bool StopsInName(std::string_view line) {
  constexpr std::string_view kName = "set-cookie";
  if (line.starts_with("< ")) line = TrimOws(line.substr(2));
  return line.size() > 3 && line.size() < kName.size() && kName.starts_with(LowerCase(line));
}

}  // namespace

void SetCookieLog::Line(std::string_view line, size_t number, bool whole) {
  number_ = number;
  const bool indented = line.starts_with(' ') || line.starts_with('\t');
  line = TrimOws(line);
  if (line.ends_with('\r')) line = TrimOws(line.substr(0, line.size() - 1));
  if (!line.empty()) blank_ = false;
  line = WithoutQuotes(WithoutClock(line));
  stops_ = StopsInName(line);
  if (head_line_ + 1 == number_ && IsElision(line)) {
    head_line_ = number_;
    return AddUnread(recording_, "redacted", Place());
  }
  const bool cookie = LowerCase(line.substr(0, 64)).find("cookie:") != std::string::npos;
  if (!whole && (cookie || two_lines_.waits_for_cookie())) {
    AddUnread(recording_, "cookie", Place());
  }
  // RFC 9112 section 5.2 lets a field go on in an indented line. A terminal breaks it anywhere:
  // what the cookie would have had there is not known.
  if (cookie_line_ + 1 == number_ && (indented || cookie_open_) && GoesOnField(line)) {
    if (indented && !MayHoldCookie(line) && GoOn(line)) return;
    cookie_line_ = number_;
    return AddUnread(recording_, "cookie", Place());
  }
  if (IsTraceLine(line)) traced_ = true;
  const bool console = console_line_ + 1 == number_ && line.find('=') != std::string_view::npos;
  if (EndsInConsole(line)) console_line_ = number_;
  if (console) return AddUnread(recording_, "cookie", Place());
  const bool answer = line == "<" || line.starts_with("< ");
  const bool request = line == ">" || line.starts_with("> ");
  marked_line_ = answer || request;
  if (answer || request || line.starts_with("* ")) {  // curl -v
    marked_ = marked_ || answer || request;
    two_lines_.End();
    TellLost();
    const std::string_view rest = TrimOws(line.substr(1));
    const bool folded = line.substr(1).starts_with("  ") || line.substr(1).starts_with(" \t");
    if (folded && cookie_line_ + 1 == number_ && !rest.empty() && FieldName(rest).empty() &&
        GoOn(rest)) {
      return;
    }
    return line[0] == '*' ? TakeRemark(rest) : TakeHttp(rest, /*trusted=*/true);
  }
  if (line.starts_with("--") && TakeWget(line)) return;
  TakeHttp(line, /*trusted=*/!marked_);
}

// What curl says by itself: the address that it asks for, HTTP/2's fields, and cookies that it
// keeps, each of which stands in a field too.
void SetCookieLog::TakeRemark(std::string_view line) {
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
  // A request that got no response, as long as no other waits for one.
  const bool closed = line.starts_with("Closing connection") || line.starts_with("Empty reply");
  if (closed && asked_.size() <= 1) asked_.clear(), waiting_ = 0;
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
    if (MayHoldCookie(line) || HoldsSetCookie(line)) AddUnread(recording_, "cookie", Place());
    return;
  }
  std::string_view url = line.substr(kAgain.size());
  while (url.starts_with('\'')) url.remove_prefix(1);
  while (url.ends_with('\'')) url.remove_suffix(1);
  Call(url);
}

// "--2026-11-21 10:00:00--  https://www.ameli.fr/"
bool SetCookieLog::TakeWget(std::string_view line) {
  const size_t space = line.find_last_of(" \t");
  if (space == std::string_view::npos || line.size() < 24 || line.substr(21, 2) != "--" ||
      !IsAddressLine(line.substr(space + 1))) {
    return false;
  }
  marked_ = false;
  Call(line.substr(space + 1));
  return true;
}

// "Stored cookie www.ameli.fr -1 (ANY) / <permanent> <insecure> [expiry …] name value"
bool SetCookieLog::TakeStored(std::string_view line) {
  if (!line.starts_with("Stored cookie ")) return false;
  const size_t end = line.find("] ");
  if (end == std::string_view::npos) return false;
  const std::string_view pair = line.substr(end + 2);
  Announce(pair.substr(0, pair.find(' ')));
  return true;
}

// A cookie that a tool says to have kept: a field of the response must tell of it.
void SetCookieLog::Announce(std::string_view name) {
  if (announced_.size() < Recording::kMostTrackers) {
    announced_.emplace(name, number_);
  } else {
    recording_.truncated = true;
  }
}

void SetCookieLog::TellLost() {
  const TwoLines::Lost lost = two_lines_.TakeLost();
  if (lost.number == 0 || (marked_ && !lost.colon)) return;
  if (lost.kind == TwoLines::Line::kSetCookie || lost.kind == TwoLines::Line::kCookie) {
    known_ = true;
    AddUnread(recording_, "cookie", fmt::format("line {}", lost.number));
  } else if (marked_) {
    return;
  } else if (lost.kind == TwoLines::Line::kHost) {
    NameHost({});
  } else {
    TakeDate({});
  }
}

// A name on one line and its value on the next.
bool SetCookieLog::TakeTwoLines(std::string_view line, bool trusted) {
  using Kind = TwoLines::Line;
  const Kind kind = two_lines_.Take(line, number_, structured_);
  TellLost();
  if (kind == Kind::kAlone) return false;
  if (kind == Kind::kSetCookie || kind == Kind::kCookie) {
    const bool pair = line.find('=') != std::string_view::npos;
    if (!trusted && !pair) return false;
    known_ = true;
    const bool set = kind == Kind::kSetCookie;
    if (!trusted || !pair) {
      AddUnread(recording_, "cookie", Place());
    } else {
      Keep(set ? lines_.set : lines_.sent, line);
    }
    if (set) value_line_ = number_;
  } else if (!trusted) {
    if (kind == Kind::kRequestUrl) AddCall(visit(), HostOfUrl(line));
    return kind == Kind::kName;
  } else if (kind == Kind::kHost) {
    NameHost(HostOfAuthority(line));
  } else if (kind == Kind::kDate) {
    TakeDate(line);
  } else if (kind == Kind::kRequestUrl) {
    Call(line);
  } else if (kind == Kind::kElsewhere) {
    elsewhere_ = elsewhere_ || redirects_;
  } else if (kind == Kind::kUncertain) {
    NameAddress(line);
    uncertain_ = true;
  }
  return true;
}

// "Request URL: https://www.ameli.fr/"
bool SetCookieLog::TakeRequestUrl(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsRequestUrl(TrimOws(line.substr(0, colon)))) {
    return false;
  }
  const std::string_view url = TrimOws(line.substr(colon + 1));
  if (!IsAddressLine(url)) return false;
  if (structured_ && LowerCase(line.substr(0, colon)) != "request url") {
    NameLoneAddress(url);
  } else {
    Call(url);
  }
  return true;
}

// The field of the line before goes on; false: it was none that is kept.
bool SetCookieLog::GoOn(std::string_view rest) {
  for (auto* const lines : {&lines_.set, &lines_.sent}) {
    if (lines->empty() || lines->back().second != cookie_line_) continue;
    lines->back().first.append("\n ").append(rest);  // told apart where values are read
    lines->back().second = cookie_line_ = number_;
    return true;
  }
  return false;
}

}  // namespace temoin::catalog
