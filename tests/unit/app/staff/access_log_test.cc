#include "app/staff/access_log.h"

#include <gtest/gtest.h>

#include <vector>

#include "app/recording/readiness.h"
#include "app/recording/server_keys.h"
#include "base/calendar.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using store::At;

Time StartFor(const char* now, std::optional<Duration> duration, int64_t calendar_years) {
  return AccessLogStart(At(now), {.duration = duration, .calendar_years = calendar_years});
}

TEST(AccessLogStart, IsTheFirstOfJanuarySoManyYearsBefore) {
  EXPECT_EQ(StartFor("2031-01-01T00:00:00Z", {}, 4), At("2027-01-01T00:00:00Z"));
  EXPECT_EQ(StartFor("2031-12-31T23:59:59Z", {}, 4), At("2027-01-01T00:00:00Z"));
  EXPECT_EQ(StartFor("2031-12-31T23:59:59Z", {}, 0), At("2031-01-01T00:00:00Z"));
}

class AccessLogTest : public store::StoreTest {
 protected:
  // The lines that are kept, but for those that say how many are not.
  std::vector<store::Access> Lines() const {
    std::vector<store::Access> out;
    const auto kept = store_->ReadAccesses(0, 1000);
    for (const store::AccessRow& row : *kept) {
      if (row.access.action != store::kForgetAction) out.push_back(row.access);
    }
    return out;
  }
  uint64_t Forgotten() const {
    uint64_t out = 0;
    const auto kept = store_->ReadAccesses(0, 1000);
    for (const store::AccessRow& row : *kept) out += store::ForgottenLines(row.access);
    return out;
  }
};

// A clock that is doubted closes no day and forgets nothing; one that is vouched for closes days,
// and forgets by the wall time that retention goes by.
TEST_F(AccessLogTest, GoesByNoClockThatIsDoubted) {
  class Doubted final : public JudgedClock {
   public:
    Time Now() const override { return now; }
    Status Vouched() const override {
      return vouched ? Status() : Status(Error(ErrorCode::kUnavailable, "doubted"));
    }
    std::optional<Time> RetentionEnd() const override { return end; }
    Time now = At("2029-03-05T12:00:00Z");
    bool vouched = false;
    std::optional<Time> end;
  } clock;
  const ServerKeys keys;
  Readiness readiness;
  Recorder recorder(*store_, clock, keys, readiness, {.data_directory = directory_.path()});
  recorder.Start();
  ASSERT_TRUE(store_
                  ->Append({.accesses = {{.at = At("2026-03-01T12:00:00Z"),
                                          .who = "auditor-1",
                                          .role = "auditor",
                                          .action = "sign-in"}}})
                  .ok());
  EXPECT_FALSE(KeepAccessLog(recorder, clock, {}).ok());
  EXPECT_EQ(store_->ReadHead()->size, 0U);
  clock.vouched = true;
  ASSERT_TRUE(KeepAccessLog(recorder, clock, {}).ok());
  EXPECT_EQ(store_->ReadHead()->size, 1U);
  EXPECT_EQ(Lines().size(), 1U);
  clock.end = At("2026-03-06T12:00:00Z");
  ASSERT_TRUE(KeepAccessLog(recorder, clock, {}).ok());
  EXPECT_EQ(Lines().size(), 1U);
  clock.end = clock.now;
  ASSERT_TRUE(KeepAccessLog(recorder, clock, {}).ok());
  EXPECT_TRUE(Lines().empty());
  recorder.Stop();
}

// Nobody looked at anything for months, and nothing was closed meanwhile.
TEST_F(AccessLogTest, ClosesAnOldDayThatHasNoClosedOneNearIt) {
  ManualClock clock(At("2026-03-05T12:00:00Z"));
  const ServerKeys keys;
  Readiness readiness;
  Recorder recorder(*store_, clock, keys, readiness, {.data_directory = directory_.path()});
  recorder.Start();
  ASSERT_TRUE(store_
                  ->Append({.accesses = {{.at = clock.Now(),
                                          .who = "auditor-1",
                                          .role = "auditor",
                                          .action = "export"}}})
                  .ok());
  clock.Set(At("2026-11-05T12:00:00Z"));
  ASSERT_TRUE(KeepAccessLog(recorder, UnjudgedClock(clock), {}).ok());
  EXPECT_EQ(store_->ReadHead()->size, 1U);
  recorder.Stop();
}

