// What lay in a browser, as a list of cookies in JSON. Where the list stands and the members of its
// cookies tell the exporters apart:
//
//   inspection.json of the EDPS website evidence collector: {"uri_ins", "cookies": [{"log", …}],
//       "localStorage": {origin: {key: …}}}
//   Playwright: {"cookies": […], "origins": [{"origin", "localStorage": [{"name"}],
//       "indexedDB": [{"name"}]}]}, or the list; "sessionStorage" where a test adds it
//   DevTools (Network.getAllCookies): {"cookies": [{"size", "session", "expires"}]}, or the list
//   Cookie-Editor and its like: [{"hostOnly", "storeId", "expirationDate"}], or {"url", "cookies"}
//   Selenium: [{"httpOnly", "secure", "path", "expiry"?}], or {"value": […]} as WebDriver answers
//
// A list without any such member is of no known format.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <utility>

#include "base/host.h"
#include "catalog/audit/recording_parts.h"
#include "catalog/redaction.h"

namespace temoin::catalog {
namespace {

class CookieList final : public PartReader {
 public:
  CookieList(Recording& recording, Time now)
      : recording_(recording), jar_(recording, 0), end_(now) {
    // It lists what it found in the browser: where it lists nothing, it has looked all the same.
    recording_.visits.emplace_back().without_cookies = false;
  }

  void Opened(const JsonPlace& place, bool array) override {
    if (place.depth() == 0) root_is_list_ = array;
    if (array && IsList(place)) list_ = true;
    if (array && place.Is({"origins"})) origins_ = true;
    if (place.Is({"localStorage", "*"})) OpenLocalStorage(place[1], array);
    if (!array && place.Is({"origins"})) OddStorage(place[0]);
    if (array && place.Is({"origins", "[]"})) OddStorage(place[0]);
    if (place.depth() > 1 && IsOtherStorage(place)) OddStorage(place[0]);
    if (place.Is({"origins", "[]", "*"}) && !IsStorage(place) && NamesStorage(place[2])) {
      OddStorage(place[0]);
    }
    if (!array && IsCookie(place)) cookie_ = Cookie();
    if (array && IsCookie(place)) ++others_;
    if (IsCookie(place, 1)) OddMember(LowerCase(place[place.depth() - 1]));
    if (IsHostList(place)) ++host_lists_;
    if (!array && place.Is({"origins", "[]"})) origin_.clear(), stored_.clear();
    if (IsStorage(place, 1)) named_ = false;
  }
  void Closed(const JsonPlace& place) override {
    if (IsCookie(place)) CloseCookie();
    if (IsStorage(place, 1) && !named_) AddUnread(recording_, "shape", "origins");
    if (place.Is({"origins", "[]"})) CloseOrigin();
  }
  void Key(const JsonPlace& place, std::string_view key) override {
    if (place.Is({"localStorage", "*"})) Store(key, HostOfUrl(place[1]));
  }
  void Value(const JsonPlace& place, std::string_view key, std::string_view value,
             bool text) override {
    if (IsList(place)) {
      ++others_;
    } else if (IsCookie(place)) {
      CookieValue(key, value, text);
    } else if (place.depth() == 0) {
      if (NamesStorage(key) || key == "origins") OddStorage(key);
      TakeCount(LowerCase(key), value, text);
      if (key == "end_time" && value != "null") TakeEndTime(text ? value : std::string_view());
      if (key == "uri_ins" || key == "uri_dest") {
        inspection_ = true;
        AddHost(recording_.visits.front(), HostOfUrl(value));
      }
    } else if (IsCookie(place, 1) && place[place.depth() - 1] == "log") {
      if (key == "timestamp" && value != "null") {
        cookie_.at = text ? Plausible(ReadIsoTime(value)) : std::nullopt;
        cookie_.odd_time = !cookie_.at;
      }
    } else if (place.Is({"origins", "[]"})) {
      if (key == "origin" && text) origin_ = value;
      if (NamesStorage(key)) OddStorage(place[0]);
    } else if (place.Is({"origins"}) || IsOtherStorage(place)) {
      OddStorage(place[0]);
    } else if (IsStorage(place)) {
      AddUnread(recording_, "shape", "origins");
    } else if (IsStorage(place, 1) && key == "name" && text) {
      named_ = true;
      Hold(KindOf(place[2]), value);
    } else if (IsHostList(place) && text) {
      AddCall(recording_.visits.front(), NormalHost(value));
    } else if (place.Is({"beacons", "[]"}) && key == "url" && text) {
      AddCall(recording_.visits.front(), HostOfUrl(value));
    } else if (place.Is({"localStorage"})) {  // a value where the keys of an origin should be
      StrangeStorage();
    }
  }
  bool mine() const override { return list_ && FormatOf().has_value(); }

