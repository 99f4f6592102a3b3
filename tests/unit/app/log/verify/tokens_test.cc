// The staff's tokens against the access log.
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "app/staff/staff_tokens.h"
#include "tests/unit/app/log/log_verify_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using testing::IsEmpty;

class TokenCheckTest : public LogVerifyTest {
 protected:
  TokenCheckTest() : LogVerifyTest(10) {}

  void Note(const std::string& action, const std::string& detail) {
    Append({.now = now_,
            .accesses = {{.at = now_,
                          .who = "o",
                          .role = "operator",
                          .action = action,
                          .site = "",
                          .detail = detail}}});
  }
  // A token and the line about it; its id.
  std::string Make(StaffRole role, const std::string& name) {
    auto tokens = StaffTokens::Load(data_.path()).value();
    const auto minted = StaffTokens::Mint(
        {.name = name, .role = role, .expires = now_ + std::chrono::days(90)}, now_);
    Note("token.create", TokenLine(minted->token));
    EXPECT_TRUE(tokens->Keep(*minted).ok());
    return minted->token.id;
  }
  void Revoke(const std::string& id) {
    Note("token.revoke", id);
    EXPECT_TRUE(StaffTokens::Load(data_.path()).value()->Revoke({id}, now_).ok());
  }
  void ExpectFound(const std::function<void(nlohmann::json&)>& edit) {
    ExpectFoundIn("staff-tokens.json", edit);
  }
};

TEST_F(TokenCheckTest, ATokenThatWasForgedIsNamed) {
  Make(StaffRole::kAuditor, "Lucie");
  const std::string revoked = Make(StaffRole::kOperator, "Paul");
  now_ += std::chrono::hours(1);
  Revoke(revoked);
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  for (const auto& [member, value] :
       {std::pair("role", "operator"), std::pair("name", "Anne"), std::pair("id", "00000000"),
        std::pair("created", "2026-01-01T00:00:00Z"), std::pair("expires", "2036-01-01T00:00:00Z"),
        std::pair("revoked", "2026-03-04T00:00:00Z")}) {
    ExpectFound([&](nlohmann::json& list) { list[0][member] = value; });
  }
  ExpectFound([](nlohmann::json& list) { list[0]["sha256"] = EncodeHex(Sha256("mine")); });
  ExpectFound([](nlohmann::json& list) {
    std::string hash = list[0]["sha256"];
    hash[31] = hash[31] == '0' ? '1' : '0';
    list[0]["sha256"] = hash;
  });
  ExpectFound([](nlohmann::json& list) { list[0].erase("expires"); });
  ExpectFound([](nlohmann::json& list) { list[1].erase("revoked"); });
  ExpectFound([](nlohmann::json& list) {
    list.push_back(list[0]);
    list[2]["id"] = "00000001";
    list[2]["sha256"] = EncodeHex(Sha256("mine"));
  });
  Spill(data_ / "staff-tokens.json", "{");
  ExpectFinding("staff's tokens cannot be read");
}

// Lines of before name no id and no secret.
TEST_F(TokenCheckTest, ATokenOfBeforeIsBoundByNameRoleAndTime) {
  auto tokens = StaffTokens::Load(data_.path()).value();
  Note("token.create", "Lucie, auditor");
  ASSERT_TRUE(tokens->Create(StaffRole::kAuditor, "Lucie", now_).ok());
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  ExpectFound([](nlohmann::json& list) { list[0]["role"] = "operator"; });
  ExpectFound([](nlohmann::json& list) { list[0]["name"] = "Anne"; });
}

// Their lines stay as long as the file does, beyond the time of others.
TEST_F(TokenCheckTest, ATokenIsBoundWhenOtherLinesAreForgotten) {
  Make(StaffRole::kAuditor, "Lucie");
  Revoke(Make(StaffRole::kOperator, "Paul"));
  Note("consent.read", "3");
  const Time day = std::chrono::floor<std::chrono::days>(now_);
  const Time later = day + std::chrono::days(900);
  ASSERT_TRUE(store_->CloseAccessDay(day, later)->has_value());
  ASSERT_TRUE(store_->ForgetAccesses({.now = later, .before = later}, 10).ok());
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  EXPECT_EQ(Verify().forgotten_lines, 1u);
  ExpectFound([](nlohmann::json& list) { list[0]["name"] = "Anne"; });
  ExpectFound([](nlohmann::json& list) { list[1].erase("revoked"); });
}

// A line whose token could not be written is no fault.
TEST_F(TokenCheckTest, ALineWithoutATokenIsInOrder) {
  Make(StaffRole::kAuditor, "Lucie");
  Note("token.create", "00000000: Paul, auditor, key 0000000000000000");
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
