#include "catalog/src/audit/recording.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/calendar.h"
#include "catalog/src/audit/recording_parts.h"
#include "catalog/src/seen.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostNameBytes = 256;
constexpr size_t kMostHostBytes = 253;

constexpr std::array<std::pair<Phase, std::string_view>, 5> kPhases = {
    {{Phase::kNone, "none"},
     {Phase::kRefused, "refused"},
     {Phase::kSome, "some"},
     {Phase::kAccepted, "accepted"},
     {Phase::kWithdrawn, "withdrawn"}}};

// Tells every reader where each value stands.
class Dispatcher final : public JsonEvents {
 public:
  explicit Dispatcher(std::vector<std::unique_ptr<PartReader>> readers)
      : readers_(std::move(readers)) {}

  void StartObject() override { Open(false); }
  void StartArray() override { Open(true); }
  void EndObject() override { Close(); }
  void EndArray() override { Close(); }
  void Key(std::string_view key) override {
    key_ = key;
    for (const auto& reader : readers_) reader->Key(place_, key);
  }
  void String(std::string_view value) override { Give(value, true); }
  void Scalar(std::string_view text) override { Give(text, false); }

  PartReader* Found() const {
    for (const auto& reader : readers_) {
      if (reader->mine()) return reader.get();
    }
    return nullptr;
  }

 private:
  void Open(bool array) {
    if (!arrays_.empty()) place_.Open(arrays_.back() ? std::string_view("[]") : key_);
    arrays_.push_back(array);
    for (const auto& reader : readers_) reader->Opened(place_, array);
  }
  void Close() {
    for (const auto& reader : readers_) reader->Closed(place_);
    arrays_.pop_back();
    if (!arrays_.empty()) place_.Close();
  }
  void Give(std::string_view value, bool text) {
    if (arrays_.empty()) return;
    const std::string_view key = arrays_.back() ? std::string_view("[]") : key_;
    for (const auto& reader : readers_) reader->Value(place_, key, value, text);
  }

  std::vector<std::unique_ptr<PartReader>> readers_;
  JsonPlace place_;
  std::vector<bool> arrays_;
  std::string key_;
};

// A name comes from outside and is printed on terminals: nothing in it may steer one.
void Tame(std::string& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool c1 = c == 0xC2 && i + 1 < text.size() &&
                    static_cast<unsigned char>(text[i + 1]) >= 0x80 &&
                    static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c < 0x20 || c == 0x7F) text[i] = '?';
    if (c1) text.replace(i, 2, "?");
  }
}

bool IsBelow(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.';
}

// A cookie that was set for a domain is sent to hosts below it: one tracker, not two.
void MergeSent(Visit& visit) {
  for (auto it = visit.trackers.begin(); it != visit.trackers.end();) {
    const SeenTracker& sent = it->second;
    SeenTracker* source = nullptr;
    if (sent.sent && !sent.set && !sent.kept) {
      auto other = visit.trackers.lower_bound({sent.name, sent.kind, ""});
      for (; other != visit.trackers.end() && other->second.name == sent.name; ++other) {
        const bool origin = other->second.set || other->second.kept;
        if (origin && other->second.kind == sent.kind && IsBelow(sent.host, other->second.host)) {
          source = &other->second;
          break;
        }
      }
    }
    if (source == nullptr) {
      ++it;
      continue;
    }
    source->sent = true;
    it = visit.trackers.erase(it);
  }
}

Result<Recording> ReadJson(const ByteSource& source, Time now) {
  Recording har{Recording::Format::kHar, {}, 0, false};
  Recording inspection{Recording::Format::kInspection, {}, 0, false};
  Recording scan{Recording::Format::kScan, {}, 0, false};
  std::vector<std::unique_ptr<PartReader>> readers;
  readers.push_back(HarReader(har, now));
  readers.push_back(InspectionReader(inspection, now));
  readers.push_back(ScanReader(scan));
  const std::array<const PartReader*, 3> order = {readers[0].get(), readers[1].get(),
                                                  readers[2].get()};
  const std::array<Recording*, 3> recordings = {&har, &inspection, &scan};
  Dispatcher dispatcher(std::move(readers));
  TEMOIN_RETURN_IF_ERROR(ReadJsonStream(source, dispatcher));
  PartReader* const found = dispatcher.Found();
  if (found == nullptr) {
    return Error(ErrorCode::kInvalidArgument,
                 "expected a HAR (log.entries), an inspection.json (cookies), a recording of "
                 "scripts/scan (phases) or Set-Cookie lines");
  }
  TEMOIN_RETURN_IF_ERROR(found->Finish());
  for (size_t i = 0; i < order.size(); ++i) {
    if (order[i] == found) return std::move(*recordings[i]);
  }
  return Error(ErrorCode::kInternal, "a reader without a recording");
}

}  // namespace

std::optional<Phase> PhaseNamed(std::string_view name) {
  for (const auto& [phase, known] : kPhases) {
    if (known == name) return phase;
  }
  return std::nullopt;
}

std::string_view PhaseName(Phase phase) {
  for (const auto& [known, name] : kPhases) {
    if (known == phase) return name;
  }
  return "unknown";
}

std::string_view FormatName(Recording::Format format) {
  switch (format) {
    case Recording::Format::kHar:
      return "har";
    case Recording::Format::kInspection:
      return "inspection";
    case Recording::Format::kSetCookieLog:
      return "log";
    case Recording::Format::kScan:
      return "scan";
  }
  return "";
}

