// Nothing readable is given back to the file system: a layer below the store's looks at every byte
// that goes, at the moment it goes.
#include "store/sqlite/zeroing_vfs.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "store/sqlite/connection.h"
#include "tests/unit/store/fault_vfs.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

class ZeroingTest : public StoreTest {
 protected:
  void SetUp() override {
    OnGiving([this](std::string_view bytes, bool synced) {
      given_ += bytes.size();
      readable_ += bytes.find_first_not_of('\0') != std::string_view::npos || !synced;
    });
    Open(FaultVfs());
    Publish();
  }
  void Fill() {
    for (int batch = 0; batch < 5; ++batch) {
      Append({.now = now_, .choices = std::vector(100, Choice(now_))});
    }
  }
  void TearDown() override {
    store_.reset();
    OnGiving({});
    EXPECT_EQ(readable_, 0U) << "given back with something in it, or before the zeros were synced";
    EXPECT_GT(given_, 0U) << "a test that sees nothing go proves nothing";
  }

  uint64_t given_ = 0;  // bytes
  uint64_t readable_ = 0;
};

TEST_F(ZeroingTest, TruncatingTheWriteAheadLogGivesBackZeros) {
  Fill();
  ASSERT_TRUE(*store_->Truncate());
  EXPECT_GT(given_, 100'000U);
}

TEST_F(ZeroingTest, ClosingGivesBackZeros) {
  Fill();
  store_.reset();
  EXPECT_GT(given_, 100'000U);
  EXPECT_FALSE(std::filesystem::exists(Database() + "-wal"));
}

TEST_F(ZeroingTest, StartingAfterAKillGivesBackZeros) {
  Fill();
  const TemporaryDirectory killed;
  for (const auto& file : std::filesystem::directory_iterator(directory_.path())) {
    std::filesystem::copy(file.path(), killed.path() / file.path().filename());
  }
  store_.reset();
  given_ = 0;
  const auto again = OpenSqliteStore({.directory = killed.path(), .vfs = FaultVfs()});
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_GT(given_, 100'000U);
  EXPECT_EQ((*again)->ReadHead()->size, 502U);
}

// What shrinks the database file itself: nothing of ours, but a tool may have left it to be done.
TEST_F(ZeroingTest, ADatabaseThatShrinksGivesBackZeros) {
  Fill();
  store_.reset();
  auto writer = Connection::Open(Database(), Connection::Mode::kWriter, FaultVfs());
  ASSERT_TRUE(writer.ok()) << writer.error().message;
  ASSERT_TRUE((*writer)->Execute("DELETE FROM content;VACUUM").ok());
  given_ = 0;
  ASSERT_TRUE((*writer)->Execute("PRAGMA wal_checkpoint(TRUNCATE)").ok());
  EXPECT_GT(given_, 100'000U);
}

// A power cut in the middle of the zeroing: the header goes first, so that no frame of a log whose
// end is gone is replayed over newer pages.
TEST(ZeroingOrder, AWriteAheadLogCutWhileItIsZeroedIsNotReplayed) {
  for (int64_t calls = 0;; ++calls) {
    const TemporaryDirectory directory;
    const Time now = At("2026-03-01T12:00:00Z");
    auto store = OpenSqliteStore({.directory = directory.path(), .vfs = FaultVfs()}).value();
    ASSERT_TRUE(store->Append({.now = now, .revisions = {Revision()}}).ok());
    for (int i = 0; i < 6; ++i) {
      ASSERT_TRUE(store->Append({.now = now, .choices = std::vector(20, Choice(now))}).ok());
    }
    FailAfter(Fault::kWriteError, calls);
    const auto emptied = store->Truncate();
    FailNothing();
    if (emptied.ok()) break;
    // What the disk holds at this moment is what a kill leaves.
    const TemporaryDirectory cut;
    for (const char* name : {"/temoin.db", "/temoin.db-wal"}) {
      std::filesystem::copy(directory.path() + name, cut.path() + name);
    }
    const auto again = OpenSqliteStore({.directory = cut.path()});
    ASSERT_TRUE(again.ok()) << calls << ": " << again.error().message;
    ASSERT_TRUE((*again)->ReadHead().ok()) << calls;
    ASSERT_EQ((*again)->ReadHead()->size, 122U) << calls;
    ASSERT_EQ((*again)->FindByIndex(121)->content.has_value(), true) << calls;
    ASSERT_LT(calls, 10'000);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
