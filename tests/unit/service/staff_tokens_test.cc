#include "server/service/staff_tokens.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::service {
namespace {

const Time kNow{std::chrono::seconds(1'795'000'000)};

TEST(StaffTokensTest, AreFoundBySecretAndKeptAsHash) {
  const TemporaryDirectory directory;
  auto tokens = StaffTokens::Load(directory.path()).value();
  const auto created = tokens->Create(StaffRole::kAuditor, "Zoé", kNow).value();
  const auto found = tokens->Find(created.secret);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "Zoé");
  EXPECT_EQ(found->role, StaffRole::kAuditor);
  EXPECT_FALSE(tokens->Find(created.secret + "x"));
  EXPECT_FALSE(tokens->Find(""));
  EXPECT_FALSE(tokens->Find(created.token.id));

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
  const auto found = tokens->Find(secret);
  ASSERT_TRUE(found);
  ASSERT_TRUE(tokens->Revoke(found->id, kNow).ok());
  EXPECT_FALSE(tokens->Find(secret));
  EXPECT_EQ(tokens->Revoke("00000000", kNow).error().code, ErrorCode::kNotFound);
  auto again = StaffTokens::Load(directory.path()).value();
  EXPECT_FALSE(again->Find(secret));
  ASSERT_EQ(again->List().size(), 1u);
  EXPECT_EQ(again->List()[0].revoked, kNow);
}

TEST(StaffTokensTest, RefuseOddNamesAndDamagedFiles) {
  const TemporaryDirectory directory;
  auto tokens = StaffTokens::Load(directory.path()).value();
  for (const std::string& name :
       {std::string(), std::string("a\nb"), std::string(101, 'x'), std::string("\xff")}) {
    EXPECT_FALSE(tokens->Create(StaffRole::kMarketing, name, kNow).ok());
  }
  for (const char* text : {"{", "{}", "[1]", R"([{"id":"x","role":"king"}])"}) {
    ASSERT_TRUE(WriteFileDurably(directory.path() + "/staff-tokens.json", text).ok());
    EXPECT_EQ(StaffTokens::Load(directory.path()).error().code, ErrorCode::kDataLoss) << text;
  }
}

}  // namespace
}  // namespace temoin::service
