#include "store/sqlite/lineage.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/store/store_fixture.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;

class LineageTest : public testing::Test {
 protected:
  std::string Path(const std::string& name) const { return directory_.path() + "/" + name; }
  std::string Database() const { return Path("data/temoin.db"); }

  void Open() {
    fs::create_directories(Path("data"));
    auto store = OpenSqliteStore({.directory = Path("data")});
    ASSERT_TRUE(store.ok()) << store.error().message;
    store_ = std::move(*store);
  }
  // One commit.
  void Write(int n) {
    ASSERT_TRUE(
        store_->KeepCheckpoint({.day = Time(std::chrono::days(n)), .size = 1, .note = "n"}).ok());
  }
  // The two files as they stand now, as a kill would leave them.
  void Snapshot(const std::string& to) const {
    fs::remove_all(Path(to));
    fs::create_directories(Path(to));
    for (const char* end : {"", "-wal"}) {
      fs::copy_file(Database() + end, Path(to + "/temoin.db") + end);
    }
  }
  Status CheckPair(const std::string& file, const std::string& log) const {
    fs::remove_all(Path("pair"));
    fs::create_directories(Path("pair"));
    fs::copy_file(Path(file + "/temoin.db"), Path("pair/temoin.db"));
    fs::copy_file(Path(log + "/temoin.db-wal"), Path("pair/temoin.db-wal"));
    return CheckLineage(Path("pair/temoin.db"));
  }
  void Truncate() {
    const auto done = store_->Truncate();
    ASSERT_TRUE(done.ok() && *done);
  }

  const TemporaryDirectory directory_;
  std::unique_ptr<Store> store_;
};

TEST_F(LineageTest, EachNumberHasOneBefore) {
  std::set<uint32_t> seen;
  uint32_t number = 0;
  for (int i = 0; i < 100'000; ++i) {
    number = NextLineage(number);
    ASSERT_NE(number, 0U);
    ASSERT_TRUE(seen.insert(number).second) << i;
  }
}

