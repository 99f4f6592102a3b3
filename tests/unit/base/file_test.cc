#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace temoin {
namespace TEMOIN_TEST_FILE {

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

TEST_F(FileTest, ReadsOnlyRegularFilesAndNeverWaits) {
  ASSERT_EQ(::mkfifo(Path("pipe").c_str(), 0600), 0);
  ASSERT_EQ(::mkdir(Path("folder").c_str(), 0700), 0);
  std::filesystem::create_symlink("/dev/zero", Path("device"));
  for (const char* name : {"pipe", "folder", "device"}) {
    EXPECT_EQ(ReadFile(Path(name), 100).error().code, ErrorCode::kDataLoss) << name;
    EXPECT_EQ(CheckRegular(Path(name)).error().code, ErrorCode::kDataLoss) << name;
  }
  ASSERT_TRUE(WriteFileDurably(Path("file"), "12345").ok());
  std::filesystem::create_symlink("file", Path("link"));
  EXPECT_EQ(ReadFile(Path("link"), 5).value(), "12345");
  EXPECT_TRUE(CheckRegular(Path("link")).ok());
  EXPECT_TRUE(CheckRegular(Path("none")).ok());
  std::filesystem::resize_file(Path("file"), uintmax_t{1} << 40);
  EXPECT_EQ(ReadFile(Path("file"), size_t{1} << 30).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(ReadFile("/proc/self/cmdline", 1 << 20).ok(), true);  // says that it is empty
}

TEST_F(FileTest, ReadsWhatAPersonNamesToItsEnd) {
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "12345", 5), 5);
  ::close(ends[1]);
  const std::string path = "/proc/self/fd/" + std::to_string(ends[0]);
  EXPECT_EQ(ReadInput(path, 100).value(), "12345");
  ::close(ends[0]);
  EXPECT_EQ(ReadInput("/dev/zero", 100).error().code, ErrorCode::kTooLarge);
}

TEST_F(FileTest, WritesBesideWhateverLiesThere) {
  ASSERT_EQ(::mkfifo(Path("a.new").c_str(), 0600), 0);
  ASSERT_TRUE(WriteFileDurably(Path("a"), "one").ok());
  std::filesystem::create_symlink(Path("victim"), Path("a.new"));
  ASSERT_TRUE(WriteFileDurably(Path("a"), "two").ok());
  EXPECT_FALSE(std::filesystem::exists(Path("victim")));
  EXPECT_EQ(ReadFile(Path("a"), 100).value(), "two");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
