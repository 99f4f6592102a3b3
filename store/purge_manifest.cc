#include "store/purge_manifest.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "base/json.h"

namespace temoin::store {

std::string_view PurgeReasonName(PurgeReason reason) {
  return reason == PurgeReason::kRetention ? "retention" : "request";
}

PurgeManifest MakePurgeManifest(PurgeReason reason, Time time, std::vector<Index> indices) {
  return {.reason = reason, .time = time, .ranges = MakeRanges(std::move(indices))};
}

std::string FormatPurgeManifest(const PurgeManifest& manifest) {
  return fmt::format(R"({{"ranges":{},"reason":"{}","schema":1,"time":"{}"}})",
                     FormatRanges(manifest.ranges), PurgeReasonName(manifest.reason),
                     FormatTime(manifest.time));
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
  if (FormatPurgeManifest(out) != bytes) return malformed("the bytes are not canonical");
  return out;
}

}  // namespace temoin::store
