#include "store/sqlite/unfinished_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/unit/temporary_directory.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

namespace fs = std::filesystem;
using Naming = UnfinishedFile::Naming;

std::string BytesOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class UnfinishedFileTest : public ::testing::TestWithParam<Naming> {
 protected:
  std::unique_ptr<UnfinishedFile> Create() {
    auto made = UnfinishedFile::Create(Target(), data_.path(), GetParam());
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return std::move(made).value();
  }
  static void Write(const UnfinishedFile& file, const std::string& text) {
    ASSERT_TRUE(WriteAll(file.fd(), AsBytes(text)).ok());
  }
  // What is written in a process that is killed before it ends.
  void WriteAndDie(const std::string& text) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto made = UnfinishedFile::Create(Target(), data_.path(), GetParam());
      (void)WriteAll((*made)->fd(), AsBytes(text));
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
  }
  size_t Files() const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(elsewhere_.path()), fs::directory_iterator()));
  }
  std::string Target() const { return elsewhere_.path() + "/copy.db"; }
  std::string Partial() const { return Target() + ".partial"; }

  TemporaryDirectory data_;
  TemporaryDirectory elsewhere_;
};

TEST_P(UnfinishedFileTest, TakesItsNameWhenItIsWhole) {
  {
    const auto file = Create();
    Write(*file, "whole");
    EXPECT_FALSE(fs::exists(Target()));
    EXPECT_EQ(BytesOf(file->path()), "whole");
    EXPECT_TRUE(file->Finish().ok());
  }
  EXPECT_EQ(BytesOf(Target()), "whole");
  EXPECT_EQ(Files(), 1U);
  EXPECT_TRUE(fs::is_empty(data_.path()));
}

TEST_P(UnfinishedFileTest, OneThatIsGivenUpIsGone) {
  Write(*Create(), "half");
  EXPECT_EQ(Files(), 0U);
  EXPECT_TRUE(fs::is_empty(data_.path()));
}

TEST_P(UnfinishedFileTest, NeverTakesAPlaceThatIsTaken) {
  const auto file = Create();
  Write(*file, "whole");
  std::ofstream(Target()) << "another";
  EXPECT_EQ(file->Finish().error().code, ErrorCode::kConflict);
  EXPECT_EQ(BytesOf(Target()), "another");
  EXPECT_EQ(UnfinishedFile::Create(Target(), data_.path(), GetParam()).error().code,
            ErrorCode::kConflict);
}

TEST_P(UnfinishedFileTest, AKillLeavesNothingReadableForLong) {
  WriteAndDie("half of a record");
  fs::path kept;
  if (GetParam() == Naming::kPartial) {
    ASSERT_EQ(BytesOf(Partial()), "half of a record");
    kept = elsewhere_.path() + "/hard-link";
    fs::create_hard_link(Partial(), kept);
  }
  ASSERT_TRUE(RemoveUnfinished(data_.path()).ok());
  EXPECT_FALSE(fs::exists(Partial()));
  EXPECT_TRUE(fs::is_empty(data_.path()));
  if (!kept.empty()) {
    EXPECT_EQ(BytesOf(kept), std::string(16, '\0')) << "its blocks are given back as zeros";
  } else {
    EXPECT_EQ(Files(), 0U);
  }
  Write(*Create(), "again");
}

INSTANTIATE_TEST_SUITE_P(Names, UnfinishedFileTest,
                         ::testing::Values(Naming::kNoneIfPossible, Naming::kPartial),
                         [](const auto& test) {
                           return test.param == Naming::kPartial ? "Partial" : "None";
                         });

// A note is a file like any other: what it names is removed only if it is what was noted.
TEST(RemoveUnfinished, LeavesAloneWhatIsNotItsOwn) {
  const TemporaryDirectory data;
  const TemporaryDirectory elsewhere;
  const std::string other = elsewhere.path() + "/other";
  const std::string note = data.path() + "/unfinished-copy";
  std::ofstream(other) << "of somebody else";
  for (const std::string& text : {other + "\n1 1\n", other + "\n\n", other, std::string("\n"),
                                  std::string(), std::string(100, 'x') + "\n0 0\n",
                                  std::string("/dev/null\n0 0\n"), std::string("/\n1 2\n")}) {
    std::ofstream(note) << text;
    ASSERT_TRUE(RemoveUnfinished(data.path()).ok()) << text;
    EXPECT_FALSE(fs::exists(note)) << text;
    EXPECT_EQ(BytesOf(other), "of somebody else") << text;
  }
  fs::create_symlink(other, elsewhere.path() + "/link");
  std::ofstream(note) << elsewhere.path() << "/link\n1 1\n";
  ASSERT_TRUE(RemoveUnfinished(data.path()).ok());
  EXPECT_EQ(BytesOf(other), "of somebody else");
}

// Its volume is not mounted now.
TEST(RemoveUnfinished, LooksAgainForWhatIsNotToBeSeen) {
  const TemporaryDirectory data;
  const TemporaryDirectory volume;
  const std::string mount = volume.path() + "/mount";
  const std::string away = volume.path() + "/away";
  fs::create_directory(mount);
  const std::string partial = mount + "/copy.partial";
  std::ofstream(partial) << "half of a database";
  struct stat file {};
  ASSERT_EQ(::stat(partial.c_str(), &file), 0);
  const std::string note = data.path() + "/unfinished-copy";
  std::ofstream(note) << partial << "\n" << file.st_dev << " " << file.st_ino << "\n";
  fs::rename(mount, away);
  ASSERT_TRUE(RemoveUnfinished(data.path()).ok());
  EXPECT_TRUE(fs::exists(note)) << "no directory";
  fs::create_directory(mount);
  ASSERT_TRUE(RemoveUnfinished(data.path()).ok());
  EXPECT_TRUE(fs::exists(note)) << "an empty one";
  const auto other = UnfinishedFile::Create(data.path() + "/b", data.path(), Naming::kPartial);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, ErrorCode::kConflict);
  fs::remove(mount);
  fs::rename(away, mount);
  ASSERT_TRUE(RemoveUnfinished(data.path()).ok());
  EXPECT_FALSE(fs::exists(note));
  EXPECT_FALSE(fs::exists(partial));
}

TEST(RemoveUnfinished, TakesAwayWhatAnEarlierVersionLeftOfARestore) {
  const TemporaryDirectory data;
  std::ofstream(data.path() + "/temoin.db.restored") << "half of a database";
  ASSERT_TRUE(RemoveUnfinished(data.path()).ok());
  EXPECT_TRUE(fs::is_empty(data.path()));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
