#include "app/staff/staff_tokens.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

const Time kNow{std::chrono::seconds(1'795'000'000)};

TEST(StaffTokensTest, AreFoundBySecretAndKeptAsHash) {
  const TemporaryDirectory directory;
  auto tokens = StaffTokens::Load(directory.path()).value();
  const auto created = tokens->Create(StaffRole::kAuditor, "Équipe A", kNow).value();
  const auto found = tokens->Find(created.secret, kNow);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "Équipe A");
  EXPECT_EQ(found->role, StaffRole::kAuditor);
  EXPECT_FALSE(tokens->Find(created.secret + "x", kNow));
  EXPECT_FALSE(tokens->Find("", kNow));
  EXPECT_FALSE(tokens->Find(created.token.id, kNow));

  const std::string path = directory.path() + "/staff-tokens.json";
  EXPECT_EQ(ReadFile(path, 1 << 20)->find(created.secret.substr(16)), std::string::npos);
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST(StaffTokensTest, SurviveARestartAndEndWhenRevoked) {
  const TemporaryDirectory directory;
  std::string secret;
  {
    auto tokens = StaffTokens::Load(directory.path()).value();
    secret = tokens->Create(StaffRole::kOperator, "a", kNow)->secret;
  }
  auto tokens = StaffTokens::Load(directory.path()).value();
  const auto found = tokens->Find(secret, kNow);
  ASSERT_TRUE(found);
  ASSERT_TRUE(tokens->Revoke({found->id}, kNow).ok());
  EXPECT_FALSE(tokens->Find(secret, kNow));
  EXPECT_EQ(tokens->Revoke({"00000000"}, kNow).error().code, ErrorCode::kNotFound);
  auto again = StaffTokens::Load(directory.path()).value();
  EXPECT_FALSE(again->Find(secret, kNow));
  ASSERT_EQ(again->List().size(), 1u);
  EXPECT_EQ(again->List()[0].revoked, kNow);
}

TEST(StaffTokensTest, EndOnTheirDayAlsoAfterARestart) {
  const TemporaryDirectory directory;
  const Time end = kNow + std::chrono::hours(1);
  StaffTokens::Created created;
  {
    auto tokens = StaffTokens::Load(directory.path()).value();
    created = tokens->Create(StaffRole::kAuditor, "a", kNow, end).value();
    EXPECT_EQ(tokens->Create(StaffRole::kAuditor, "b", kNow, kNow).error().pointer, "/expires");
    ASSERT_EQ(tokens->List().size(), 1u);
  }
  auto tokens = StaffTokens::Load(directory.path()).value();
  EXPECT_EQ(tokens->List()[0].expires, end);
  const Time last = end - std::chrono::seconds(1);
  EXPECT_TRUE(tokens->Find(created.secret, last));
  EXPECT_TRUE(tokens->FindById(created.token.id, last));
  EXPECT_FALSE(tokens->Find(created.secret, end));
  EXPECT_FALSE(tokens->FindById(created.token.id, end));
  EXPECT_FALSE(tokens->FindById("00000000", kNow));
  ASSERT_TRUE(tokens->Revoke({created.token.id}, kNow).ok());
  EXPECT_FALSE(tokens->FindById(created.token.id, last));
}

TEST(StaffTokensTest, KeepTheDayOfTheirLastUse) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/staff-tokens.json";
  auto tokens = StaffTokens::Load(directory.path()).value();
  const auto created = tokens->Create(StaffRole::kAuditor, "a", kNow).value();
  EXPECT_FALSE(tokens->List()[0].used);
  tokens->NoteUse(created.token.id, kNow);
  EXPECT_EQ(tokens->List()[0].used, std::chrono::floor<std::chrono::days>(kNow));
  ASSERT_EQ(::unlink(path.c_str()), 0);
  tokens->NoteUse(created.token.id, kNow + std::chrono::seconds(1));
  EXPECT_FALSE(ReadFile(path, 1 << 20)) << "written once a day";
  tokens->NoteUse(created.token.id, kNow + std::chrono::days(1));
  tokens->NoteUse("00000000", kNow);
  const auto again = StaffTokens::Load(directory.path()).value();
  ASSERT_EQ(again->List().size(), 1u);
  EXPECT_EQ(again->List()[0].used,
            std::chrono::floor<std::chrono::days>(kNow) + std::chrono::days(1));
}

TEST(StaffTokensTest, RefuseOddNamesAndDamagedFiles) {
  const TemporaryDirectory directory;
  auto tokens = StaffTokens::Load(directory.path()).value();
  for (const std::string& name :
       {std::string(), std::string("a\nb"), std::string(101, 'x'), std::string("\xff")}) {
    EXPECT_FALSE(tokens->Create(StaffRole::kMarketing, name, kNow).ok());
  }
  for (const char* text :
       {"{", "{}", "[1]", R"([{"id":"x","role":"king"}])",
        R"([{"id":"x","name":"x","role":"auditor","created":"2026-01-01T00:00:00Z","expires":"soon",
             "sha256":"0000000000000000000000000000000000000000000000000000000000000000"}])"}) {
    ASSERT_TRUE(WriteFileDurably(directory.path() + "/staff-tokens.json", text, 0600).ok());
    EXPECT_EQ(StaffTokens::Load(directory.path()).error().code, ErrorCode::kDataLoss) << text;
  }
  ASSERT_TRUE(WriteFileDurably(directory.path() + "/staff-tokens.json", "[]", 0640).ok());
  EXPECT_EQ(StaffTokens::Load(directory.path()).error().code, ErrorCode::kForbidden);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
