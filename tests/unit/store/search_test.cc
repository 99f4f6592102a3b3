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
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

constexpr char kOther[] = "autre.fr";
constexpr char kNext[] = R"({"n":2})";

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

  // Three revisions of two sites and some thousand answers of every kind, some of them erased.
  void Fill() {
    Append({.now = now_,
            .revisions = {Revision(), Revision("{\"n\":1}", 1, kOther), Revision(kNext, 2)}});
    Batch batch{.now = now_};
    for (int i = 0; i < 4000; ++i) {
      batch.choices.push_back(AnyChoice(i));
      if (batch.choices.size() < 500) continue;
      Append(batch);
      batch.choices.clear();
    }
    for (Index index = 3; index < 4000; index += 37) batch.erasures.push_back({index, now_});
    Append(batch);
  }
  NewChoice AnyChoice(int i) {
    NewChoice choice = Choice(now_ + std::chrono::minutes(i / 2), std::nullopt, true,
                              dice_() % 700 == 0 ? kOther : kSite);
    consent::Record& record = choice.record;
    if (i > 2500 && record.site == kSite) {
      record.revision = Revision(kNext).hash;
      record.generation = 2;
      record.decisions["x"] = true;
      record.basis["x"] = consent::Basis::kConsent;
    }
    record.basis["vimeo"] = consent::Basis::kExemptWithOptOut;
    const auto kind = static_cast<unsigned>(dice_() % 1000);
    const consent::Decisions answered = record.decisions;
    for (const auto& [service, before] : answered) {
      bool& accepted = record.decisions[service];
      // An exempt service that is opposed to, or tolerated, changes no event.
      const bool opposes = service == "vimeo" && dice_() % 4 == 0;
      accepted = kind < 500 ? !opposes : kind < 700 ? dice_() % 2 == 0 : kind < 995 && opposes;
    }
    record.event = kind < 500   ? consent::Event::kGiven
                   : kind < 700 ? consent::Event::kPartial
                   : kind < 995 ? consent::Event::kRefused
                                : consent::Event::kWithdrawn;
    record.action = consent::Action::kSave;
    return choice;
  }

  // What a search must find, by looking at every record.
  std::vector<Index> Slowly(const SearchQuery& query) {
    std::vector<Index> out;
    const Index size = store_->ReadHead()->size;
    for (Index at = 0; at < size; ++at) {
      const Found found = Find(at);
      if (found.type != EntryType::kConsent || !found.content) continue;
      const auto record = consent::ParseRecord(found.content->record);
      EXPECT_TRUE(record.ok());
      if (query.site && record->site != *query.site) continue;
      if (query.from && record->given_at < *query.from) continue;
      if (query.to && record->given_at >= *query.to) continue;
      if (query.event && record->event != *query.event) continue;
      if (query.revision && record->revision != *query.revision) continue;
      if (query.decision) {
        const auto answer = record->decisions.find(query.decision->service);
        if (answer == record->decisions.end() || answer->second != query.decision->accepted) {
          continue;
        }
      }
      out.push_back(at);
    }
    if (query.newest_first) std::ranges::reverse(out);
    return out;
  }
  std::vector<Index> Paged(SearchQuery query, Deadline deadline) {
    std::vector<Index> out;
    while (true) {
      const auto page = store_->Search(query, deadline);
      EXPECT_TRUE(page.ok());
      if (!page.ok()) return out;
      EXPECT_LE(page->rows.size(), query.limit);
      EXPECT_EQ(page->contents.size(), query.contents ? page->rows.size() : 0U);
      for (size_t i = 0; i < page->rows.size(); ++i) {
        out.push_back(page->rows[i].index);
        if (query.contents) {
          EXPECT_EQ(page->contents[i].record, Find(out.back()).content->record);
        }
      }
      if (!page->next) return out;
      query.cursor = page->next;
    }
  }

  std::mt19937 dice_{6};
};

TEST_F(SearchTest, FindsWhatLookingAtEveryRecordFinds) {
  Fill();
  std::vector<SearchQuery> queries(12);
  queries[1].site = kOther;
  queries[2].site = kSite;
  queries[2].event = consent::Event::kWithdrawn;
  queries[3].revision = Revision(kNext).hash;
  queries[4].from = now_ + std::chrono::hours(5);
  queries[4].to = now_ + std::chrono::hours(6);
  queries[4].contents = true;
  queries[5].site = kOther;
  queries[5].event = consent::Event::kPartial;
  queries[5].contents = true;
  queries[6].decision = {"adform", true};
  queries[7].decision = {"adform", false};
  queries[8].decision = {"vimeo", true};
  queries[8].event = consent::Event::kRefused;
  queries[9].decision = {"vimeo", false};
  queries[9].site = kOther;
  queries[10].decision = {"x", true};
  queries[11].decision = {"nobody", true};
  size_t found = 0;
  for (SearchQuery& query : queries) {
    for (const bool newest_first : {true, false}) {
      query.newest_first = newest_first;
      query.limit = newest_first ? 7 : 1000;
      SCOPED_TRACE(&query - queries.data());
      const std::vector<Index> expected = Slowly(query);
      EXPECT_THAT(Paged(query, Deadline::max()), ElementsAreArray(expected));
      EXPECT_THAT(Paged(query, Deadline::min()), ElementsAreArray(expected));
      found += expected.size();
    }
  }
  EXPECT_GT(found, 20'000U) << "the queries must find something";
}

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
  Fill();
  const Events written = BlockEvents();
  ASSERT_EQ(written.size(), 9U);
  store_.reset();
  Execute(
      "DROP TABLE block_events; DROP TABLE program; DROP TABLE day_zone; DROP TABLE loss;"
      "ALTER TABLE count DROP COLUMN repeats; ALTER TABLE language DROP COLUMN repeats;"
      "DROP TABLE manifest; DROP TABLE retired;"
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
  EXPECT_THAT(Paged({.event = consent::Event::kWithdrawn}, Deadline::max()),
              ElementsAreArray(Slowly({.event = consent::Event::kWithdrawn})));
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
  EXPECT_THAT(Paged({.site = kSite}, Deadline::max()), IsEmpty());
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

}  // namespace
}  // namespace temoin::store
