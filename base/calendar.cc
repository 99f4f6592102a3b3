#include "base/calendar.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <chrono>
#include <optional>

namespace temoin {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::last;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int64_t kSecondsPerDay = 86'400;

// A run of exactly `count` digits at `text[at]`, as a number.
std::optional<int> Digits(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<year_month_day> DateAt(std::string_view text) {
  const auto year = Digits(text, 0, 4);
  const auto month = Digits(text, 5, 2);
  const auto day = Digits(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  const year_month_day date{std::chrono::year(*year),
                            std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *year < 1970) return std::nullopt;
  return date;
}

// `value` in decimal over the `count` characters of `out` from `at` on.
void PutDigits(std::string& out, size_t at, size_t count, unsigned value) {
  for (size_t i = count; i-- > 0; value /= 10) out[at + i] = static_cast<char>('0' + value % 10);
}

// "HH:MM:SS".
void PutClock(std::string& out, size_t at,
              const std::chrono::hh_mm_ss<std::chrono::seconds>& clock) {
  PutDigits(out, at, 2, static_cast<unsigned>(clock.hours().count()));
  PutDigits(out, at + 3, 2, static_cast<unsigned>(clock.minutes().count()));
  PutDigits(out, at + 6, 2, static_cast<unsigned>(clock.seconds().count()));
}

// The most days that `months` calendar months can span.
int64_t MostDaysIn(int64_t months) {
  int64_t most = 0;
  // Four years from January 2000 hold every month length and the leap day.
  const Time start = sys_days(std::chrono::year(2000) / 1 / 1);
  for (int64_t month = 0; month < 48; ++month) {
    const Time from = AddMonths(start, month);
    most = std::max<int64_t>(most, (AddMonths(from, months) - from).count() / kSecondsPerDay);
  }
  return most;
}

}  // namespace

Result<Duration> ParseDuration(std::string_view text) {
  const Error error(ErrorCode::kInvalidArgument,
                    "expected an ISO 8601 duration such as P13M, P30D or PT30M");
  if (text.size() < 3 || text.size() > 64 || text[0] != 'P') return error;
  Duration duration;
  constexpr std::string_view kDateUnits = "YMWD";
  constexpr std::string_view kTimeUnits = "HMS";
  bool in_time = false;
  bool any = false;
  size_t next_unit = 0;
  size_t i = 1;
  while (i < text.size()) {
    if (text[i] == 'T') {
      if (in_time || i + 1 == text.size()) return error;
      in_time = true;
      next_unit = 0;
      ++i;
      continue;
    }
    int64_t value = 0;
    const size_t first = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      value = value * 10 + (text[i] - '0');
      if (value > Duration::kMaxPart) return error;
      ++i;
    }
    if (i == first || i == text.size()) return error;
    const std::string_view units = in_time ? kTimeUnits : kDateUnits;
    const size_t unit = units.find(text[i], next_unit);
    if (unit == std::string_view::npos) return error;
    next_unit = unit + 1;
    if (in_time) {
      constexpr std::array<int64_t, 3> kSeconds = {3600, 60, 1};
      duration.seconds += value * kSeconds[unit];
    } else if (unit <= 1) {
      duration.months += value * (unit == 0 ? 12 : 1);
    } else {
      duration.days += value * (unit == 2 ? 7 : 1);
    }
    any = true;
    ++i;
  }
  if (!any || duration.months > 12'000 || duration.days > 366'000 ||
      duration.seconds > Duration::kMaxPart) {
    return error;
  }
  return duration;
}

std::string FormatDuration(const Duration& duration) {
  std::string out = "P";
  if (duration.months != 0) out += fmt::format("{}M", duration.months);
  if (duration.days != 0) out += fmt::format("{}D", duration.days);
  if (duration.seconds != 0) {
    if (duration.seconds % 3600 == 0) {
      out += fmt::format("T{}H", duration.seconds / 3600);
    } else if (duration.seconds % 60 == 0) {
      out += fmt::format("T{}M", duration.seconds / 60);
    } else {
      out += fmt::format("T{}S", duration.seconds);
    }
  }
  return out == "P" ? "PT0S" : out;
}

Time AddMonths(Time time, int64_t months) {
  const sys_days day = floor<days>(time);
  const auto time_of_day = time - day;
  const year_month_day from(day);
  const auto month = from.year() / from.month() + std::chrono::months(months);
  year_month_day to = month / from.day();
  if (!to.ok()) to = month / last;
  return sys_days(to) + time_of_day;
}

Time AddDuration(Time time, const Duration& duration) {
  return AddMonths(time, duration.months) + days(duration.days) +
         std::chrono::seconds(duration.seconds);
}

bool LongerThanMonths(const Duration& duration, int64_t months) {
  if (duration.days == 0 && duration.seconds == 0) return duration.months > months;
  if (duration.months == 0) {
    const int64_t limit = MostDaysIn(months) * kSecondsPerDay;
    return duration.days * kSecondsPerDay + duration.seconds > limit;
  }
  const Time start = sys_days(std::chrono::year(2000) / 1 / 1);
  for (int64_t day = 0; day < 1461; ++day) {
    const Time from = start + days(day);
    if (AddDuration(from, duration) <= AddMonths(from, months)) return false;
  }
  return true;
}

int64_t MostSecondsIn(const Duration& duration) {
  return (MostDaysIn(duration.months) + duration.days) * kSecondsPerDay + duration.seconds;
}

std::string FormatTime(Time time) {
  // By hand, as the date below: every choice writes several, on the one thread that commits.
  const sys_days day = floor<days>(time);
  const year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string out = "0000-00-00T00:00:00Z";
  PutDigits(out, 0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  PutDigits(out, 5, 2, static_cast<unsigned>(date.month()));
  PutDigits(out, 8, 2, static_cast<unsigned>(date.day()));
  PutClock(out, 11, clock);
  return out;
}

Result<Time> ParseTime(std::string_view text) {
  const Error error(ErrorCode::kInvalidArgument,
                    "expected a UTC time such as 2026-11-21T19:10:00Z");
  if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != 'Z') {
    return error;
  }
  const auto date = DateAt(text.substr(0, 10));
  const auto hour = Digits(text, 11, 2);
  const auto minute = Digits(text, 14, 2);
  const auto second = Digits(text, 17, 2);
  if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) {
    return error;
  }
  return Time(sys_days(*date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

Result<Time> ParseRfc3339(std::string_view text) {
  constexpr size_t kSeconds = 19;  // up to and with the seconds
  const Error error(ErrorCode::kInvalidArgument,
                    "expected a time such as 2026-11-21T19:10:00Z or 2026-11-21T20:10:00+01:00");
  if (text.size() <= kSeconds || text.size() > 64) return error;
  std::string begin(text.substr(0, kSeconds));
  if (begin[10] == 't') begin[10] = 'T';
  const bool leap = begin.ends_with(":60");
  if (leap) begin.replace(begin.size() - 2, 2, "59");
  auto time = ParseTime(begin + 'Z');
  if (!time) return error;
  if (leap) *time += std::chrono::seconds(1);
  std::string_view rest = text.substr(kSeconds);
  if (rest[0] == '.') {
    const size_t end = rest.find_first_not_of("0123456789", 1);
    if (end == 1 || end == std::string_view::npos) return error;
    rest.remove_prefix(end);
  }
  if (rest == "Z" || rest == "z") return *time;
  if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') return error;
  const auto hours = Digits(rest, 1, 2);
  const auto minutes = Digits(rest, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return error;
  const std::chrono::seconds ahead = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  const Time utc = rest[0] == '+' ? *time - ahead : *time + ahead;
  return utc < Time() ? Result<Time>(error) : utc;
}

std::string FormatDate(Time time) {
  const year_month_day date(floor<days>(time));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Result<Time> ParseDate(std::string_view text) {
  const auto date = text.size() == 10 ? DateAt(text) : std::nullopt;
  if (!date) {
    return Error(ErrorCode::kInvalidArgument, "expected a date such as 2026-11-21");
  }
  return Time(sys_days(*date));
}

std::string FormatHttpDate(Time time) {
  constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const sys_days day = floor<days>(time);
  const year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string out = "Day, 00 Mon 0000 00:00:00 GMT";
  out.replace(0, 3, kDays, size_t{3} * std::chrono::weekday(day).c_encoding(), 3);
  PutDigits(out, 5, 2, static_cast<unsigned>(date.day()));
  out.replace(8, 3, kMonths, size_t{3} * (static_cast<unsigned>(date.month()) - 1), 3);
  PutDigits(out, 12, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  PutClock(out, 17, clock);
  return out;
}

}  // namespace temoin
