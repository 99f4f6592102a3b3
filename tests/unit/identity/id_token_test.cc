#include "identity/id_token.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/encoding.h"

namespace temoin::identity {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using std::chrono::seconds;

constexpr int64_t kNow = 1'795'000'000;
const Time kTime{seconds(kNow)};
const Expected kExpected{.issuer = "https://id.example",
                         .client = "temoin",
                         .nonce = "n",
                         .asked = kTime - seconds(5),
                         .access_token = "a"};

json Right() {
  return {{"iss", "https://id.example"},
          {"aud", "temoin"},
          {"sub", "1"},
          {"nonce", "n"},
          {"iat", kNow - 2},
          {"exp", kNow + 60}};
}
Status With(const std::function<void(json&)>& change, const Expected& expected = kExpected) {
  json claims = Right();
  change(claims);
  return CheckIdToken(claims, expected, kTime);
}
Status Set(const char* member, const json& value) {
  return With([&](json& claims) { claims[member] = value; });
}

TEST(IdTokenTest, WhatIsRightIsTaken) {
  EXPECT_TRUE(With([](json&) {}).ok());
  EXPECT_TRUE(Set("aud", {"temoin"}).ok());
  EXPECT_TRUE(Set("azp", "temoin").ok());
  EXPECT_TRUE(Set("exp", kNow - 59).ok()) << "within the tolerance";
  EXPECT_TRUE(Set("iat", kNow + 60).ok());
  EXPECT_TRUE(Set("nbf", kNow + 60.5).ok());
  const Digest digest = Sha256("a");
  EXPECT_TRUE(Set("at_hash", EncodeBase64Url(std::span(digest).first(16))).ok());
}

TEST(IdTokenTest, EachClaimIsNeededAndHeldToTheSignIn) {
  for (const char* member : {"iss", "aud", "sub", "nonce", "iat", "exp"}) {
    EXPECT_FALSE(With([&](json& claims) { claims.erase(member); }).ok()) << member;
    for (const json& odd : {json(nullptr), json(""), json(true), json::object(), json::array()}) {
      EXPECT_FALSE(Set(member, odd).ok()) << member << " " << odd;
    }
  }
  EXPECT_FALSE(Set("iss", "https://id.example/").ok());
  EXPECT_FALSE(Set("aud", "Temoin").ok());
  EXPECT_FALSE(Set("aud", {"temoin", "other"}).ok()) << "of several, the party is named";
  EXPECT_FALSE(Set("azp", "other").ok());
  EXPECT_FALSE(Set("sub", std::string(kMaxSubject + 1, 'a')).ok());
  EXPECT_FALSE(Set("nonce", "m").ok());
  EXPECT_FALSE(Set("exp", kNow - 60).ok());
  EXPECT_FALSE(Set("exp", -1).ok());
  EXPECT_FALSE(Set("exp", 1e300).ok());
  EXPECT_FALSE(Set("iat", kNow + 61).ok());
  EXPECT_FALSE(Set("iat", kNow - 66).ok()) << "older than the sign-in";
  EXPECT_FALSE(Set("nbf", kNow + 61).ok());
  EXPECT_FALSE(Set("nbf", "soon").ok());
  EXPECT_FALSE(Set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA").ok());
  EXPECT_FALSE(Set("at_hash", 1).ok());
}

TEST(IdTokenTest, OneOfTheDemandedLevelsIsVouchedFor) {
  Expected expected = kExpected;
  expected.levels = {"eidas2", "eidas3"};
  EXPECT_TRUE(With([](json& claims) { claims["acr"] = "eidas3"; }, expected).ok());
  for (const json& level : {json("eidas1"), json(nullptr), json({"eidas2"})}) {
    const Status low = With([&](json& claims) { claims["acr"] = level; }, expected);
    ASSERT_FALSE(low.ok()) << level;
    EXPECT_EQ(low.error().code, ErrorCode::kForbidden);
  }
}

TEST(IdTokenTest, AUserinfoIsOfThePersonAndASignedOneOfThisSignIn) {
  const auto check = [](const json& claims, bool is_signed) {
    return CheckUserinfo(claims, kExpected, "1", is_signed, kTime).ok();
  };
  EXPECT_TRUE(check({{"sub", "1"}}, false));
  EXPECT_FALSE(check({{"sub", "2"}}, false));
  EXPECT_FALSE(check(json::object(), false));
  const json right = {{"sub", "1"}, {"iss", kExpected.issuer}, {"aud", "temoin"}};
  EXPECT_TRUE(check(right, true));
  for (const auto& [member, value] : {std::pair<const char*, json>{"iss", "x"},
                                      {"aud", "x"},
                                      {"sub", "2"},
                                      {"exp", kNow - 60},
                                      {"iat", kNow - 3600}}) {
    json wrong = right;
    wrong[member] = value;
    EXPECT_FALSE(check(wrong, true)) << member;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::identity
