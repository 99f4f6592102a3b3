// Forgetting: erasure on request and on time, and what holds it back.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <vector>

#include "store/purge_manifest.h"
#include "tests/contract/store_contract.h"
#include "tests/unit/store/slow_root.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_P(StoreContract, ErasureTakesTheEarlierRecordsAndSaysWhy) {
  Publish();
  const Index other = Give(Choice(now_));
  const Index first = Give(Choice(now_));
  const Index second = Give(Choice(now_, first));
  const Appended appended = Append({.now = now_, .erasures = {{.index = second, .at = now_}}});
  EXPECT_THAT(appended.erasures[0].erased, ElementsAre(second, first));
  for (const Index index : {first, second}) {
    const Found found = Find(index);
    EXPECT_EQ(found.row.state, State::kPurged);
    EXPECT_FALSE(found.content.has_value());
    EXPECT_EQ(found.row.purge_reason, PurgeReason::kRequest);
    EXPECT_EQ(found.row.site, "");
  }
  EXPECT_EQ(Find(other).row.state, State::kKept);
  const auto purges = store_->ReadPurges(0, 10);
  ASSERT_EQ(purges->size(), 1U);
  const auto manifest = ParsePurgeManifest(purges->at(0).manifest);
  ASSERT_TRUE(manifest.ok());
  EXPECT_THAT(manifest->ranges, ElementsAre(std::pair(first, second)));
  const Time day = std::chrono::floor<std::chrono::days>(now_);
  EXPECT_THAT(*manifest->days, ElementsAre(PurgedDay{kSite, day, 2}));
  const auto entries = store_->ReadEntries(purges->at(0).index, 1);
  EXPECT_EQ(entries->at(0), prooflog::EncodeEntry({.type = EntryType::kPurge,
                                                   .commitment = Sha256(purges->at(0).manifest)}));
  EXPECT_EQ(appended.head.root, SlowRoot(*store_, appended.head.size));
}

// By the day on which it was counted: of the zone that its site's days had then.
TEST_P(StoreContract, AnErasureSaysOfWhichDaysItsRecordsWere) {
  Publish();
  Append({.now = now_, .revisions = {Revision(R"({"n":1})", 1, "camieg")}});
  const auto give = [this](const char* time, const char* site, const char* zone) {
    NewChoice choice = Choice(At(time), {}, true, site);
    choice.time_zone = *TimeZone::Find(zone);
    return Give(choice);
  };
  std::vector<ErasureRequest> erasures;
  for (const Index index : {give("2026-03-01T22:59:00Z", kSite, "Europe/Paris"),
                            give("2026-03-01T23:00:00Z", kSite, "Europe/Paris"),
                            give("2026-03-02T22:59:59Z", kSite, "Europe/Paris"),
                            give("2026-03-01T23:00:00Z", "camieg", "UTC")}) {
    erasures.push_back({.index = index, .at = now_});
  }
  Append({.now = now_, .erasures = erasures});
  const auto manifest = ParsePurgeManifest(store_->ReadPurges(0, 10)->at(0).manifest);
  ASSERT_TRUE(manifest.ok()) << manifest.error().message;
  EXPECT_THAT(*manifest->days, ElementsAre(PurgedDay{kSite, At("2026-03-01T00:00:00Z"), 1},
                                           PurgedDay{kSite, At("2026-03-02T00:00:00Z"), 2},
                                           PurgedDay{"camieg", At("2026-03-01T00:00:00Z"), 1}));
}

TEST_P(StoreContract, AChoiceAfterAnErasureDoesNotLinkToWhatIsGone) {
  Publish();
  const Index first = Give(Choice(now_));
  Append({.now = now_, .erasures = {{.index = first, .at = now_}}});
  const Index second = Give(Choice(now_, first));
  EXPECT_EQ(Find(second).row.previous, std::nullopt);
  EXPECT_EQ(consent::ParseRecord(Find(second).content->record)->previous, std::nullopt);
}

TEST_P(StoreContract, ErasureTakesTheLaterRecordsOfTheLineToo) {
  Publish();
  const Index first = Give(Choice(now_));
  const Index second = Give(Choice(now_, first));
  const Index third = Give(Choice(now_, second));
  const Appended appended = Append({.now = now_, .erasures = {{.index = second, .at = now_}}});
  EXPECT_THAT(appended.erasures[0].erased, UnorderedElementsAre(first, second, third));
  EXPECT_THAT(appended.erasures[0].rest, IsEmpty());
}

