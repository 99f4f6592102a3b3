#include "catalog/cookie_date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>

#include "base/ascii.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostDate = 1024;

// `least` to `most` digits at the start of a token, and no digit after them.
std::optional<int> Digits(std::string_view token, size_t least, size_t most) {
  size_t size = 0;
  int value = 0;
  while (size < token.size() && IsDateDigit(token[size])) {
    if (size == most) return std::nullopt;
    value = value * 10 + (token[size++] - '0');
  }
  return size >= least ? std::optional(value) : std::nullopt;
}

struct Clock {
  int hour = 0;
  int minute = 0;
  int second = 0;
};

// hms-time, and anything that is no digit after it.
std::optional<Clock> ClockOf(std::string_view token) {
  Clock clock;
  const std::array<int*, 3> fields = {&clock.hour, &clock.minute, &clock.second};
  for (size_t i = 0; i < fields.size(); ++i) {
    const auto value = Digits(token, 1, 2);
    if (!value) return std::nullopt;
    *fields[i] = *value;
    token.remove_prefix(std::min(token.find_first_not_of("0123456789"), token.size()));
    if (i == 2) break;
    if (!token.starts_with(':')) return std::nullopt;
    token.remove_prefix(1);
  }
  return clock;
}

std::optional<int> MonthOf(std::string_view token) {
  constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string low = LowerAscii(token.substr(0, 3));
  const auto* const found = std::find(kMonths.begin(), kMonths.end(), low);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<int>(found - kMonths.begin()) + 1;
}

bool IsDateDelimiter(char c) {
  const auto byte = static_cast<uint8_t>(c);
  return byte == 0x09 || (byte >= 0x20 && byte <= 0x2F) || (byte >= 0x3B && byte <= 0x40) ||
         (byte >= 0x5B && byte <= 0x60) || (byte >= 0x7B && byte <= 0x7E);
}

}  // namespace

std::optional<Time> ParseCookieDate(std::string_view text) {
  if (text.size() > kMostDate) return std::nullopt;
  std::optional<Clock> clock;
  std::optional<int> day;
  std::optional<int> month;
  std::optional<int> year;
  for (size_t at = 0; at < text.size();) {
    if (IsDateDelimiter(text[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < text.size() && !IsDateDelimiter(text[end])) ++end;
    const std::string_view token = text.substr(at, end - at);
    at = end;
    if (!clock && (clock = ClockOf(token))) continue;
    if (!day && (day = Digits(token, 1, 2))) continue;
    if (!month && (month = MonthOf(token))) continue;
    if (!year) year = Digits(token, 2, 4);
  }
  if (!clock || !day || !month || !year) return std::nullopt;
  if (*year >= 70 && *year <= 99) *year += 1900;
  if (*year >= 0 && *year <= 69) *year += 2000;
  if (*year < 1601 || clock->hour > 23 || clock->minute > 59 || clock->second > 59) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(clock->hour) +
         std::chrono::minutes(clock->minute) + std::chrono::seconds(clock->second);
}

}  // namespace temoin::catalog
