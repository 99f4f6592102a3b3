#include "catalog/audit/seen_lifetime.h"

#include <gtest/gtest.h>

#include "base/calendar.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

// Seen to live for so many days since a day.
SeenTracker Seen(const char* day, int64_t days) {
  SeenTracker out;
  out.from = ParseDate(day).value();
  out.seconds = days * kSecondsADay;
  return out;
}

Lifetime Months(int64_t months) {
  Lifetime out;
  out.kind = Lifetime::Kind::kFixed;
  out.fixed.months = months;
  return out;
}

TEST(SeenLifetimeTest, WhoeverPublishesMonthsSetsANumberOfDays) {
  const Time now = ParseDate("2026-11-29").value();
  // Six months from 29 November are 181 days; Google sets NID for 184 on every day.
  for (const char* day : {"2026-02-28", "2026-03-01", "2026-11-29"}) {
    EXPECT_FALSE(OutlivesDeclared(Seen(day, 184), Months(6), now)) << day;
    EXPECT_TRUE(OutlivesDeclared(Seen(day, 185), Months(6), now)) << day;
    EXPECT_FALSE(OutlivesDeclared(Seen(day, 31), Months(1), now)) << day;
    EXPECT_TRUE(OutlivesDeclared(Seen(day, 32), Months(1), now)) << day;
    EXPECT_FALSE(OutlivesDeclared(Seen(day, 366), Months(12), now)) << day;
    EXPECT_TRUE(OutlivesDeclared(Seen(day, 367), Months(12), now)) << day;
  }
  // The limit of the law is counted from the day.
  EXPECT_TRUE(OutlivesDeclared(Seen("2026-11-29", 397), Months(13), now));
  EXPECT_FALSE(OutlivesDeclared(Seen("2024-01-01", 397), Months(13), now));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
