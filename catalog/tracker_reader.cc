#include "catalog/tracker_reader.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "catalog/to_json.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr const char* kLifetimeForms =
    "a duration such as P13M or P1Y6M, \"session\", \"until-deleted\", null where none is "
    "published, {\"duration\", \"rolling\"}, {\"words\"}, {\"accepted\", \"refused\"} or "
    "{\"conditions\"}";

Lifetime ReadLifetimeWithin(Reading& reading, Fields& fields, std::string_view key, bool inside);

// Which form it is, its own member says: words, duration, conditions, else accepted and refused.
Lifetime ReadLifetimeObject(Reading& reading, const json& value, const std::string& pointer,
                            bool inside) {
  Fields fields(reading, value, pointer);
  Lifetime out;
  if (value.contains("words")) {
    out.kind = Lifetime::Kind::kInWords;
    out.words = fields.TextOf("words", kRequired);
    if (fields.Get("at_most", kOptional) != nullptr) {
      out.at_most = fields.DurationOf("at_most", kOptional);
    }
  } else if (value.contains("duration")) {
    out.kind = Lifetime::Kind::kFixed;
    out.fixed = fields.DurationOf("duration", kRequired);
    out.rolling = fields.Boolean("rolling", kRequired);
  } else if (value.contains("conditions") && !inside) {
    out.kind = Lifetime::Kind::kConditions;
    fields.Each("conditions", kRequired, [&](const json& element, const std::string& at) {
      Fields condition(reading, element, at);
      LifetimeCondition each;
      each.when = condition.TextOf("when", kRequired);
      each.lifetime = ReadLifetimeWithin(reading, condition, "lifetime", true);
      condition.Done();
      out.conditions.push_back(std::move(each));
    });
    const json& list = *fields.Get("conditions", kRequired);
    if (list.is_array() && list.empty()) fields.Expect("conditions", "at least one condition");
  } else if (!value.contains("accepted") && !value.contains("refused") &&
             !value.contains("conditions")) {
    reading.Structure(pointer, kLifetimeForms);
    return out;
  } else {
    out.kind = Lifetime::Kind::kConditional;
    out.accepted = fields.DurationOf("accepted", kRequired);
    out.refused = fields.DurationOf("refused", kRequired);
    if (inside) reading.Structure(pointer, "no condition within a condition");
  }
  fields.Done();
  return out;
}

Lifetime ReadLifetimeWithin(Reading& reading, Fields& fields, std::string_view key, bool inside) {
  const json* value = fields.GetNullable(key, kRequired);
  Lifetime out;
  if (value == nullptr) return out;
  if (value->is_object()) return ReadLifetimeObject(reading, *value, fields.Pointer(key), inside);
  const auto* text = value->get_ptr<const std::string*>();
  if (text != nullptr && *text == "session") {
    out.kind = Lifetime::Kind::kSession;
    return out;
  }
  if (text != nullptr && *text == "until-deleted") {
    out.kind = Lifetime::Kind::kUntilDeleted;
    return out;
  }
  if (text != nullptr && HasForm(*text, Form::kDuration)) {
    out.kind = Lifetime::Kind::kFixed;
    out.fixed = fields.DurationOf(key, kRequired);
    return out;
  }
  fields.Expect(key, kLifetimeForms);
  return out;
}

}  // namespace

Lifetime ReadLifetime(Reading& reading, Fields& fields, std::string_view key) {
  return ReadLifetimeWithin(reading, fields, key, false);
}

void ReadTrackerHost(Fields& fields, Tracker& tracker) {
  const json* value = fields.GetNullable("host", kRequired);
  if (value == nullptr) return;
  const auto* text = value->get_ptr<const std::string*>();
  if (text != nullptr && *text == kOwnHost) {
    tracker.own_host = true;
  } else if (text != nullptr && HasForm(*text, Form::kHost)) {
    tracker.host = *text;
  } else {
    fields.Expect("host", fmt::format("{}, \"{}\" for the site's own hosts, or null where none is "
                                      "published",
                                      FormWords(Form::kHost), kOwnHost));
  }
}

std::optional<TrackerKind> ReadTrackerKind(Fields& fields, bool may_be_null) {
  if (may_be_null && fields.GetNullable("kind", kRequired) == nullptr) return std::nullopt;
  const std::string kind = fields.OneOf("kind", kRequired,
                                        {"cookie", "local-storage", "session-storage", "pixel",
                                         "indexeddb", "cache", "fingerprint", "email-pixel"});
  for (const auto known :
       {TrackerKind::kCookie, TrackerKind::kLocalStorage, TrackerKind::kSessionStorage,
        TrackerKind::kPixel, TrackerKind::kIndexedDb, TrackerKind::kCache,
        TrackerKind::kFingerprint, TrackerKind::kEmailPixel}) {
    if (kind == TrackerKindName(known)) return known;
  }
  return std::nullopt;
}

}  // namespace temoin::catalog
