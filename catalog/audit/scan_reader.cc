// The recording of scripts/scan: one visit a phase, names and hosts only. docs/formats.md, "A
// recording of scripts/scan".
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "base/host.h"
#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostAllowed = 1'000;
constexpr size_t kMostLedBy = 600;
// 31,000 years: what lives longer is no number of seconds.
constexpr int64_t kMostSeconds = 1'000'000'000'000;

enum class Level { kElsewhere, kOfRoot, kOfPhase, kOfPage, kOfTracker };

// What the members that are read look like: a text, a number, a word (true, false), a list, an
// object, or "0" (null) in the place of it. Whether a phase has its two lists is seen at its end.
struct Member {
  Level level;
  std::string_view key;
  std::string_view kinds;
};
constexpr std::array<Member, 17> kMembers = {{{Level::kOfRoot, "schema", "n"},
                                              {Level::kOfRoot, "site", "t0"},
                                              {Level::kOfRoot, "hosts", "l"},
                                              {Level::kOfRoot, "whole", "w"},
                                              {Level::kOfRoot, "phases", "l"},
                                              {Level::kOfPhase, "phase", "t"},
                                              {Level::kOfPhase, "allowed", "l"},
                                              {Level::kOfPhase, "third_parties", "t"},
                                              {Level::kOfPhase, "pages", "l"},
                                              {Level::kOfPhase, "requests", "l"},
                                              {Level::kOfPage, "url", "t"},
                                              {Level::kOfPage, "status", "n"},
                                              {Level::kOfTracker, "set", "w"},
                                              {Level::kOfTracker, "sent", "w"},
                                              {Level::kOfTracker, "kept", "w"},
                                              {Level::kOfTracker, "kind", "t"},
                                              {Level::kOfTracker, "seconds", "nt0"}}};

// Of what stands in the first `depth` keys of a place.
Level LevelOf(const JsonPlace& place, size_t depth) {
  if (depth == 0) return Level::kOfRoot;
  if (depth < 2 || place[0] != "phases" || place[1] != "[]") return Level::kElsewhere;
  if (depth == 2) return Level::kOfPhase;
  if (depth != 4 || place[3] != "[]") return Level::kElsewhere;
  if (place[2] == "pages") return Level::kOfPage;
  return place[2] == "cookies" || place[2] == "storage" ? Level::kOfTracker : Level::kElsewhere;
}

// Whether a value of this kind is another than the one that stands there in a scan; `depth` is of
// what it stands in.
bool IsOdd(const JsonPlace& place, size_t depth, std::string_view key, char kind) {
  if (key == "[]") {
    if (depth == 1 && place[0] == "hosts") return kind != 't';
    if (depth == 3 && place[2] == "allowed") return kind != 't';
    if (depth == 1 && place[0] == "phases") return kind != 'o';
    const bool list = depth == 3 && place[0] == "phases" &&
                      (place[2] == "pages" || place[2] == "cookies" || place[2] == "storage" ||
                       place[2] == "requests");
    return list && kind != 'o';
  }
  const Level level = LevelOf(place, depth);
  for (const Member& member : kMembers) {
    if (member.level != level || member.key != key) continue;
    return member.kinds.find(kind) == std::string_view::npos;
  }
  return false;
}

class Scan final : public PartReader {
 public:
  explicit Scan(Recording& recording) : recording_(recording) {}

