// inspection.json of the EDPS website evidence collector: what lay in the browser after a visit,
// cookies[] and localStorage{origin: {key: …}}.
#include <algorithm>
#include <charconv>
#include <utility>

#include "catalog/src/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

class Inspection final : public PartReader {
 public:
  Inspection(Recording& recording, Time now) : recording_(recording), end_(now) {
    // It lists what it found in the browser: where it lists nothing, it has looked all the same.
    recording_.visits.emplace_back().without_cookies = false;
  }

  void Opened(const JsonPlace& place, bool array) override {
    if (array && place.Is({"cookies"})) mine_ = true;
    if (!array && place.Is({"cookies", "[]"})) cookie_ = Cookie();
  }
  void Closed(const JsonPlace& place) override {
    if (place.Is({"cookies", "[]"})) CloseCookie();
  }
  void Key(const JsonPlace& place, std::string_view key) override {
    if (!place.Is({"localStorage", "*"})) return;
    Remember(recording_, recording_.visits.front(),
             {.name = std::string(key),
              .host = HostOfUrl(place[1]),
              .kind = TrackerKind::kLocalStorage,
              .set = true,
              .kept = true});
  }
  void Value(const JsonPlace& place, std::string_view key, std::string_view value,
             bool text) override {
    if (place.depth() == 0) {
      if (key == "end_time" && text) end_ = ReadIsoTime(value).value_or(end_);
    } else if (place.Is({"cookies", "[]"})) {
      if (key == "name") cookie_.name = value;
      if (key == "domain") cookie_.domain = value;
      if (key == "session") cookie_.session = value == "true";
      if (key == "expires") cookie_.end = text ? ReadIsoTime(value) : ReadNumber(value);
    } else if (place.Is({"cookies", "[]", "log"})) {
      if (key == "timestamp" && text) cookie_.at = ReadIsoTime(value);
    }
  }
  bool mine() const override { return mine_; }

  Status Finish() override {
    // Those whose setting was not seen are counted from the end of the visit.
    for (auto& [key, seen] : recording_.visits.front().trackers) {
      const auto open = open_.find(key);
      if (open == open_.end()) continue;
      const int64_t seconds = (open->second - end_).count();
      if (!seen.seconds || seconds > *seen.seconds) seen.seconds = seconds;
    }
    return {};
  }

 private:
  struct Cookie {
    std::string name;
    std::string domain;
    std::optional<Time> at;
    std::optional<Time> end;
    bool session = false;
  };

  // Seconds since 1970, with a fraction; -1: until the browser is closed.
  static std::optional<Time> ReadNumber(std::string_view text) {
    double seconds = 0;
    const char* const last = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), last, seconds);
    if (error != std::errc() || stop != last || !(seconds > 0 && seconds < 1e11)) {
      return std::nullopt;
    }
    return Time(std::chrono::seconds(static_cast<int64_t>(seconds)));
  }

  void CloseCookie() {
    Cookie cookie = std::exchange(cookie_, Cookie());
    Visit& visit = recording_.visits.front();
    SeenTracker seen{.name = std::move(cookie.name),
                     .host = std::move(cookie.domain),
                     .set = true,
                     .kept = true};
    const bool ends = cookie.end && !cookie.session;
    if (ends && cookie.at) seen.seconds = (*cookie.end - *cookie.at).count();
    const size_t before = recording_.kept;
    const std::string name = seen.name;
    const std::string host =
        LowerCase(seen.host.starts_with('.') ? seen.host.substr(1) : seen.host);
    Remember(recording_, visit, std::move(seen));
    if (ends && !cookie.at && recording_.kept > before) {
      open_[{name, TrackerKind::kCookie, host}] = *cookie.end;
    }
  }

  Recording& recording_;
  Time end_;
  Cookie cookie_;
  std::map<Visit::Key, Time> open_;  // at most as many as are kept
  bool mine_ = false;
};

}  // namespace

std::unique_ptr<PartReader> InspectionReader(Recording& recording, Time now) {
  return std::make_unique<Inspection>(recording, now);
}

}  // namespace temoin::catalog
