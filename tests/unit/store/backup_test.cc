#include "store/sqlite/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/store/picture_testing.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

class BackupTest : public StoreTest {
 protected:
  void Fill(size_t batches) {
    for (size_t batch = 0; batch < batches; ++batch) {
      Batch choices{.now = now_};
      for (int i = 0; i < 100; ++i) choices.choices.push_back(Choice(now_));
      Append(choices);
    }
  }
  std::string Target() const { return elsewhere_.path() + "/copy.db"; }
  size_t FilesElsewhere() const {
    size_t count = 0;
    for ([[maybe_unused]] const auto& file :
         std::filesystem::directory_iterator(elsewhere_.path())) {
      ++count;
    }
    return count;
  }

  TemporaryDirectory elsewhere_;
};

TEST_F(BackupTest, IsOfTheMomentItEndsAndRestores) {
  Publish();
  Fill(10);
  const NewPictureSet pictures = picture_testing::SetOf(
      picture_testing::MakePictures(kSite, Revision().hash, std::string(64, 'b'), now_));
  Append({.now = now_, .picture_sets = {pictures}});
  const Index erased = 5;
  int calls = 0;
  bool more = true;
  while (more) {
    const auto copied = store_->BackupPages(Target(), 20);
    ASSERT_TRUE(copied.ok()) << copied.error().message;
    more = *copied;
    if (!more) break;
    // Choices and erasures go on between the pages.
    if (calls < 30) Fill(1);
    if (calls == 15) Append({.now = now_, .erasures = {{.index = erased, .at = now_}}});
    ASSERT_LT(++calls, 1000);
  }
  EXPECT_GT(calls, 30);
  EXPECT_EQ(FilesElsewhere(), 1U) << "one file, nothing beside it";
  const Head head = *store_->ReadHead();

  const std::string directory = elsewhere_.path() + "/restored";
  ASSERT_TRUE(RestoreSqlite(Target(), directory).ok());
  const auto restored = OpenSqliteStore({.directory = directory});
  ASSERT_TRUE(restored.ok()) << restored.error().message;
  EXPECT_EQ(*(*restored)->ReadHead(), head);
  ASSERT_EQ((*restored)->PicturesOfSite(kSite)->size(), 1U);
  for (const NewPicture& picture : pictures.pictures) {
    EXPECT_EQ(*(*restored)->ReadPicture(picture.hash), picture.bytes);
  }
  EXPECT_EQ((*restored)->FindByIndex(erased)->row.state, State::kPurged);
  EXPECT_EQ((*restored)->FindByIndex(2)->content->record, Find(2).content->record);
  EXPECT_TRUE((*restored)->Append({.now = now_, .choices = {Choice(now_)}}).ok());
}

TEST_F(BackupTest, NeverWritesOverAFileAndMakesOneAtATime) {
  Publish();
  Fill(5);
  std::ofstream(Target()) << "something";
  EXPECT_EQ(store_->BackupPages(Target(), 10).error().code, ErrorCode::kConflict);
  const std::string other = elsewhere_.path() + "/other.db";
  ASSERT_TRUE(*store_->BackupPages(other, 1));
  EXPECT_EQ(store_->BackupPages(elsewhere_.path() + "/third.db", 1).error().code,
            ErrorCode::kConflict);
  store_.reset();  // one that is not finished leaves nothing
  EXPECT_EQ(FilesElsewhere(), 1U);
}

TEST_F(BackupTest, IntoNowhereIsAnErrorAndTheStoreGoesOn) {
  Publish();
  EXPECT_FALSE(store_->BackupPages("/nonexistent/copy.db", 10).ok());
  Give(Choice(now_));
}

TEST_F(BackupTest, RestoringRefusesWhatIsThereWhatIsDamagedAndWhatIsNoBackup) {
  Publish();
  Fill(5);
  while (*store_->BackupPages(Target(), 1000)) {
  }
  EXPECT_EQ(RestoreSqlite(Target(), directory_.path()).error().code, ErrorCode::kConflict)
      << "the directory is in use";
  store_.reset();
  EXPECT_EQ(RestoreSqlite(Target(), directory_.path()).error().code, ErrorCode::kConflict)
      << "a database is there";
  const std::string fresh = elsewhere_.path() + "/fresh";
  std::string bytes;
  {
    std::ifstream in(Target(), std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::string damaged = elsewhere_.path() + "/damaged.db";
  std::ofstream(damaged, std::ios::binary)
      << bytes.substr(0, 3 * 4096) + std::string(4096, '\xff') + bytes.substr(4 * 4096);
  EXPECT_EQ(RestoreSqlite(damaged, fresh).error().code, ErrorCode::kDataLoss);
  const std::string text = elsewhere_.path() + "/text.db";
  std::ofstream(text) << "no database at all";
  EXPECT_FALSE(RestoreSqlite(text, fresh).ok());
  EXPECT_FALSE(RestoreSqlite(elsewhere_.path() + "/missing.db", fresh).ok());
  EXPECT_FALSE(std::filesystem::exists(fresh + "/temoin.db"));
  // What another database wrote ahead would be replayed onto the restored one.
  std::ofstream(fresh + "/temoin.db-wal") << "frames";
  EXPECT_EQ(RestoreSqlite(Target(), fresh).error().code, ErrorCode::kConflict);
  std::filesystem::remove(fresh + "/temoin.db-wal");
  EXPECT_TRUE(RestoreSqlite(Target(), fresh).ok());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
