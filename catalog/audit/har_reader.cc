// HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): log.entries[], each a request and its
// answer. Bodies, values and timings are passed over. Exporters leave out or redact the headers, or
// the cookies taken apart: both are read, and what a header says of a cookie comes first.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <utility>

#include "base/host.h"
#include "base/text.h"
#include "catalog/audit/recording_parts.h"
#include "catalog/cookie_date.h"
#include "catalog/redaction.h"

namespace temoin::catalog {
namespace {

// Of one entry, before it is known which host it belongs to.
constexpr size_t kMostEntryBytes = size_t{1024} * 1024;

std::optional<double> ReadNumber(std::string_view text) {
  double number = 0;
  const char* const last = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), last, number);
  return error == std::errc() && stop == last ? std::optional(number) : std::nullopt;
}

class Har final : public PartReader {
 public:
  explicit Har(Recording& recording) : recording_(recording), jar_(recording, 0) {
    recording_.visits.emplace_back();
  }

  void Opened(const JsonPlace& place, bool array) override {
    if (array && place.Is({"log", "entries"})) mine_ = true;
    if (array && IsEntry(place)) {
      entry_.strange = true;
      return Strange(place);
    }
    if (IsStrange(place, array)) return Strange(place);
    if (place.depth() == 1 && IsForeign(place[0])) AddUnread(recording_, "shape", place[0]);
    if (place.depth() == 2 && place[0] == "log" && IsForeign(WithoutMark(place[1]))) {
      AddUnread(recording_, "shape", "log." + place[1]);
    }
    if (IsBelowPart(place)) part_.odd_members = true;
    if (place.Is({"log", "entries", "[]", "*", "headers", "[]", "value"})) part_.odd = true;
    if (IsList(place) && place[4] == "headers") Listed(place[3]);
    if (array) return;
    if (place.Is({"log", "entries", "[]", "response"})) entry_.responded = true;
    if (IsEntry(place)) entry_ = Entry();
    if (IsPart(place)) part_ = Part();
  }
  void Closed(const JsonPlace& place) override {
    if (IsPart(place)) ClosePart(place);
    if (IsEntry(place)) CloseEntry();
  }
  void Cut(const JsonPlace& place, std::string_view key) override {
    if (IsPart(place) && key == "value") part_.cut = true;
  }
  void Value(const JsonPlace& place, std::string_view key, std::string_view value,
             bool text) override {
    if (text && HidesCookie(place, key, value)) Strange(place);
    if (place.Is({"log", "entries"})) {  // an entry that is no object
      AddUnread(recording_, "shape", Where());
      ++entries_;
    } else if (IsEntry(place)) {
      if (key == "startedDateTime") {
        entry_.started = ReadIsoTime(value, &entry_.started_ms);
        if (!entry_.started) entry_.started = ReadAnyTime(value);
        entry_.started = Plausible(entry_.started);
        entry_.whole_seconds = value.find_first_of(".,") == std::string_view::npos;
      }
      if (key == "time" && !text) entry_.took_ms = ReadNumber(value).value_or(0);
      if (key == "_error" && text) entry_.stopped = entry_.stopped || NeverLeft(value);
    } else if (place.Is({"log", "entries", "[]", "timings"})) {
      if (key == "receive" && !text) entry_.body_ms = ReadNumber(value).value_or(0);
    } else if (place.Is({"log", "entries", "[]", "*"}) && IsSide(place)) {
      if (key == "url" && text && place[3] == "request") {
        entry_.addressed = true;
        entry_.host = HostOfUrl(value);
        // "www.ameli.fr:443", as a proxy writes CONNECT.
        if (entry_.host.empty()) entry_.host = HostOfAuthority(value);
        const size_t from = std::min(value.find("//"), value.size());
        const std::string_view rest = value.substr(std::min(from + 2, value.size()));
        entry_.redacted = HoldsRedactionMark(rest.substr(0, rest.find_first_of("/?#")));
        if (entry_.redacted) entry_.host.clear();
        entry_.hostless = entry_.host.empty() && HasNoHost(value);
        entry_.path = PathOfUrl(value);
        entry_.over_http = LowerCase(value.substr(0, 7)) == "http://";
      }
      if (key == "headers") Listed(place[3]);
      if (key == "headers" || (text && key == "cookies")) Strange(place);
      if (key == "status" && place[3] == "response") {
        const auto status = ReadNumber(value);
        entry_.failed = status && (*status <= 0 || *status >= 400);
        entry_.no_response = status && *status <= 0;
      }
      if (text && place[3] == "response" && (key == "_error" || key == "_failureText")) {
        entry_.stopped = entry_.stopped || NeverLeft(value);
      }
    } else if (IsPart(place)) {
      PartValue(place, key, value, text);
    } else if (IsList(place)) {
      Strange(place);
    }
  }
  bool mine() const override { return mine_; }