std::string LowerCase(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string HostOfUrl(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme > 10) return {};  // none, or no scheme of an address
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const size_t at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
  if (!url.starts_with('[')) url = url.substr(0, url.find(':'));
  return LowerCase(url);
}

std::optional<Time> ReadIsoTime(std::string_view text) {
  if (text.size() < 19) return std::nullopt;
  std::string utc(text.substr(0, 19));
  utc += 'Z';
  const auto local = ParseTime(utc);
  if (!local.ok()) return std::nullopt;
  text.remove_prefix(19);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    text.remove_prefix(std::min(text.size(), text.find_first_not_of("0123456789")));
  }
  if (text.empty() || text == "Z" || text == "z") return *local;
  const bool ahead = text[0] == '+';
  if ((!ahead && text[0] != '-') || text.size() < 5) return std::nullopt;
  std::string digits;
  for (const char c : text.substr(1)) {
    if (c == ':') continue;
    if (c < '0' || c > '9') return std::nullopt;
    digits += c;
  }
  if (digits.size() != 4) return std::nullopt;
  const int hours = (digits[0] - '0') * 10 + (digits[1] - '0');
  const int minutes = (digits[2] - '0') * 10 + (digits[3] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  const std::chrono::seconds offset{hours * 3600 + minutes * 60};
  return ahead ? *local - offset : *local + offset;
}

void Remember(Recording& recording, Visit& visit, SeenTracker seen) {
  if (seen.name.empty()) return;
  visit.without_cookies = false;
  if (seen.name.size() > kMostNameBytes) {
    seen.name.resize(kMostNameBytes);
    seen.name += "…";
  }
  if (seen.host.starts_with('.')) seen.host.erase(0, 1);
  seen.host = LowerCase(seen.host.substr(0, kMostHostBytes));
  Tame(seen.name);
  Tame(seen.host);
  Visit::Key key{seen.name, seen.kind, seen.host};
  const auto found = visit.trackers.find(key);
  if (found == visit.trackers.end()) {
    if (recording.kept >= Recording::kMostTrackers) {
      recording.truncated = true;
      return;
    }
    ++recording.kept;
    visit.trackers.emplace(std::move(key), std::move(seen));
    return;
  }
  SeenTracker& known = found->second;
  known.set = known.set || seen.set;
  known.sent = known.sent || seen.sent;
  known.kept = known.kept || seen.kept;
  known.cleared = false;
  if (seen.seconds && (!known.seconds || *seen.seconds > *known.seconds)) {
    known.seconds = seen.seconds;
  }
}

void RememberSetCookie(Recording& recording, Visit& visit, std::string_view lines,
                       const std::string& host, Time at) {
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    if (const auto cookie = ParseSetCookie(lines.substr(0, end), host, at)) {
      visit.without_cookies = false;
      if (!cookie->cleared()) {
        Remember(
            recording, visit,
            {.name = cookie->name, .host = cookie->host, .seconds = cookie->seconds, .set = true});
      } else {
        auto known = visit.trackers.lower_bound({cookie->name, TrackerKind::kCookie, ""});
        for (; known != visit.trackers.end() && known->second.name == cookie->name; ++known) {
          const std::string& other = known->second.host;
          if (other == cookie->host || IsBelow(other, cookie->host) ||
              IsBelow(cookie->host, other)) {
            known->second.cleared = true;
          }
        }
      }
    }
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 1);
  }
}

void RememberSent(Recording& recording, Visit& visit, std::string_view pairs,
                  const std::string& host) {
  while (!pairs.empty()) {
    const size_t end = pairs.find(';');
    std::string_view pair = pairs.substr(0, end);
    pair = pair.substr(std::min(pair.size(), pair.find_first_not_of(" \t")));
    // Without an equals sign it is what a tool wrote in its place ("[redacted]"), no cookie.
    if (const size_t equals = pair.find('='); equals != std::string_view::npos && equals > 0) {
      Remember(recording, visit,
               {.name = std::string(pair.substr(0, equals)), .host = host, .sent = true});
    }
    pairs = end == std::string_view::npos ? std::string_view() : pairs.substr(end + 1);
  }
}

Result<Recording> ReadRecording(const ByteSource& source, Time now) {
  // The first visible character tells JSON from text; it is handed on with the rest.
  std::vector<char> head(4096);
  const size_t size = source(head.data(), head.size());
  const std::string_view start(head.data(), size);
  if (start.starts_with("\x1F\x8B")) {
    return Error(ErrorCode::kInvalidArgument, "the recording is compressed: unpack it first");
  }
  size_t given = start.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const size_t first = start.find_first_not_of(" \t\r\n", given);
  const ByteSource whole = [&](char* buffer, size_t most) -> size_t {
    if (given < size) {
      const size_t count = std::min(most, size - given);
      std::copy_n(head.data() + given, count, buffer);
      given += count;
      return count;
    }
    return source(buffer, most);
  };
  Result<Recording> recording = Recording();
  if (first != std::string_view::npos && (head[first] == '{' || head[first] == '[')) {
    recording = ReadJson(whole, now);
  } else {
    TEMOIN_RETURN_IF_ERROR(ReadSetCookieLog(whole, now, *recording));
  }
  if (!recording.ok()) return recording;
  for (Visit& visit : recording->visits) MergeSent(visit);
  return recording;
}

}  // namespace temoin::catalog