TEST_F(AccessLogTest, ClosesDaysThatAreOverAndForgetsOnTime) {
  ManualClock clock(At("2026-03-05T12:00:00Z"));
  const ServerKeys keys;
  Readiness readiness;
  Recorder recorder(*store_, clock, keys, readiness, {.data_directory = directory_.path()});
  recorder.Start();
  std::vector<store::Access> accesses;
  for (int day = 0; day < 45; ++day) {
    const Time at = At("2026-01-20T08:00:00Z") + std::chrono::days(day);
    accesses.push_back({.at = at, .who = "auditor-1", .role = "auditor", .action = "sign-in"});
    accesses.push_back({.at = at, .who = "auditor-1", .role = "auditor", .action = "consent.read"});
  }
  ASSERT_TRUE(store_->Append({.accesses = accesses}).ok());

  ASSERT_TRUE(KeepAccessLog(recorder, UnjudgedClock(clock), {}).ok());
  const auto days = store_->ReadAccessDays(Time{}, 100);
  ASSERT_TRUE(days.ok());
  ASSERT_EQ(days->size(), 45U);
  for (const store::AccessDay& day : *days) {
    EXPECT_EQ(day.entry.has_value(), day.day < At("2026-03-05T00:00:00Z")) << FormatDate(day.day);
  }
  EXPECT_EQ(store_->ReadHead()->size, 44U);
  EXPECT_EQ(Lines().size(), 90U);
  ASSERT_TRUE(KeepAccessLog(recorder, UnjudgedClock(clock), {}).ok());
  EXPECT_EQ(store_->ReadHead()->size, 44U);

  clock.Set(At("2026-03-06T00:00:00Z"));
  ASSERT_TRUE(KeepAccessLog(recorder, UnjudgedClock(clock), {}).ok());
  EXPECT_EQ(store_->ReadHead()->size, 45U) << "the day after closed ones";

  clock.Set(At("2027-02-01T00:00:00Z"));
  ASSERT_TRUE(KeepAccessLog(recorder, UnjudgedClock(clock), {}).ok());
  EXPECT_EQ(store_->ReadHead()->size, 45U);
  EXPECT_EQ(Lines().size(), 90U - 12U);  // sign-ins of 20 to 31 January
  clock.Set(At("2030-12-31T23:59:59Z"));
  ASSERT_TRUE(KeepAccessLog(recorder, UnjudgedClock(clock), {}).ok());
  EXPECT_EQ(Lines().size(), 45U);
  clock.Set(At("2031-01-01T00:00:00Z"));
  ASSERT_TRUE(KeepAccessLog(recorder, UnjudgedClock(clock), {}).ok());
  EXPECT_TRUE(Lines().empty());
  EXPECT_EQ(Forgotten(), 90U);
  recorder.Stop();
}

TEST_F(AccessLogTest, EachSiteHasItsOwnTime) {
  ManualClock clock(At("2026-06-01T00:00:00Z"));
  const ServerKeys keys;
  Readiness readiness;
  Recorder recorder(*store_, clock, keys, readiness, {.data_directory = directory_.path()});
  recorder.Start();
  std::vector<store::Access> accesses;
  for (const char* site : {"short.example", "long.example", "gone.example", ""}) {
    const Time at = At("2026-03-01T08:00:00Z");
    accesses.push_back(
        {.at = at, .who = "auditor-1", .role = "auditor", .action = "consent.read", .site = site});
  }
  ASSERT_TRUE(store_->Append({.accesses = accesses}).ok());
  const AccessLogTerms years = {{"short.example", {.calendar_years = 1}},
                                {"long.example", {.calendar_years = 6}}};
  const auto sites_at = [&](const char* now) {
    clock.Set(At(now));
    EXPECT_TRUE(KeepAccessLog(recorder, UnjudgedClock(clock), years).ok());
    std::vector<std::string> sites;
    for (const store::Access& access : Lines()) sites.push_back(access.site);
    return sites;
  };
  EXPECT_EQ(sites_at("2027-12-31T23:59:59Z").size(), 4U);
  EXPECT_EQ(sites_at("2028-01-01T00:00:00Z"),
            (std::vector<std::string>{"long.example", "gone.example", ""}));
  // What belongs to no site that is served is kept as long as the longest.
  EXPECT_EQ(sites_at("2032-12-31T23:59:59Z").size(), 3U);
  EXPECT_TRUE(sites_at("2033-01-01T00:00:00Z").empty());
  recorder.Stop();
}

TEST(AccessLogTermsOf, AreTheCatalogues) {
  auto site = std::make_shared<catalog::Site>();
  site->access_log_retention.calendar_years = 7;
  Published published;
  published.sites["a.example"].site = site;
  EXPECT_EQ(AccessLogTermsOf(published), (AccessLogTerms{{"a.example", {.calendar_years = 7}}}));
}

TEST(AccessLogStart, IsADurationAgoOrTheFirstOfAYear) {
  const Time now = At("2026-11-26T10:00:00Z");
  EXPECT_EQ(AccessLogStart(now, {.calendar_years = 4}), At("2022-01-01T00:00:00Z"));
  EXPECT_EQ(AccessLogStart(now, {.duration = Duration{.months = 12}}), At("2025-11-26T10:00:00Z"));
  EXPECT_EQ(AccessLogStart(now, {.duration = Duration{.months = 1, .days = 5}}),
            At("2026-10-21T10:00:00Z"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
