// Any single edit of any row or schema object of the database is refused when it is opened, found
// by VerifyLog, or of a column that docs/threat-model.md calls a hint. TEMOIN_EDITS=5000 makes a
// campaign of it.
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/app/log/log_verify_fixture.h"
#include "tests/unit/store/picture_testing.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using testing::IsEmpty;

// What an edit may do unseen: nothing is proved by these, or nothing is answered from them. "-" is
// a row that is deleted, "+" one that is copied under a key of nothing, "~" and a column one that
// is copied beside itself, with that part of its key changed to its neighbour's.
const std::set<std::string>& Hints() {
  static const std::set<std::string> hints = {
      // Names that anyone may invent, and first layers of a day that is not over.
      "observation.site", "observation.name", "observation.first", "observation.last",
      "observation.count", "observation.-", "observation.+",
      // How much retention erased today: another word of the purge manifests.
      "retired.site", "retired.day", "retired.records", "retired.-", "retired.+",
      // For the words with which an older program refuses the database.
      "program.format", "program.version", "program.-", "program.+", "program.~format",
      // Where to look first. VerifyLog holds that nothing is left out; more only costs a look.
      "block.min_due", "block.min_time", "block.max_time", "block.n", "block.-", "block.+",
      "block_events.n", "block_events.publication", "block_events.events", "block_events.-",
      "block_events.+", "block.~n", "block_events.~n", "block_events.~publication",
      // An anchor is in the file beside, which is verified; the checkpoint log has each checkpoint.
      // The row of the last days is bound by the next day of counts that is closed, and so are
      // first layers of a day without choices.
      "checkpoint.anchor", "checkpoint.anchored_at", "checkpoint.-", "checkpoint.+",
      "checkpoint.day", "checkpoint.~day", "impression.~day",
      // Whether an erasure was asked for, which no record says.
      "entry.requested",
      // Of a place that nothing leads to: an index beyond the log, a name that is no hash, a
      // publication or site that is not there.
      "content.+", "tile.+", "count.+", "language.+", "impression.+", "retention.+", "picture.+",
      "picture_set.+", "day_zone.+", "picture_set.~idx", "content.~idx", "access.~id"};
  return hints;
}

struct Edit {
  std::string table;
  std::string what;  // a column, "-" or "+"
  std::string sql;
};

class SingleEditTest : public LogVerifyTest {
 protected:
  SingleEditTest() : LogVerifyTest(30) {}

  // Something of everything.
  void SetUp() override {
    LogVerifyTest::SetUp();
    store::NewRevision revision = store::Revision(R"({"n":2})", 2);
    revision.author = "Lucie";
    revision.published_at = now_;
    const auto pictures = picture_testing::MakePictures(store::kSite, store::Revision().hash,
                                                        std::string(64, 'b'), now_);
    Append({.now = now_,
            .revisions = {revision},
            .picture_sets = {picture_testing::SetOf(pictures)},
            .impressions = {{.site = store::kSite, .at = now_, .revision = "r", .count = 5}},
            .observations = {{.site = store::kSite, .name = "_x", .seen_at = now_, .count = 1}}});
    for (int i = 0; i < 3; ++i) {
      Append({.now = now_,
              .accesses = {{.at = now_,
                            .who = "Lucie",
                            .role = "auditor",
                            .action = "consent.read",
                            .site = store::kSite,
                            .detail = "3"}}});
    }
    store::Hold hold;
    hold.site = store::kSite;
    hold.records = {indices_[0]};
    hold.reason = "inspection";
    hold.author = "Lucie";
    hold.review = now_ + std::chrono::days(100);
    hold.created = now_;
    ASSERT_TRUE(store_->AddHold(hold).ok());
    ASSERT_TRUE(store_->AddHold(hold).ok());
    ASSERT_TRUE(store_->ReleaseHold(2, now_, "Paul", "operator").ok());
    store::RequestNote note{.site = store::kSite,
                            .time = now_,
                            .kind = "erasure",
                            .received = store::At("2026-01-31T00:00:00Z"),
                            .due = store::At("2026-02-28T00:00:00Z"),
                            .shown = "token",
                            .record = indices_[0],
                            .number = "2026-117",
                            .author = "Lucie"};
    note.request = *store_->AddRequestNote(note);
    note.act = store::RequestAct::kExtend;
    note.due = store::At("2026-04-30T00:00:00Z");
    note.reason = "many requests";
    ASSERT_TRUE(store_->AddRequestNote(note).ok());
    note.act = store::RequestAct::kAnswer;
    note.answered = store::At("2026-03-01T00:00:00Z");
    note.letter = "erased";
    ASSERT_TRUE(store_->AddRequestNote(note).ok());
    now_ += std::chrono::days(3);
    const Time day = std::chrono::floor<std::chrono::days>(now_ - std::chrono::days(3));
    ASSERT_TRUE(store_->CloseAccessDay(day, now_)->has_value());
    ASSERT_EQ(*store_->CloseCounts(now_, 10), 2u);
    Publish();
    publisher_.reset();
    store_.reset();
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((data_ / "temoin.db").c_str(), &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE", nullptr,
                 nullptr, nullptr);
    sqlite3_close(db);
    fs::copy_file(data_ / "temoin.db", data_ / "whole.db");
  }