  void Opened(const JsonPlace& place, bool array) override {
    if (place.depth() > 0) {
      Look(place, place.depth() - 1, place[place.depth() - 1], array ? 'l' : 'o');
    }
    if (IsTracker(place)) named_ = known_host_ = false;
    if (array) {
      if (place.Is({"phases"})) mine_ = true;
      if (place.Is({"phases", "[]", "cookies"})) cookies_ = true;
      if (place.Is({"phases", "[]", "pages"})) visit().hosts_told = true;
      if (place.Is({"phases", "[]", "storage"})) storage_ = true;
      if (place.Is({"phases", "[]", "requests"})) requests_ = true;
      return;
    }
    if (place.Is({"phases", "[]"})) {
      if (recording_.visits.size() >= Recording::kMostVisits) {
        recording_.truncated = true;
      } else {
        // It looks into the browser itself: what it does not list is not there.
        recording_.visits.emplace_back().without_cookies = false;
        recording_.visits.back().hosts_told = false;  // until it lists its pages
      }
      spare_ = Visit();
      cookies_ = storage_ = requests_ = false;
    }
    if (place.Is({"phases", "[]", "requests", "[]"})) {
      address_.clear();
      request_ = SeenRequest();
      led_by_.clear();
    }
    if (IsStep(place)) step_.clear();
    if (IsTracker(place)) {
      led_by_.clear();
      seen_ = SeenTracker();
      if (place[2] == "storage") seen_.kind = TrackerKind::kLocalStorage;
    }
  }
  void Closed(const JsonPlace& place) override {
    // A scan writes both lists, be there nothing in them.
    if (place.Is({"phases", "[]"}) && !(cookies_ && storage_)) {
      AddUnread(recording_, "shape", "phases");
    }
    if (place.Is({"phases", "[]"}) && !requests_) ++without_requests_;
    if (IsStep(place)) AddStep();
    if (place.Is({"phases", "[]", "requests", "[]"})) AddRequest();
    if (place.Is({"phases", "[]", "pages", "[]"})) {
      if (std::exchange(loaded_, false)) catalog::AddHost(visit(), page_);
      page_.clear();
    }
    if (!IsTracker(place)) return;
    seen_.led_by = std::exchange(led_by_, {});
    if (!known_host_) {
      AddUnread(recording_, "host", "phases");
    } else if (seen_.name.empty() && !named_) {
      AddUnread(recording_, "cookie", "phases");
    } else {
      catalog::AddHost(visit(), seen_.host);
      Remember(recording_, visit(), std::exchange(seen_, SeenTracker()));
    }
  }
  void Value(const JsonPlace& place, std::string_view key, std::string_view value,
             bool text) override {
    const bool word = value == "true" || value == "false";
    Look(place, place.depth(), key, text ? 't' : value == "null" ? '0' : word ? 'w' : 'n');
    if (place.Is({}) && key == "schema" && (text || value != "1") && problem_.empty()) {
      problem_ = fmt::format(
          "this recording of a scan is of schema {}, and only schema 1 is read here: record it "
          "again by the temoin-scan of this version, or take the temoin that wrote it",
          TameName(value.substr(0, 20)));
    } else if (place.Is({}) && key == "whole" && !text) {
      lists_requests_ = true;
      if (value == "false") AddUnread(recording_, "pages", "stopped");
    } else if (place.Is({"hosts"}) && text) {
      AddHost(recording_.hosts, NormalHost(value));
    } else if (place.depth() == 0 && key == "site" && text) {
      recording_.site = TameName(value);
    } else if (place.Is({"phases", "[]", "pages", "[]"})) {
      if (key == "url" && text) {
        AddHost(recording_.origins, OriginOf(value));
        page_ = HostOfUrl(value);
      }
      if (key == "status" && !text) {
        loaded_ = value.size() == 3 && (value[0] == '2' || value[0] == '3');
      }
    } else if (place.Is({"phases", "[]"}) && key == "third_parties" && value == "aborted") {
      AddUnread(recording_, "third-parties", PhaseName(visit().phase));
    } else if (place.Is({"phases", "[]", "requests", "[]"}) && text) {
      if (key == "address") address_ = TameName(value);
      if (key == "host") request_.host = NormalHost(value);
    } else if (IsStep(place)) {
      StepValue(key, value, text);
    } else if (place.Is({"phases", "[]"}) && key == "phase" && text) {
      if (const auto phase = PhaseNamed(value)) {
        visit().phase = *phase;
      } else if (problem_.empty()) {
        problem_ = fmt::format("there is no phase \"{}\"", value.substr(0, 40));
      }
    } else if (place.Is({"phases", "[]", "allowed"}) && text) {
      if (visit().allowed.size() < kMostAllowed) visit().allowed.emplace(value);
    } else if (IsTracker(place)) {
      TrackerValue(key, value, text);
    }
  }
  bool mine() const override { return mine_; }

  Status Finish() override {
    if (problem_.empty() && recording_.visits.empty()) problem_ = "a recording without a phase";
    for (const Visit& visit : recording_.visits) {
      if (problem_.empty() && visit.phase == Phase::kUnknown) problem_ = "a phase has no name";
    }
    if (!problem_.empty()) return Error(ErrorCode::kInvalidArgument, problem_);
    // Versions before 0.2 listed none, and did not say whether a scan was whole.
    recording_.calls_unseen = without_requests_ > 0 && !lists_requests_;
    for (size_t i = 0; i < without_requests_ && lists_requests_; ++i) {
      AddUnread(recording_, "shape", "phases");
    }
    return {};
  }

