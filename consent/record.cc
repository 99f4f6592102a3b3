#include "consent/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/calendar.h"
#include "base/encoding.h"
#include "base/json.h"
#include "base/text.h"
#include "base/utf8.h"
#include "consent/validity.h"

namespace temoin::consent {
namespace {

// Canonical JSON knows no larger integer (CanonicalJson in base/json.h).
constexpr int64_t kMaxExactInteger = (int64_t{1} << 53) - 1;

// A JSON string as CanonicalJson writes it (RFC 8785 section 3.2.2.2). Written out here because a
// record is built for every choice, by the one thread that writes; record_test.cc holds it against
// CanonicalJson.
void AppendString(std::string& out, std::string_view text) {
  out += '"';
  if (IsPlain(text, '"', '\\')) {
    out.append(text) += '"';
    return;
  }
  size_t plain = 0;  // start of the run that needs no escape
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out += text.substr(plain, i - plain);
    plain = i + 1;
    constexpr std::string_view kShort = "\b\t\n\f\r\"\\";
    constexpr std::string_view kLetters = "btnfr\"\\";
    const size_t known = kShort.find(text[i]);
    if (known != std::string_view::npos) {
      out += '\\';
      out += kLetters[known];
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    }
  }
  out += text.substr(plain);
  out += '"';
}

template <typename Map, typename Append>
void AppendMap(std::string& out, const Map& map, Append append) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : map) {
    if (!first) out += ',';
    first = false;
    AppendString(out, key);
    out += ':';
    append(value);
  }
  out += '}';
}

void AppendDigest(std::string& out, std::string_view name, const std::optional<Digest>& digest) {
  if (!digest) return;
  out.append(",\"").append(name).append("\":\"").append(EncodeHex(*digest)) += '"';
}

Error Malformed(std::string_view what, std::string pointer) {
  return {ErrorCode::kInvalidArgument, fmt::format("not a record: {}", what), std::move(pointer)};
}

// Reads a record's members from left to right in their one order, and remembers the first that is
// missing or ill-typed: an export reads records by the million, which a tree of JSON values would
// make four times as slow. What it lets through that is not canonical, the caller finds by writing
// the record again; record_test.cc holds it against ParseJson.
class CanonicalReader {
 public:
  explicit CanonicalReader(std::string_view bytes) : rest_(bytes) {}

  // Whether the member `name` comes next. Its value then does.
  bool Has(std::string_view name) {
    const std::string_view before = rest_;
    if (Take(first_ ? "{\"" : ",\"") && Take(name) && Take("\":")) {
      first_ = false;
      return true;
    }
    rest_ = before;
    return false;
  }
  std::string Text(std::string_view name) {
    return Require(Has(name), name) ? String(name) : std::string();
  }
  int64_t Integer(std::string_view name) { return Require(Has(name), name) ? Number(name) : 0; }
  bool Boolean(std::string_view name) { return Require(Has(name), name) && Bool(name); }
  Time Moment(std::string_view name) {
    const auto time = ParseTime(Text(name));
    return Require(time.ok(), name) ? *time : Time{};
  }
  template <typename Enum>
  Enum Word(std::string_view name, std::optional<Enum> (*from_name)(std::string_view)) {
    const auto value = from_name(Text(name));
    Require(value.has_value(), name);
    return value.value_or(Enum{});
  }
  std::optional<Digest> MaybeDigest(std::string_view name) {
    if (!Has(name)) return std::nullopt;
    const auto bytes = DecodeHex(String(name));
    Digest digest{};
    if (!Require(bytes && bytes->size() == digest.size(), name)) return std::nullopt;
    std::ranges::copy(*bytes, digest.begin());
    return digest;
  }
  // `each(key)` reads the value of one member of the object.
  template <typename Each>
  void Object(std::string_view name, Each each) {
    if (!Require(Has(name) && Take("{"), name) || Take("}")) return;
    do {
      std::string key = String(name);
      // Sorting by bytes is the order of RFC 8785 for ASCII only, so CanonicalJson takes no other.
      const bool ascii = std::ranges::all_of(key, [](unsigned char c) { return c < 0x80; });
      if (!Require(ascii && Take(":"), name)) return;
      each(std::move(key));
    } while (wrong_.empty() && Take(","));
    Require(Take("}"), name);
  }