// A refusal that leaves no identifier ends a line without belonging to it; the line goes on after.
TEST_P(StoreContract, ErasurePassesOverWhatOnlyEndedTheLine) {
  Publish();
  const Index first = Give(Choice(now_));
  NewChoice refusal = Choice(now_, std::nullopt, false);
  refusal.record.token.reset();
  refusal.supersedes = first;
  const Index unlinked = Give(refusal);
  const Index second = Give(Choice(now_, first));
  EXPECT_THAT(Append({.now = now_, .erasures = {{.index = first, .at = now_}}}).erasures[0].erased,
              UnorderedElementsAre(first, second));
  EXPECT_EQ(Find(unlinked).row.state, State::kKept);
}

// Given a line of `count` records, oldest first.
std::vector<Index> MakeLine(Store& store, Time now, size_t count) {
  std::vector<Index> line;
  while (line.size() < count) {
    Batch batch{.now = now};
    // Each names the last record before the batch: the store links them to one another.
    for (size_t i = 0; i < std::min<size_t>(500, count - line.size()); ++i) {
      batch.choices.push_back(
          Choice(now, line.empty() ? std::nullopt : std::optional(line.back())));
      if (line.empty()) break;
    }
    const auto appended = store.Append(batch);
    for (const auto& index : appended.value().choices) line.push_back(index.value());
  }
  return line;
}

