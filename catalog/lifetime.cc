#include "catalog/lifetime.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "catalog/document_view.h"
#include "catalog/to_json.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

// Whether `a` can end after `b`, whatever day it starts: 13 months and 395 days differ by the day.
bool CanOutlast(const Duration& a, const Duration& b) {
  const Time start = std::chrono::sys_days(std::chrono::year(2000) / 1 / 1);
  for (int64_t month = 0; month < 48; ++month) {
    const Time from = AddMonths(start, month);
    if (AddDuration(from, a) > AddDuration(from, b)) return true;
  }
  return false;
}

bool Rolls(const Lifetime& lifetime) {
  return lifetime.rolling ||
         std::any_of(lifetime.conditions.begin(), lifetime.conditions.end(),
                     [](const LifetimeCondition& each) { return Rolls(each.lifetime); });
}

// False where it is no duration.
bool ReadDuration(const json& value, Duration& out) {
  const auto parsed = ParseDuration(StringOr(value));
  if (parsed.ok()) out = *parsed;
  return parsed.ok();
}

Lifetime FromObject(const json& value, bool inside) {
  Lifetime out;
  if (const json& words = At(value, "words"); words.is_object()) {
    out.kind = Lifetime::Kind::kInWords;
    out.words = TextFromJson(words);
    if (Duration bound; ReadDuration(At(value, "at_most"), bound)) out.at_most = bound;
  } else if (ReadDuration(At(value, "duration"), out.fixed)) {
    out.kind = Lifetime::Kind::kFixed;
    out.rolling = At(value, "rolling") == true;
  } else if (ReadDuration(At(value, "accepted"), out.accepted) &&
             ReadDuration(At(value, "refused"), out.refused)) {
    out.kind = Lifetime::Kind::kConditional;
  } else if (!inside && !List(value, "conditions").empty()) {
    out.kind = Lifetime::Kind::kConditions;
    for (const json& each : List(value, "conditions")) {
      const json& lifetime = At(each, "lifetime");
      out.conditions.push_back({TextFromJson(At(each, "when")), lifetime.is_object()
                                                                    ? FromObject(lifetime, true)
                                                                    : LifetimeFromJson(lifetime)});
    }
  }
  return out;
}

}  // namespace

std::string DurationText(const Duration& duration) {
  const bool whole_years = duration.months >= 24 && duration.months % 12 == 0 &&
                           duration.days == 0 && duration.seconds == 0;
  if (whole_years) return "P" + std::to_string(duration.months / 12) + "Y";
  return FormatDuration(duration);
}

json LifetimeJson(const Lifetime& lifetime) {
  switch (lifetime.kind) {
    case Lifetime::Kind::kUnpublished:
      return nullptr;
    case Lifetime::Kind::kSession:
      return "session";
    case Lifetime::Kind::kUntilDeleted:
      return "until-deleted";
    case Lifetime::Kind::kFixed:
      if (!lifetime.rolling) return DurationText(lifetime.fixed);
      return {{"duration", DurationText(lifetime.fixed)}, {"rolling", true}};
    case Lifetime::Kind::kConditional:
      return {{"accepted", DurationText(lifetime.accepted)},
              {"refused", DurationText(lifetime.refused)}};
    case Lifetime::Kind::kInWords: {
      json out = {{"words", TextJson(lifetime.words)}};
      if (lifetime.at_most) out["at_most"] = DurationText(*lifetime.at_most);
      return out;
    }
    case Lifetime::Kind::kConditions: {
      json list = json::array();
      for (const LifetimeCondition& each : lifetime.conditions) {
        list.push_back({{"when", TextJson(each.when)}, {"lifetime", LifetimeJson(each.lifetime)}});
      }
      return {{"conditions", std::move(list)}};
    }
  }
  return nullptr;
}

Lifetime LifetimeFromJson(const json& value) {
  if (value.is_object()) return FromObject(value, false);
  Lifetime out;
  if (value == "session") {
    out.kind = Lifetime::Kind::kSession;
  } else if (value == "until-deleted") {
    out.kind = Lifetime::Kind::kUntilDeleted;
  } else if (ReadDuration(value, out.fixed)) {
    out.kind = Lifetime::Kind::kFixed;
  }
  return out;
}

std::optional<Duration> LongestOf(const Lifetime& lifetime) {
  switch (lifetime.kind) {
    case Lifetime::Kind::kUnpublished:
    case Lifetime::Kind::kUntilDeleted:
      return std::nullopt;
    case Lifetime::Kind::kSession:
      return Duration{};
    case Lifetime::Kind::kFixed:
      return lifetime.fixed;
    case Lifetime::Kind::kConditional:
      return CanOutlast(lifetime.accepted, lifetime.refused) ? lifetime.accepted : lifetime.refused;
    case Lifetime::Kind::kInWords:
      return lifetime.at_most;
    case Lifetime::Kind::kConditions: {
      Duration longest;
      for (const LifetimeCondition& each : lifetime.conditions) {
        const auto one = LongestOf(each.lifetime);
        if (!one) return std::nullopt;
        if (CanOutlast(*one, longest)) longest = *one;
      }
      return longest;
    }
  }
  return std::nullopt;
}

bool MayOutlast(const Lifetime& now, const Lifetime& was) {
  const auto before = LongestOf(was);
  if (!before) return false;  // without a bound already
  const auto after = LongestOf(now);
  return !after || CanOutlast(*after, *before) || (Rolls(now) && !Rolls(was));
}

}  // namespace temoin::catalog
