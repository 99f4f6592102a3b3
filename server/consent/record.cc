#include "server/consent/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "base/encoding.h"
#include "base/json.h"
#include "base/text.h"
#include "server/consent/validity.h"

namespace temoin::consent {
namespace {

using nlohmann::json;

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

Error Malformed(std::string_view what, std::string pointer) {
  return {ErrorCode::kInvalidArgument, fmt::format("not a record: {}", what), std::move(pointer)};
}

// Reads members of one object, and remembers the first that is missing or ill-typed.
class Members {
 public:
  explicit Members(const json& object) : object_(object) {}

  std::string Text(const char* name) {
    const json* value = Get(name);
    return value != nullptr && Require(value->is_string(), name) ? value->get<std::string>() : "";
  }
  int64_t Integer(const char* name) {
    const json* value = Get(name);
    return value != nullptr && Require(value->is_number_integer(), name) ? value->get<int64_t>()
                                                                         : 0;
  }
  bool Boolean(const char* name) {
    const json* value = Get(name);
    return value != nullptr && Require(value->is_boolean(), name) && value->get<bool>();
  }
  Time Moment(const char* name) {
    const auto time = ParseTime(Text(name));
    Require(time.ok(), name);
    return time.ok() ? *time : Time{};
  }
  template <typename Enum>
  Enum Word(const char* name, std::optional<Enum> (*from_name)(std::string_view)) {
    const auto value = from_name(Text(name));
    Require(value.has_value(), name);
    return value.value_or(Enum{});
  }
  const json* Object(const char* name) {
    const json* value = Get(name);
    return value != nullptr && Require(value->is_object(), name) ? value : nullptr;
  }
  bool Has(const char* name) const { return object_.contains(name); }
  bool Require(bool good, const char* name) {
    if (!good && wrong_.empty()) wrong_ = name;
    return good;
  }
  const std::string& wrong() const { return wrong_; }

 private:
  const json* Get(const char* name) {
    const auto at = object_.find(name);
    return Require(at != object_.end(), name) ? &*at : nullptr;
  }

  const json& object_;
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
  if (!terms.refusal_token) {
    if (record.event == Event::kRefused || record.event == Event::kWithdrawn) record.token.reset();
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
  out += ",\"language\":";
  AppendString(out, record.language);
  out += ",\"layer\":";
  AppendString(out, LayerName(record.layer));
  if (record.previous) {
    out += ",\"previous\":";
    out += std::to_string(*record.previous);
  }
  out += ",\"revision\":";
  AppendString(out, record.revision);
  out += ",\"schema\":1,\"site\":";
  AppendString(out, record.site);
  if (record.token) {
    out += ",\"token\":";
    AppendString(out, EncodeHex(*record.token));
  }
  out += ",\"valid_until\":";
  AppendString(out, FormatTime(record.valid_until));
  out += '}';
  return out;
}

Result<Record> ParseRecord(std::string_view bytes) {
  TEMOIN_ASSIGN_OR_RETURN(const json value, ParseJson(bytes, {.max_bytes = kMaxRecordBytes}));
  if (!value.is_object()) return Malformed("an object was expected", "");
  Members members(value);
  Record record;
  members.Require(members.Integer("schema") == 1, "schema");
  record.site = members.Text("site");
  record.controller = members.Text("controller");
  record.event = members.Word("event", EventFromName);
  record.action = members.Word("action", ActionFromName);
  record.layer = members.Word("layer", LayerFromName);
  record.revision = members.Text("revision");
  record.generation = members.Integer("generation");
  record.language = members.Text("language");
  record.given_at = members.Moment("given_at");
  record.valid_until = members.Moment("valid_until");
  record.gpc = members.Boolean("gpc");
  if (members.Has("banner")) record.banner = members.Text("banner");
  if (members.Has("previous")) {
    const int64_t previous = members.Integer("previous");
    members.Require(previous >= 0, "previous");
    record.previous = static_cast<uint64_t>(previous);
  }
  if (members.Has("token")) {
    const auto token = DecodeHex(members.Text("token"));
    if (members.Require(token && token->size() == std::tuple_size_v<Digest>, "token")) {
      std::ranges::copy(*token, record.token.emplace().begin());
    }
  }
  if (const json* decisions = members.Object("decisions")) {
    for (const auto& [service, decision] : decisions->items()) {
      if (!decision.is_boolean()) {
        return Malformed("a decision is no boolean", "/decisions" + PointerToken(service));
      }
      record.decisions.emplace(service, decision.get<bool>());
    }
  }
  if (const json* bases = members.Object("basis")) {
    for (const auto& [service, name] : bases->items()) {
      const auto basis =
          name.is_string() ? BasisFromName(name.get_ref<const std::string&>()) : std::nullopt;
      if (!basis) return Malformed("an unknown basis", "/basis" + PointerToken(service));
      record.basis.emplace(service, *basis);
    }
  }
  if (!members.wrong().empty()) {
    return Malformed(members.wrong() + " is missing or wrong", PointerToken(members.wrong()));
  }
  if (CanonicalRecord(record) != bytes) return Malformed("the bytes are not canonical", "");
  return record;
}

}  // namespace temoin::consent
