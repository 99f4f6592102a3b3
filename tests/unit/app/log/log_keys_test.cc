#include "app/log/log_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

TEST(LogKeys, AreGeneratedOncePrivateAndReadBack) {
  const TemporaryDirectory dir;
  EXPECT_EQ(LoadLogKeys(dir.path()).error().code, ErrorCode::kNotFound);
  const auto made = GenerateLogKeys(dir.path(), "temoin.example/log");
  ASSERT_TRUE(made.ok()) << made.error().message;
  const auto read = LoadLogKeys(dir.path());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->vkeys, made->vkeys);
  EXPECT_EQ(read->current.Vkey(), made->vkeys.front());
  struct stat info {};
  ASSERT_EQ(::stat((dir / "log.key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
  EXPECT_EQ(GenerateLogKeys(dir.path(), "temoin.example/log").error().code, ErrorCode::kConflict);
  EXPECT_EQ(LoadLogKeys(dir.path())->vkeys, made->vkeys);
}

TEST(LogKeys, AKeyThatOthersMayReadIsRefused) {
  const TemporaryDirectory dir;
  ASSERT_TRUE(GenerateLogKeys(dir.path(), "temoin.example/log").ok());
  for (const unsigned mode : {0640u, 0604u, 0660u, 0644u, 0601u}) {
    ASSERT_EQ(::chmod((dir / "log.key").c_str(), mode), 0);
    const auto refused = LoadLogKeys(dir.path());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kForbidden);
    EXPECT_THAT(refused.error().message, HasSubstr("chmod 600"));
  }
  ASSERT_EQ(::chmod((dir / "log.key").c_str(), 0400), 0);
  EXPECT_TRUE(LoadLogKeys(dir.path()).ok());
  // A link could point anywhere.
  std::filesystem::rename(dir / "log.key", dir / "elsewhere");
  std::filesystem::create_symlink("elsewhere", dir / "log.key");
  EXPECT_EQ(LoadLogKeys(dir.path()).error().code, ErrorCode::kForbidden);
}

TEST(LogKeys, RotationKeepsTheOldPublicKeysCurrentFirst) {
  const TemporaryDirectory dir;
  const auto first = *GenerateLogKeys(dir.path(), "temoin.example/log");
  const std::string note = *prooflog::SignNote("a\n", std::span(&first.current, 1));
  const auto second = RotateLogKeys(dir.path());
  ASSERT_TRUE(second.ok()) << second.error().message;
  const auto third = RotateLogKeys(dir.path());
  ASSERT_TRUE(third.ok());
  EXPECT_EQ(third->vkeys,
            (std::vector{third->current.Vkey(), second->current.Vkey(), first.current.Vkey()}));
  EXPECT_EQ(third->current.name(), "temoin.example/log");
  EXPECT_TRUE(prooflog::OpenNote(note, third->verifiers).ok());
  EXPECT_EQ(*ReadLogVkeys(dir.path()), third->vkeys);
  // No secret of an old key stays.
  EXPECT_EQ(Slurp(dir / "log.key"), third->current.Skey() + "\n");
}

// The new secret beside, the list, the secret in its place: cut before each of them.
TEST(LogKeys, ARotationThatIsCutLeavesTheFirstOfTheListAsTheKey) {
  const TemporaryDirectory dir;
  const auto first = *GenerateLogKeys(dir.path(), "temoin.example/log");
  const std::string old_key = Slurp(dir / "log.key");
  const std::string old_list = Slurp(dir / "log.vkeys");
  const auto second = RotateLogKeys(dir.path());
  ASSERT_TRUE(second.ok());
  const std::string new_key = Slurp(dir / "log.key");
  const std::string new_list = Slurp(dir / "log.vkeys");

  Spill(dir / "log.key", old_key);
  Spill(dir / "log.vkeys", old_list);
  Spill(dir / "log.key.next", new_key);
  std::filesystem::permissions(dir / "log.key.next", std::filesystem::perms(0600));
  auto keys = LoadLogKeys(dir.path());
  ASSERT_TRUE(keys.ok()) << keys.error().message;
  EXPECT_EQ(keys->current.Vkey(), first.current.Vkey());
  EXPECT_EQ(keys->standing, KeyStanding::kFirst);

  Spill(dir / "log.vkeys", new_list);
  keys = LoadLogKeys(dir.path());
  ASSERT_TRUE(keys.ok()) << keys.error().message;
  EXPECT_EQ(keys->current.Vkey(), second->current.Vkey());
  EXPECT_EQ(keys->standing, KeyStanding::kFirst);
  EXPECT_EQ(Slurp(dir / "log.key"), new_key);
  EXPECT_FALSE(std::filesystem::exists(dir / "log.key.next"));
}

TEST(LogKeys, WhereAKeyStandsInTheListIsToldAndNothingIsPutRight) {
  const TemporaryDirectory dir;
  const TemporaryDirectory other;
  const auto first = *GenerateLogKeys(dir.path(), "temoin.example/log");
  EXPECT_TRUE(first.unused);
  EXPECT_EQ(first.standing, KeyStanding::kFirst);
  ASSERT_TRUE(MarkLogKeyUsed(dir.path()).ok());
  ASSERT_TRUE(MarkLogKeyUsed(dir.path()).ok());
  EXPECT_FALSE(LoadLogKeys(dir.path())->unused);
  const std::string old_key = Slurp(dir / "log.key");
  ASSERT_TRUE(RotateLogKeys(dir.path()).ok());
  const std::string list = Slurp(dir / "log.vkeys");

  Spill(dir / "log.key", old_key);
  EXPECT_EQ(LoadLogKeys(dir.path())->standing, KeyStanding::kEarlier);
  for (const char* name : {"temoin.example/log", "other.example/log"}) {
    std::filesystem::remove(other / "log.key");
    std::filesystem::remove(other / "log.vkeys");
    ASSERT_TRUE(GenerateLogKeys(other.path(), name).ok());
    Spill(dir / "log.key", Slurp(other / "log.key"));
    EXPECT_EQ(LoadLogKeys(dir.path())->standing, KeyStanding::kForeign) << name;
    // The foreign secret is somebody's: it is neither replaced nor made one of this log's.
    EXPECT_EQ(RotateLogKeys(dir.path()).error().code, ErrorCode::kConflict);
    EXPECT_EQ(Slurp(dir / "log.key"), Slurp(other / "log.key"));
    EXPECT_EQ(Slurp(dir / "log.vkeys"), list);
  }
  std::filesystem::remove(dir / "log.vkeys");
  EXPECT_EQ(LoadLogKeys(dir.path())->standing, KeyStanding::kNoList);
  EXPECT_EQ(RotateLogKeys(dir.path()).error().code, ErrorCode::kConflict);
  EXPECT_FALSE(std::filesystem::exists(dir / "log.vkeys"));
}

TEST(LogKeys, ALostSecretIsReplacedByRotation) {
  const TemporaryDirectory dir;
  const auto first = *GenerateLogKeys(dir.path(), "temoin.example/log");
  std::filesystem::remove(dir / "log.key");
  const auto second = RotateLogKeys(dir.path());
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(second->vkeys.size(), 2u);
  EXPECT_EQ(second->vkeys.back(), first.current.Vkey());
}

TEST(LogKeys, DamagedFilesAreNamedAndNeverQuoted) {
  const TemporaryDirectory dir;
  const auto keys = *GenerateLogKeys(dir.path(), "temoin.example/log");
  const std::string secret = Slurp(dir / "log.key");
  const std::string body = secret.substr(secret.rfind('+') + 1, 40);
  for (const std::string& bad : {secret + secret, secret.substr(1), std::string(), secret + "x"}) {
    Spill(dir / "log.key", bad);
    const auto refused = LoadLogKeys(dir.path());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kDataLoss);
    EXPECT_THAT(refused.error().message, testing::Not(HasSubstr(body)));
  }
  Spill(dir / "log.key", secret);
  Spill(dir / "log.vkeys", keys.vkeys[0] + "\n" + "other+12345678+AAAA\n");
  EXPECT_EQ(LoadLogKeys(dir.path()).error().code, ErrorCode::kDataLoss);
  std::filesystem::remove(dir / "log.vkeys");
  EXPECT_EQ(LoadLogKeys(dir.path())->vkeys, keys.vkeys);
}

TEST(LogKeys, TheNameIsChecked) {
  const TemporaryDirectory dir;
  EXPECT_EQ(GenerateLogKeys(dir.path(), "two words").error().code, ErrorCode::kInvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(dir / "log.key"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