  Status Finish() override {
    recording_.format = *FormatOf();
    recording_.calls_unseen = inspection_ && host_lists_ == 0;
    for (size_t i = 0; i < others_; ++i) AddUnread(recording_, "cookie", "cookies");
    if (total_ > cookies_ + others_) AddUnread(recording_, "shape", "total");
    // Only WebDriver leaves out the end of a session.
    if (recording_.format != Recording::Format::kSelenium && endless_.count > 0) {
      AddUnread(recording_, "time", endless_);
    }
    jar_.Finish(end_);
    return {};
  }

 private:
  struct Cookie {
    std::string name;
    std::string domain;
    std::string path = "/";
    std::optional<std::string> end;
    std::optional<Time> at;
    bool odd_time = false;  // it says when, and not so that it can be read
    bool odd_end = false;   // … or in a member that its exporter does not have
    std::optional<bool> host_only;
    bool named = false;
    bool placed = false;
    std::optional<bool> session;
    std::set<std::string, std::less<>> members;  // those that tell exporters apart
  };

  bool IsList(const JsonPlace& place) const {
    return (place.depth() == 0 && root_is_list_) || place.Is({"cookies"}) ||
           place.Is({"result", "cookies"}) || place.Is({"value"});
  }
  // Below a cookie by `below` levels.
  static bool IsCookie(const JsonPlace& place, size_t below = 0) {
    if (place.depth() < below + 1) return false;
    const size_t depth = place.depth() - below;
    if (place[depth - 1] != "[]") return false;
    return depth == 1 || (depth == 2 && (place[0] == "cookies" || place[0] == "value")) ||
           (depth == 3 && place[0] == "result" && place[1] == "cookies");
  }

  // Of an inspection: the hosts that its pages asked.
  static bool IsHostList(const JsonPlace& place) { return place.Is({"hosts", "requests", "*"}); }

  // A list in an origin of a storage state, or what stands in it by `below` levels.
  static bool IsStorage(const JsonPlace& place, size_t below = 0) {
    if (place.depth() != 3 + below || place[0] != "origins" || place[1] != "[]") return false;
    return place[2] == "localStorage" || place[2] == "sessionStorage" || place[2] == "indexedDB";
  }
  static bool NamesStorage(std::string_view member) {
    const std::string low = LowerCase(member);
    return low == "localstorage" || low == "sessionstorage" || low == "indexeddb";
  }
  // At the root, where only an inspection's localStorage is read.
  static bool IsOtherStorage(const JsonPlace& place) {
    return place.depth() > 0 && place[0] != "localStorage" && NamesStorage(place[0]);
  }
  static TrackerKind KindOf(std::string_view list) {
    if (list == "sessionStorage") return TrackerKind::kSessionStorage;
    return list == "indexedDB" ? TrackerKind::kIndexedDb : TrackerKind::kLocalStorage;
  }

  std::optional<Recording::Format> FormatOf() const {
    using Format = Recording::Format;
    const auto has = [&](std::string_view member) { return members_.contains(member); };
    if (inspection_) return Format::kInspection;
    if (strange_storage_) return std::nullopt;  // its keys would be hidden
    if (origins_) return Format::kPlaywright;
    if (cookies_ == 0) return std::nullopt;
    if (has("hostOnly") || has("expirationDate")) return Format::kCookieEditor;
    if (has("expires") && (has("size") || has("session") || has("priority"))) {
      return has("size") || has("priority") ? std::optional(Format::kDevTools) : std::nullopt;
    }
    const bool flags = has("httpOnly") && has("secure") && has("path");
    if (!flags) return std::nullopt;
    if (has("storeId")) return Format::kCookieEditor;
    return has("expires") ? Format::kPlaywright : Format::kSelenium;
  }

  void CookieValue(std::string_view key, std::string_view value, bool text) {
    if (key == "name") {
      cookie_.name = value;
      cookie_.named = text;
    } else if (key == "domain") {
      cookie_.domain = value;
      cookie_.placed = text;
    } else if (key == "path" && text) {
      cookie_.path = value;
      cookie_.members.emplace(key);
    } else if (key == "session") {
      cookie_.session = value == "true";
      cookie_.members.emplace(key);
    } else if (key == "hostOnly") {
      cookie_.host_only = value == "true";
      cookie_.members.emplace(key);
    } else if (key == "expires" || key == "expirationDate" || key == "expiry") {
      cookie_.members.emplace(key);
      if (text || value != "null") cookie_.end = value;
    } else if (const std::string low = LowerCase(key); SaysEnd(low) || SaysAge(low)) {
      cookie_.odd_end = cookie_.odd_end || (!value.empty() && (text || value != "null"));
    } else if (key == "storeId" || key == "size" || key == "priority" || key == "httpOnly" ||
               key == "secure") {
      cookie_.members.emplace(key);
    }
  }

  // An end that is no word and no number: {"$date": …}.
  void OddMember(const std::string& low) {
    cookie_.odd_end = cookie_.odd_end || low == "expiry" || SaysEnd(low) || SaysAge(low);
  }

