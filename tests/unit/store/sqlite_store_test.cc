#include "store/sqlite/sqlite_store.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <latch>
#include <map>
#include <thread>

#include "prooflog/entry.h"
#include "store/purge_manifest.h"
#include "tests/unit/store/picture_testing.h"
#include "tests/unit/store/slow_root.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(10); }

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

// As a reader of this process does for a moment when it begins in the middle of a commit.
TEST_F(StoreTest, AMomentWithoutTheWriteLockLosesNoChoice) {
  Publish();
  std::latch taken(1);
  std::thread other([&] {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(Database().c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    taken.count_down();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close(db);
  });
  taken.wait();
  const auto appended = store_->Append({.now = now_, .choices = {Choice(now_)}});
  EXPECT_TRUE(appended.ok()) << appended.error().message;
  other.join();
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

// A trigger, a view, an index or another definition answers otherwise than the rows that were kept.
TEST_F(StoreTest, ASchemaThatIsNotThisProgramsIsRefused) {
  for (const char* const planted :
       {"CREATE TRIGGER t AFTER INSERT ON hold BEGIN UPDATE hold SET released=1; END",
        "CREATE VIEW v AS SELECT * FROM entry", "CREATE INDEX i ON entry(due)",
        "CREATE TABLE extra(a)", "DROP INDEX access_at", "ALTER TABLE entry ADD COLUMN more TEXT",
        "DROP TABLE retired"}) {
    store_.reset();
    const std::string kept = Database() + ".kept";
    std::filesystem::copy_file(Database(), kept);
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(Database().c_str(), &db), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(db, planted, nullptr, nullptr, nullptr), SQLITE_OK) << planted;
    sqlite3_close(db);
    for (const bool read_only : {false, true}) {
      const auto opened = OpenSqliteStore({.directory = directory_.path(), .read_only = read_only});
      ASSERT_FALSE(opened.ok()) << planted;
      EXPECT_EQ(opened.error().code, ErrorCode::kDataLoss);
      EXPECT_THAT(opened.error().message, HasSubstr("Nothing of it can be relied on"));
    }
    std::filesystem::rename(kept, Database());
    Open();
  }
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
  ASSERT_EQ(sqlite3_exec(
                db,
                "DROP TABLE retention; DROP TABLE picture_set; DROP TABLE picture;"
                "DROP TABLE language; DROP TABLE block_events; DROP TABLE program;"
                "DROP TABLE day_zone; DROP TABLE loss; DROP TABLE manifest;"
                "DROP TABLE retired; ALTER TABLE entry DROP COLUMN scan;"
                "ALTER TABLE publication DROP COLUMN entry;"
                "ALTER TABLE publication DROP COLUMN random;"
                "ALTER TABLE hold DROP COLUMN kind; ALTER TABLE hold DROP COLUMN entry;"
                "ALTER TABLE hold DROP COLUMN random;"
                "ALTER TABLE hold DROP COLUMN release_entry;"
                "ALTER TABLE hold DROP COLUMN release_random;"
                "ALTER TABLE access DROP COLUMN random; ALTER TABLE access DROP COLUMN commitment;"
                "DROP TABLE access_chain; DROP TABLE counted_before;"
                "DROP TABLE adopted; DROP TABLE adoption_due; DROP TABLE request;"
                "ALTER TABLE count DROP COLUMN repeats; ALTER TABLE count DROP COLUMN scans;"
                "ALTER TABLE count DROP COLUMN marked; PRAGMA user_version=1",
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
  EXPECT_TRUE(store_->RequestNotes()->empty());
  EXPECT_EQ(store_->RetentionUses()->front().first, next);
  const auto languages = store_->ReadLanguageCounts(kSite, now_, now_);
  ASSERT_EQ(languages->size(), 2U);
  EXPECT_EQ(languages->at(0).language, "en");
  EXPECT_EQ(languages->at(0).count, 1U);
  EXPECT_EQ(languages->at(1).language, "fr");
  EXPECT_EQ(languages->at(1).count, 2U) << "the record from before, and the one from after";
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

TEST_F(StoreTest, ADatabaseBehindTheCheckpointLogIsCompletedAsLostAndPurgesAreReplayed) {
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

TEST_F(StoreTest, AStoreSaysWhetherThereWasADatabase) {
  EXPECT_TRUE(store_->made());
  Open();
  EXPECT_FALSE(store_->made());
  store_.reset();
  std::filesystem::resize_file(Database(), 0);
  Open();
  EXPECT_TRUE(store_->made());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