TEST_F(LineageTest, FilesOfOneMomentBelongTogether) {
  Open();
  for (int n = 1; n <= 20; ++n) {
    Write(n);
    Snapshot("now");
    EXPECT_TRUE(CheckPair("now", "now").ok()) << n;
    if (n % 7 == 0) Truncate();
    if (n % 5 != 0) continue;
    // Copied into the file, and the log stays.
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(Path("now/temoin.db").c_str(), &db), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    EXPECT_EQ(sqlite3_exec(db, "PRAGMA wal_checkpoint(PASSIVE)", nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(db);
    ASSERT_GT(fs::file_size(Path("now/temoin.db-wal")), 0U);
    EXPECT_TRUE(CheckPair("now", "now").ok()) << n;
  }
}

TEST_F(LineageTest, AnotherStateOfTheSameDatabaseDoesNot) {
  Open();
  Write(1);
  Truncate();
  Write(2);
  Snapshot("early");
  Truncate();
  Write(3);
  Truncate();
  Write(4);
  Snapshot("late");
  EXPECT_EQ(CheckPair("early", "late").error().code, ErrorCode::kDataLoss);
  EXPECT_EQ(CheckPair("late", "early").error().code, ErrorCode::kDataLoss);
}

TEST_F(LineageTest, AnEarlierStateOfTheSameLogDoesNotBelongToACheckpoint) {
  const auto take_file = [&](const std::string& to) {
    fs::create_directories(Path(to));
    fs::copy_file(Database(), Path(to + "/temoin.db"));
  };
  Open();
  Write(1);
  Truncate();
  Write(2);
  Write(3);
  Snapshot("early");
  Write(4);
  Snapshot("later");
  EXPECT_TRUE(CheckPair("early", "later").ok());
  Truncate();
  take_file("emptied");
  EXPECT_EQ(CheckPair("emptied", "early").error().code, ErrorCode::kDataLoss);
  Write(5);
  Write(6);
  Snapshot("early");
  Write(7);
  store_.reset();
  take_file("closed");
  EXPECT_EQ(CheckPair("closed", "early").error().code, ErrorCode::kDataLoss);
}

// By itself, when the log is long; and what follows belongs to it.
TEST_F(LineageTest, AnEarlierStateOfALongLogDoesNotBelongToItsCheckpoint) {
  Open();
  int n = 1;
  for (; n < 4; ++n) Write(n);
  Snapshot("early");
  const auto before = fs::last_write_time(Database());
  while (fs::last_write_time(Database()) == before && n < 4'000) Write(n++);
  ASSERT_LT(n, 4'000) << "no checkpoint";
  Snapshot("late");
  EXPECT_TRUE(CheckPair("late", "late").ok());
  EXPECT_EQ(CheckPair("late", "early").error().code, ErrorCode::kDataLoss);
  Write(n++);  // the log begins anew
  Snapshot("next");
  EXPECT_TRUE(CheckPair("next", "next").ok());
  EXPECT_EQ(CheckPair("early", "next").error().code, ErrorCode::kDataLoss);
}

// A commit costs a page more where it shows a number.
TEST_F(LineageTest, FewCommitsShowANumber) {
  Open();
  for (int n = 1; n <= 20; ++n) Write(n);
  Snapshot("now");
  std::ifstream file(Path("now/temoin.db-wal"), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const LogLineage log = ReadLogLineage([&](uint64_t at, std::span<uint8_t> out) {
    if (at + out.size() > bytes.size()) return false;
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), out.size(), out.begin());
    return true;
  });
  EXPECT_GE(log.frames, 20U);
  EXPECT_EQ(log.numbers.size(), 1U);
}

TEST_F(LineageTest, ABackupBelongsToNoLog) {
  Open();
  Write(1);
  while (true) {
    const auto more = store_->BackupPages(Path("copy"), 100);
    ASSERT_TRUE(more.ok()) << more.error().message;
    if (!*more) break;
  }
  Write(2);
  Snapshot("now");
  fs::create_directories(Path("backup"));
  fs::copy_file(Path("copy"), Path("backup/temoin.db"));
  EXPECT_EQ(CheckPair("backup", "now").error().code, ErrorCode::kDataLoss);
}

TEST_F(LineageTest, AnotherDatabaseDoesNot) {
  Open();
  Write(1);
  Snapshot("one");
  store_.reset();
  fs::remove_all(Path("data"));
  Open();
  Write(1);
  Snapshot("other");
  EXPECT_EQ(CheckPair("one", "other").error().code, ErrorCode::kDataLoss);
}

// Its commits show no number where they leave the first page alone.
TEST_F(LineageTest, ALogOfAnEarlierVersionDoesNotBelongToALaterDatabase) {
  Open();
  Write(1);
  store_.reset();
  fs::create_directories(Path("earlier"));
  fs::copy_file(Database(), Path("earlier/temoin.db"));
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(Path("earlier/temoin.db").c_str(), &db), SQLITE_OK);
  sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  EXPECT_EQ(sqlite3_exec(db, "UPDATE checkpoint SET note='x'", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  ASSERT_GT(fs::file_size(Path("earlier/temoin.db-wal")), 0U);
  EXPECT_EQ(CheckPair("earlier", "earlier").error().code, ErrorCode::kDataLoss);
}

TEST(BelongTogetherTest, AChainThatBeginsWithAnUpgradeIsNoOther) {
  const uint32_t first = NextLineage(0);
  const FileLineage earlier{.number = 0, .has_log = true};
  const FileLineage later{.number = 7, .has_log = true};
  const auto log = [](std::vector<uint32_t> numbers, bool commits = true) {
    return LogLineage{.frames = 3, .commits = commits, .numbers = std::move(numbers)};
  };
  EXPECT_TRUE(BelongTogether(earlier, log({})));
  EXPECT_TRUE(BelongTogether(earlier, log({0})));
  EXPECT_TRUE(BelongTogether(earlier, log({0, first, 7})));
  EXPECT_TRUE(BelongTogether(earlier, log({first, 7})));
  EXPECT_FALSE(BelongTogether(earlier, log({7, 8})));
  EXPECT_TRUE(BelongTogether({.number = first, .has_log = true}, log({7, 8})));
  EXPECT_FALSE(BelongTogether(later, log({})));
  EXPECT_TRUE(BelongTogether(later, log({}, /*commits=*/false)));
  EXPECT_FALSE(BelongTogether(later, log({0})));
}

TEST_F(LineageTest, TheStoreDoesNotOpenWhatDoesNotBelongTogether) {
  Open();
  Write(1);
  Truncate();
  Write(2);
  Snapshot("early");
  Truncate();
  Write(3);
  Truncate();
  store_.reset();
  const auto size = fs::file_size(Path("early/temoin.db-wal"));
  fs::copy_file(Path("early/temoin.db-wal"), Database() + "-wal");
  for (const bool read_only : {false, true}) {
    const auto store = OpenSqliteStore({.directory = Path("data"), .read_only = read_only});
    ASSERT_FALSE(store.ok());
    EXPECT_EQ(store.error().code, ErrorCode::kDataLoss);
    EXPECT_NE(store.error().message.find("temoin.db-wal"), std::string::npos);
  }
  EXPECT_EQ(fs::file_size(Database() + "-wal"), size);
  fs::remove(Database() + "-wal");
  Open();
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
