#include "store/sqlite/sqlite_store.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include "prooflog/entry.h"
#include "store/purge_manifest.h"
#include "tests/unit/store/picture_testing.h"
#include "tests/unit/store/slow_root.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(10); }

TEST_F(StoreTest, ANewDirectoryHoldsAnEmptyLog) {
  EXPECT_EQ(store_->ReadHead()->size, 0U);
  EXPECT_EQ(store_->ReadHead()->root, Sha256(ByteView()));
  EXPECT_EQ(store_->FindByIndex(0).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(store_->CurrentPublication(kSite)->has_value());
  EXPECT_EQ(store_->ReadTile(0, 0).error().code, ErrorCode::kNotFound);
}

TEST_F(StoreTest, KeepsAChoiceWithItsCommitmentAndItsClocks) {
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

TEST_F(StoreTest, RecordsHaveRandomBytesOfTheirOwn) {
  Publish();
  const Appended appended = Append({.now = now_, .choices = {Choice(now_), Choice(now_)}});
  EXPECT_NE(Find(*appended.choices[0]).content->random, Find(*appended.choices[1]).content->random);
}

TEST_F(StoreTest, RootAndTilesFollowEveryEntryAndSurviveReopening) {
  Publish();
  for (const size_t count : {1U, 63U, 200U, 300U, 1U}) {
    Batch batch{.now = now_};
    for (size_t i = 0; i < count; ++i) batch.choices.push_back(Choice(now_));
    const Head head = Append(batch).head;
    EXPECT_EQ(head, *store_->ReadHead());
    EXPECT_EQ(head.root, SlowRoot(*store_, head.size));
    Open();
    EXPECT_EQ(head, *store_->ReadHead());
  }
  const Head head = *store_->ReadHead();
  EXPECT_EQ(store_->ReadTile(0, 0)->size(), 256U * 32);
  EXPECT_EQ(store_->ReadTile(0, 2)->size(), (head.size - 512) * 32);
  EXPECT_EQ(store_->ReadTile(1, 0)->size(), 2U * 32);
}

TEST_F(StoreTest, RefusesAChoiceOfAnUnpublishedRevisionWithoutStoppingTheOthers) {
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
  EXPECT_EQ(*appended.choices[1], 1U);
  EXPECT_EQ(*appended.choices[6], 2U);
  EXPECT_EQ(appended.head.size, 3U);
}

TEST_F(StoreTest, ALaterChoiceSupersedesAndShortensRetention) {
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

TEST_F(StoreTest, ARecordsLineNeverForks) {
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

TEST_F(StoreTest, ARefusalWithoutIdentifierEndsTheEarlierChoiceWithoutALink) {
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

TEST_F(StoreTest, ASecondProcessIsRefusedWithAClearSentence) {
  const auto second = OpenSqliteStore({.directory = directory_.path()});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  EXPECT_THAT(second.error().message, HasSubstr("in use by another process (pid "));
  const auto looking = OpenSqliteStore({.directory = directory_.path(), .read_only = true});
  ASSERT_TRUE(looking.ok()) << looking.error().message;
  EXPECT_EQ((*looking)->ReadHead()->size, 0U);
  EXPECT_EQ((*looking)->Append({}).error().code, ErrorCode::kForbidden);
  store_.reset();
  EXPECT_TRUE(OpenSqliteStore({.directory = directory_.path()}).ok());
}

TEST_F(StoreTest, ADatabaseOfANewerProgramIsLeftAlone) {
  store_.reset();
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(Database().c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "PRAGMA user_version=99", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  const auto opened = OpenSqliteStore({.directory = directory_.path()});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kConflict);
  EXPECT_THAT(opened.error().message, HasSubstr("newer temoin"));
}

// As version 1 of the format left it: no retentions, pictures, languages, events of blocks.
TEST_F(StoreTest, AnOlderDatabaseIsBroughtForward) {
  Publish();
  const Index first = Give(Choice(now_));
  NewChoice english = Choice(now_);
  english.record.language = "en";
  Give(english);
  store_.reset();
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(Database().c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db,
                         "DROP TABLE retention; DROP TABLE picture_set; DROP TABLE picture;"
                         "DROP TABLE language; DROP TABLE block_events; DROP TABLE program;"
                         "DROP TABLE day_zone; DROP TABLE loss; DROP TABLE manifest;"
                         "DROP TABLE retired;"
                         "ALTER TABLE count DROP COLUMN repeats; PRAGMA user_version=1",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  const auto looking = OpenSqliteStore({.directory = directory_.path(), .read_only = true});
  ASSERT_FALSE(looking.ok());
  EXPECT_EQ(looking.error().code, ErrorCode::kConflict);
  Open();
  EXPECT_TRUE(Find(first).content.has_value());
  EXPECT_TRUE(store_->RetentionUses()->empty());
  const Index next = Give(Choice(now_));
  ASSERT_EQ(store_->RetentionUses()->size(), 1U);
  EXPECT_TRUE(store_->PicturesOfSite(kSite)->empty());
  EXPECT_EQ(store_->RetentionUses()->front().first, next);
  const auto languages = store_->ReadLanguageCounts(kSite, now_, now_);
  ASSERT_EQ(languages->size(), 2U);
  EXPECT_EQ(languages->at(0).language, "en");
  EXPECT_EQ(languages->at(0).count, 1U);
  EXPECT_EQ(languages->at(1).language, "fr");
  EXPECT_EQ(languages->at(1).count, 2U) << "the record from before, and the one from after";
}

TEST_F(StoreTest, RetentionsInUseAreNotedOnce) {
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

TEST_F(StoreTest, ADamagedTreeIsNoticedAtStart) {
  Publish();
  Give(Choice(now_));
  store_.reset();
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(Database().c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "UPDATE entry SET commitment=zeroblob(32) WHERE idx=1", nullptr,
                         nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  const auto opened = OpenSqliteStore({.directory = directory_.path()});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kDataLoss);
}

TEST_F(StoreTest, PublicationsAreKeptAndTheLastIsInForce) {
  const NewRevision first = Revision("{\"n\":1}");
  const NewRevision second = Revision("{\"n\":2}", 2);
  Append({.now = now_, .revisions = {first, Revision("{\"n\":9}", 1, "autre.fr")}});
  Append({.now = now_, .revisions = {second}});
  EXPECT_EQ((*store_->CurrentPublication(kSite))->hash, second.hash);
  EXPECT_EQ((*store_->FindPublication(kSite, first.hash))->generation, 1);
  EXPECT_FALSE(store_->FindPublication("autre.fr", first.hash)->has_value());
  EXPECT_EQ(store_->Publications(kSite)->size(), 2U);
  // Back to the first, in a generation of its own.
  NewRevision again = first;
  again.generation = 3;
  Append({.now = now_, .revisions = {again}});
  EXPECT_EQ((*store_->CurrentPublication(kSite))->generation, 3);
  EXPECT_EQ(store_->ReadDocument(first.hash)->bytes, first.document);
  NewChoice of_generation_3 = Choice(now_);
  of_generation_3.record.generation = 3;
  EXPECT_EQ(Find(Give(of_generation_3)).row.generation, 3);
}

TEST_F(StoreTest, ADocumentMustHaveItsHash) {
  NewRevision revision = Revision();
  revision.document += " ";
  const auto appended = store_->Append({.now = now_, .revisions = {revision}});
  ASSERT_FALSE(appended.ok());
  EXPECT_EQ(store_->ReadHead()->size, 0U);
  EXPECT_FALSE(store_->CurrentPublication(kSite)->has_value());
  // Nothing of it stayed in memory either.
  EXPECT_FALSE(Append({.now = now_, .choices = {Choice(now_)}}).choices[0].ok());
}

TEST_F(StoreTest, ABannerBuildIsAnEntryOnce) {
  const std::string code = "(function(){})()";
  const NewBanner banner{.hash = EncodeHex(Sha256(code)), .code = code, .published_at = now_};
  const Appended first = Append({.now = now_, .banners = {banner}});
  const Appended again = Append({.now = now_, .banners = {banner}});
  EXPECT_EQ(first.banners, again.banners);
  EXPECT_EQ(again.head.size, 1U);
  EXPECT_EQ(store_->ReadDocument(banner.hash)->kind, Document::Kind::kBanner);
}

TEST_F(StoreTest, PicturesAreOneEntryASetAndReadByTheirHash) {
  Publish();
  const auto pictures =
      picture_testing::MakePictures(kSite, Revision().hash, std::string(64, 'b'), now_, 'a');
  const NewPictureSet set = picture_testing::SetOf(pictures);
  const Appended first = Append({.now = now_, .picture_sets = {set}});
  ASSERT_EQ(first.picture_sets.size(), 1U);
  EXPECT_EQ(first.head.size, 2U);
  EXPECT_EQ(
      store_->ReadEntries(1, 1)->front(),
      prooflog::EncodeEntry({.type = EntryType::kRevision, .commitment = Sha256(set.manifest)}));
  EXPECT_EQ(store_->ReadDocument(set.hash)->kind, Document::Kind::kPictures);
  EXPECT_EQ(store_->ReadDocument(set.hash)->bytes, set.manifest);
  for (const NewPicture& picture : set.pictures) {
    EXPECT_EQ(*store_->ReadPicture(picture.hash), picture.bytes);
  }
  EXPECT_EQ(store_->ReadPicture(std::string(64, '0')).error().code, ErrorCode::kNotFound);
  // Once more writes nothing; others of the same revision stand behind them.
  EXPECT_EQ(Append({.now = now_, .picture_sets = {set}}).picture_sets, first.picture_sets);
  EXPECT_EQ(store_->ReadHead()->size, 2U);
  const NewPictureSet later = picture_testing::SetOf(picture_testing::MakePictures(
      kSite, Revision().hash, std::string(64, 'b'), now_ + std::chrono::hours(1), 'b'));
  Append({.now = now_, .picture_sets = {later}});
  const auto sets = store_->PicturesOfRevision(set.revision);
  ASSERT_EQ(sets->size(), 2U);
  EXPECT_EQ(sets->at(0).hash, set.hash);
  EXPECT_EQ(sets->at(0).index, first.picture_sets[0]);
  EXPECT_EQ(sets->at(0).taken_at, now_);
  EXPECT_EQ(sets->at(1).hash, later.hash);
  EXPECT_EQ(store_->PicturesOfSite(kSite)->size(), 2U);
  EXPECT_TRUE(store_->PicturesOfSite("autre.fr")->empty());
  EXPECT_TRUE(store_->PicturesOfRevision(std::string(64, '0'))->empty());
  Open();
  EXPECT_EQ(*store_->ReadPicture(set.pictures[0].hash), set.pictures[0].bytes);
}

TEST_F(StoreTest, PicturesMustHaveTheirHash) {
  Publish();
  const NewPictureSet good = picture_testing::SetOf(
      picture_testing::MakePictures(kSite, Revision().hash, std::string(64, 'b'), now_));
  NewPictureSet altered = good;
  altered.manifest += " ";
  EXPECT_FALSE(store_->Append({.now = now_, .picture_sets = {altered}}).ok());
  altered = good;
  altered.pictures.back().bytes += " ";
  EXPECT_FALSE(store_->Append({.now = now_, .picture_sets = {altered}}).ok());
  EXPECT_EQ(store_->ReadHead()->size, 1U);
  for (const NewPicture& picture : good.pictures) {
    EXPECT_EQ(store_->ReadPicture(picture.hash).error().code, ErrorCode::kNotFound);
  }
}

TEST_F(StoreTest, SearchFiltersAndPages) {
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

TEST_F(StoreTest, SearchStopsAtItsDeadlineAndGoesOnFromThere) {
  Publish();
  for (int batch = 0; batch < 10; ++batch) {
    Batch choices{.now = now_};
    for (int i = 0; i < 1000; ++i) choices.choices.push_back(Choice(now_));
    Append(choices);
  }
  const Index wanted = 3;
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

TEST_F(StoreTest, DailyCountsOutliveWhatTheyCount) {
  Publish();
  const Index first = Give(Choice(now_));
  Give(Choice(now_, std::nullopt, false));
  Give(Choice(now_ + std::chrono::days(1)));
  Append({.now = now_, .erasures = {{.index = first, .at = now_}}});
  Open();
  const auto counts = store_->ReadCounts(kSite, now_, now_);
  ASSERT_TRUE(counts.ok());
  uint64_t given = 0;
  uint64_t adform_yes = 0;
  uint64_t adform_no = 0;
  for (const DailyCount& count : *counts) {
    if (count.service.empty() && count.event == consent::Event::kGiven) given += count.accepted;
    if (count.service == "adform") {
      adform_yes += count.accepted;
      adform_no += count.refused;
    }
  }
  EXPECT_EQ(given, 1U);
  EXPECT_EQ(adform_yes, 1U);
  EXPECT_EQ(adform_no, 1U);
  EXPECT_EQ(store_->ReadCounts(kSite, now_, now_ + std::chrono::days(1))->size(), 9U);
}

TEST_F(StoreTest, ImpressionsAndObservedNamesAddUp) {
  for (int i = 0; i < 3; ++i) {
    Append(
        {.now = now_,
         .impressions = {{.site = kSite, .at = now_, .revision = "r", .count = 5}},
         .observations = {
             {.site = kSite, .name = "_foo", .seen_at = now_ + std::chrono::days(i), .count = 2}}});
  }
  const auto impressions = store_->ReadImpressions(kSite, now_, now_);
  ASSERT_EQ(impressions->size(), 1U);
  EXPECT_EQ(impressions->at(0).count, 15U);
  const auto names = store_->ReadObservations(kSite);
  ASSERT_EQ(names->size(), 1U);
  EXPECT_EQ(names->at(0).count, 6U);
  EXPECT_EQ(names->at(0).first_seen, now_);
  EXPECT_EQ(names->at(0).last_seen, now_ + std::chrono::days(2));
}

// From when a site's days are told by its zone on; what was counted before stays where it is.
TEST_F(StoreTest, DaysOfCountsAreThoseOfTheZone) {
  const TimeZone paris = TimeZone::Find("Europe/Paris").value();
  Publish();
  now_ = At("2026-06-30T22:30:00Z");  // half past midnight in Paris
  Give(Choice(now_));
  NewChoice choice = Choice(now_);
  choice.time_zone = paris;
  const Index first = Give(choice);
  Give(choice);
  Open();
  Give(choice);
  choice.record.given_at = At("2026-11-30T22:30:00Z");  // half past eleven, in winter
  const Index winter = Give(choice);
  const auto zones = store_->ReadDayZones(kSite);
  ASSERT_EQ(zones->size(), 2U);
  EXPECT_EQ(zones->at(0).first, first);
  EXPECT_EQ(zones->at(0).since, now_);
  EXPECT_EQ(zones->at(0).zone, "Europe/Paris");
  EXPECT_EQ(zones->at(0).offset, std::chrono::hours(2));
  EXPECT_EQ(zones->at(0).before, "UTC");
  EXPECT_EQ(zones->at(1).first, winter);
  EXPECT_EQ(zones->at(1).offset, std::chrono::hours(1));
  EXPECT_EQ(zones->at(1).before, "");
  std::map<std::string, uint64_t> days;
  for (const DailyCount& count : *store_->ReadCounts(kSite, Time{}, Time::max())) {
    if (count.service.empty()) days[FormatDate(count.day)] += count.accepted;
  }
  EXPECT_THAT(days,
              ElementsAre(Pair("2026-06-30", 1), Pair("2026-07-01", 3), Pair("2026-11-30", 1)));
}

// First layers count like choices, and a change of zone between two of them, with no entry between,
// is one row; a site that was never counted otherwise has no seam.
TEST_F(StoreTest, FirstLayersAreCountedOnTheDayOfTheZone) {
  Publish();
  now_ = At("2026-06-30T22:30:00Z");
  const auto show = [&](const char* zone) {
    Append({.now = now_,
            .impressions = {{.site = kSite,
                             .at = now_,
                             .time_zone = TimeZone::Find(zone).value(),
                             .revision = "r",
                             .count = 1}}});
  };
  show("Europe/Paris");
  EXPECT_EQ(store_->ReadDayZones(kSite)->at(0).before, "");
  show("America/Martinique");
  const auto zones = store_->ReadDayZones(kSite);
  ASSERT_EQ(zones->size(), 1U);
  EXPECT_EQ(zones->at(0).zone, "America/Martinique");
  EXPECT_EQ(zones->at(0).before, "Europe/Paris");
  const auto shown = store_->ReadImpressions(kSite, Time{}, Time::max());
  ASSERT_EQ(shown->size(), 2U);
  EXPECT_EQ(FormatDate(shown->at(0).day), "2026-06-30");
  EXPECT_EQ(FormatDate(shown->at(1).day), "2026-07-01");
}

// Whoever invents names gets a hundred a day in, and pushes out only what nobody saw for longest.
TEST_F(StoreTest, ObservedNamesAreBoundedByDayAndInAll) {
  const auto day = [&](int i) { return now_ + std::chrono::days(i); };
  const auto report = [&](int i, const std::string& prefix, int names) {
    std::vector<Observation> seen = {
        {.site = kSite, .name = "_real", .seen_at = day(i), .count = 1}};
    for (int n = 0; n < names; ++n) {
      seen.push_back(
          {.site = kSite, .name = prefix + std::to_string(n), .seen_at = day(i), .count = 1});
    }
    Append({.now = day(i), .observations = std::move(seen)});
    return store_->ReadObservations(kSite)->size();
  };
  EXPECT_EQ(report(0, "a", 300), 100U);
  EXPECT_EQ(report(0, "b", 300), 100U) << "the same day, in another batch";
  EXPECT_EQ(report(1, "c", 300), 200U);
  for (int i = 2; i < 25; ++i) report(i, "d" + std::to_string(i) + "-", 100);
  const auto names = store_->ReadObservations(kSite);
  EXPECT_EQ(names->size(), 2000U);
  const auto has = [&](const std::string& name) {
    return std::any_of(names->begin(), names->end(),
                       [&](const ObservedName& seen) { return seen.name == name; });
  };
  EXPECT_TRUE(has("_real"));
  EXPECT_TRUE(has("d24-99"));
  EXPECT_FALSE(has("a0"));
  EXPECT_TRUE(store_->ReadObservations("other")->empty());
}

TEST_F(StoreTest, AJournalDayIsClosedOnceAsAnEntry) {
  const std::vector<Access> accesses = {{.at = now_,
                                         .who = "auditor-1",
                                         .role = "auditor",
                                         .action = "consent.read",
                                         .site = kSite,
                                         .detail = "12"},
                                        {.at = now_ + std::chrono::days(1),
                                         .who = "auditor-1",
                                         .role = "auditor",
                                         .action = "sign-in",
                                         .site = "",
                                         .detail = ""}};
  ASSERT_TRUE(store_->Append({.accesses = accesses}).ok());
  const Time day = std::chrono::floor<std::chrono::days>(now_);
  EXPECT_FALSE(store_->CloseAccessDay(day, now_).ok());
  const Time next = day + std::chrono::days(1);
  const auto index = store_->CloseAccessDay(day, next);
  ASSERT_TRUE(index.ok() && index->has_value());
  const std::string line =
      R"({"action":"consent.read","at":"2026-03-01T12:00:00Z","detail":"12","id":1,)"
      R"("role":"auditor","site":"ameli.fr","who":"auditor-1"})"
      "\n";
  EXPECT_EQ(store_->ReadEntries(**index, 1)->at(0),
            prooflog::EncodeEntry({.type = EntryType::kJournal, .commitment = Sha256(line)}));
  EXPECT_FALSE(store_->CloseAccessDay(day, next)->has_value());
  EXPECT_FALSE(store_->CloseAccessDay(day - std::chrono::days(1), next)->has_value());
  EXPECT_EQ(store_->ReadAccesses(0, 10)->size(), 2U);

  auto days = store_->ReadAccessDays(Time{}, 10);
  ASSERT_TRUE(days.ok()) << days.error().message;
  ASSERT_EQ(days->size(), 2U);
  EXPECT_EQ(days->at(0).day, day);
  EXPECT_EQ(days->at(0).entry, **index);
  EXPECT_EQ(days->at(0).digest, Sha256(line));
  EXPECT_EQ(days->at(1).day, next);
  EXPECT_EQ(days->at(1).entry, std::nullopt);
  EXPECT_EQ(store_->ReadAccessDays(next, 10)->size(), 1U);
  EXPECT_EQ(store_->ReadAccessDays(Time{}, 1)->size(), 1U);

  // Only of days that are closed, and then nothing can be said of the day any more.
  const Time later = now_ + std::chrono::days(9);
  EXPECT_FALSE(*store_->ForgetAccesses({.before = later, .sign_ins_only = true}, 10));
  EXPECT_EQ(store_->ReadAccesses(0, 10)->size(), 2U);
  ASSERT_TRUE(store_->CloseAccessDay(next, later)->has_value());
  EXPECT_FALSE(*store_->ForgetAccesses({.before = later, .sign_ins_only = true}, 10));
  ASSERT_EQ(store_->ReadAccesses(0, 10)->size(), 1U);
  EXPECT_EQ(store_->ReadAccesses(0, 10)->at(0).access.action, "consent.read");
  days = store_->ReadAccessDays(Time{}, 10);
  EXPECT_TRUE(days->at(0).digest.has_value());
  EXPECT_FALSE(days->at(1).digest.has_value());
  EXPECT_TRUE(*store_->ForgetAccesses({.before = later}, 1));
  EXPECT_TRUE(store_->ReadAccesses(0, 10)->empty());
}

TEST_F(StoreTest, CheckpointsAreKeptOneADay) {
  ASSERT_TRUE(store_->KeepCheckpoint({.day = now_, .size = 1, .note = "a"}).ok());
  ASSERT_TRUE(store_->KeepCheckpoint({.day = now_, .size = 2, .note = "b"}).ok());
  ASSERT_TRUE(
      store_->KeepCheckpoint({.day = now_ + std::chrono::days(1), .size = 3, .note = "c"}).ok());
  const auto kept = store_->KeptCheckpoints();
  ASSERT_EQ(kept->size(), 2U);
  EXPECT_EQ(kept->at(0).note, "b");
  EXPECT_EQ(kept->at(1).size, 3U);
}

TEST_F(StoreTest, ADatabaseBehindTheJournalIsCompletedAsLostAndPurgesAreReplayed) {
  Publish();
  const Index kept = Give(Choice(now_));
  const Index erased_later = Give(Choice(now_));
  store_.reset();
  TemporaryDirectory backup;
  std::filesystem::copy(Database(), backup.path() + "/temoin.db");
  Open();
  const Index lost = Give(Choice(now_));
  Append({.now = now_, .erasures = {{.index = erased_later, .at = now_}}});
  const Head head = *store_->ReadHead();

  auto restored = OpenSqliteStore({.directory = backup.path()});
  ASSERT_TRUE(restored.ok());
  const uint64_t size = (*restored)->ReadHead()->size;
  const auto entries = store_->ReadEntries(size, 100);
  const auto purges = store_->ReadPurges(size, 100);
  // Without the manifest nothing changes.
  EXPECT_EQ((*restored)->Complete(*entries, {}).error().code, ErrorCode::kDataLoss);
  EXPECT_EQ((*restored)->ReadHead()->size, size);
  const auto completed = (*restored)->Complete(*entries, *purges);
  ASSERT_TRUE(completed.ok()) << completed.error().message;
  EXPECT_EQ(*completed, head);
  EXPECT_EQ((*restored)->FindByIndex(lost)->row.state, State::kLost);
  const auto listed = (*restored)->Search({.purged_too = true, .limit = 1}, Soon());
  ASSERT_EQ(listed->rows.size(), 1U);
  EXPECT_EQ(listed->rows[0].state, State::kLost);
  EXPECT_EQ((*restored)->FindByIndex(erased_later)->row.state, State::kPurged);
  EXPECT_TRUE((*restored)->FindByIndex(kept)->content.has_value());
}

}  // namespace
}  // namespace temoin::store
