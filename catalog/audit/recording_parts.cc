#include "catalog/audit/recording_parts.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/host.h"
#include "base/utf8.h"
#include "catalog/cookie_date.h"
#include "catalog/redaction.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostNameBytes = 256;
// 1995: what ends before is meant to be deleted, whenever it was received.
constexpr Time kFirstCookie{std::chrono::seconds(788'918'400)};
constexpr Time kLastRecording{std::chrono::seconds(4'102'444'800)};  // 2100

size_t CharacterBytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

}  // namespace

std::string LowerCase(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::optional<Time> ReadIsoTime(std::string_view text, int64_t* milliseconds) {
  if (text.size() < 19) return std::nullopt;
  std::string utc(text.substr(0, 19));
  if (utc[10] == ' ' || utc[10] == 't') utc[10] = 'T';
  utc += 'Z';
  const auto local = ParseTime(utc);
  if (!local.ok()) return std::nullopt;
  text.remove_prefix(19);
  if (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(1);
    const size_t digits = std::min(text.size(), text.find_first_not_of("0123456789"));
    std::string thousandths(text.substr(0, std::min<size_t>(digits, 3)));
    thousandths.resize(3, '0');
    if (milliseconds != nullptr) *milliseconds = std::stoi(thousandths);
    text.remove_prefix(digits);
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

namespace {

constexpr double kLeastSeconds = 1e8;        // 1973: what is less is no date
constexpr double kLeastMilliseconds = 1e11;  // 5138 in seconds, 1973 in milliseconds
constexpr double kMostNumber = 1e15;

std::optional<double> NumberIn(std::string_view text) {
  double number = 0;
  const char* const last = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), last, number);
  return error == std::errc() && stop == last ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<Time> ReadAnyTime(std::string_view text) {
  if (const auto number = NumberIn(text)) {
    if (!(*number >= kLeastSeconds && *number < kMostNumber)) return std::nullopt;
    const double seconds = *number >= kLeastMilliseconds ? *number / 1000 : *number;
    return Time(std::chrono::seconds(static_cast<int64_t>(seconds)));
  }
  if (const auto time = ReadIsoTime(text)) return time;
  return ParseCookieDate(text);
}

std::optional<Time> Plausible(std::optional<Time> time) {
  return time && *time >= kFirstCookie && *time < kLastRecording ? time : std::nullopt;
}

bool SaysEnd(std::string_view member) { return member.starts_with("expir") && member != "expired"; }

bool SaysAge(std::string_view member) {
  return member == "maxage" || member == "max-age" || member == "max_age";
}

// Exporters write a session as nothing, as -1 or 0, as their word for it, or as a date before 1970.
std::optional<End> ReadEnd(std::string_view text) {
  if (text.empty() || LowerCase(text) == "session") return End{true, std::nullopt};
  if (const auto number = NumberIn(text); number && *number <= 0) return End{true, std::nullopt};
  const bool iso = text.size() >= 19 && text[4] == '-';
  if (iso && text.substr(0, 4) < "1970") return End{true, std::nullopt};
  const auto time = ReadAnyTime(text);
  // In ISO 8601 the beginning of time is somebody's zero: a session, or a deletion.
  if (!time || (iso && *time == Time())) return std::nullopt;
  return End{false, time};
}

void AddUnread(Recording& recording, std::string_view code, std::string_view place) {
  AddTo(recording.unread[std::string(code)], place);
}

void AddUnread(Recording& recording, std::string_view code, const Unread& more) {
  Unread& unread = recording.unread[std::string(code)];
  const size_t count = unread.count + more.count;
  for (const std::string& place : more.places) AddTo(unread, place);
  unread.count = count;
}

void AddTo(Unread& unread, std::string_view place) {
  ++unread.count;
  if (unread.places.size() < Unread::kMostPlaces) unread.places.emplace_back(place);
}

std::string TameName(std::string_view name) {
  const std::string valid = ValidUtf8(name.substr(0, kMostNameBytes + 4));
  std::string out;
  bool cut = name.size() > kMostNameBytes + 4;
  for (size_t at = 0; at < valid.size();) {
    const size_t size = CharacterBytes(valid[at]);
    const std::string_view character(valid.data() + at, size);
    if (out.size() + size > kMostNameBytes) {
      cut = true;
      break;
    }
    if (Steers(character)) {
      out += '?';
    } else {
      out += character;
    }
    at += size;
  }
  return cut ? out + "…" : out;
}

void AddHost(Visit& visit, const std::string& host) {
  if (!host.empty() && visit.hosts.size() < Visit::kMostHosts) visit.hosts.insert(host);
}

void AddCall(Visit& visit, const std::string& host) {
  if (!host.empty() && visit.called.size() < Visit::kMostHosts) visit.called.insert(host);
}

void Lengthen(SeenTracker& seen, std::optional<int64_t> seconds, std::optional<Time> from) {
  if (!seconds || (seen.seconds && *seconds <= *seen.seconds)) return;
  seen.seconds = seconds;
  seen.from = from;
}

void Remember(Recording& recording, Visit& visit, SeenTracker seen) {
  if (seen.name.empty() && seen.kind != TrackerKind::kCookie) return;
  visit.without_cookies = false;
  seen.name = TameName(seen.name);
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
  known.cleared = known.cleared && seen.cleared;
  known.perhaps_cleared = known.perhaps_cleared || seen.perhaps_cleared;
  Lengthen(known, seen.seconds, seen.from);
  if (known.led_by.empty()) known.led_by = std::move(seen.led_by);
}

namespace {

// What goes on in an indented line may be another cookie that a tool put there.
bool MayFoldAnother(std::string_view value, bool set) {
  for (size_t at = value.find('\n'); at != std::string_view::npos; at = value.find('\n', at + 1)) {
    const std::string_view more = value.substr(at + 1, kMostPairBytes);
    const std::string_view before = TrimAscii(value.substr(0, at));
    const bool folded = more.starts_with(' ') || more.starts_with('\t');
    if (!folded || !StartsCookie(more, /*in_value=*/true)) continue;
    const std::string name = LowerAscii(TrimAscii(more.substr(0, more.find('='))));
    if (!before.ends_with(';') || (set && !IsCookieAttribute(name))) return true;
  }
  return false;
}

// A line end that a program wrote out ("\\r\\n"): another field may stand behind it.
bool HoldsWrittenBreak(std::string_view value) {
  constexpr std::array<std::string_view, 4> kBreaks = {"\\r", "\\n", "%0D%0A", "%0d%0a"};
  for (const std::string_view written : kBreaks) {
    for (size_t at = value.find(written); at != std::string_view::npos;
         at = value.find(written, at + 1)) {
      if (value.substr(at + written.size()).find_first_of(":=") != std::string_view::npos) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

std::vector<SetCookie> TakeSetCookie(Recording& recording, Jar& jar, std::string_view value,
                                     const Origin& origin) {
  std::vector<SetCookie> out;
  if (MayFoldAnother(value, /*set=*/true) || HoldsWrittenBreak(value)) {
    AddUnread(recording, "cookie", origin.place);
  }
  const std::string whole = Unfolded(value);
  const std::vector<std::string_view> lines = SplitSetCookies(whole);
  // No server sends an empty one: a tool took out what stood there.
  if (lines.empty()) AddUnread(recording, "cookie", origin.place);
  for (const std::string_view line : lines) {
    SetCookie cookie = ReadSetCookie(line);
    if (cookie.redacted || (cookie.stops && origin.in_text))
      AddUnread(recording, "redacted", origin.place);
    if (cookie.name_redacted) continue;
    // A public suffix may keep a cookie for itself alone.
    const bool host_only =
        cookie.domain.empty() || (cookie.domain == origin.host && IsPublicSuffix(origin.host));
    const CookieId id{cookie.name, host_only ? origin.host : cookie.domain,
                      cookie.path.empty() ? DefaultPath(origin.path) : cookie.path, host_only,
                      cookie.partitioned};
    if (cookie.perhaps_joined) AddUnread(recording, "cookie", origin.place);
    const Refusal refusal = RefusalOf(cookie, origin.host, origin.over_http);
    if (refusal != Refusal::kNone) {
      jar.Refuse(id.name, origin.host, refusal);
      out.push_back(std::move(cookie));
      continue;
    }
    Life life;
    life.from = origin.time;
    if (cookie.max_age) {
      life.seconds = cookie.max_age;
    } else if (cookie.expires && origin.time) {
      life.seconds = (*cookie.expires - *origin.time).count();
    } else if (cookie.expires && *cookie.expires < kFirstCookie) {
      life.seconds = -1;
    } else if (cookie.expires) {
      AddUnread(recording, "time", origin.place);
    }
    const bool ends = life.seconds && *life.seconds <= 0;
    if (!ends) {
      jar.Set(id, life, origin.when, cookie.secure);
    } else if (const Refusal unsafe = RefusalOfDeletion(cookie); unsafe != Refusal::kNone) {
      jar.Refuse(id.name, origin.host, unsafe);
    } else {
      jar.Clear(id, origin.when, origin.over_http);
    }
    out.push_back(std::move(cookie));
  }
  return out;
}

namespace {

// Where a pair of a Cookie field ends: at a semicolon, or at a comma with which a tool joined two
// fields (RFC 9113 section 8.2.3 asks for "; "). A comma of a value has no space and name behind
// it.
size_t EndOfPair(std::string_view pairs) {
  bool quoted = false;
  for (size_t at = 0; at < pairs.size(); ++at) {
    // Fields that an exporter joined.
    if (pairs[at] == ';' || pairs[at] == '\n') return at;
    if (pairs[at] == '"') quoted = !quoted;
    if (pairs[at] == ',' && !quoted && pairs.substr(at + 1).starts_with(' ') &&
        StartsCookie(pairs.substr(at + 1, kMostPairBytes), /*in_value=*/true)) {
      return at;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::set<std::string> NamesSent(Recording& recording, std::string_view written,
                                const std::string& place) {
  if (MayFoldAnother(written, /*set=*/false) || HoldsWrittenBreak(written)) {
    AddUnread(recording, "cookie", place);
  }
  const std::string whole = Unfolded(written);
  std::string_view pairs = whole;
  std::set<std::string> names;
  // What was cut off may have had further names; the last one may be a piece of one.
  const bool cut = IsCut(pairs);
  if (cut) AddUnread(recording, "redacted", place);
  if (pairs.find_first_not_of(" \t\r;") == std::string_view::npos) {
    AddUnread(recording, "cookie", place);
  }
  while (!pairs.empty()) {
    const size_t end = EndOfPair(pairs);
    std::string_view pair = pairs.substr(0, end);
    pair = pair.substr(std::min(pair.size(), pair.find_first_not_of(" \t\r")));
    pair = pair.substr(0, pair.find_last_not_of(" \t\r") + 1);
    const size_t equals = pair.find('=');
    const std::string_view name =
        equals == std::string_view::npos ? std::string_view() : pair.substr(0, equals);
    if (IsRedactionMark(name.empty() ? pair : name)) {
      if (!cut) AddUnread(recording, "redacted", place);
    } else if (cut && end == std::string_view::npos && name.empty()) {
      // a piece
    } else if (!pair.empty()) {
      names.emplace(name);
    }
    pairs = end == std::string_view::npos ? std::string_view() : pairs.substr(end + 1);
  }
  return names;
}

}  // namespace temoin::catalog
