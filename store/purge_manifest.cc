#include "store/purge_manifest.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "base/json.h"

namespace temoin::store {

namespace {

// nullopt for anything but days of sites, each with a number of records, in order.
std::optional<std::vector<PurgedDay>> ParseDays(const nlohmann::json& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<PurgedDay> out;
  for (const nlohmann::json& one : value) {
    if (!one.is_object() || one.size() != 3 || !one.contains("day") || !one["day"].is_string() ||
        !one.contains("records") || !one["records"].is_number_unsigned() || !one.contains("site") ||
        !one["site"].is_string()) {
      return std::nullopt;
    }
    const auto day = ParseDate(one["day"].get_ref<const std::string&>());
    if (!day) return std::nullopt;
    PurgedDay next{one["site"].get<std::string>(), *day, one["records"].get<uint64_t>()};
    const auto key = [](const PurgedDay& of) { return std::pair(of.site, of.day); };
    if (next.records == 0 || (!out.empty() && key(out.back()) >= key(next))) return std::nullopt;
    out.push_back(std::move(next));
  }
  return out;
}

}  // namespace

std::string_view PurgeReasonName(PurgeReason reason) {
  return reason == PurgeReason::kRetention ? "retention" : "request";
}

PurgeManifest MakePurgeManifest(PurgeReason reason, Time time, std::vector<Index> indices,
                                std::vector<PurgedDay> days) {
  return {.reason = reason,
          .time = time,
          .ranges = MakeRanges(std::move(indices)),
          .days = std::move(days)};
}

std::optional<uint64_t> UncountedOf(const PurgeManifest& manifest) {
  uint64_t uncounted = CountOf(manifest.ranges);
  for (const PurgedDay& day : manifest.days.value_or(std::vector<PurgedDay>())) {
    if (day.records > uncounted) return std::nullopt;
    uncounted -= day.records;
  }
  return uncounted;
}

std::string FormatPurgeManifest(const PurgeManifest& manifest) {
  std::string days;
  if (manifest.days) {
    for (const PurgedDay& day : *manifest.days) {
      days += fmt::format(R"({}{{"day":"{}","records":{},"site":{}}})", days.empty() ? "" : ",",
                          FormatDate(day.day), day.records, nlohmann::json(day.site).dump());
    }
    days = fmt::format(R"("days":[{}],)", days);
  }
  return fmt::format(R"({{{}"ranges":{},"reason":"{}","schema":{},"time":"{}"}})", days,
                     FormatRanges(manifest.ranges), PurgeReasonName(manifest.reason),
                     manifest.days ? 2 : 1, FormatTime(manifest.time));
}

Result<PurgeManifest> ParsePurgeManifest(std::string_view bytes) {
  const auto malformed = [](std::string_view what) {
    return Error(ErrorCode::kInvalidArgument, fmt::format("not a purge manifest: {}", what));
  };
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json value,
                          ParseJson(bytes, {.max_bytes = kMaxManifestBytes, .max_depth = 3}));
  if (!value.is_object() || !value.contains("ranges") || !value.contains("reason") ||
      !value["reason"].is_string() || !value.contains("time") || !value["time"].is_string()) {
    return malformed("a member is missing");
  }
  PurgeManifest out;
  const auto& reason = value["reason"].get_ref<const std::string&>();
  if (reason == PurgeReasonName(PurgeReason::kRequest)) out.reason = PurgeReason::kRequest;
  TEMOIN_ASSIGN_OR_RETURN(out.time, ParseTime(value["time"].get_ref<const std::string&>()));
  auto ranges = ParseRanges(value["ranges"]);
  if (!ranges) return malformed(ranges.error().message);
  out.ranges = std::move(*ranges);
  if (const auto days = value.find("days"); days != value.end()) {
    out.days = ParseDays(*days);
    if (!out.days) return malformed("its days are none");
    if (!UncountedOf(out)) return malformed("its days count more than it names");
  }
  if (FormatPurgeManifest(out) != bytes) return malformed("the bytes are not canonical");
  return out;
}

}  // namespace temoin::store
