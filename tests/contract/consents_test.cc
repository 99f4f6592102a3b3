// Choices: kept, linked, replaced, found.
#include <gmock/gmock.h>

#include <chrono>
#include <vector>

#include "prooflog/entry.h"
#include "tests/contract/store_contract.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

using ::testing::IsEmpty;

Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(10); }

TEST_P(StoreContract, KeepsAChoiceWithItsCommitmentAndItsClocks) {
  Publish();
  const NewChoice choice = Choice(now_);
  const Index index = Give(choice);
  const Found found = Find(index);
  EXPECT_EQ(found.type, EntryType::kConsent);
  ASSERT_TRUE(found.content.has_value());
  EXPECT_EQ(found.content->record, consent::CanonicalRecord(choice.record));
  EXPECT_EQ(found.row.site, kSite);
  EXPECT_EQ(found.row.revision, choice.record.revision);
  EXPECT_EQ(found.row.given_at, now_);
  EXPECT_EQ(found.row.valid_until, At("2027-04-01T12:00:00Z"));
  EXPECT_EQ(found.row.erased_after, At("2028-05-01T12:00:00Z"));
  EXPECT_EQ(found.row.superseded_at, std::nullopt);
  const auto entries = store_->ReadEntries(index, 1);
  EXPECT_EQ(entries->at(0), prooflog::EncodeEntry(prooflog::ConsentEntry(
                                found.content->random, AsBytes(found.content->record))));
}

TEST_P(StoreContract, RecordsHaveRandomBytesOfTheirOwn) {
  Publish();
  const Appended appended = Append({.now = now_, .choices = {Choice(now_), Choice(now_)}});
  EXPECT_NE(Find(*appended.choices[0]).content->random, Find(*appended.choices[1]).content->random);
}

TEST_P(StoreContract, RefusesAChoiceOfAnUnpublishedRevisionWithoutStoppingTheOthers) {
  Publish();
  NewChoice unknown = Choice(now_);
  unknown.record.revision = std::string(64, '0');
  NewChoice other_generation = Choice(now_);
  other_generation.record.generation = 2;
  NewChoice other_site = Choice(now_);
  other_site.record.site = "autre.fr";
  NewChoice beyond = Choice(now_, 1000);
  NewChoice of_revision = Choice(now_, 0);
  const Appended appended = Append({.now = now_,
                                    .choices = {unknown, Choice(now_), other_generation, other_site,
                                                beyond, of_revision, Choice(now_)}});
  for (const size_t refused : {0U, 2U, 3U, 4U, 5U}) {
    ASSERT_FALSE(appended.choices[refused].ok()) << refused;
    EXPECT_EQ(appended.choices[refused].error().code, ErrorCode::kUnprocessable);
  }
  EXPECT_EQ(*appended.choices[1], 2U);
  EXPECT_EQ(*appended.choices[6], 3U);
  EXPECT_EQ(appended.head.size, 4U);
}

TEST_P(StoreContract, ALaterChoiceSupersedesAndShortensRetention) {
  Publish();
  const Index first = Give(Choice(now_));
  const Time later = At("2026-05-31T08:00:00Z");
  const Index second = Give(Choice(later, first, false));
  const ChoiceRow row = Find(first).row;
  EXPECT_EQ(row.superseded_by, second);
  EXPECT_EQ(row.superseded_at, later);
  EXPECT_EQ(row.erased_after, At("2027-06-30T08:00:00Z"));
  EXPECT_EQ(Find(second).row.previous, first);
  EXPECT_EQ(Find(second).row.superseded_at, std::nullopt);
}

TEST_P(StoreContract, ARecordsLineNeverForks) {
  Publish();
  const Index first = Give(Choice(now_));
  // Two tabs answer with the same token, in one batch.
  const Appended both =
      Append({.now = now_, .choices = {Choice(now_, first), Choice(now_, first, false)}});
  const Index second = *both.choices[0];
  const Index third = *both.choices[1];
  EXPECT_EQ(Find(first).row.superseded_by, second);
  EXPECT_EQ(Find(second).row.superseded_by, third);
  EXPECT_EQ(Find(third).row.previous, second);
  EXPECT_EQ(consent::ParseRecord(Find(third).content->record)->previous, second);
}

