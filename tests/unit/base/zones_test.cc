#include "base/zones.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/calendar.h"

namespace temoin {
namespace TEMOIN_TEST_FILE {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;

Time At(const char* text) { return *ParseTime(text); }
Time Date(const char* text) { return *ParseDate(text); }
TimeZone Zone(const char* name) { return TimeZone::Find(name).value(); }

TEST(ZonesTest, WithoutAZoneItIsUtc) {
  const TimeZone utc;
  EXPECT_TRUE(utc.utc());
  EXPECT_EQ(utc, Zone("UTC"));
  EXPECT_EQ(utc.name(), "UTC");
  EXPECT_EQ(utc.DateAt(At("2026-10-24T23:59:59Z")), Date("2026-10-24"));
  EXPECT_EQ(utc.StartOf(Date("2026-10-24")), At("2026-10-24T00:00:00Z"));
}

TEST(ZonesTest, HalfPastMidnightInParisIsTheNextDay) {
  const TimeZone paris = Zone("Europe/Paris");
  EXPECT_EQ(paris.name(), "Europe/Paris");
  EXPECT_EQ(paris.DateAt(At("2026-06-30T21:59:59Z")), Date("2026-06-30"));
  EXPECT_EQ(paris.DateAt(At("2026-06-30T22:30:00Z")), Date("2026-07-01"));
  EXPECT_EQ(paris.DateAt(At("2026-12-31T22:30:00Z")), Date("2026-12-31"));
  EXPECT_EQ(paris.DateAt(At("2026-12-31T23:30:00Z")), Date("2027-01-01"));
  EXPECT_EQ(paris.OffsetAt(At("2026-07-01T00:00:00Z")), hours(2));
  EXPECT_EQ(paris.OffsetAt(At("2026-12-01T00:00:00Z")), hours(1));
}

TEST(ZonesTest, ADayMayHave23Or25Hours) {
  const TimeZone paris = Zone("Europe/Paris");
  const auto length = [&](const char* day) {
    return paris.StartOf(Date(day) + hours(24)) - paris.StartOf(Date(day));
  };
  EXPECT_EQ(length("2026-03-29"), hours(23));
  EXPECT_EQ(length("2026-10-25"), hours(25));
  EXPECT_EQ(length("2026-10-26"), hours(24));
  // The hour that comes twice is of one day, both times.
  EXPECT_EQ(paris.DateAt(At("2026-10-25T00:30:00Z")), Date("2026-10-25"));
  EXPECT_EQ(paris.DateAt(At("2026-10-25T01:30:00Z")), Date("2026-10-25"));
  EXPECT_EQ(paris.DateAt(At("2026-10-25T22:59:59Z")), Date("2026-10-25"));
  EXPECT_EQ(paris.DateAt(At("2026-10-25T23:00:00Z")), Date("2026-10-26"));
}

// Every instant lies on the date that StartOf puts it in, wherever clocks are moved at midnight, by
// half an hour, or over a whole day.
TEST(ZonesTest, ADateBeginsWhereItSays) {
  for (const char* name :
       {"Europe/Paris", "America/Havana", "America/Asuncion", "Africa/Cairo", "Asia/Beirut",
        "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia",
        "Pacific/Kiritimati", "America/Argentina/Buenos_Aires", "Atlantic/Azores", "Etc/GMT+12",
        "UTC"}) {
    const TimeZone zone = Zone(name);
    for (const char* from : {"2011-01-01", "2026-01-01", "2030-01-01"}) {
      for (int day = 0; day < 366; ++day) {
        const Time date = Date(from) + hours(24 * day);
        const Time start = zone.StartOf(date);
        const Time next = zone.StartOf(date + hours(24));
        if (start == next) continue;  // Samoa had no 30 December 2011
        ASSERT_LT(start, next) << name << ' ' << FormatDate(date);
        EXPECT_EQ(zone.DateAt(start), date) << name << ' ' << FormatDate(date);
        EXPECT_LT(zone.DateAt(start - minutes(1)), date) << name << ' ' << FormatDate(date);
        EXPECT_EQ(zone.DateAt(next - std::chrono::seconds(1)), date) << name;
      }
    }
  }
}

TEST(ZonesTest, AnUnknownNameIsRefusedWithASentence) {
  const std::string many(5000, 'A');
  for (const std::string& name :
       {std::string(), std::string("Europe/Pariss"), std::string("europe/paris"),
        std::string("Europe/"), std::string("/Europe/Paris"), std::string("../../etc/passwd"),
        std::string("localtime"), std::string("posixrules"), std::string("Europe/Paris\n"),
        std::string("Europe/Paris\0", 13), std::string("right/Europe/Paris"), std::string("+01:00"),
        std::string("Factory"), std::string("A/B/C/D"), std::string("tzdata.zi"), many}) {
    const auto zone = TimeZone::Find(name);
    ASSERT_FALSE(zone.ok()) << name;
    EXPECT_EQ(zone.error().code, ErrorCode::kInvalidArgument) << name;
    EXPECT_THAT(zone.error().message, HasSubstr("Europe/Paris"));
    EXPECT_LT(zone.error().message.size(), 500U);
    EXPECT_EQ(zone.error().message.find('\n'), std::string::npos);
  }
}

TEST(ZonesTest, FarInstantsDoNotThrow) {
  const TimeZone paris = Zone("Europe/Paris");
  for (const char* text : {"1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
    EXPECT_GE(paris.OffsetAt(At(text)), hours(0));
    EXPECT_LE(paris.DateAt(At(text)) - At(text), hours(2));
    EXPECT_LE(paris.StartOf(Date("9999-12-31")), Date("9999-12-31"));
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