 private:
  static bool IsTracker(const JsonPlace& place) {
    return place.Is({"phases", "[]", "*", "[]"}) &&
           (place[2] == "cookies" || place[2] == "storage");
  }
  // {"script": address}, {"tag": address, "line": 12}: of a request or a tracker.
  static bool IsStep(const JsonPlace& place) {
    return place.Is({"phases", "[]", "*", "[]", "by", "[]"});
  }
  void Look(const JsonPlace& place, size_t depth, std::string_view key, char kind) {
    if (IsOdd(place, depth, key, kind)) AddUnread(recording_, "shape", "phases");
  }
  void StepValue(std::string_view key, std::string_view value, bool text) {
    if (text) {
      step_ = TameName(value) + step_;
    } else if (key == "line" && value.size() < 10) {
      step_ += ":";
      step_ += TameName(value);
    }
  }
  void AddStep() {
    if (step_.empty() || led_by_.size() + step_.size() > kMostLedBy) return;
    led_by_ += (led_by_.empty() ? "" : " < ") + std::exchange(step_, {});
  }
  void AddRequest() {
    request_.led_by = std::exchange(led_by_, {});
    if (address_.empty() || request_.host.empty()) {
      AddUnread(recording_, "host", "phases");
      return address_.clear();
    }
    AddCall(visit(), request_.host);
    if (visit().addresses.size() < Visit::kMostHosts) {
      const size_t path = std::min(address_.find('/'), address_.size());
      visit().addresses.insert(request_.host + address_.substr(path));
    }
    if (recording_.requests.size() < Recording::kMostRequests ||
        recording_.requests.contains(address_)) {
      recording_.requests.try_emplace(std::move(address_), std::move(request_));
    } else {
      recording_.truncated = true;
    }
    address_.clear();
  }
  static void AddHost(std::set<std::string, std::less<>>& hosts, std::string host) {
    if (!host.empty() && hosts.size() < Recording::kMostHosts) hosts.insert(std::move(host));
  }
  // "https://www.mutuelle.example" of a page's address; empty: it is none.
  static std::string OriginOf(std::string_view url) {
    const std::string host = HostOfUrl(url);
    const size_t start = url.find("://");
    if (host.empty() || start == std::string_view::npos) return {};
    const size_t end = url.find_first_of("/?#", start + 3);
    const std::string_view authority = url.substr(start + 3, end - start - 3);
    const size_t colon = authority.rfind(':');
    const bool port = colon != std::string_view::npos && !authority.ends_with(']');
    return std::string(url.substr(0, start + 3)) + host +
           TameName(port ? authority.substr(colon) : std::string_view());
  }
  // Beyond the bound everything goes to a visit that nobody looks at.
  Visit& visit() {
    return recording_.visits.empty() || recording_.truncated ? spare_ : recording_.visits.back();
  }

  void TrackerValue(std::string_view key, std::string_view value, bool text) {
    if (text) {
      if (key == "name") {
        seen_.name = value;
        named_ = true;
      }
      if (key == "host") {
        seen_.host = NormalHost(value);
        known_host_ = value.empty() || !seen_.host.empty();
      }
      if (key == "kind") {
        if (value == "session") seen_.kind = TrackerKind::kSessionStorage;
        if (value != "session" && value != "local") AddUnread(recording_, "shape", "phases");
      }
      if (key == "seconds") AddUnread(recording_, "time", "phases");
      return;
    }
    if (key == "set") seen_.set = value == "true";
    if (key == "sent") seen_.sent = value == "true";
    if (key == "kept") seen_.kept = value == "true";
    if (key == "seconds" && value != "null") {
      int64_t seconds = 0;
      const char* const last = value.data() + value.size();
      const auto [stop, error] = std::from_chars(value.data(), last, seconds);
      if (error == std::errc() && stop == last && seconds >= 0 && seconds <= kMostSeconds) {
        seen_.seconds = seconds;
      } else {
        AddUnread(recording_, "time", "phases");
      }
    }
  }

  Recording& recording_;
  Visit spare_;
  SeenTracker seen_;
  SeenRequest request_;
  std::string address_;
  std::string step_;
  std::string led_by_;
  std::string page_;
  bool loaded_ = false;  // the page, without an error
  bool named_ = false;
  bool known_host_ = true;
  std::string problem_;
  bool cookies_ = false;  // the open phase has its list
  bool storage_ = false;
  bool requests_ = false;
  size_t without_requests_ = 0;  // phases
  bool lists_requests_ = false;  // it is of a version that does
  bool mine_ = false;
};

}  // namespace

std::unique_ptr<PartReader> ScanReader(Recording& recording) {
  return std::make_unique<Scan>(recording);
}

}  // namespace temoin::catalog