  Status Finish() override {
    jar_.Finish(Time());
    Visit& visit = recording_.visits.front();
    visit.requests = entries_;
    visit.nothing_recorded = entries_ == 0;
    return {};
  }

 private:
  struct Part {  // a header or a cookie
    std::string name;
    bool named = false;
    std::string value;  // of a header
    std::string domain;
    std::string path;
    std::string expires;
    std::string max_age;
    bool session = false;
    bool secure = false;
    bool odd = false;          // a value that is no text
    bool odd_members = false;  // something stands in one that should be a word or a number
    bool cut = false;

    size_t bytes() const { return name.size() + value.size() + domain.size() + path.size() + 64; }
  };
  struct Entry {
    std::string host;
    std::string path = "/";
    bool over_http = false;
    bool strange = false;       // it is no object
    bool addressed = false;     // there is a request with its address …
    bool redacted = false;      // … of which a mark stands in the place …
    bool hostless = false;      // … or which names nobody: "data:…"
    bool asked_listed = false;  // … and its headers, be there none
    bool responded = false;     // there is a response …
    bool listed = false;        // … with its headers, be there none …
    bool failed = false;        // … which is an error
    bool no_response = false;   // … or stands for none
    bool stopped = false;       // the browser says that it did not let the request out
    std::string authority;      // of the Host header
    std::optional<Time> started;
    int64_t started_ms = 0;
    bool whole_seconds = false;  // the fraction was left out
    double took_ms = 0;
    double body_ms = 0;           // of it, after the response's head
    std::set<std::string> dates;  // of the header: more than one say nothing
    std::vector<std::string> set_cookie;
    std::vector<std::string> cookie;
    std::vector<Part> received;
    std::set<std::string> sent;
    std::vector<Part> asked;  // of those, what is told of more than the name
    size_t bytes = 0;

    bool empty() const {
      return set_cookie.empty() && cookie.empty() && received.empty() && sent.empty();
    }
    Moment SentAt(double later_ms = 0) const {
      if (!started) return std::nullopt;
      const int64_t first = started->time_since_epoch().count() * 1000 + started_ms +
                            static_cast<int64_t>(std::clamp(later_ms, 0.0, 1e9));
      return Span{first, whole_seconds ? first + 999 : first};
    }
    // A browser keeps cookies when the head of the response is there.
    Moment RespondedAt() const { return SentAt(took_ms - std::max(body_ms, 0.0)); }
  };

  static bool IsEntry(const JsonPlace& place) { return place.Is({"log", "entries", "[]"}); }
  static bool IsSide(const JsonPlace& place) {
    return place[3] == "request" || place[3] == "response";
  }
  // The list of headers or cookies, and what stands in it.
  static bool IsList(const JsonPlace& place) {
    return place.Is({"log", "entries", "[]", "*", "*"}) && IsSide(place) &&
           (place[4] == "headers" || place[4] == "cookies");
  }
  static bool IsPart(const JsonPlace& place) {
    return place.Is({"log", "entries", "[]", "*", "*", "[]"}) && IsSide(place) &&
           (place[4] == "headers" || place[4] == "cookies");
  }
  // A container in such a list that is no header and no cookie.
  static bool IsStrange(const JsonPlace& place, bool array) {
    return place.Is({"log", "entries", "[]", "*", "*", "*"}) && IsSide(place) &&
           (place[4] == "headers" || place[4] == "cookies") && (array || place[5] != "[]");
  }