  // The first column of what a query answers.
  static std::vector<std::string> Ask(sqlite3* db, const std::string& sql) {
    std::vector<std::string> out;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) return out;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
      out.emplace_back(text == nullptr ? "" : text);
    }
    sqlite3_finalize(statement);
    return out;
  }

  // An error: it could not be verified at all.
  bool FoundByVerify() const {
    LogVerifyOptions options;
    options.checkpoint_log_dir = data_ / "log-journal";
    options.data_dir = data_.path();
    options.keys = LoadLogKeys(data_.path())->verifiers;
    const auto report = VerifyLog(*store_, options);
    return !report.ok() || !report->ok();
  }

  template <typename T>
  const T& OneOf(const std::vector<T>& all) {
    return all[std::uniform_int_distribution<size_t>(0, all.size() - 1)(random_)];
  }

  // Of the schema: what is answered from, or how, would be another's.
  Edit DrawSchema(sqlite3* db, const std::string& table) {
    static const std::vector<std::string> edits = {
        "DROP TABLE @",
        "ALTER TABLE @ RENAME TO taken",
        "ALTER TABLE @ ADD COLUMN planted",
        "CREATE TABLE planted(a)",
        "CREATE INDEX planted ON @(#)",
        "CREATE VIEW planted AS SELECT * FROM @",
        "CREATE TRIGGER planted AFTER INSERT ON @ BEGIN DELETE FROM @; END",
        "CREATE TRIGGER planted BEFORE UPDATE ON @ BEGIN SELECT RAISE(IGNORE); END",
        "ALTER TABLE @ RENAME COLUMN # TO taken",
        "PRAGMA writable_schema=1;UPDATE sqlite_schema SET sql=replace(sql,'#','taken') WHERE "
        "name='@'",
        "PRAGMA writable_schema=1;DELETE FROM sqlite_schema WHERE name='@'",
        "PRAGMA user_version=1",
        "PRAGMA user_version=99"};
    const std::string column =
        OneOf(Ask(db, "SELECT name FROM pragma_table_info('" + table + "')"));
    Edit edit{.table = table, .what = "schema", .sql = OneOf(edits)};
    for (size_t at = 0; (at = edit.sql.find_first_of("@#", at)) != std::string::npos;) {
      edit.sql.replace(at, 1, edit.sql[at] == '@' ? table : column);
    }
    return edit;
  }

  Edit Draw(sqlite3* db) {
    Edit edit;
    edit.table = OneOf(Ask(db,
                           "SELECT name FROM sqlite_schema WHERE type='table' AND "
                           "substr(name,1,7)<>'sqlite_' ORDER BY name"));
    const std::string& t = edit.table;
    const std::string info = "pragma_table_info('" + t + "')";
    const auto columns = Ask(db, "SELECT name FROM " + info);
    const auto keys = Ask(db, "SELECT group_concat(name) FROM " + info + " WHERE pk>0");
    const std::string key = keys.front().empty() ? "rowid" : keys.front();
    const int rows = std::stoi(Ask(db, "SELECT count(*) FROM " + t).front());
    const std::string one =
        " ORDER BY " + key + " LIMIT 1 OFFSET " +
        std::to_string(std::uniform_int_distribution<int>(0, std::max(rows - 1, 0))(random_));
    // Of an erased record nothing is left to be read.
    const std::string row = " WHERE (" + key + ")=(SELECT " + key + " FROM " + t + one + ")" +
                            (t == "content" ? " AND record IS NOT NULL" : "");
    const auto is_key = [&](const std::string& column) {
      return ("," + key + ",").find("," + column + ",") != std::string::npos;
    };
    switch (std::uniform_int_distribution<int>(0, 9)(random_)) {
      case 0:
        edit.what = "-";
        edit.sql = "DELETE FROM " + t + row;
        return edit;
      case 1: {
        edit.what = "+";
        std::string values;
        for (const std::string& column : columns) {
          values += (values.empty() ? "" : ",") + (is_key(column)
                                                       ? "iif(typeof(" + column + ")='integer'," +
                                                             column + "+1000," + column + "||'x')"
                                                       : column);
        }
        edit.sql = "INSERT INTO " + t + " SELECT " + values + " FROM " + t + one;
        return edit;
      }
      case 2: {
        std::vector<std::string> parts;
        std::ranges::copy_if(columns, std::back_inserter(parts), is_key);
        const std::string moved = parts.empty() ? "" : OneOf(parts);
        edit.what = "~" + moved;
        const std::string by = OneOf(std::vector<std::string>{"+1", "-1"});
        std::string values;
        for (const std::string& column : columns) {
          values += values.empty() ? "" : ",";
          if (column != moved) {
            values += column;
          } else if (column == "publication") {
            values += "(SELECT idx FROM publication p WHERE p.idx<>" + t + ".publication)";
          } else {
            values += "iif(typeof(" + column + ")='integer'," + column + by + ",(SELECT max(" +
                      column + ") FROM " + t + "))";
          }
        }
        edit.sql = "INSERT INTO " + t + " SELECT " + values + " FROM " + t + one;
        return edit;
      }
      case 3:
        return DrawSchema(db, t);
      default:
        break;
    }
    edit.what = OneOf(columns);
    const std::string& c = edit.what;
    static const std::vector<std::string> values = {
        "NULL",
        "CASE typeof(@) WHEN 'integer' THEN @+1 WHEN 'text' THEN @||'x' ELSE CAST(@||x'00' AS "
        "BLOB) END",
        "CASE typeof(@) WHEN 'integer' THEN @-86400 WHEN 'text' THEN '' ELSE x'' END",
        "CASE typeof(@) WHEN 'integer' THEN 0 WHEN 'text' THEN substr(@,2) ELSE "
        "zeroblob(length(@)) END",
        "CASE typeof(@) WHEN 'integer' THEN @*2 WHEN 'text' THEN replace(@,'1','2') ELSE "
        "CAST(x'ff'||substr(@,2) AS BLOB) END"};
    std::string value = OneOf(values);
    for (size_t at = 0; (at = value.find('@', at)) != std::string::npos; at += c.size()) {
      value.replace(at, 1, c);
    }
    // NULL, what is empty and what is unset read the same (store/sqlite/columns.h).
    const auto read = [](const std::string& v) {
      return "nullif(nullif(nullif(" + v + ",''),x''),-70368744177664)";
    };
    edit.sql = "UPDATE " + t + " SET " + c + "=" + value + row + " AND " + read(c) + " IS NOT " +
               read("(" + value + ")");
    return edit;
  }

  std::mt19937 random_{20261126};
};

