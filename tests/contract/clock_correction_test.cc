// What a correction of the clock does to everything that was dated later.
#include "store/clock_correction.h"

#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "prooflog/entry.h"
#include "tests/contract/store_contract.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using ::testing::ElementsAre;

const Time kTrue = At("2026-11-26T09:00:00Z");
const Time kWrong = At("2029-11-26T09:00:00Z");
const Access kConfirm{
    .at = kTrue, .who = "operator", .role = "operator", .action = "clock.confirm"};

ClockCorrected Correct(Store& store, Time time) {
  auto out = store.CorrectClock(time, kConfirm);
  EXPECT_TRUE(out.ok()) << out.error().message;
  return *out;
}

void ExpectBlocksCover(const Store& store) {
  const auto blocks = store.ReadBlocks(0, 100);
  ASSERT_TRUE(blocks.ok());
  for (const BlockState& block : *blocks) {
    EXPECT_TRUE(block.due_covered && block.times_covered && block.events_covered) << block.first;
  }
}

TEST_P(StoreContract, WhatWasDatedLaterCountsAsOfTheConfirmedTime) {
  Publish();
  const Index before = Give(Choice(kTrue - days(10)));
  const Index wrong = Give(Choice(kWrong, before));
  const Index later = Give(Choice(kWrong + hours(5), wrong, false));
  EXPECT_EQ(*store_->NewestTime(), kWrong + hours(5));

  const ClockCorrected corrected = Correct(*store_, kTrue);
  EXPECT_EQ(corrected.entries, 2U);
  EXPECT_THAT(corrected.correction.ranges, ElementsAre(std::pair(wrong, later)));
  EXPECT_EQ(corrected.correction.newest, kWrong + hours(5));
  EXPECT_EQ(*store_->NewestTime(), kTrue);

  EXPECT_EQ(Find(before).row.given_at, kTrue - days(10));
  EXPECT_EQ(Find(before).row.superseded_at, kTrue);
  EXPECT_EQ(Find(before).row.erased_after, AddMonths(kTrue, 13));
  EXPECT_EQ(Find(wrong).row.given_at, kTrue);
  EXPECT_EQ(Find(wrong).row.superseded_at, kTrue);
  EXPECT_EQ(Find(later).row.given_at, kTrue);
  EXPECT_EQ(Find(later).row.valid_until, AddMonths(kTrue, 13));
  EXPECT_EQ(Find(later).row.erased_after, AddMonths(AddMonths(kTrue, 13), 13));
  // The record is what it was.
  EXPECT_EQ(consent::ParseRecord(Find(later).content->record)->given_at, kWrong + hours(5));
  ExpectBlocksCover(*store_);

  // Found by when it counts as given, in the order of the log.
  SearchQuery query;
  query.from = kTrue;
  query.to = kTrue + seconds(1);
  const auto page = store_->Search(query, std::chrono::steady_clock::now() + seconds(5));
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->rows.size(), 2U);

  const auto manifests = store_->ReadManifests(0, 10);
  ASSERT_EQ(manifests->size(), 2U);  // the publication has the other
  EXPECT_EQ(manifests->back().type, EntryType::kClockCorrection);
  EXPECT_EQ(manifests->back().index, corrected.correction.index);
  EXPECT_EQ(store_->ReadEntries(corrected.correction.index, 1)->front(),
            prooflog::EncodeEntry({.type = EntryType::kClockCorrection,
                                   .commitment = Sha256(manifests->back().manifest)}));
  EXPECT_EQ(store_->ClockCorrections()->size(), 1U);
}

TEST_P(StoreContract, NothingIsDatedLaterAndTheEntryStillStands) {
  Publish();
  const Index index = Give(Choice(kTrue - days(400)));
  const ClockCorrected corrected = Correct(*store_, kTrue);
  EXPECT_EQ(corrected.entries, 0U);
  EXPECT_EQ(Find(index).row.given_at, kTrue - days(400));
  EXPECT_EQ(*store_->NewestTime(), kTrue);
}

TEST_P(StoreContract, PublicationsCheckpointsAndAccessesCountAsOfTheConfirmedTime) {
  Publish();
  NewRevision revision = Revision(R"({"n":2})", 2);
  revision.published_at = kWrong;
  Append({.now = kWrong,
          .revisions = {revision},
          .accesses = {{.at = kWrong, .who = "a", .role = "auditor", .action = "consent.read"}}});
  ASSERT_TRUE(store_->KeepCheckpoint({.day = kWrong, .size = 2, .note = "n"}).ok());
  EXPECT_EQ(*store_->NewestTime(), kWrong);
  EXPECT_EQ(Correct(*store_, kTrue).entries, 2U);  // the document and its publication
  EXPECT_EQ(*store_->NewestTime(), kTrue);
  EXPECT_EQ((*store_->CurrentPublication(kSite))->published_at, kTrue);
  // What is kept after it counts by its own date.
  ASSERT_TRUE(store_->KeepCheckpoint({.day = kTrue + days(2), .size = 9, .note = "n"}).ok());
  EXPECT_EQ(*store_->NewestTime(), std::chrono::floor<days>(kTrue + days(2)));
}

