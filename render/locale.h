// How dates, times, numbers, durations and countries are said: one set of words for pages, letters,
// receipts and the command line.
//
// `language` is a BCP 47 tag: its primary part chooses the row of one table ("en-GB" is "en");
// a language that the table does not know is told in French. Adding a language is adding a row.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_RENDER_LOCALE_H_
#define TEMOIN_RENDER_LOCALE_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/zones.h"

namespace temoin::render {

inline constexpr std::string_view kFrench = "fr";

// "3 mars 2026", "1er mars 2026"; "3 March 2026". The date in UTC.
std::string DateWords(Time time, std::string_view language = kFrench);

// An instant as the clocks of `zone` tell it, with what they are ahead of UTC: to the second
// "3 mars 2026 à 11:00:00 (UTC+1)"; to the minute "3 mars 2026 à 11 h 00 (UTC+1)".
enum class Precision { kSecond, kMinute };
std::string TimeWords(Time time, const TimeZone& zone = {}, std::string_view language = kFrench,
                      Precision precision = Precision::kSecond);
// "UTC", "UTC+1", "UTC-3:30": what clocks are ahead.
std::string AheadOfUtc(std::chrono::seconds ahead);

// 123456 -> "123 456" with narrow no-break spaces, "123,456"; 583 -> "58,3 %", "58.3%".
std::string NumberWords(uint64_t number, std::string_view language = kFrench);
std::string PercentWords(uint32_t permille, std::string_view language = kFrench);

// "13 mois", "30 jours", "1 heure et 30 minutes", "aucune"; "13 months", "none". A number is not
// parted from its unit at the end of a line.
std::string DurationWords(const Duration& duration, std::string_view language = kFrench);

// What a language is called, by its BCP 47 tag: "français", "French"; the tag itself for one that
// the table does not know.
std::string LanguageName(std::string_view tag, std::string_view language = kFrench);

// ISO 3166-1 alpha-2 or "EU": "France", "États-Unis"; "United States". The code itself for a
// country that the table does not know.
std::string CountryName(std::string_view country, std::string_view language = kFrench);
// The same after "vers" or "to", with its article: "les États-Unis", "l’Inde"; "the United States".
std::string CountryAfterTo(std::string_view country, std::string_view language = kFrench);

}  // namespace temoin::render

#endif  // TEMOIN_RENDER_LOCALE_H_