  // What a member of a cookie stands in, where it should be a word or a number.
  static bool IsBelowPart(const JsonPlace& place) {
    return place.Is({"log", "entries", "[]", "*", "cookies", "[]", "*"}) && IsSide(place);
  }
  // As Chromium names it.
  static bool NeverLeft(std::string_view error) {
    return error.starts_with("net::ERR_BLOCKED_BY_CLIENT") ||
           error.starts_with("net::ERR_BLOCKED_BY_ADMINISTRATOR") ||
           error.starts_with("net::ERR_BLOCKED_BY_CSP");
  }
  // Addresses that lead to no host.
  static bool HasNoHost(std::string_view url) {
    constexpr std::array<std::string_view, 9> kSchemes = {
        "data:",       "blob:",  "about:",         "file:",
        "javascript:", "chrome", "moz-extension:", "safari-web-extension:",
        "ws:///"};
    const std::string low = LowerCase(url.substr(0, 24));
    return std::any_of(kSchemes.begin(), kSchemes.end(),
                       [&](std::string_view scheme) { return low.starts_with(scheme); });
  }
  // Members of a tool's own begin with "_".
  static std::string_view WithoutMark(std::string_view member) {
    while (member.starts_with('_')) member.remove_prefix(1);
    return member;
  }
  // A list of another format beside the log: it would be passed over.
  static bool IsForeign(std::string_view member) {
    return member == "cookies" || member == "origins" || member == "localStorage" ||
           member == "sessionStorage";
  }
  // What a tool keeps in a member of its own is not read; a cookie in it would be passed over.
  static bool HidesCookie(const JsonPlace& place, std::string_view key, std::string_view value) {
    constexpr size_t kEntry = 3;
    if (value.empty() || place.depth() < kEntry || place[0] != "log" || place[1] != "entries") {
      return false;
    }
    const bool in_side = place.depth() > kEntry && IsSide(place);
    const size_t at = in_side ? kEntry + 1 : kEntry;
    const std::string member = LowerCase(WithoutMark(at < place.depth() ? place[at] : key));
    if (in_side && (member == "cookies" || member == "headers")) return false;
    const auto names_cookie = [](std::string_view text) {
      return LowerCase(text).find("cookie") != std::string::npos;
    };
    if (names_cookie(member) || member == "localstorage" || member == "sessionstorage") return true;
    if (member.find("header") == std::string::npos) return false;
    for (size_t i = at + 1; i < place.depth(); ++i) {
      if (names_cookie(place[i])) return true;
    }
    return names_cookie(key) || names_cookie(value);
  }
  // "set-cookie[0]", "cookie_1": a field that an exporter numbered.
  static bool IsNumbered(std::string_view name) {
    const std::string_view behind =
        name.substr(name.starts_with("set-") ? 4 : 0).starts_with("cookie")
            ? name.substr(name.find("cookie") + 6)
            : std::string_view();
    return !behind.empty() && std::string_view("[(-_. ").find(behind[0]) != std::string_view::npos;
  }
  void Listed(std::string_view side) {
    (side == "response" ? entry_.listed : entry_.asked_listed) = true;
  }

  std::string Where(std::string_view below = {}) const {
    return fmt::format("log.entries[{}]{}", entries_, below);
  }
  void Strange(const JsonPlace& place) {
    std::string below;
    for (size_t i = 3; i < std::min<size_t>(place.depth(), 5); ++i) below += "." + place[i];
    if (below == last_strange_ && entries_ == strange_entry_) return;  // one line a list
    last_strange_ = below;
    strange_entry_ = entries_;
    AddUnread(recording_, "shape", Where(below));
  }

  void PartValue(const JsonPlace& place, std::string_view written, std::string_view value,
                 bool text) {
    const std::string key = LowerCase(written);
    if (key == "name") {
      part_.name = value;
      part_.named = text;
    } else if (place[4] == "headers") {
      if (key != "value") return;
      part_.value = value;
      part_.odd = !text;
    } else if (value == "null" && !text) {
      return;
    } else if (key == "domain") {
      part_.domain = value;
    } else if (key == "path") {
      part_.path = value;
    } else if (key == "secure") {
      part_.secure = value == "true";
    } else if (key == "session") {
      part_.session = value == "true";
    } else if (SaysEnd(key)) {
      if (part_.expires.empty()) part_.expires = value;
    } else if (SaysAge(key)) {
      part_.max_age = value;
    }
  }

  void ClosePart(const JsonPlace& place) {
    Part part = std::exchange(part_, Part());
    const bool response = place[3] == "response";
    const bool header = place[4] == "headers";
    std::string name;
    if (header) {
      if (TrimOws(part.name).empty() || !part.named) return Strange(place);
      // As exporters write it: "Set-Cookie", "set-cookie:", "Set-Cookie ".
      std::string_view written = TrimOws(part.name);
      if (written.ends_with(':')) written = TrimOws(written.substr(0, written.size() - 1));
      name = LowerCase(written);
      if (!response && (name == "host" || name == ":authority")) entry_.authority = part.value;
      if (response && name == "date") entry_.dates.insert(part.value);
      if (IsNumbered(name)) AddUnread(recording_, "cookie", Where("." + place[3] + ".headers"));
      if (name != (response ? "set-cookie" : "cookie")) return;
    }
    entry_.bytes += part.bytes();
    if (entry_.bytes > kMostEntryBytes) {
      recording_.truncated = true;
      return;
    }
    if (header) {
      if (part.odd) return AddUnread(recording_, "shape", Where("." + place[3] + ".headers"));
      if (part.cut) AddUnread(recording_, "cookie", Where());
      (response ? entry_.set_cookie : entry_.cookie).push_back(std::move(part.value));
    } else if (!part.named) {
      AddUnread(recording_, "cookie", Where("." + place[3] + ".cookies"));
    } else if (IsRedactionMark(part.name)) {
      AddUnread(recording_, "redacted", Where("." + place[3] + ".cookies"));
    } else if (response) {
      entry_.received.push_back(std::move(part));
    } else {
      entry_.sent.insert(part.name);
      if (!part.domain.empty() || !part.expires.empty()) entry_.asked.push_back(std::move(part));
    }
  }

