#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace temoin {
namespace {

class FileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "temoin-file-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  std::string Path(std::string_view name) const { return directory_ + "/" + std::string(name); }

  std::string directory_;
};

TEST_F(FileTest, WritesDurablyAndReadsBack) {
  const std::string path = Path("a");
  ASSERT_TRUE(WriteFileDurably(path, "one", 0600).ok());
  ASSERT_TRUE(WriteFileDurably(path, "two", 0600).ok());
  EXPECT_EQ(*ReadFile(path, 100), "two");
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  EXPECT_FALSE(std::filesystem::exists(path + ".new"));
}

TEST_F(FileTest, NamesWhatIsWrong) {
  EXPECT_EQ(ReadFile(Path("none"), 100).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(WriteFileDurably(Path("big"), "12345").ok());
  EXPECT_EQ(ReadFile(Path("big"), 4).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(ReadFile(Path("big"), 5).value(), "12345");
  EXPECT_EQ(WriteFileDurably(Path("no/such/folder"), "x").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace temoin
