#include "base/calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace temoin {
namespace TEMOIN_TEST_FILE {

Time At(std::string_view text) { return ParseTime(text).value(); }

TEST(AddMonths, ClampsToTheEndOfTheMonth) {
  EXPECT_EQ(FormatTime(AddMonths(At("2026-01-31T10:20:30Z"), 13)), "2027-02-28T10:20:30Z");
  EXPECT_EQ(FormatTime(AddMonths(At("2027-01-31T00:00:00Z"), 13)), "2028-02-29T00:00:00Z");
  EXPECT_EQ(FormatTime(AddMonths(At("2026-11-21T19:10:00Z"), 13)), "2027-12-21T19:10:00Z");
  EXPECT_EQ(FormatTime(AddMonths(At("2024-02-29T00:00:00Z"), 12)), "2025-02-28T00:00:00Z");
  EXPECT_EQ(FormatTime(AddMonths(At("2026-01-15T00:00:00Z"), -1)), "2025-12-15T00:00:00Z");
}

TEST(ParseDuration, AcceptsTheFormsOfTheCatalogue) {
  EXPECT_EQ(*ParseDuration("P13M"), (Duration{.months = 13}));
  EXPECT_EQ(*ParseDuration("P10Y"), (Duration{.months = 120}));
  EXPECT_EQ(*ParseDuration("P2W"), (Duration{.days = 14}));
  EXPECT_EQ(*ParseDuration("PT30M"), (Duration{.seconds = 1800}));
  EXPECT_EQ(*ParseDuration("P1Y2M3DT4H5M6S"),
            (Duration{.months = 14, .days = 3, .seconds = 4 * 3600 + 5 * 60 + 6}));
}

TEST(ParseDuration, RefusesEverythingElse) {
  for (const char* text : {"", "P", "PT", "P1", "1M", "-P1M", "P-1M", "P1.5M", "P1M1M", "P1D1M",
                           "P1MT", "PT1D", "p1m", "P1M ", "P99999999999M", "PT1H1H", "P1T1H"}) {
    EXPECT_FALSE(ParseDuration(text).ok()) << text;
  }
}

TEST(MostSecondsIn, CountsFromTheDayFromWhichItLastsLongest) {
  EXPECT_EQ(MostSecondsIn({.months = 6}), 184 * 86'400);
  EXPECT_EQ(MostSecondsIn({.months = 13}), 397 * 86'400);
  EXPECT_EQ(MostSecondsIn({.months = 1, .days = 2, .seconds = 3}), 33 * 86'400 + 3);
  EXPECT_EQ(MostSecondsIn({}), 0);
}

TEST(LongerThanMonths, GivesDaysTheBenefitOfTheCalendar) {
  EXPECT_FALSE(LongerThanMonths({.months = 13}, 13));
  EXPECT_TRUE(LongerThanMonths({.months = 14}, 13));
  EXPECT_FALSE(LongerThanMonths({.days = 397}, 13));
  EXPECT_TRUE(LongerThanMonths({.days = 398}, 13));
  EXPECT_TRUE(LongerThanMonths({.days = 397, .seconds = 1}, 13));
  EXPECT_TRUE(LongerThanMonths({.months = 13, .seconds = 1}, 13));
  EXPECT_FALSE(LongerThanMonths({.months = 12, .days = 28}, 13));
  EXPECT_TRUE(LongerThanMonths({.months = 120}, 13));
}

TEST(Time, FormatsAndParses) {
  EXPECT_EQ(FormatHttpDate(At("1994-11-06T08:49:37Z")), "Sun, 06 Nov 1994 08:49:37 GMT");
  for (const char* text : {"2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01 00:00:00Z",
                           "2026-01-01T00:00:00", "1969-12-31T23:59:59Z", "2026-1-01T00:00:00Z"}) {
    EXPECT_FALSE(ParseTime(text).ok()) << text;
  }
  EXPECT_EQ(*ParseDate("2026-03-03"), At("2026-03-03T00:00:00Z"));
}

TEST(ParseRfc3339, APersonMayTypeWhateverRfc3339Allows) {
  const Time noon = At("2026-11-26T12:00:00Z");
  for (const char* text :
       {"2026-11-26T12:00:00Z", "2026-11-26t12:00:00z", "2026-11-26T13:00:00+01:00",
        "2026-11-26T01:30:00-10:30", "2026-11-26T12:00:00.25Z", "2026-11-26T13:00:00.999+01:00",
        "2026-11-26T12:00:00-00:00", "2026-11-26T12:00:00+00:00", "2026-11-27T02:00:00+14:00",
        "2026-11-26T11:59:60Z"}) {
    const auto time = ParseRfc3339(text);
    ASSERT_TRUE(time.ok()) << text;
    EXPECT_EQ(*time, noon) << text;
  }
  for (const char* text :
       {"", "2026-11-26", "2026-11-26T12:00:00", "2026-11-26 12:00:00Z", "2026-11-26T12:00:00+1:00",
        "2026-11-26T12:00:00+0100", "2026-11-26T12:00:00+01:00Z", "2026-11-26T12:00:00.Z",
        "2026-11-26T12:00:00+24:00", "2026-11-26T12:00:61Z", "2026-11-26T25:00:00Z",
        "2026-11-26T12:00:00 +01:00", "1970-01-01T00:00:00+01:00", "1969-12-31T23:59:59Z",
        "2026-11-26T12:00:00.5", "2026-02-30T12:00:00Z"}) {
    EXPECT_FALSE(ParseRfc3339(text).ok()) << text;
  }
  EXPECT_FALSE(ParseRfc3339("2026-11-26T12:00:00." + std::string(100, '1') + "Z").ok());
}

TEST(CalendarProperties, Hold) {
  const auto moments = rc::gen::inRange<int64_t>(0, 4'102'444'800);  // 1970 to 2100
  EXPECT_TRUE(rc::check("a time survives its text", [&] {
    const Time time{std::chrono::seconds(*moments)};
    RC_ASSERT(At(FormatTime(time)) == time);
  }));
  EXPECT_TRUE(rc::check("adding months lands in that month and never later in it", [&] {
    const Time time{std::chrono::seconds(*moments)};
    const int64_t months = *rc::gen::inRange<int64_t>(0, 60);
    const Time end = AddMonths(time, months);
    const std::string from = FormatDate(time);
    const std::string to = FormatDate(end);
    const int64_t count = (std::stoi(to.substr(0, 4)) - std::stoi(from.substr(0, 4))) * 12 +
                          std::stoi(to.substr(5, 2)) - std::stoi(from.substr(5, 2));
    RC_ASSERT(count == months);
    RC_ASSERT(to.substr(8) <= from.substr(8));
  }));
  EXPECT_TRUE(rc::check("a duration survives its text", [] {
    const Duration duration{.months = *rc::gen::inRange<int64_t>(0, 1000),
                            .days = *rc::gen::inRange<int64_t>(0, 1000),
                            .seconds = *rc::gen::inRange<int64_t>(0, 1'000'000)};
    RC_ASSERT(ParseDuration(FormatDuration(duration)).value() == duration);
  }));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