  void CloseCookie() {
    const Cookie cookie = std::exchange(cookie_, Cookie());
    const std::string place = fmt::format("cookies[{}]", cookies_ + others_);
    if (!cookie.named || !cookie.placed) {
      ++others_;
      return;
    }
    ++cookies_;
    members_.insert(cookie.members.begin(), cookie.members.end());
    if (IsRedactionMark(cookie.name)) return AddUnread(recording_, "redacted", place);
    const bool redacted = HoldsRedactionMark(cookie.domain);
    const std::string host = redacted ? std::string() : NormalHost(cookie.domain);
    if (host.empty()) AddUnread(recording_, redacted ? "redacted" : "host", place);
    AddHost(recording_.visits.front(), host);
    const CookieId id{cookie.name, host, cookie.path.empty() ? "/" : cookie.path,
                      cookie.host_only.value_or(!cookie.domain.starts_with('.'))};
    Life life;
    if (!cookie.end) {
      if (cookie.odd_end) AddUnread(recording_, "time", place);
      if (!cookie.odd_end && !cookie.session.value_or(false)) AddTo(endless_, place);
    } else {
      const auto end = ReadEnd(*cookie.end);
      // Two members that say different things are not understood, nor is an end before the setting.
      const bool before = end && end->at && cookie.at && *end->at <= *cookie.at;
      if (!end || before || cookie.odd_time ||
          (cookie.session && *cookie.session != end->session)) {
        AddUnread(recording_, "time", place);
      }
      if (!end) {
        // nothing to count
      } else if (!end->session && cookie.at) {
        life.seconds = (*end->at - *cookie.at).count();
        life.from = cookie.at;
      } else if (!end->session) {
        life.ends = end->at;
      }
    }
    jar_.Keep(id, life, /*set=*/true);
  }

  // What says that the list is a part of a longer one: "nextCursor", "hasMore", "total".
  void TakeCount(std::string low, std::string_view value, bool text) {
    std::erase_if(low, [](char c) { return c == '_' || c == '-'; });
    const auto is_in = [&](std::initializer_list<std::string_view> names) {
      return std::find(names.begin(), names.end(), low) != names.end();
    };
    const bool next = is_in({"next", "nextcursor", "nextpage", "nextpagetoken", "cursor"});
    const bool cut = is_in({"more", "hasmore", "hasnext", "hasnextpage", "truncated", "partial"});
    if ((next && text && !value.empty()) || (cut && value == "true")) {
      AddUnread(recording_, "shape", low);
    } else if (is_in({"total", "totalcount", "count"}) && !text) {
      std::from_chars(value.data(), value.data() + value.size(), total_);
    }
  }

  void TakeEndTime(std::string_view value) {
    const auto end = Plausible(ReadIsoTime(value));
    if (!end) return AddUnread(recording_, "time", "end_time");
    end_ = *end;
  }

  void OpenLocalStorage(const std::string& origin, bool array) {
    if (array || HostOfUrl(origin).empty()) return StrangeStorage();
    inspection_ = true;
  }
  void StrangeStorage() {
    strange_storage_ = true;
    AddUnread(recording_, "shape", "localStorage");
  }

  void OddStorage(std::string_view member) {
    if (odd_storage_.size() > 8 || !odd_storage_.emplace(member).second) return;  // one line each
    AddUnread(recording_, "shape", member);
  }

  void Hold(TrackerKind kind, std::string_view name) {
    if (stored_.size() < Recording::kMostTrackers) {
      stored_.emplace_back(kind, name);
    } else {
      recording_.truncated = true;
    }
  }

  void CloseOrigin() {
    const std::string host = HostOfUrl(origin_);
    AddHost(recording_.visits.front(), host);
    if (host.empty() && !stored_.empty()) AddUnread(recording_, "host", "origins");
    for (const auto& [kind, name] : stored_) Store(name, host, kind);
    stored_.clear();
  }

  void Store(std::string_view key, const std::string& host,
             TrackerKind kind = TrackerKind::kLocalStorage) {
    AddHost(recording_.visits.front(), host);
    Remember(recording_, recording_.visits.front(),
             {.name = std::string(key), .host = host, .kind = kind, .set = true, .kept = true});
  }

  Recording& recording_;
  Jar jar_;
  Time end_;  // what is not known from when it counts, counts from then
  Cookie cookie_;
  std::string origin_;
  std::vector<std::pair<TrackerKind, std::string>> stored_;  // of the open origin
  std::set<std::string, std::less<>> members_;               // of all cookies
  size_t cookies_ = 0;
  size_t others_ = 0;  // in the list, and no cookie
  Unread endless_;     // cookies without an end, as far as the exporter says
  size_t total_ = 0;   // as the text says
  bool root_is_list_ = false;
  bool list_ = false;
  bool origins_ = false;
  size_t host_lists_ = 0;
  bool inspection_ = false;
  bool strange_storage_ = false;  // at the root, and not as an inspection has it
  std::set<std::string, std::less<>> odd_storage_;
  bool named_ = false;  // the open item of a storage state
};

}  // namespace

std::unique_ptr<PartReader> CookieListReader(Recording& recording, Time now) {
  return std::make_unique<CookieList>(recording, now);
}

}  // namespace temoin::catalog
