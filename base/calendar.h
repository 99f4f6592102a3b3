// Calendar arithmetic in UTC and ISO 8601 durations.
//
// "13 months" is a number of calendar months, never 395 days: 13 months from 31 January 2026 is
// 28 February 2027 (month ends clamp), at the same time of day.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_BASE_CALENDAR_H_
#define TEMOIN_BASE_CALENDAR_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace temoin {

// An ISO 8601 duration. Years are folded into months, weeks into days, hours and minutes into
// seconds; months, days and seconds stay apart because none is a fixed number of the next.
// Each part is between 0 and kMaxPart; no fractions, no sign.
struct Duration {
  static constexpr int64_t kMaxPart = 3'200'000'000;  // about a hundred years of seconds

  int64_t months = 0;
  int64_t days = 0;
  int64_t seconds = 0;

  bool operator==(const Duration&) const = default;
};

// Parses "P13M", "P30D", "PT30M", "P1Y2M3DT4H5M6S", "P2W". Refuses empty, signed, fractional,
// repeated, misordered or oversized parts with kInvalidArgument.
Result<Duration> ParseDuration(std::string_view text);

// The shortest ISO 8601 form, months before days before time: "P13M", "P10D", "PT30M". Hours and
// minutes are used when they divide exactly. A zero duration is "PT0S".
std::string FormatDuration(const Duration& duration);

// `months` may be negative. The day clamps to the end of the month reached.
Time AddMonths(Time time, int64_t months);

// Months first, then days, then seconds.
Time AddDuration(Time time, const Duration& duration);

// Whether the duration lasts longer than `months` calendar months from whatever day it starts. Days
// are given the benefit of the calendar: 397 days can be 13 months (1 January 2024 to 1 February
// 2025), 398 days never.
bool LongerThanMonths(const Duration& duration, int64_t months);

// How many seconds the duration lasts from the day from which it lasts longest: 184 days for P6M.
int64_t MostSecondsIn(const Duration& duration);

// RFC 3339 in UTC with seconds: "2026-11-21T19:10:00Z". Years 1970 to 9999.
std::string FormatTime(Time time);
Result<Time> ParseTime(std::string_view text);

// What RFC 3339 section 5.6 allows beside: an offset ("2026-11-21T20:10:00+01:00"), small letters,
// a fraction (left out), a leap second (the second after it). For what a person types.
Result<Time> ParseRfc3339(std::string_view text);

// "2026-11-21" <-> midnight UTC of that day.
std::string FormatDate(Time time);
Result<Time> ParseDate(std::string_view text);

// RFC 9110 section 5.6.7 IMF-fixdate: "Sat, 21 Nov 2026 19:10:00 GMT". For headers and cookies.
std::string FormatHttpDate(Time time);

}  // namespace temoin

#endif  // TEMOIN_BASE_CALENDAR_H_