TEST_P(StoreContract, ALineOfAnyLengthIsErasedWholeInBoundedTransactions) {
  Publish();
  const std::vector<Index> line = MakeLine(*store_, now_, 10'050);
  const Index other = Give(Choice(now_));
  std::vector<Index> rest = {line[7000]};
  size_t transactions = 0;
  std::set<Index> erased;
  while (!rest.empty()) {
    Batch batch{.now = now_};
    for (const Index index : rest) batch.erasures.push_back({.index = index, .at = now_});
    rest.clear();
    size_t gone = 0;
    for (const Erased& part : Append(batch).erasures) {
      gone += part.erased.size();
      erased.insert(part.erased.begin(), part.erased.end());
      rest.insert(rest.end(), part.rest.begin(), part.rest.end());
    }
    ASSERT_LE(gone, kEraseAtOnce);
    ASSERT_LE(++transactions, line.size());
  }
  EXPECT_EQ(erased.size(), line.size());
  for (const Index index : line) ASSERT_EQ(Find(index).row.state, State::kPurged) << index;
  EXPECT_TRUE(Find(other).content.has_value());
}

// Killed between two parts of a line: what is left is found again without anybody asking.
TEST_P(StoreContract, WhatIsLeftOfALineAfterAKillIsErasedByTheNextWalk) {
  Publish();
  const std::vector<Index> line = MakeLine(*store_, now_, 2000);
  ASSERT_FALSE(Append({.now = now_, .erasures = {{.index = line[1500], .at = now_}}})
                   .erasures[0]
                   .rest.empty());
  Open();
  for (int page = 0;; ++page) {
    ASSERT_LT(page, 100);
    const auto purged = store_->PurgeDue(now_, 256);
    ASSERT_TRUE(purged.ok());
    EXPECT_LE(purged->purged, 256U);
    if (!purged->more) break;
  }
  for (const Index index : line) ASSERT_EQ(Find(index).row.state, State::kPurged) << index;
}

TEST_P(StoreContract, AHeldRecordDoesNotShieldTheLineBehindIt) {
  Publish();
  const std::vector<Index> line = MakeLine(*store_, now_, 600);
  ASSERT_TRUE(store_
                  ->AddHold({.records = {line[300], line[301]},
                             .reason = "r",
                             .author = "a",
                             .review = now_ + std::chrono::days(90)})
                  .ok());
  std::vector<Index> rest = {line.back()};
  std::vector<Index> held;
  std::optional<Time> until;
  while (!rest.empty()) {
    const Erased part =
        Append({.now = now_, .erasures = {{.index = rest[0], .at = now_}}}).erasures[0];
    rest = part.rest;
    held.insert(held.end(), part.held.begin(), part.held.end());
    if (part.held_until) until = part.held_until;
  }
  EXPECT_THAT(held, UnorderedElementsAre(line[300], line[301]));
  EXPECT_EQ(until, now_ + std::chrono::days(90));
  for (const Index index : line) {
    const bool kept = index == line[300] || index == line[301];
    ASSERT_EQ(Find(index).content.has_value(), kept) << index;
  }
  ASSERT_TRUE(store_->ReleaseHold(1, now_, "a", "operator").ok());
  EXPECT_EQ(store_->PurgeDue(now_, 256)->purged, 2U);
}

// The visitor asked for what there was; what they choose afterwards is a line of its own.
TEST_P(StoreContract, ALineThatIsToBeErasedTakesNoNewRecord) {
  Publish();
  const Index first = Give(Choice(now_));
  const Time day = now_ + std::chrono::days(30);
  Append({.now = now_, .erasures = {{.index = first, .at = day}}});
  const Index second = Give(Choice(now_, first));
  EXPECT_EQ(Find(second).row.previous, std::nullopt);
  EXPECT_EQ(Find(first).row.superseded_at, now_);
  EXPECT_EQ(store_->PurgeDue(day, 100)->purged, 1U);
  EXPECT_TRUE(Find(second).content.has_value());
}

// A choice with an old token joins the end of a line that one transaction does not reach: it is
// asked to come again, and then it does.
TEST_P(StoreContract, AVeryLongLineIsFollowedInSeveralTries) {
  Publish();
  const std::vector<Index> line = MakeLine(*store_, now_, 10'500);
  Open();  // nothing is remembered
  const Appended refused = Append({.now = now_, .choices = {Choice(now_, line.front())}});
  ASSERT_FALSE(refused.choices[0].ok());
  EXPECT_EQ(refused.choices[0].error().code, ErrorCode::kUnavailable);
  const Index joined = Give(Choice(now_, line.front()));
  EXPECT_EQ(Find(joined).row.previous, line.back());
}

// A manifest over its bound would be committed here and then refused by the checkpoint log for
// ever.
TEST_P(StoreContract, WhatOneCommitErasesFitsItsManifests) {
  Publish();
  Batch choices{.now = now_, .choices = std::vector(kMaxPurgeIndices + 10, Choice(now_))};
  Append(choices);
  const Time due = AddMonths(now_, 40);
  const auto purged = store_->PurgeDue(due, 2 * kMaxPurgeIndices);
  ASSERT_TRUE(purged.ok());
  EXPECT_EQ(purged->purged, kMaxPurgeIndices + 10);
  EXPECT_EQ(purged->entries.size(), 2U);
  const auto purges = store_->ReadPurges(0, 10);
  ASSERT_EQ(purges->size(), 2U);
  size_t named = 0;
  for (const PurgeEntry& purge : *purges) {
    EXPECT_LE(purge.manifest.size(), kMaxManifestBytes);
    const auto manifest = ParsePurgeManifest(purge.manifest);
    ASSERT_TRUE(manifest.ok());
    for (const auto& [first, last] : manifest->ranges) named += last - first + 1;
  }
  EXPECT_EQ(named, kMaxPurgeIndices + 10);
}

TEST_P(StoreContract, ErasureLaterIsCarriedOutOnItsDayAsARequest) {
  Publish();
  const Index index = Give(Choice(now_));
  const Time day = now_ + std::chrono::days(30);
  const Appended appended = Append({.now = now_, .erasures = {{.index = index, .at = day}}});
  EXPECT_THAT(appended.erasures[0].scheduled, ElementsAre(index));
  EXPECT_TRUE(Find(index).row.erasure_requested);
  EXPECT_EQ(store_->PurgeDue(day - std::chrono::seconds(1), 100)->purged, 0U);
  EXPECT_EQ(store_->PurgeDue(day, 100)->purged, 1U);
  EXPECT_EQ(Find(index).row.purge_reason, PurgeReason::kRequest);
}

TEST_P(StoreContract, RetentionPurgesWhatIsDueInPagesAndNothingElse) {
  Publish();
  std::vector<Index> old;
  for (int batch = 0; batch < 12; ++batch) {
    Batch choices{.now = now_};
    for (int i = 0; i < 200; ++i) choices.choices.push_back(Choice(now_));
    for (const auto& index : Append(choices).choices) old.push_back(*index);
  }
  const Index young = Give(Choice(now_ + std::chrono::days(1)));
  const Time due = AddMonths(AddMonths(now_, 13), 13);
  EXPECT_EQ(store_->PurgeDue(due - std::chrono::seconds(1), 1000)->purged, 0U);
  uint64_t purged = 0;
  int pages = 0;
  bool more = true;
  while (more) {
    const auto page = store_->PurgeDue(due, 500);
    ASSERT_TRUE(page.ok());
    EXPECT_LE(page->purged, 500U);
    purged += page->purged;
    more = page->more;
    ++pages;
    ASSERT_LT(pages, 100);
  }
  EXPECT_EQ(purged, old.size());
  EXPECT_GE(pages, 5);
  for (const Index index : old) EXPECT_EQ(Find(index).row.state, State::kPurged) << index;
  EXPECT_EQ(Find(young).row.state, State::kKept);
  EXPECT_EQ(Find(old.front()).row.purge_reason, PurgeReason::kRetention);
  EXPECT_EQ(store_->ReadHead()->root, SlowRoot(*store_, store_->ReadHead()->size));
}

TEST_P(StoreContract, AHoldSuspendsRetentionAndErasureUntilReleased) {
  Publish();
  const Index held = Give(Choice(now_));
  const Index by_number = Give(Choice(now_ + std::chrono::days(10)));
  const Index free = Give(Choice(now_ + std::chrono::days(10)));
  const auto period = store_->AddHold({.site = kSite,
                                       .from = now_,
                                       .to = now_ + std::chrono::days(1),
                                       .records = {},
                                       .reason = "contrôle",
                                       .author = "dpo",
                                       .review = now_ + std::chrono::days(365),
                                       .created = now_,
                                       .released = {},
                                       .released_by = ""});
  ASSERT_TRUE(period.ok()) << period.error().message;
  ASSERT_TRUE(store_
                  ->AddHold({.site = "",
                             .from = {},
                             .to = {},
                             .records = {by_number},
                             .reason = "plainte",
                             .author = "dpo",
                             .review = now_,
                             .created = now_,
                             .released = {},
                             .released_by = ""})
                  .ok());
  EXPECT_EQ(Find(held).row.held_until, now_ + std::chrono::days(365));
  EXPECT_FALSE(Find(free).row.held_until.has_value());
  const Appended erasure = Append({.now = now_, .erasures = {{.index = held, .at = now_}}});
  EXPECT_THAT(erasure.erasures[0].held, ElementsAre(held));
  EXPECT_THAT(erasure.erasures[0].erased, IsEmpty());

  const Time much_later = AddMonths(now_, 40);
  Open();  // holds are not in memory only
  const auto page = store_->PurgeDue(much_later, 100);
  EXPECT_EQ(page->purged, 1U);
  EXPECT_EQ(page->held, 2U);
  EXPECT_FALSE(page->more);
  EXPECT_TRUE(Find(held).content.has_value());
  EXPECT_EQ(Find(free).row.state, State::kPurged);

  ASSERT_TRUE(store_->ReleaseHold(*period, much_later, "dpo", "operator").ok());
  EXPECT_EQ(store_->ReleaseHold(*period, much_later, "dpo", "operator").error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(store_->PurgeDue(much_later, 100)->purged, 1U);
  EXPECT_EQ(Find(held).row.purge_reason, PurgeReason::kRequest);
  EXPECT_TRUE(Find(by_number).content.has_value());
  EXPECT_EQ(store_->Holds(false)->size(), 1U);
  EXPECT_EQ(store_->Holds(true)->size(), 2U);
}

TEST_P(StoreContract, ALimitationKeepsARecordOutOfUseAndYieldsToThePersonsErasure) {
  Publish();
  const Index limited = Give(Choice(now_));
  const Index asked = Give(Choice(now_));
  const Index free = Give(Choice(now_));
  const auto id = store_->AddHold({.kind = HoldKind::kLimitation,
                                   .site = kSite,
                                   .records = {limited, asked},
                                   .reason = "accuracy",
                                   .author = "dpo",
                                   .review = now_ + std::chrono::days(30),
                                   .created = now_});
  ASSERT_TRUE(id.ok()) << id.error().message;
  Open();  // not in memory only
  EXPECT_EQ(store_->Holds(false)->at(0).kind, HoldKind::kLimitation);
  EXPECT_EQ(Find(limited).row.limited_since, now_);
  EXPECT_FALSE(Find(limited).row.held_until.has_value());
  EXPECT_FALSE(Find(free).row.limited_since.has_value());
  const auto seen = [&](bool limited_too) {
    std::vector<Index> out;
    const auto page = store_->Search({.newest_first = false, .limited_too = limited_too},
                                     std::chrono::steady_clock::now() + std::chrono::seconds(5));
    for (const ChoiceRow& row : page->rows) out.push_back(row.index);
    return out;
  };
  EXPECT_THAT(seen(false), ElementsAre(free));
  EXPECT_THAT(seen(true), ElementsAre(limited, asked, free));

  const Appended erasure = Append({.now = now_, .erasures = {{.index = asked, .at = now_}}});
  EXPECT_THAT(erasure.erasures[0].erased, ElementsAre(asked));
  const Time much_later = AddMonths(now_, 40);
  EXPECT_EQ(store_->CountDue(much_later)->at(0).records, 1U);
  EXPECT_EQ(store_->PurgeDue(much_later, 100)->purged, 1U) << "the free one alone";
  EXPECT_TRUE(Find(limited).content.has_value());
  ASSERT_TRUE(store_->ReleaseHold(*id, much_later, "dpo", "operator").ok());
  EXPECT_EQ(store_->PurgeDue(much_later, 100)->purged, 1U);
  EXPECT_EQ(Find(limited).row.purge_reason, PurgeReason::kRetention);
  std::vector<std::string> actions;
  for (const AccessRow& row : *store_->ReadAccesses(0, 100)) actions.push_back(row.access.action);
  EXPECT_THAT(actions, ElementsAre("limitation.add", "limitation.lift"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
