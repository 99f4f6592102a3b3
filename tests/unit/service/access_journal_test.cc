#include "server/service/access_journal.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/calendar.h"
#include "server/service/readiness.h"
#include "server/service/server_keys.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::service {
namespace {

using store::At;

TEST(JournalStart, IsTheFirstOfJanuaryFourYearsBefore) {
  EXPECT_EQ(JournalStart(At("2031-01-01T00:00:00Z")), At("2027-01-01T00:00:00Z"));
  EXPECT_EQ(JournalStart(At("2031-12-31T23:59:59Z")), At("2027-01-01T00:00:00Z"));
}

class AccessJournalTest : public store::StoreTest {};

TEST_F(AccessJournalTest, ClosesDaysThatAreOverAndForgetsOnTime) {
  ManualClock clock(At("2026-03-05T12:00:00Z"));
  const ServerKeys keys;
  Readiness readiness;
  Recorder recorder(*store_, clock, keys, readiness, {.data_directory = directory_.path()});
  recorder.Start();
  std::vector<store::Access> accesses;
  for (int day = 0; day < 45; ++day) {
    const Time at = At("2026-01-20T08:00:00Z") + std::chrono::days(day);
    accesses.push_back({.at = at, .who = "claire", .role = "auditor", .action = "sign-in"});
    accesses.push_back({.at = at, .who = "claire", .role = "auditor", .action = "consent.read"});
  }
  ASSERT_TRUE(store_->AppendAccess(accesses).ok());

  ASSERT_TRUE(KeepAccessJournal(recorder, clock).ok());
  const auto days = store_->ReadAccessDays(Time{}, 100);
  ASSERT_TRUE(days.ok());
  ASSERT_EQ(days->size(), 45U);
  for (const store::AccessDay& day : *days) {
    EXPECT_EQ(day.entry.has_value(), day.day < At("2026-03-05T00:00:00Z")) << FormatDate(day.day);
  }
  EXPECT_EQ(store_->ReadHead()->size, 44U);
  EXPECT_EQ(store_->ReadAccesses(0, 1000)->size(), 90U);
  ASSERT_TRUE(KeepAccessJournal(recorder, clock).ok());
  EXPECT_EQ(store_->ReadHead()->size, 44U);

  clock.Set(At("2027-02-01T00:00:00Z"));
  ASSERT_TRUE(KeepAccessJournal(recorder, clock).ok());
  EXPECT_EQ(store_->ReadHead()->size, 45U);
  EXPECT_EQ(store_->ReadAccesses(0, 1000)->size(), 90U - 12U);  // sign-ins of 20 to 31 January
  clock.Set(At("2030-12-31T23:59:59Z"));
  ASSERT_TRUE(KeepAccessJournal(recorder, clock).ok());
  EXPECT_EQ(store_->ReadAccesses(0, 1000)->size(), 45U);
  clock.Set(At("2031-01-01T00:00:00Z"));
  ASSERT_TRUE(KeepAccessJournal(recorder, clock).ok());
  EXPECT_TRUE(store_->ReadAccesses(0, 1000)->empty());
  recorder.Stop();
}

}  // namespace
}  // namespace temoin::service