  std::string String(std::string_view name) {
    std::string out;
    if (!Require(Take("\""), name)) return out;
    while (true) {
      const size_t end = rest_.find_first_of("\"\\");
      if (!Require(end != std::string_view::npos, name)) return out;
      out += rest_.substr(0, end);
      const bool over = rest_[end] == '"';
      rest_.remove_prefix(end + 1);
      if (over) return out;
      if (!Require(Escaped(out), name)) return out;
    }
  }
  int64_t Number(std::string_view name) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    const bool exact = value >= -kMaxExactInteger && value <= kMaxExactInteger;
    if (Require(error == std::errc() && exact, name)) {
      rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
    }
    return value;
  }
  bool Bool(std::string_view name) {
    if (Take("true")) return true;
    Require(Take("false"), name);
    return false;
  }
  bool Require(bool good, std::string_view name) {
    if (!good && wrong_.empty()) wrong_ = name;
    return good;
  }
  bool AtEnd() { return Take("}") && rest_.empty(); }
  const std::string& wrong() const { return wrong_; }

 private:
  bool Take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  // What stands after a backslash, in the spelling that AppendString gives it.
  bool Escaped(std::string& out) {
    constexpr std::string_view kLetters = "btnfr\"\\";
    constexpr std::string_view kMeant = "\b\t\n\f\r\"\\";
    if (rest_.empty()) return false;
    if (const size_t at = kLetters.find(rest_[0]); at != std::string_view::npos) {
      out += kMeant[at];
      rest_.remove_prefix(1);
      return true;
    }
    if (!Take("u00") || rest_.size() < 2) return false;
    unsigned code = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + 2, code, 16);
    if (error != std::errc() || end != rest_.data() + 2) return false;
    out += static_cast<char>(code);
    rest_.remove_prefix(2);
    return true;
  }

  std::string_view rest_;
  bool first_ = true;
  std::string wrong_;
};

}  // namespace

Record MakeRecord(ChoiceRequest choice, const Terms& terms, Time now,
                  const std::optional<Digest>& token, std::optional<uint64_t> previous) {
  Record record;
  record.site = terms.site;
  record.controller = terms.controller;
  record.event = EventOf(choice.decisions, choice.action, terms);
  record.decisions = std::move(choice.decisions);
  record.basis.reserve(terms.services.size());
  for (const RefusableService& service : terms.services) {
    record.basis.emplace(service.id, service.basis);
  }
  if (choice.key) record.key = HashChoiceKey(terms.site, *choice.key);
  if (choice.repeats) record.repeats = HashChoiceKey(terms.site, *choice.repeats);
  record.revision = terms.revision;
  record.generation = terms.generation;
  record.banner = std::move(choice.banner);
  record.language = std::move(choice.language);
  record.action = choice.action;
  record.layer = choice.layer;
  record.given_at = now;
  record.valid_until = ValidUntil(now, terms);
  record.previous = previous;
  record.token = token;
  record.gpc = choice.gpc;
  record.scan = choice.scan;
  if (!terms.refusal_token) {
    if (record.event == Event::kRefused || record.event == Event::kWithdrawn) {
      record.token.reset();
      record.key.reset();
      record.repeats.reset();
    }
    // A withdrawal is the evidence that ends a consent: it keeps the link.
    if (record.event == Event::kRefused) record.previous.reset();
  }
  return record;
}