TEST_P(StoreContract, ALaterCorrectionGoesFurtherBack) {
  Publish();
  const Index index = Give(Choice(kWrong));
  Correct(*store_, kWrong - days(300));
  Correct(*store_, kTrue);
  EXPECT_EQ(Find(index).row.given_at, kTrue);
  EXPECT_EQ(*store_->NewestTime(), kTrue);
  ExpectBlocksCover(*store_);
}

TEST_P(StoreContract, ARequestedErasureIsBroughtForward) {
  Publish();
  const Index index = Give(Choice(kTrue - days(10)));
  Give(Choice(kWrong));
  Append({.now = kWrong, .erasures = {{.index = index, .at = kWrong + days(30)}}});
  Correct(*store_, kTrue);
  const auto due = Find(index).row.erased_after;
  ASSERT_TRUE(due.has_value());
  EXPECT_GE(*due, kTrue);
  EXPECT_LE(*due, kTrue + days(40));
}

TEST_P(StoreContract, ADayThatWasClosedTooEarlyIsClosedAgain) {
  Publish();
  const Time day = std::chrono::floor<days>(kTrue + days(1));
  const auto look = [&](const char* who) {
    Append({.accesses = {{.at = day + hours(1), .who = who, .role = "auditor", .action = "x"}}});
  };
  look("ahead");
  ASSERT_TRUE(store_->CloseAccessDay(day, day + days(1))->has_value());
  Correct(*store_, kTrue);
  look("right");
  auto seen = store_->ReadAccessDays(day, 10);
  ASSERT_EQ(seen->size(), 2U);
  EXPECT_TRUE((*seen)[0].entry.has_value());
  EXPECT_FALSE((*seen)[1].entry.has_value());
  const auto index = store_->CloseAccessDay(day, day + days(1));
  ASSERT_TRUE(index->has_value());
  seen = store_->ReadAccessDays(day, 10);
  ASSERT_EQ(seen->size(), 2U);
  EXPECT_EQ((*seen)[1].entry, *index);
  for (const AccessDay& closed : *seen) {
    EXPECT_EQ(store_->ReadEntries(*closed.entry, 1)->front(),
              prooflog::EncodeEntry({.type = EntryType::kAccessDay, .commitment = *closed.digest}));
  }
  EXPECT_FALSE(store_->CloseAccessDay(day, day + days(1))->has_value());
  const auto more = store_->ForgetAccesses({.now = kTrue, .before = day + days(9)}, 100);
  ASSERT_TRUE(more.ok());
  EXPECT_THAT(*store_->ReadAccesses(0, 10), testing::SizeIs(2));  // the day of the correction
}

TEST_P(StoreContract, RetentionEndsByItsOwnDateAndWaitsForTheSitesNamed) {
  Publish();
  const Index old = Give(Choice(now_));
  const Index asked = Give(Choice(now_));
  Append({.now = now_, .erasures = {{.index = asked, .at = now_ + days(1)}}});
  const Time due = AddMonths(AddMonths(now_, 13), 13);
  PurgePlan plan(due);
  plan.due = due - days(1);
  auto purged = store_->PurgeDue(plan, 10);
  ASSERT_TRUE(purged.ok());
  EXPECT_EQ(purged->purged, 1U);
  EXPECT_EQ(Find(asked).row.state, State::kPurged);  // a request never waits

  EXPECT_TRUE(store_->CountDue(plan.due)->empty());
  const auto counts = store_->CountDue(due);
  ASSERT_EQ(counts->size(), 1U);
  EXPECT_EQ(counts->front().site, kSite);
  EXPECT_EQ(counts->front().records, 1U);
  EXPECT_EQ(counts->front().oldest, now_);
  EXPECT_EQ(*store_->CountKept(kSite, 100), 1U);

  plan.due = due;
  plan.waiting = {kSite};
  EXPECT_EQ(store_->PurgeDue(plan, 10)->purged, 0U);
  EXPECT_EQ(Find(old).row.state, State::kKept);
  EXPECT_EQ(*store_->CountRetired(kSite, due), 0U);
  plan.waiting = {"other.example"};
  EXPECT_EQ(store_->PurgeDue(plan, 10)->purged, 1U);
  EXPECT_EQ(*store_->CountRetired(kSite, due), 1U);
  EXPECT_EQ(*store_->CountRetired(kSite, due + days(1)), 0U);
  EXPECT_EQ(*store_->CountKept(kSite, 100), 0U);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