  void CloseEntry() {
    Entry entry = std::exchange(entry_, Entry());
    const std::string named = HostOfAuthority(entry.authority);
    if (entry.host.empty()) entry.host = named;
    if (entry.redacted && entry.host.empty()) {
      AddUnread(recording_, "redacted", Where(".request.url"));
    } else if (entry.host.empty() ? entry.addressed && !entry.hostless
                                  : !named.empty() && named != entry.host) {
      AddUnread(recording_, "host", Where());
    }
    const bool asked = entry.addressed && entry.asked_listed;
    const bool responded = entry.responded && entry.listed;
    if (!entry.strange && !(asked && responded)) {
      AddUnread(recording_, "shape", Where(asked ? ".response" : responded ? ".request" : ""));
    }
    if (entry.responded && !entry.failed) {
      AddHost(recording_.visits.front(), entry.host);
    } else if (entry.stopped && (entry.no_response || !entry.responded)) {
      AddUnread(recording_, "stopped", Where());
    } else {
      AddCall(recording_.visits.front(), entry.host);
    }
    Origin origin{entry.host,    entry.path,          entry.over_http,
                  entry.started, entry.RespondedAt(), Where()};
    if (!entry.dates.empty() && !(entry.set_cookie.empty() && entry.received.empty())) {
      const auto date =
          entry.dates.size() == 1 ? Plausible(ParseCookieDate(*entry.dates.begin())) : std::nullopt;
      if (!date) AddUnread(recording_, "date", Where());
      // Browsers count an Expires from the server's clock, however the visitor's is set.
      if (date) origin.time = date;
    }
    for (const Part& part : entry.asked) TakeAsked(part, entry, origin);
    std::set<std::string> sent = std::move(entry.sent);
    for (const std::string& pairs : entry.cookie) {
      sent.merge(NamesSent(recording_, pairs, Where(".request.headers")));
    }
    jar_.Send(sent, entry.host, entry.path, entry.SentAt());
    std::vector<SetCookie> told;
    for (const std::string& value : entry.set_cookie) {
      for (SetCookie& cookie : TakeSetCookie(recording_, jar_, value, origin)) {
        told.push_back(std::move(cookie));
      }
    }
    TakeReceived(std::move(entry.received), std::move(told), origin, entry.started);
    ++entries_;
  }

  // The same cookies once more, taken apart, save those that a header has told of: of those it is
  // only said where the two differ. `started`: what the recording browser counts from.
  void TakeReceived(std::vector<Part> received, std::vector<SetCookie> told, const Origin& origin,
                    std::optional<Time> started) {
    const auto domain_of = [&](const std::string& domain) {
      return domain.empty() ? origin.host : domain;
    };
    std::erase_if(told, [](const SetCookie& cookie) { return cookie.redacted; });
    for (const bool same_domain : {true, false}) {
      std::erase_if(received, [&](const Part& part) {
        const auto found = std::find_if(told.begin(), told.end(), [&](const SetCookie& cookie) {
          return cookie.name == part.name &&
                 (!same_domain || domain_of(cookie.domain) == domain_of(NormalHost(part.domain)));
        });
        if (found == told.end()) return false;
        if (Contradicts(part, *found, origin, started)) {
          AddUnread(recording_, "cookie", Where(".response.cookies"));
        }
        told.erase(found);
        return true;
      });
    }
    for (const Part& part : received) TakeApart(part, origin);
  }