std::string CanonicalRecord(const Record& record) {
  std::string out;
  out.reserve(1024);
  out += "{\"action\":";
  AppendString(out, ActionName(record.action));
  if (record.banner) {
    out += ",\"banner\":";
    AppendString(out, *record.banner);
  }
  out += ",\"basis\":";
  AppendMap(out, record.basis, [&](Basis basis) { AppendString(out, BasisName(basis)); });
  out += ",\"controller\":";
  AppendString(out, record.controller);
  out += ",\"decisions\":";
  AppendMap(out, record.decisions, [&](bool decision) { out += decision ? "true" : "false"; });
  out += ",\"event\":";
  AppendString(out, EventName(record.event));
  out += ",\"generation\":";
  out += std::to_string(record.generation);
  out += ",\"given_at\":";
  AppendString(out, FormatTime(record.given_at));
  out += record.gpc ? ",\"gpc\":true" : ",\"gpc\":false";
  AppendDigest(out, "key", record.key);
  out += ",\"language\":";
  AppendString(out, record.language);
  out += ",\"layer\":";
  AppendString(out, LayerName(record.layer));
  if (record.scan) out += R"(,"origin":"scan")";
  if (record.previous) {
    out += ",\"previous\":";
    out += std::to_string(*record.previous);
  }
  AppendDigest(out, "repeats", record.repeats);
  out += ",\"revision\":";
  AppendString(out, record.revision);
  out += ",\"schema\":";
  out += std::to_string(record.schema);
  out += ",\"site\":";
  AppendString(out, record.site);
  AppendDigest(out, "token", record.token);
  out += ",\"valid_until\":";
  AppendString(out, FormatTime(record.valid_until));
  out += '}';
  return out;
}

Result<Record> ParseRecord(std::string_view bytes) {
  if (bytes.size() > kMaxRecordBytes) return Malformed("it is too large", "");
  if (!IsUtf8(bytes)) return Malformed("it is not UTF-8", "");
  CanonicalReader in(bytes);
  Record record;
  record.action = in.Word("action", ActionFromName);
  if (in.Has("banner")) record.banner = in.String("banner");
  in.Object("basis", [&](std::string&& service) {
    const auto basis = BasisFromName(in.String("basis"));
    if (in.Require(basis.has_value(), "basis")) record.basis.emplace(std::move(service), *basis);
  });
  record.controller = in.Text("controller");
  in.Object("decisions", [&](std::string&& service) {
    record.decisions.emplace(std::move(service), in.Bool("decisions"));
  });
  record.event = in.Word("event", EventFromName);
  record.generation = in.Integer("generation");
  record.given_at = in.Moment("given_at");
  record.gpc = in.Boolean("gpc");
  record.key = in.MaybeDigest("key");
  record.language = in.Text("language");
  record.layer = in.Word("layer", LayerFromName);
  record.scan = in.Has("origin");
  if (record.scan) in.Require(in.String("origin") == "scan", "origin");
  if (in.Has("previous")) {
    const int64_t previous = in.Number("previous");
    in.Require(previous >= 0, "previous");
    record.previous = static_cast<uint64_t>(previous);
  }
  record.repeats = in.MaybeDigest("repeats");
  record.revision = in.Text("revision");
  record.schema = in.Integer("schema");
  in.Require(record.schema >= 1 && record.schema <= kRecordSchema, "schema");
  in.Require(!record.scan || record.schema >= kCountedApartSchema, "origin");
  record.site = in.Text("site");
  record.token = in.MaybeDigest("token");
  record.valid_until = in.Moment("valid_until");
  in.Require(!record.key || (record.schema != 1 && record.token), "key");
  in.Require(!record.repeats || record.key, "repeats");
  if (!in.wrong().empty()) {
    return Malformed(in.wrong() + " is missing or wrong", PointerToken(in.wrong()));
  }
  if (!in.AtEnd() || CanonicalRecord(record) != bytes) {
    return Malformed("the bytes are not canonical", "");
  }
  return record;
}

}  // namespace temoin::consent