TEST_F(SingleEditTest, IsRefusedFoundOrOfAHint) {
  {
    OpenStore();
    ASSERT_THAT(Verify().findings, IsEmpty());
    store_.reset();
  }
  const char* const wanted = std::getenv("TEMOIN_EDITS");
  const int edits = wanted == nullptr ? 300 : std::atoi(wanted);
  std::set<std::string> unseen;
  for (int done = 0; done < edits;) {
    fs::copy_file(data_ / "whole.db", data_ / "temoin.db", fs::copy_options::overwrite_existing);
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((data_ / "temoin.db").c_str(), &db), SQLITE_OK);
    const Edit edit = Draw(db);
    const bool ran = sqlite3_exec(db, edit.sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    const bool changed = ran && (edit.what == "schema" || sqlite3_changes(db) > 0);
    sqlite3_close(db);
    if (!changed) continue;
    ++done;
    auto opened = store::OpenSqliteStore({.directory = data_.path(), .read_only = true});
    if (!opened.ok()) continue;
    store_ = std::move(*opened);
    bool found = FoundByVerify();
    store_.reset();
    if (!found) found = !store::OpenSqliteStore({.directory = data_.path()}).ok();
    const std::string what = edit.table + "." + edit.what;
    if (found || Hints().contains(what) || !unseen.insert(what).second) continue;
    ADD_FAILURE() << what << ": " << edit.sql;
  }
}

