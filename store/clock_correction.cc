#include "store/clock_correction.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "base/json.h"

namespace temoin::store {
namespace {

constexpr size_t kMaxBytes = 1 << 20;

}  // namespace

std::string FormatClockCorrection(const ClockCorrection& correction) {
  return fmt::format(R"({{"accesses":{},"newest":"{}","ranges":{},"schema":1,"time":"{}"}})",
                     correction.accesses, FormatTime(correction.newest),
                     FormatRanges(correction.ranges), FormatTime(correction.time));
}

Result<ClockCorrection> ParseClockCorrection(Index index, std::string_view bytes) {
  const auto malformed = [](std::string_view what) {
    return Error(ErrorCode::kInvalidArgument, fmt::format("not a clock correction: {}", what));
  };
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json value,
                          ParseJson(bytes, {.max_bytes = kMaxBytes, .max_depth = 3}));
  const auto text = [&](const char* member) {
    return value.contains(member) && value[member].is_string();
  };
  if (!value.is_object() || !value.contains("ranges") || !value.contains("accesses") ||
      !value["accesses"].is_number_unsigned() || !text("newest") || !text("time")) {
    return malformed("a member is missing");
  }
  ClockCorrection out;
  out.index = index;
  out.accesses = value["accesses"].get<uint64_t>();
  TEMOIN_ASSIGN_OR_RETURN(out.newest, ParseTime(value["newest"].get_ref<const std::string&>()));
  TEMOIN_ASSIGN_OR_RETURN(out.time, ParseTime(value["time"].get_ref<const std::string&>()));
  auto ranges = ParseRanges(value["ranges"]);
  if (!ranges) return malformed(ranges.error().message);
  out.ranges = std::move(*ranges);
  if (FormatClockCorrection(out) != bytes) return malformed("the bytes are not canonical");
  return out;
}

Time CorrectedTime(std::span<const ClockCorrection> corrections, uint64_t size, Time time) {
  for (const ClockCorrection& correction : corrections) {
    if (size <= correction.index) time = std::min(time, correction.time);
  }
  return time;
}

ChoiceDates CorrectedDates(ChoiceDates dates, Time time) {
  if (dates.given_at <= time) return dates;
  const Time end = std::min(time + (dates.valid_until - dates.given_at), AddMonths(time, 13));
  return {.given_at = time, .valid_until = end};
}

ChoiceDates CorrectedDates(std::span<const ClockCorrection> corrections, Index index,
                           ChoiceDates dates) {
  for (const ClockCorrection& correction : corrections) {
    if (InRanges(correction.ranges, index)) dates = CorrectedDates(dates, correction.time);
  }
  return dates;
}

}  // namespace temoin::store
