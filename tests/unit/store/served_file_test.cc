#include "base/served_file.h"

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ServedFileTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    Publish();
    Give(Choice(now_));
  }

  // No write is acknowledged, whatever it is, and nothing is read any more.
  void ExpectAbandoned(const char* what) {
    const auto appended = store_->Append({.now = now_, .choices = {Choice(now_)}});
    ASSERT_FALSE(appended.ok()) << what;
    EXPECT_EQ(appended.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(appended.error().message, HasSubstr(what));
    EXPECT_THAT(appended.error().message, HasSubstr("start again"));
    EXPECT_FALSE(store_->PurgeDue(now_, 10).ok());
    EXPECT_FALSE(store_->AddHold({.reason = "r", .author = "a"}).ok());
    EXPECT_FALSE(store_->KeepCheckpoint({.day = now_}).ok());
    EXPECT_FALSE(store_->Truncate().ok());
    EXPECT_FALSE(store_->ReadHead().ok());
    EXPECT_FALSE(store_->FindByIndex(1).ok());
    EXPECT_EQ(store_->CheckServed().error().code, ErrorCode::kUnavailable);
  }
  std::string Wal() const { return Database() + "-wal"; }
};

TEST_F(ServedFileTest, WhatThisProcessWritesIsNoSurprise) {
  for (int i = 0; i < 50; ++i) {
    Give(Choice(now_));
    ASSERT_TRUE(store_->CheckServed().ok());
    if (i % 5 == 0) {
      ASSERT_TRUE(*store_->Truncate());
    }
    ASSERT_TRUE(store_->CheckServed().ok());
  }
}

TEST_F(ServedFileTest, AReaderBesideItIsNoSurprise) {
  {
    const auto reader = OpenSqliteStore({.directory = directory_.path(), .read_only = true});
    ASSERT_TRUE(reader.ok());
    ASSERT_TRUE((*reader)->ReadHead().ok());
  }
  Give(Choice(now_));
  ASSERT_TRUE(*store_->Truncate());
  EXPECT_TRUE(store_->CheckServed().ok());
}

TEST_F(ServedFileTest, ADeletedDatabaseTakesNothing) {
  fs::remove(Database());
  ExpectAbandoned("deleted");
}

TEST_F(ServedFileTest, AMovedDatabaseTakesNothingNorWhenItIsBack) {
  fs::rename(Database(), Database() + ".away");
  ExpectAbandoned("moved away");
  fs::rename(Database() + ".away", Database());
  ExpectAbandoned("moved away");
  Open();  // a new start looks again
  Give(Choice(now_));
}

TEST_F(ServedFileTest, AMovedDirectoryTakesNothing) {
  const std::string away = directory_.path() + ".away";
  fs::rename(directory_.path(), away);
  ExpectAbandoned("moved away");
  fs::rename(away, directory_.path());
}

TEST_F(ServedFileTest, ADatabaseThatWasReplacedTakesNothingAndIsLeftAlone) {
  fs::copy_file(Database(), Database() + ".new");
  fs::rename(Database() + ".new", Database());
  const std::string before = Slurp(Database());
  ExpectAbandoned("replaced");
  store_.reset();
  EXPECT_EQ(Slurp(Database()), before);
}

TEST_F(ServedFileTest, ADatabaseThatWasRestoredInPlaceTakesNothingAndIsLeftAlone) {
  ASSERT_TRUE(*store_->Truncate());
  const std::string backup = Slurp(Database());
  Give(Choice(now_));
  Spill(Database(), backup);  // same file, other contents
  ExpectAbandoned("written to by something else");
  store_.reset();
  EXPECT_EQ(Slurp(Database()), backup);
}

TEST_F(ServedFileTest, ADatabaseThatWasCutTakesNothing) {
  fs::resize_file(Database(), 0);
  ExpectAbandoned("written to by something else");
}

TEST_F(ServedFileTest, AWriteAheadLogThatIsGoneReplacedOrAlteredTakesNothing) {
  ASSERT_TRUE(*store_->Truncate());
  Give(Choice(now_));
  fs::remove(Wal());
  ExpectAbandoned("-wal was deleted");
  Open();
  Give(Choice(now_));
  fs::copy_file(Wal(), Wal() + ".new");
  fs::rename(Wal() + ".new", Wal());
  ExpectAbandoned("-wal was replaced");
  Open();
  Give(Choice(now_));
  fs::resize_file(Wal(), 0);
  ExpectAbandoned("-wal was written to");
}

TEST_F(ServedFileTest, AnotherProgramThatWritesIsNoticed) {
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(Database().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "UPDATE entry SET due=0", nullptr, nullptr, nullptr), SQLITE_OK);
  ExpectAbandoned("written to by something else");
  sqlite3_close(other);
}

// Whoever writes into a log that was longer before changes the length of no file.
TEST_F(ServedFileTest, AnotherProgramThatWritesIntoALongLogIsNoticed) {
  const auto in_place = [&] {
    const auto before = fs::file_size(Wal());
    Give(Choice(now_));
    return fs::file_size(Wal()) == before;
  };
  int given = 0;
  while (!in_place() && given < 2'000) ++given;
  ASSERT_LT(given, 2'000);
  const auto length = fs::file_size(Wal());
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(Database().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "UPDATE entry SET due=0 WHERE idx=1", nullptr, nullptr, nullptr),
            SQLITE_OK);
  ASSERT_EQ(fs::file_size(Wal()), length);
  ExpectAbandoned("written to by something else");
  sqlite3_close(other);
}

// Closing any descriptor of the file would drop the locks that keep other processes from emptying
// the write-ahead log under this one.
TEST_F(ServedFileTest, TheLocksStand) {
  const auto locks = [] { return Slurp("/proc/locks"); };
  struct stat info {};
  ASSERT_EQ(::stat(Database().c_str(), &info), 0);
  const std::string inode = ":" + std::to_string(info.st_ino) + " ";
  ASSERT_TRUE(store_->ReadHead().ok());
  if (locks().find(":") == std::string::npos) GTEST_SKIP() << "the kernel tells of no locks";
  EXPECT_THAT(locks(), HasSubstr(inode));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
