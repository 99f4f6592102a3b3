#include "app/staff/grants.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/staff/claim_grants.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;

TEST(ClaimGrants, ARuleNamesARoleItsSitesAClaimAndItsValue) {
  const auto rule = ParseClaimRule("auditor@b,a,b realm_access.roles CN=Témoin, OU=x");
  ASSERT_TRUE(rule.ok()) << rule.error().message;
  EXPECT_EQ(rule->claim, "realm_access.roles");
  EXPECT_EQ(rule->value, "CN=Témoin, OU=x");
  EXPECT_EQ(rule->grant, (Grant{StaffRole::kAuditor, {"a", "b"}}));
  EXPECT_TRUE(ParseClaimRule("operator groups x")->grant.sites.empty());
  for (const char* text : {"", "operator", "operator groups", "operator groups ", "king groups x",
                           "operator@ groups x", "operator@a, groups x", "operator  x"}) {
    EXPECT_FALSE(ParseClaimRule(text).ok()) << text;
  }
}

TEST(ClaimGrants, AClaimIsTextOrAListAndMayLieInAnObject) {
  const std::vector<ClaimRule> rules = {*ParseClaimRule("auditor@a groups x"),
                                        *ParseClaimRule("dpo realm_access.roles x"),
                                        *ParseClaimRule("operator https://id.example/roles x")};
  const auto given = [&](const json& claims) {
    std::string out;
    for (const Grant& grant : GrantsOfClaims(rules, std::span(&claims, 1))) {
      out += GrantWords(grant) + ";";
    }
    return out;
  };
  EXPECT_EQ(given({{"groups", "x"}}), "auditor, of a;");
  EXPECT_EQ(given({{"groups", {"y", "x", "x"}}}), "auditor, of a;");
  EXPECT_EQ(given({{"realm_access", {{"roles", {"x"}}}}}), "dpo;");
  EXPECT_EQ(given({{"https://id.example/roles", "x"}}), "operator;");
  for (const json& none : {json::object(), json({{"groups", "xx"}}), json({{"groups", 1}}),
                           json({{"groups", {{"x", true}}}}), json({{"realm_access", "x"}}),
                           json({{"realm_access.roles", 2}}), json::array({"x"}), json("x")}) {
    EXPECT_EQ(given(none), "") << none;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
