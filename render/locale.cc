#include "render/locale.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "render/languages.h"

namespace temoin::render {

namespace {

struct UnitWords {
  std::string_view one;
  std::string_view many;
};
enum Unit : size_t { kYear, kMonth, kDay, kHour, kMinute, kSecond, kUnits };

// One language of languages.h. Patterns take named arguments, so that each language has its own
// order.
struct Locale {
  std::array<std::string_view, 12> months;
  std::string_view first;      // the first day of a month
  std::string_view date;       // {day} {month} {year}
  std::string_view to_second;  // {date} {hour} {minute} {second} {zone}
  std::string_view to_minute;  // {date} {hour} {minute} {zone}
  std::string_view thousands;  // between groups of three digits
  std::string_view per_cent;   // {whole} {tenth}
  std::array<UnitWords, kUnits> units;
  std::string_view and_;
  std::string_view no_time;                                   // a duration of nothing
  std::array<std::string_view, kLanguages.size()> languages;  // by their place in kLanguages
};

constexpr std::array<Locale, kLanguages.size()> kLocales = {{
    {.months = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                "septembre", "octobre", "novembre", "décembre"},
     .first = "1er",
     .date = "{day} {month} {year}",
     .to_second = "{date} à {hour:02}:{minute:02}:{second:02} ({zone})",
     .to_minute = "{date} à {hour:02} h {minute:02} ({zone})",
     .thousands = "\u202f",
     .per_cent = "{whole},{tenth}\u00a0%",
     .units = {{{"an", "ans"},
                {"mois", "mois"},
                {"jour", "jours"},
                {"heure", "heures"},
                {"minute", "minutes"},
                {"seconde", "secondes"}}},
     .and_ = " et ",
     .no_time = "aucune",
     .languages = {"français", "anglais"}},
    {.months = {"January", "February", "March", "April", "May", "June", "July", "August",
                "September", "October", "November", "December"},
     .first = "1",
     .date = "{day} {month} {year}",
     .to_second = "{date} at {hour:02}:{minute:02}:{second:02} ({zone})",
     .to_minute = "{date} at {hour:02}:{minute:02} ({zone})",
     .thousands = ",",
     .per_cent = "{whole}.{tenth}%",
     .units = {{{"year", "years"},
                {"month", "months"},
                {"day", "days"},
                {"hour", "hours"},
                {"minute", "minutes"},
                {"second", "seconds"}}},
     .and_ = " and ",
     .no_time = "none",
     .languages = {"French", "English"}},
}};

const Locale& LocaleOf(std::string_view language) { return kLocales.at(LanguageIndex(language)); }

std::string DateIn(const Locale& locale, Time time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
  const auto day = static_cast<unsigned>(date.day());
  return fmt::format(fmt::runtime(locale.date),
                     fmt::arg("day", day == 1 ? std::string(locale.first) : std::to_string(day)),
                     fmt::arg("month", locale.months.at(static_cast<unsigned>(date.month()) - 1)),
                     fmt::arg("year", static_cast<int>(date.year())));
}

void AppendUnit(std::string& out, int64_t count, Unit unit, const Locale& locale) {
  if (count == 0) return;
  if (!out.empty()) out += locale.and_;
  const UnitWords& words = locale.units.at(unit);
  out += fmt::format("{}\u00a0{}", count, count == 1 ? words.one : words.many);
}

}  // namespace

std::string DateWords(Time time, std::string_view language) {
  return DateIn(LocaleOf(language), time);
}

std::string TimeWords(Time time, const TimeZone& zone, std::string_view language,
                      Precision precision) {
  const Locale& locale = LocaleOf(language);
  const std::chrono::seconds ahead = zone.OffsetAt(time);
  const Time told = time + ahead;
  const std::chrono::hh_mm_ss clock(
      std::chrono::floor<std::chrono::seconds>(told - std::chrono::floor<std::chrono::days>(told)));
  const std::string_view pattern =
      precision == Precision::kSecond ? locale.to_second : locale.to_minute;
  return fmt::format(
      fmt::runtime(pattern), fmt::arg("date", DateIn(locale, told)),
      fmt::arg("hour", clock.hours().count()), fmt::arg("minute", clock.minutes().count()),
      fmt::arg("second", clock.seconds().count()), fmt::arg("zone", AheadOfUtc(ahead)));
}

std::string AheadOfUtc(std::chrono::seconds ahead) {
  if (ahead.count() == 0) return "UTC";
  const int64_t minutes = std::chrono::abs(ahead).count() / 60;
  const std::string hours = fmt::format("UTC{}{}", ahead.count() < 0 ? '-' : '+', minutes / 60);
  return minutes % 60 == 0 ? hours : fmt::format("{}:{:02}", hours, minutes % 60);
}

std::string NumberWords(uint64_t number, std::string_view language) {
  const std::string_view between = LocaleOf(language).thousands;
  const std::string digits = std::to_string(number);
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += between;
    out += digits[i];
  }
  return out;
}

std::string PercentWords(uint32_t permille, std::string_view language) {
  return fmt::format(fmt::runtime(LocaleOf(language).per_cent), fmt::arg("whole", permille / 10),
                     fmt::arg("tenth", permille % 10));
}

std::string DurationWords(const Duration& duration, std::string_view language) {
  const Locale& locale = LocaleOf(language);
  std::string out;
  const bool years = duration.months >= 24 && duration.months % 12 == 0;
  AppendUnit(out, years ? duration.months / 12 : duration.months, years ? kYear : kMonth, locale);
  AppendUnit(out, duration.days, kDay, locale);
  const int64_t seconds = duration.seconds;
  if (seconds % 3600 == 0) {
    AppendUnit(out, seconds / 3600, kHour, locale);
  } else if (seconds % 60 == 0) {
    AppendUnit(out, seconds / 60, kMinute, locale);
  } else {
    AppendUnit(out, seconds, kSecond, locale);
  }
  return out.empty() ? std::string(locale.no_time) : out;
}

std::string LanguageName(std::string_view tag, std::string_view language) {
  const std::string_view primary = tag.substr(0, tag.find('-'));
  const auto* found = std::ranges::find(kLanguages, primary);
  if (found == kLanguages.end()) return std::string(tag);
  return std::string(LocaleOf(language).languages.at(LanguageIndex(primary)));
}

}  // namespace temoin::render
