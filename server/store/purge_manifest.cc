#include "server/store/purge_manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "server/consent/token.h"

namespace temoin::store {

std::string_view PurgeReasonName(PurgeReason reason) {
  return reason == PurgeReason::kRetention ? "retention" : "request";
}

PurgeManifest MakePurgeManifest(PurgeReason reason, Time time, std::vector<Index> indices) {
  PurgeManifest out{.reason = reason, .time = time, .ranges = {}};
  std::ranges::sort(indices);
  for (const Index index : indices) {
    if (!out.ranges.empty() && index <= out.ranges.back().second + 1) {
      out.ranges.back().second = index;
    } else {
      out.ranges.emplace_back(index, index);
    }
  }
  return out;
}

std::string FormatPurgeManifest(const PurgeManifest& manifest) {
  std::string out = "{\"ranges\":[";
  for (const auto& [first, last] : manifest.ranges) {
    if (out.back() == ']') out += ',';
    out += fmt::format("[{},{}]", first, last);
  }
  out += fmt::format(R"(],"reason":"{}","schema":1,"time":"{}"}})",
                     PurgeReasonName(manifest.reason), FormatTime(manifest.time));
  return out;
}

Result<PurgeManifest> ParsePurgeManifest(std::string_view bytes) {
  const auto malformed = [](std::string_view what) {
    return Error(ErrorCode::kInvalidArgument, fmt::format("not a purge manifest: {}", what));
  };
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json value,
                          ParseJson(bytes, {.max_bytes = kMaxManifestBytes, .max_depth = 3}));
  if (!value.is_object() || !value.contains("ranges") || !value["ranges"].is_array() ||
      !value.contains("reason") || !value["reason"].is_string() || !value.contains("time") ||
      !value["time"].is_string()) {
    return malformed("a member is missing");
  }
  PurgeManifest out;
  const auto& reason = value["reason"].get_ref<const std::string&>();
  if (reason == PurgeReasonName(PurgeReason::kRequest)) out.reason = PurgeReason::kRequest;
  TEMOIN_ASSIGN_OR_RETURN(out.time, ParseTime(value["time"].get_ref<const std::string&>()));
  for (const auto& range : value["ranges"]) {
    if (!range.is_array() || range.size() != 2 || !range[0].is_number_unsigned() ||
        !range[1].is_number_unsigned()) {
      return malformed("a range is not two indices");
    }
    const auto first = range[0].get<uint64_t>();
    const auto last = range[1].get<uint64_t>();
    if (first > last || last > consent::kMaxIndex ||
        (!out.ranges.empty() && first <= out.ranges.back().second + 1)) {
      return malformed("the ranges are not ascending and apart");
    }
    out.ranges.emplace_back(first, last);
  }
  if (FormatPurgeManifest(out) != bytes) return malformed("the bytes are not canonical");
  return out;
}

}  // namespace temoin::store
