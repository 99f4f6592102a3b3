#include "render/locale.h"

#include <gtest/gtest.h>

#include "base/calendar.h"

namespace temoin::render {
namespace TEMOIN_TEST_FILE {

std::string Plain(std::string text) {
  for (size_t at; (at = text.find("\u00a0")) != std::string::npos;) text.replace(at, 2, " ");
  return text;
}

TEST(LocaleTest, TellsDatesAndTimesInBothLanguages) {
  EXPECT_EQ(DateWords(*ParseDate("2026-03-01")), "1er mars 2026");
  EXPECT_EQ(DateWords(*ParseDate("2026-08-21")), "21 août 2026");
  EXPECT_EQ(DateWords(*ParseDate("2026-03-01"), "en"), "1 March 2026");
  EXPECT_EQ(TimeWords(*ParseTime("2026-12-03T04:05:06Z")), "3 décembre 2026 à 04:05:06 (UTC)");
  EXPECT_EQ(TimeWords(*ParseTime("2026-12-03T04:05:06Z"), {}, "en"),
            "3 December 2026 at 04:05:06 (UTC)");
  const Time time = *ParseTime("2026-11-01T09:05:59Z");
  EXPECT_EQ(TimeWords(time, {}, "fr", Precision::kMinute), "1er novembre 2026 à 09 h 05 (UTC)");
  EXPECT_EQ(TimeWords(time, {}, "en", Precision::kMinute), "1 November 2026 at 09:05 (UTC)");
  EXPECT_EQ(TimeWords(*ParseTime("2026-08-31T23:59:59Z"), {}, "fr", Precision::kMinute),
            "31 août 2026 à 23 h 59 (UTC)");
}

TEST(LocaleTest, TellsTheDayThatItIsThere) {
  const TimeZone paris = *TimeZone::Find("Europe/Paris");
  EXPECT_EQ(TimeWords(*ParseTime("2026-12-31T23:30:00Z"), paris),
            "1er janvier 2027 à 00:30:00 (UTC+1)");
  EXPECT_EQ(AheadOfUtc(std::chrono::minutes(-210)), "UTC-3:30");
}

TEST(LocaleTest, TellsNumbersInBothLanguages) {
  EXPECT_EQ(NumberWords(0), "0");
  EXPECT_EQ(NumberWords(999), "999");
  EXPECT_EQ(NumberWords(1234567), "1\u202f234\u202f567");
  EXPECT_EQ(NumberWords(1234567, "en"), "1,234,567");
  EXPECT_EQ(PercentWords(583), "58,3\u00a0%");
  EXPECT_EQ(PercentWords(1000), "100,0\u00a0%");
  EXPECT_EQ(PercentWords(583, "en"), "58.3%");
}

TEST(LocaleTest, TellsDurationsInBothLanguages) {
  const auto words = [](const char* text, const char* language) {
    return Plain(DurationWords(*ParseDuration(text), language));
  };
  EXPECT_EQ(words("P13M", "fr"), "13 mois");
  EXPECT_EQ(words("P13M", "en"), "13 months");
  EXPECT_EQ(words("P1M", "en"), "1 month");
  EXPECT_EQ(words("P10Y", "fr"), "10 ans");
  EXPECT_EQ(words("P1Y", "fr"), "12 mois");
  EXPECT_EQ(words("P30D", "fr"), "30 jours");
  EXPECT_EQ(words("P1D", "fr"), "1 jour");
  EXPECT_EQ(words("PT30M", "fr"), "30 minutes");
  EXPECT_EQ(words("PT1H", "fr"), "1 heure");
  EXPECT_EQ(words("PT90S", "en"), "90 seconds");
  EXPECT_EQ(words("P1DT12H", "fr"), "1 jour et 12 heures");
  EXPECT_EQ(DurationWords({}, "fr"), "aucune");
  EXPECT_EQ(DurationWords({}, "en"), "none");
}

TEST(LocaleTest, TakesATagByItsPrimaryPartAndAnUnknownOneAsFrench) {
  EXPECT_EQ(DateWords(*ParseDate("2026-03-02"), "en-GB"), "2 March 2026");
  EXPECT_EQ(DateWords(*ParseDate("2026-03-02"), "fr-CA"), "2 mars 2026");
  EXPECT_EQ(DateWords(*ParseDate("2026-03-02"), "br"), "2 mars 2026");
  EXPECT_EQ(CountryName("US", "en-GB"), "United States");
  EXPECT_EQ(NumberWords(1000, ""), "1\u202f000");
}

TEST(CountriesTest, CarryTheirArticleAfterTo) {
  EXPECT_EQ(CountryAfterTo("US", "fr"), "les États-Unis");
  EXPECT_EQ(CountryAfterTo("US", "en"), "the United States");
  EXPECT_EQ(CountryAfterTo("IN", "fr"), "l’Inde");
  EXPECT_EQ(CountryAfterTo("EU", "fr"), "l’Union européenne");
  EXPECT_EQ(CountryAfterTo("CA", "fr"), "le Canada");
  EXPECT_EQ(CountryAfterTo("CH", "fr"), "la Suisse");
  EXPECT_EQ(CountryAfterTo("SG", "fr"), "Singapour");
  EXPECT_EQ(CountryAfterTo("IL", "fr"), "Israël");
  EXPECT_EQ(CountryAfterTo("CH", "en"), "Switzerland");
  EXPECT_EQ(CountryAfterTo("ZZ", "fr"), "ZZ");
  EXPECT_EQ(CountryName("US", "fr"), "États-Unis");
  EXPECT_EQ(CountryName("ZZ", "fr"), "ZZ");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::render