// A file that was damaged, or written by another program, holds whatever it holds: SQLite asks a
// column's kind of who writes, not of what it reads.
TEST_F(SingleEditTest, AnotherKindOfValueIsRefusedOrFound) {
  const auto run = [this](const std::string& file, const std::vector<std::string>& statements) {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open((data_ / file).c_str(), &db), SQLITE_OK);
    for (const std::string& sql : statements) {
      EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
          << sql << ": " << sqlite3_errmsg(db);
    }
    sqlite3_close(db);
  };
  sqlite3* whole = nullptr;
  ASSERT_EQ(sqlite3_open((data_ / "whole.db").c_str(), &whole), SQLITE_OK);
  const std::string tables = " FROM sqlite_schema WHERE type='table' AND sql IS NOT NULL";
  std::vector<std::string> strictly = {"PRAGMA writable_schema=1"};
  std::ranges::copy(Ask(whole,
                        "SELECT 'UPDATE sqlite_schema SET sql='||quote(sql)||' WHERE name='||"
                        "quote(name)" +
                            tables),
                    std::back_inserter(strictly));
  fs::copy_file(data_ / "whole.db", data_ / "loose.db");
  run("loose.db", {"PRAGMA writable_schema=1",
                   "UPDATE sqlite_schema SET sql=replace(replace(replace(sql,') STRICT, ',') '),"
                   "') STRICT',')'),' NOT NULL','') WHERE type='table'"});
  fs::copy_file(data_ / "loose.db", data_ / "temoin.db", fs::copy_options::overwrite_existing);
  run("temoin.db", strictly);
  store_ = *store::OpenSqliteStore({.directory = data_.path(), .read_only = true});
  ASSERT_FALSE(FoundByVerify()) << "without an edit";
  store_.reset();
  int done = 0;
  for (const std::string& table :
       Ask(whole, "SELECT name" + tables + " AND substr(name,1,7)<>'sqlite_' ORDER BY name")) {
    const std::string info = "pragma_table_info('" + table + "')";
    const std::string rows = Ask(whole, "SELECT count(*) FROM " + table).front();
    if (rows == "0") continue;
    const auto edit = [&](const std::string& column, const std::string& value) {
      fs::copy_file(data_ / "loose.db", data_ / "temoin.db", fs::copy_options::overwrite_existing);
      const std::string sql = "UPDATE OR IGNORE " + table + " SET \"" + column + "\"=" + value;
      run("temoin.db", {sql});
      run("temoin.db", strictly);  // in a connection that has not read the other schema
      auto opened = store::OpenSqliteStore({.directory = data_.path(), .read_only = true});
      ++done;
      if (!opened.ok()) return;
      store_ = std::move(*opened);
      EXPECT_TRUE(FoundByVerify()) << sql;
      store_.reset();
    };
    for (const std::string& column :
         Ask(whole, "SELECT name FROM " + info + " WHERE \"notnull\" AND NOT pk")) {
      edit(column, "NULL");
    }
    for (const std::string& column :
         Ask(whole, "SELECT name FROM " + info + " WHERE NOT pk AND type='BLOB'")) {
      edit(column, "'text'");
    }
    for (const std::string& column :
         Ask(whole, "SELECT name FROM " + info + " WHERE NOT pk AND type<>'BLOB'")) {
      edit(column, "x'00'");
    }
  }
  sqlite3_close(whole);
  EXPECT_GT(done, 100);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
