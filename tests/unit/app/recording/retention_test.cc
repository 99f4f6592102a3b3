#include "app/recording/retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/clock/clock_guard_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using testing::HasSubstr;

class RetentionTest : public ClockGuardTest {
 protected:
  // `due` records whose time is over, and `kept` others.
  void Fill(size_t due, size_t kept) {
    store::Batch batch{.now = kTrue};
    for (size_t i = 0; i < due; ++i) {
      batch.choices.push_back(store::Choice(AddMonths(kTrue, -27) - seconds(i)));
    }
    for (size_t i = 0; i < kept; ++i) batch.choices.push_back(store::Choice(kTrue - hours(2)));
    Append(batch);
    recorder_ = std::make_unique<Recorder>(*store_, clock_, keys_, held_,
                                           RecorderOptions{.data_directory = directory_.path()});
    recorder_->Start();
  }
  Result<PurgeReport> Purge(PurgeLimit limit, std::optional<PurgeApproval> approval = {}) {
    return PurgeNow(*store_, *recorder_, clock_, limit, approval);
  }

  ManualClock manual_{kTrue};
  UnjudgedClock clock_{manual_};
  Readiness held_;
  std::unique_ptr<Recorder> recorder_;
};

TEST_F(RetentionTest, AUsualDaysNumberGoes) {
  Fill(20, 10);
  const auto report = Purge({.records = 20, .percent = 5});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->purged, 20U);
  EXPECT_TRUE(report->waiting.empty());
}

TEST_F(RetentionTest, WithinTheShareGoesHoweverManyItAre) {
  Fill(21, 400);
  EXPECT_EQ(Purge({.records = 20, .percent = 5})->purged, 21U);
}

TEST_F(RetentionTest, MoreThanBothWaitsForExactlyThatNumber) {
  Fill(21, 10);
  const PurgeLimit limit{.records = 20, .percent = 5};
  auto report = Purge(limit);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->purged, 0U);
  ASSERT_EQ(report->waiting.size(), 1U);
  EXPECT_EQ(report->waiting[0].records, 21U);
  EXPECT_EQ(report->waiting[0].oldest, AddMonths(kTrue, -27) - seconds(20));
  EXPECT_EQ(PurgesWaiting(*store_, clock_, limit)->size(), 1U);

  const auto wrong = Purge(limit, PurgeApproval{.site = store::kSite, .records = 20});
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, ErrorCode::kConflict);
  EXPECT_THAT(wrong.error().message, HasSubstr("21 records of ameli.fr"));
  EXPECT_FALSE(Purge(limit, PurgeApproval{.site = "other.example", .records = 21}).ok());

  report = Purge(limit, PurgeApproval{.site = store::kSite, .records = 21});
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->purged, 21U);
  EXPECT_TRUE(report->waiting.empty());
}

TEST_F(RetentionTest, WhatWentOnTheSameDayCounts) {
  Fill(15, 10);
  const PurgeLimit limit{.records = 20, .percent = 5};
  EXPECT_EQ(Purge(limit)->purged, 15U);
  store::Batch more{.now = kTrue};
  for (int i = 0; i < 10; ++i) more.choices.push_back(store::Choice(AddMonths(kTrue, -27)));
  Append(more);
  EXPECT_EQ(Purge(limit)->purged, 0U);
  EXPECT_EQ(Purge(limit)->waiting.size(), 1U);
  manual_.Advance(days(1));
  EXPECT_EQ(Purge(limit)->purged, 10U);
}

TEST_F(RetentionTest, NothingGoesWhileTheClockIsDoubted) {
  Fill(5, 5);
  machine_.wall = AddMonths(kTrue, 60);
  Start();
  const auto report = PurgeNow(*store_, *recorder_, *guard_, {});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, ErrorCode::kUnavailable);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
