// HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): log.entries[], each a request and its
// response. Bodies, values and timings are passed over. Exporters leave out or redact the headers,
// or the cookies taken apart: both are read, and what a header says of a cookie comes first.
#include <algorithm>
#include <array>
#include <utility>

#include "base/host.h"
#include "base/text.h"
#include "catalog/audit/har_entries.h"
#include "catalog/audit/recording_parts.h"
#include "catalog/redaction.h"

namespace temoin::catalog {
namespace {

// Of one entry, before it is known which host it belongs to.
constexpr size_t kMostEntryBytes = size_t{1024} * 1024;

class Har final : public PartReader {
 public:
  explicit Har(Recording& recording) : recording_(recording), entries_(recording) {
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
    if (IsEntry(place)) entry_ = HarEntry();
    if (IsPart(place)) part_ = HarPart();
  }
  void Closed(const JsonPlace& place) override {
    if (IsPart(place)) ClosePart(place);
    if (IsEntry(place)) entries_.Take(std::exchange(entry_, HarEntry()));
  }
  void Cut(const JsonPlace& place, std::string_view key) override {
    if (IsPart(place) && key == "value") part_.cut = true;
  }
  void Value(const JsonPlace& place, std::string_view key, std::string_view value,
             bool text) override {
    if (text && HidesCookie(place, key, value)) Strange(place);
    if (place.Is({"log", "entries"})) {  // an entry that is no object
      entries_.Pass();
    } else if (IsEntry(place)) {
      if (key == "startedDateTime") {
        entry_.started = ReadIsoTime(value, &entry_.started_ms);
        if (!entry_.started) entry_.started = ReadAnyTime(value);
        entry_.started = Plausible(entry_.started);
        entry_.whole_seconds = value.find_first_of(".,") == std::string_view::npos;
      }
      if (key == "time" && !text) entry_.took_ms = ReadHarNumber(value).value_or(0);
      if (key == "_error" && text) entry_.stopped = entry_.stopped || NeverLeft(value);
    } else if (place.Is({"log", "entries", "[]", "timings"})) {
      if (key == "receive" && !text) entry_.body_ms = ReadHarNumber(value).value_or(0);
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
        const auto status = ReadHarNumber(value);
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
    entries_.Finish();
    return {};
  }

 private:
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

  void Strange(const JsonPlace& place) {
    std::string below;
    for (size_t i = 3; i < std::min<size_t>(place.depth(), 5); ++i) below += "." + place[i];
    if (below == last_strange_ && entries_.count() == strange_entry_) return;  // one line a list
    last_strange_ = below;
    strange_entry_ = entries_.count();
    AddUnread(recording_, "shape", entries_.Where(below));
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
    HarPart part = std::exchange(part_, HarPart());
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
      if (IsNumbered(name))
        AddUnread(recording_, "cookie", entries_.Where("." + place[3] + ".headers"));
      if (name != (response ? "set-cookie" : "cookie")) return;
    }
    entry_.bytes += part.bytes();
    if (entry_.bytes > kMostEntryBytes) {
      recording_.truncated = true;
      return;
    }
    if (header) {
      if (part.odd)
        return AddUnread(recording_, "shape", entries_.Where("." + place[3] + ".headers"));
      if (part.cut) AddUnread(recording_, "cookie", entries_.Where());
      (response ? entry_.set_cookie : entry_.cookie).push_back(std::move(part.value));
    } else if (!part.named) {
      AddUnread(recording_, "cookie", entries_.Where("." + place[3] + ".cookies"));
    } else if (IsRedactionMark(part.name)) {
      AddUnread(recording_, "redacted", entries_.Where("." + place[3] + ".cookies"));
    } else if (response) {
      entry_.received.push_back(std::move(part));
    } else {
      entry_.sent.insert(part.name);
      if (!part.domain.empty() || !part.expires.empty()) entry_.asked.push_back(std::move(part));
    }
  }

  Recording& recording_;
  HarEntries entries_;
  HarEntry entry_;
  HarPart part_;
  std::string last_strange_;
  size_t strange_entry_ = 0;
  bool mine_ = false;
};

}  // namespace

std::unique_ptr<PartReader> HarReader(Recording& recording) {
  return std::make_unique<Har>(recording);
}

}  // namespace temoin::catalog
