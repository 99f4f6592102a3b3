#include "store/sqlite/search.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "store/sqlite/columns.h"
#include "store/sqlite/schema.h"
#include "tests/unit/store/search_records.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

class SearchTest : public StoreTest {
 protected:
  using Events = std::map<std::tuple<int64_t, int64_t>, int64_t>;  // block, publication -> bits

  void Execute(const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(Database().c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  Events BlockEvents() {
    Events out;
    const auto db = Connection::Open(Database(), Connection::Mode::kReader);
    EXPECT_TRUE(db.ok());
    struct Row {
      int64_t block = 0;
      int64_t publication = 0;
      int64_t events = 0;
    };
    using RowColumns =
        Columns<Row, Column<"n", &Row::block>, Column<"publication", &Row::publication>,
                Column<"events", &Row::events>>;
    for (const Row& row : *Select<RowColumns, "FROM block_events">(**db).All()) {
      out[{row.block, row.publication}] = row.events;
    }
    return out;
  }

  SearchRecords records_{*this};
};

TEST_F(SearchTest, PassesOverBlocksThatHoldNothingOfIt) {
  Publish();
  NewChoice rare = Choice(now_, std::nullopt, false);
  rare.record.event = consent::Event::kWithdrawn;
  Give(rare);
  Append({.now = now_, .choices = std::vector(20 * kBlockSize, Choice(now_))});
  const auto db = Connection::Open(Database(), Connection::Mode::kReader);
  ASSERT_TRUE(db.ok());
  size_t looks = 0;
  const auto page = SearchRows(**db, HoldSet(), {.event = consent::Event::kWithdrawn},
                               [&] { return ++looks, false; });
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->rows.size(), 1U);
  EXPECT_LT(looks, 20 + kBlockSize / kSearchStep + 1) << "one look a block, but for the last";
}

TEST_F(SearchTest, FindsTheChoicesOfScansOnlyWhenAsked) {
  Publish();
  const Index visitors = Give(Choice(now_));
  NewChoice scan = Choice(now_);
  scan.record.scan = true;
  const Index scans = Give(scan);
  const auto found = [&](bool scans_too) {
    const auto page =
        store_->Search({.newest_first = false, .scans_too = scans_too}, Deadline::max());
    std::vector<Index> out;
    for (const ChoiceRow& row : page->rows) out.push_back(row.index);
    return out;
  };
  EXPECT_THAT(found(true), ElementsAreArray({visitors, scans}));
  EXPECT_THAT(found(false), ElementsAreArray({visitors}));
  EXPECT_TRUE(Find(scans).row.scan);
  EXPECT_FALSE(Find(visitors).row.scan);
}

TEST_F(SearchTest, LooksAtTheClockOftenWhateverItFinds) {
  Publish();
  constexpr size_t kRecords = 20 * kSearchStep;
  Append({.now = now_, .choices = std::vector(kRecords, Choice(now_))});
  ASSERT_TRUE(*store_->Truncate());
  // Blocks that seem to hold what none of their rows is: each is looked through.
  Execute("UPDATE block_events SET events=15");
  const auto db = Connection::Open(Database(), Connection::Mode::kReader);
  ASSERT_TRUE(db.ok());
  EXPECT_LE(kSearchStep, 512U);
  for (const bool newest_first : {true, false}) {
    const SearchQuery nothing{.event = consent::Event::kWithdrawn, .newest_first = newest_first};
    size_t looks = 0;
    const auto all = SearchRows(**db, HoldSet(), nothing, [&] { return ++looks, false; });
    ASSERT_TRUE(all.ok());
    EXPECT_FALSE(all->next.has_value());
    EXPECT_EQ(looks, kRecords / kSearchStep);
    looks = 0;
    const auto cut = SearchRows(**db, HoldSet(), nothing, [&] { return ++looks == 3; });
    ASSERT_TRUE(cut.ok() && cut->next.has_value());
    EXPECT_TRUE(cut->out_of_time);
    const Index passed = newest_first ? kRecords - *cut->next : *cut->next;
    EXPECT_GT(passed, 2 * kSearchStep);
    EXPECT_LE(passed, 3 * kSearchStep);
  }
}

TEST_F(SearchTest, ADatabaseFromBeforeBlockEventsIsBroughtForward) {
  records_.Fill();
  const Events written = BlockEvents();
  ASSERT_EQ(written.size(), 9U);
  store_.reset();
  Execute(
      "DROP TABLE block_events; DROP TABLE program; DROP TABLE day_zone; DROP TABLE loss;"
      "ALTER TABLE count DROP COLUMN repeats; ALTER TABLE language DROP COLUMN repeats;"
      "ALTER TABLE count DROP COLUMN scans; ALTER TABLE language DROP COLUMN scans;"
      "ALTER TABLE count DROP COLUMN marked; ALTER TABLE language DROP COLUMN marked;"
      "DROP TABLE manifest; DROP TABLE retired; ALTER TABLE entry DROP COLUMN scan;"
      "ALTER TABLE publication DROP COLUMN entry; ALTER TABLE publication DROP COLUMN random;"
      "ALTER TABLE hold DROP COLUMN kind; ALTER TABLE hold DROP COLUMN entry; ALTER TABLE hold "
      "DROP COLUMN random;"
      "ALTER TABLE hold DROP COLUMN release_entry; ALTER TABLE hold DROP COLUMN release_random;"
      "ALTER TABLE access DROP COLUMN random; ALTER TABLE access DROP COLUMN commitment;"
      "DROP TABLE access_chain; DROP TABLE counted_before;"
      "DROP TABLE adopted; DROP TABLE adoption_due; DROP TABLE request;"
      "PRAGMA user_version=4");
  Open();
  // Filled anew, so without what was erased since.
  const auto blocks = store_->ReadBlocks(0, 10);
  ASSERT_TRUE(blocks.ok());
  ASSERT_EQ(blocks->size(), 4U);
  for (const BlockState& block : *blocks) EXPECT_TRUE(block.events_covered);
  const Events filled = BlockEvents();
  EXPECT_EQ(filled.size(), written.size());
  for (const auto& [key, bits] : filled) EXPECT_EQ(bits | written.at(key), written.at(key));
  EXPECT_THAT(records_.Paged({.event = consent::Event::kWithdrawn}, Deadline::max()),
              ElementsAreArray(records_.Slowly({.event = consent::Event::kWithdrawn})));
}

// What is left of an erased record in the block's events goes with the next walk of the retention.
TEST_F(SearchTest, NoEventOutlivesItsRecords) {
  Publish();
  const Index refused = Give(Choice(now_, std::nullopt, false));
  const Index given = Give(Choice(now_));
  EXPECT_EQ(BlockEvents(), (Events{{{0, 0}, 0b101}}));
  Append({.now = now_, .erasures = {{.index = refused, .at = now_}}});
  ASSERT_TRUE(store_->PurgeDue(now_, 100).ok());
  EXPECT_EQ(BlockEvents(), (Events{{{0, 0}, 0b001}}));
  // And what comes after is noted again, in the same block.
  Give(Choice(now_, std::nullopt, false));
  EXPECT_EQ(BlockEvents(), (Events{{{0, 0}, 0b101}}));
  ASSERT_TRUE(store_->PurgeDue(AddMonths(now_, 40), 100).ok());
  EXPECT_EQ(BlockEvents(), (Events{{{0, 0}, 0}}));
  EXPECT_THAT(records_.Paged({.site = kSite}, Deadline::max()), IsEmpty());
  EXPECT_EQ(Find(given).row.state, State::kPurged);
}

// A transaction that failed has noted nothing: what it would have added is added by the next one.
TEST_F(SearchTest, ABatchThatFailsNotesNothing) {
  Publish();
  Give(Choice(now_));
  NewRevision wrong = Revision(kNext);
  wrong.hash = std::string(64, '0');
  EXPECT_FALSE(
      store_
          ->Append(
              {.now = now_, .revisions = {wrong}, .choices = {Choice(now_, std::nullopt, false)}})
          .ok());
  EXPECT_EQ(BlockEvents(), (Events{{{0, 0}, 0b001}}));
  Give(Choice(now_, std::nullopt, false));
  EXPECT_EQ(BlockEvents(), (Events{{{0, 0}, 0b101}}));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