  // Whether a cookie taken apart is another than its header says: of another domain, or with an end
  // that is a day from each that the header has. A member that is left out says nothing.
  static bool Contradicts(const Part& part, const SetCookie& cookie, const Origin& origin,
                          std::optional<Time> started) {
    const std::string domain = NormalHost(part.domain);
    if (!domain.empty() && domain != origin.host && domain != cookie.domain) return true;
    constexpr std::chrono::hours kApart{24};
    std::vector<Time> ends;
    if (cookie.expires) ends.push_back(*cookie.expires);
    for (const auto& base : {started, origin.time}) {
      if (cookie.max_age && base) ends.push_back(*base + std::chrono::seconds(*cookie.max_age));
    }
    const auto end = ReadEnd(part.expires);
    const auto age = ReadNumber(part.max_age);
    if (age && cookie.max_age) return std::abs(*age - static_cast<double>(*cookie.max_age)) > 86400;
    if (part.odd_members || !end || end->session || (ends.empty() && cookie.max_age)) return false;
    return std::none_of(ends.begin(), ends.end(), [&](Time each) {
      return *end->at < each + kApart && each < *end->at + kApart;
    });
  }

  // A cookie that was sent, with the end and the domain that the browser's memory had of it.
  void TakeAsked(const Part& part, const Entry& entry, const Origin& origin) {
    if (HoldsRedactionMark(part.domain) || part.odd_members) return;  // its name is known anyway
    const std::string domain = NormalHost(part.domain);
    if (!domain.empty() && !HostWithin(origin.host, domain)) return;
    const bool host_only = domain.empty() || !part.domain.starts_with('.');
    Life life;
    life.from = entry.started ? entry.started : origin.time;
    const auto end = ReadEnd(part.expires);
    if (!end && part.expires.find_first_of("0123456789") != std::string::npos) {
      AddUnread(recording_, "time", Where(".request.cookies"));
    }
    if (end && !end->session && life.from) life.seconds = (*end->at - *life.from).count();
    if (life.seconds && *life.seconds <= 0) life.seconds.reset();
    jar_.SendKnown({part.name, domain.empty() ? origin.host : domain,
                    part.path.starts_with('/') ? part.path : "/", host_only},
                   life, entry.SentAt());
  }

  void TakeApart(const Part& part, const Origin& origin) {
    const std::string place = Where(".response.cookies");
    // Some exporters write the host where there was no Domain.
    SetCookie cookie;
    cookie.name = part.name;
    cookie.domain = NormalHost(part.domain);
    cookie.bad_domain = cookie.domain.empty() ? part.domain : std::string();
    cookie.secure = part.secure;
    const bool redacted = HoldsRedactionMark(part.domain);
    if (redacted) {
      AddUnread(recording_, "redacted", place);
      cookie.domain = cookie.bad_domain = {};
    }
    if (cookie.domain == origin.host && !part.domain.starts_with('.')) cookie.domain.clear();
    const bool host_only = cookie.domain.empty();
    const std::string host = redacted ? std::string() : origin.host;
    const CookieId id{part.name, host_only ? host : cookie.domain,
                      part.path.starts_with('/') ? part.path : DefaultPath(origin.path), host_only};
    const Refusal refusal = RefusalOf(cookie, origin.host, origin.over_http);
    // The members that a prefix asks for are often left out.
    if (refusal != Refusal::kNone && refusal != Refusal::kPrefix) {
      return jar_.Refuse(id.name, origin.host, refusal);
    }
    Life life;
    life.from = origin.time;
    const bool aged = !part.max_age.empty();
    const auto seconds = ReadNumber(part.max_age);
    const auto end = ReadEnd(part.expires);
    const bool two = part.session && (aged || !end || !end->session);
    if (!part.odd_members && !two && seconds && *seconds < 1e11) {
      life.seconds = static_cast<int64_t>(std::max(*seconds, -1.0));
    } else if (!part.odd_members && !two && !aged && end && (end->session || origin.time)) {
      if (!end->session) life.seconds = (*end->at - *origin.time).count();
    } else {
      AddUnread(recording_, "time", place);
      // At the very beginning of time: how a session is written, or how a cookie is deleted.
      if (!part.odd_members && !end && ReadAnyTime(part.expires) == Time()) return;
    }
    if (life.seconds && *life.seconds <= 0) return jar_.Clear(id, origin.when, origin.over_http);
    jar_.Set(id, life, origin.when, part.secure);
  }

  Recording& recording_;
  Jar jar_;
  Entry entry_;
  Part part_;
  size_t entries_ = 0;
  std::string last_strange_;
  size_t strange_entry_ = 0;
  bool mine_ = false;
};

}  // namespace

std::unique_ptr<PartReader> HarReader(Recording& recording) {
  return std::make_unique<Har>(recording);
}

}  // namespace temoin::catalog
