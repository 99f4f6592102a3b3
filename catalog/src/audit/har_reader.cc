// HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): log.entries[], each a request and its
// answer. Bodies, values and timings are passed over.
#include <algorithm>
#include <utility>

#include "catalog/src/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

// Of one entry, before it is known which host it belongs to.
constexpr size_t kMostEntryBytes = size_t{1024} * 1024;

class Har final : public PartReader {
 public:
  Har(Recording& recording, Time now) : recording_(recording), now_(now) {
    recording_.visits.emplace_back();
  }

  void Opened(const JsonPlace& place, bool array) override {
    if (array) {
      if (place.Is({"log", "entries"})) mine_ = true;
      return;
    }
    if (IsEntry(place)) entry_ = Entry();
    if (IsPart(place)) part_ = Part();
  }
  void Closed(const JsonPlace& place) override {
    if (IsPart(place)) ClosePart(place);
    if (IsEntry(place)) CloseEntry();
  }
  void Value(const JsonPlace& place, std::string_view key, std::string_view value,
             bool text) override {
    if (!text) return;
    if (IsEntry(place)) {
      if (key == "startedDateTime") entry_.at = ReadIsoTime(value);
    } else if (place.Is({"log", "entries", "[]", "request"})) {
      if (key == "url") entry_.host = HostOfUrl(value);
    } else if (IsPart(place)) {
      if (key == "name") part_.name = value;
      if (key == "value" && place[4] == "headers") part_.value = value;
      if (key == "domain") part_.domain = value;
      if (key == "expires") part_.expires = value;
    }
  }
  bool mine() const override { return mine_; }

 private:
  struct Part {  // a header or a cookie
    std::string name;
    std::string value;
    std::string domain;
    std::string expires;

    size_t bytes() const { return name.size() + value.size() + domain.size() + 64; }
  };
  struct Entry {
    std::string host;
    std::optional<Time> at;
    std::vector<std::string> set_cookie;  // header values
    std::vector<std::string> cookie;
    std::vector<Part> received;
    std::vector<std::string> sent;
    size_t bytes = 0;
  };

  static bool IsEntry(const JsonPlace& place) { return place.Is({"log", "entries", "[]"}); }
  static bool IsPart(const JsonPlace& place) {
    return place.Is({"log", "entries", "[]", "*", "*", "[]"}) &&
           (place[3] == "request" || place[3] == "response") &&
           (place[4] == "headers" || place[4] == "cookies");
  }

  void ClosePart(const JsonPlace& place) {
    Part part = std::exchange(part_, Part());
    const bool response = place[3] == "response";
    const bool header = place[4] == "headers";
    if (header && LowerCase(part.name) != (response ? "set-cookie" : "cookie")) return;
    entry_.bytes += part.bytes();
    if (entry_.bytes > kMostEntryBytes) {
      recording_.truncated = true;
      return;
    }
    if (header) {
      (response ? entry_.set_cookie : entry_.cookie).push_back(std::move(part.value));
    } else if (response) {
      entry_.received.push_back(std::move(part));
    } else {
      entry_.sent.push_back(std::move(part.name));
    }
  }

  void CloseEntry() {
    Visit& visit = recording_.visits.front();
    ++visit.requests;
    const Entry entry = std::exchange(entry_, Entry());
    const Time at = entry.at.value_or(now_);
    for (const std::string& name : entry.sent) {
      Remember(recording_, visit, {.name = name, .host = entry.host, .sent = true});
    }
    for (const std::string& pairs : entry.cookie) {
      RememberSent(recording_, visit, pairs, entry.host);
    }
    for (const std::string& lines : entry.set_cookie) {
      RememberSetCookie(recording_, visit, lines, entry.host, at);
    }
    if (!entry.set_cookie.empty()) return;
    // The same cookies once more, taken apart: all there is when the headers were left out.
    for (const Part& part : entry.received) {
      SeenTracker seen{
          .name = part.name, .host = part.domain.empty() ? entry.host : part.domain, .set = true};
      if (const auto end = ReadIsoTime(part.expires)) seen.seconds = (*end - at).count();
      if (!seen.seconds || *seen.seconds > 0) Remember(recording_, visit, std::move(seen));
    }
  }

  Recording& recording_;
  Time now_;
  Entry entry_;
  Part part_;
  bool mine_ = false;
};

}  // namespace

std::unique_ptr<PartReader> HarReader(Recording& recording, Time now) {
  return std::make_unique<Har>(recording, now);
}

}  // namespace temoin::catalog