TEST_P(StoreContract, ARefusalWithoutIdentifierEndsTheEarlierChoiceWithoutALink) {
  Publish();
  const Index first = Give(Choice(now_));
  NewChoice refusal = Choice(now_ + std::chrono::hours(1), std::nullopt, false);
  refusal.record.token.reset();
  refusal.supersedes = first;
  const Index second = Give(refusal);
  const ChoiceRow row = Find(first).row;
  EXPECT_EQ(row.superseded_by, std::nullopt);
  EXPECT_EQ(row.superseded_at, now_ + std::chrono::hours(1));
  EXPECT_EQ(Find(second).row.previous, std::nullopt);
}

TEST_P(StoreContract, RetentionsInUseAreNotedOnce) {
  Publish();
  NewChoice longer = Choice(now_);
  longer.evidence_retention = {.months = 24, .days = 5};
  const Index first = Give(Choice(now_));
  const Index second = Give(longer);
  Give(Choice(now_));
  Open();
  Give(longer);
  const auto uses = store_->RetentionUses();
  ASSERT_TRUE(uses.ok());
  ASSERT_EQ(uses->size(), 2U);
  EXPECT_EQ(uses->at(0).retention, kRetention);
  EXPECT_EQ(uses->at(0).first, first);
  EXPECT_EQ(uses->at(1).retention, longer.evidence_retention);
  EXPECT_EQ(uses->at(1).first, second);
}

TEST_P(StoreContract, SearchFiltersAndPages) {
  Append({.now = now_, .revisions = {Revision(), Revision("{\"n\":1}", 1, "autre.fr")}});
  const Time start = now_;
  for (int i = 0; i < 50; ++i) {
    Give(Choice(start + std::chrono::hours(i), std::nullopt, i % 5 != 0,
                i % 2 == 0 ? kSite : "autre.fr"));
  }
  SearchQuery query{.site = kSite, .limit = 7};
  std::vector<Index> seen;
  while (true) {
    const auto page = store_->Search(query, Soon());
    ASSERT_TRUE(page.ok()) << page.error().message;
    for (const ChoiceRow& row : page->rows) {
      EXPECT_EQ(row.site, kSite);
      if (!seen.empty()) {
        EXPECT_LT(row.index, seen.back());
      }
      seen.push_back(row.index);
    }
    if (!page->next) break;
    query.cursor = page->next;
  }
  EXPECT_EQ(seen.size(), 25U);

  const auto refused = store_->Search({.event = consent::Event::kRefused}, Soon());
  EXPECT_EQ(refused->rows.size(), 10U);
  const auto period = store_->Search({.from = start + std::chrono::hours(10),
                                      .to = start + std::chrono::hours(13),
                                      .newest_first = false},
                                     Soon());
  ASSERT_EQ(period->rows.size(), 3U);
  EXPECT_EQ(period->rows.front().given_at, start + std::chrono::hours(10));
  EXPECT_THAT(store_->Search({.revision = std::string(64, '0')}, Soon())->rows, IsEmpty());
}

TEST_P(StoreContract, SearchStopsAtItsDeadlineAndGoesOnFromThere) {
  Publish();
  for (int batch = 0; batch < 10; ++batch) {
    Batch choices{.now = now_};
    for (int i = 0; i < 1000; ++i) choices.choices.push_back(Choice(now_));
    Append(choices);
  }
  const Index wanted = 4;
  SearchQuery query{.event = consent::Event::kRefused};
  const auto page = store_->Search(query, Deadline::min());
  ASSERT_TRUE(page.ok());
  EXPECT_TRUE(page->out_of_time);
  ASSERT_TRUE(page->next.has_value());
  Append({.now = now_, .erasures = {{.index = wanted, .at = now_}}});
  // Purged ones are passed over unless asked for.
  query.event.reset();
  query.newest_first = false;
  query.limit = 4;
  const auto kept = store_->Search(query, Soon());
  for (const ChoiceRow& row : kept->rows) EXPECT_NE(row.index, wanted);
  query.purged_too = true;
  const auto all = store_->Search(query, Soon());
  EXPECT_EQ(all->rows[2].index, wanted);
  EXPECT_EQ(all->rows[2].state, State::kPurged);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
