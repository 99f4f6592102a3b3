#include "catalog/audit/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "catalog/audit/recording_parts.h"

namespace temoin::catalog {
namespace {

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
  void String(std::string_view value, bool whole) override {
    if (!whole && !arrays_.empty()) {
      for (const auto& reader : readers_) reader->Cut(place_, KeyHere());
    }
    Give(value, true);
  }
  void Scalar(std::string_view text) override { Give(text, false); }
  // A whole value was read.
  bool ended() const { return started_ && arrays_.empty(); }

 private:
  void Open(bool array) {
    if (!arrays_.empty()) place_.Open(KeyHere());
    arrays_.push_back(array);
    started_ = true;
    for (const auto& reader : readers_) reader->Opened(place_, array);
  }
  void Close() {
    for (const auto& reader : readers_) reader->Closed(place_);
    arrays_.pop_back();
    if (!arrays_.empty()) place_.Close();
  }
  void Give(std::string_view value, bool text) {
    if (arrays_.empty()) return;
    for (const auto& reader : readers_) reader->Value(place_, KeyHere(), value, text);
  }
  std::string_view KeyHere() const { return arrays_.back() ? std::string_view("[]") : key_; }

  std::vector<std::unique_ptr<PartReader>> readers_;
  JsonPlace place_;
  std::vector<bool> arrays_;
  bool started_ = false;
  std::string key_;
};

Result<Recording> ReadJson(const ByteSource& source, Time now) {
  std::array<Recording, 3> recordings;
  recordings[0].format = Recording::Format::kHar;
  recordings[1].format = Recording::Format::kScan;
  std::vector<std::unique_ptr<PartReader>> readers;
  readers.push_back(HarReader(recordings[0]));
  readers.push_back(ScanReader(recordings[1]));
  readers.push_back(CookieListReader(recordings[2], now));
  auto sniffing = std::make_unique<Sniffer>();
  const Sniffer& sniffer = *sniffing;
  const std::array<PartReader*, 3> order = {readers[0].get(), readers[1].get(), readers[2].get()};
  readers.push_back(std::move(sniffing));
  Dispatcher dispatcher(std::move(readers));
  const Status read = ReadJsonStream(source, dispatcher);
  if (!read.ok() && dispatcher.ended()) {
    return Error(ErrorCode::kInvalidArgument,
                 read.error().message +
                     ": one JSON text is read; give each of several (NDJSON, JSON Lines, files put "
                     "together) by itself");
  }
  TEMOIN_RETURN_IF_ERROR(read);
  const auto mine = [](const PartReader* reader) { return reader->mine(); };
  const auto found = std::find_if(order.begin(), order.end(), mine);
  if (found == order.end()) return UnknownFormat(sniffer.Words());
  // One of them would hide what stands in the other.
  if (std::any_of(found + 1, order.end(), mine)) return UnknownFormat("two formats in one file");
  TEMOIN_RETURN_IF_ERROR((*found)->Finish());
  return std::move(recordings[static_cast<size_t>(found - order.begin())]);
}

// gzip, zip, xz, zstd, bzip2, 7z.
bool IsCompressed(std::string_view start) {
  constexpr std::array<std::string_view, 6> kMagic = {
      "\x1F\x8B", "PK\x03\x04", "\xFD\x37zXZ", "\x28\xB5\x2F\xFD", "BZh", "7z\xBC\xAF"};
  return std::any_of(kMagic.begin(), kMagic.end(),
                     [&](std::string_view magic) { return start.starts_with(magic); });
}

// With its mark, or by the empty halves of its first characters: ASCII in every format, but few.
bool IsUtf16(std::string_view start) {
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) return true;
  const std::string_view head = start.substr(0, 64);
  std::array<size_t, 2> empty = {0, 0};  // at even and odd places
  for (size_t i = 0; i < head.size(); ++i) empty[i % 2] += head[i] == '\0' ? 1 : 0;
  const size_t most = std::max(empty[0], empty[1]);
  return most > 0 && std::min(empty[0], empty[1]) == 0 && most * 4 >= head.size();
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
    case Recording::Format::kPlaywright:
      return "playwright";
    case Recording::Format::kDevTools:
      return "devtools";
    case Recording::Format::kCookieEditor:
      return "cookie-editor";
    case Recording::Format::kSelenium:
      return "selenium";
    case Recording::Format::kNetscape:
      return "netscape";
  }
  return "";
}

bool IsExport(Recording::Format format) {
  switch (format) {
    case Recording::Format::kHar:
    case Recording::Format::kInspection:
    case Recording::Format::kSetCookieLog:
    case Recording::Format::kScan:
      return false;
    default:
      return true;
  }
}

void Sniffer::Opened(const JsonPlace& place, bool array) {
  if (place.depth() == 0) array_ = array;
  if (place.Is({"reports"})) reports_ = true;
}

void Sniffer::Key(const JsonPlace& place, std::string_view key) {
  if (key == "cookieName") cookie_name_ = true;
  if (place.depth() == 0 && members_.size() < 5) members_.push_back(TameName(key.substr(0, 40)));
}

std::string Sniffer::Words() const {
  if (reports_) return "the inspection.json of Blacklight";
  if (cookie_name_) return "a list of cookies by a consent tool (cookieName)";
  if (array_) return "a JSON list";
  if (members_.empty()) return "an empty JSON object";
  std::string names;
  for (const std::string& name : members_) names += (names.empty() ? "" : ", ") + name;
  return "a JSON object with " + names;
}

Error UnknownFormat(std::string_view looks_like) {
  return {ErrorCode::kInvalidArgument,
          fmt::format("this is not a format I know; it looks like {}. Give a HAR (log.entries), an "
                      "inspection.json, a recording of scripts/scan, Set-Cookie lines of curl -v, "
                      "or an export of cookies: Playwright, DevTools, Cookie-Editor, Selenium, "
                      "cookies.txt (docs/formats.md)",
                      looks_like)};
}

Result<Recording> ReadRecording(const ByteSource& source, Time now) {
  // The first visible character tells JSON from text; it is handed on with the rest.
  std::vector<char> head(4096);
  size_t size = 0;
  while (size < head.size()) {
    const size_t more = source(head.data() + size, head.size() - size);
    if (more == 0) break;
    size += more;
  }
  const std::string_view start(head.data(), size);
  if (IsCompressed(start)) {
    return Error(ErrorCode::kInvalidArgument, "the recording is compressed: unpack it first");
  }
  if (IsUtf16(start)) return UnknownFormat("a text in UTF-16: save it as UTF-8 first");
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
  if (first != std::string_view::npos && (head[first] == '{' || head[first] == '[')) {
    return ReadJson(whole, now);
  }
  Recording recording;
  TEMOIN_RETURN_IF_ERROR(ReadText(whole, now, recording));
  return recording;
}

}  // namespace temoin::catalog
