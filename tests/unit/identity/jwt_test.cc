#include "identity/jwt.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/identity/signer.h"

namespace temoin::identity {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;

const Signer& RsaKey() {
  static const Signer kKey = Signer::Rsa("r");
  return kKey;
}
const Signer& EcKey() {
  static const Signer kKey = Signer::Ec("e");
  return kKey;
}
KeySet Keys(const std::vector<json>& keys) { return KeySet::Parse(SetOf(keys)).value(); }
KeySet Both() { return Keys({RsaKey().Jwk(), EcKey().Jwk()}); }

const json kClaims = {{"sub", "1"}, {"name", "Déléguée"}};

TEST(JwtTest, TokensOfBothKindsOfKeysAreRead) {
  for (const Signer* signer : {&RsaKey(), &EcKey()}) {
    const auto claims = VerifyJwt(signer->Token(kClaims), Both());
    ASSERT_TRUE(claims.ok()) << claims.error().message;
    EXPECT_EQ(*claims, kClaims);
  }
}

TEST(JwtTest, AnyOtherByteIsRefused) {
  for (const Signer* signer : {&RsaKey(), &EcKey()}) {
    const std::string token = signer->Token(kClaims);
    for (size_t at = 0; at < token.size(); at += 3) {
      std::string other = token;
      other[at] = other[at] == 'A' ? 'B' : 'A';
      EXPECT_FALSE(VerifyJwt(other, Both()).ok()) << at;
    }
    EXPECT_FALSE(VerifyJwt(token + "A", Both()).ok());
    EXPECT_FALSE(VerifyJwt(token + ".", Both()).ok());
    EXPECT_FALSE(VerifyJwt(token.substr(0, token.rfind('.')), Both()).ok());
    EXPECT_FALSE(VerifyJwt(token.substr(0, token.rfind('.') + 1), Both()).ok());
  }
}

// Whatever the header says, the key decides.
TEST(JwtTest, OnlyTheKeysOwnAlgorithmIsTaken) {
  for (const char* algorithm : {"none", "None", "HS256", "RS384", "RS512", "PS256", "ES384", ""}) {
    json header = RsaKey().Header();
    header["alg"] = algorithm;
    EXPECT_EQ(VerifyJwt(RsaKey().Token(header, kClaims.dump()), Both()).error().code,
              ErrorCode::kUnauthorized)
        << algorithm;
  }
  json crossed = RsaKey().Header();
  crossed["kid"] = "e";
  EXPECT_FALSE(VerifyJwt(RsaKey().Token(crossed, kClaims.dump()), Both()).ok());
  crossed["alg"] = "ES256";
  EXPECT_FALSE(VerifyJwt(RsaKey().Token(crossed, kClaims.dump()), Both()).ok());
  json demanding = RsaKey().Header();
  demanding["crit"] = {"exp"};
  EXPECT_FALSE(VerifyJwt(RsaKey().Token(demanding, kClaims.dump()), Both()).ok());
}

TEST(JwtTest, AKeyThatIsNotThereMayHaveBeenReplaced) {
  const auto unknown = VerifyJwt(RsaKey().Token(kClaims), Keys({EcKey().Jwk()}));
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
  // Without a name, the one key of the algorithm; of two, neither.
  const json nameless = {{"alg", "RS256"}};
  const std::string token = RsaKey().Token(nameless, kClaims.dump());
  EXPECT_TRUE(VerifyJwt(token, Both()).ok());
  EXPECT_FALSE(VerifyJwt(token, Keys({RsaKey().Jwk(), Signer::Rsa("s").Jwk()})).ok());
  // Two keys of one name are none.
  EXPECT_FALSE(
      VerifyJwt(RsaKey().Token(kClaims), Keys({RsaKey().Jwk(), Signer::Rsa("r").Jwk()})).ok());
}

TEST(JwtTest, KeysThatMayNotSignArePassedOver) {
  const auto usable = [](const char* member, const json& value) {
    json key = RsaKey().Jwk();
    key[member] = value;
    return Keys({key}).size();
  };
  EXPECT_EQ(usable("alg", "RS256"), 1U);
  EXPECT_EQ(usable("alg", "RS512"), 0U);
  EXPECT_EQ(usable("alg", "HS256"), 0U);
  EXPECT_EQ(usable("use", "enc"), 0U);
  EXPECT_EQ(usable("kty", "oct"), 0U);
  EXPECT_EQ(usable("n", "AQAB"), 0U);
  EXPECT_EQ(usable("n", 3), 0U);
  EXPECT_EQ(usable("e", ""), 0U);
  EXPECT_EQ(Keys({Signer::Rsa("w", 1024).Jwk()}).size(), 0U) << "too short to trust";
  EXPECT_EQ(Keys({{{"kty", "oct"}, {"kid", "h"}, {"k", "AAAA"}}}).size(), 0U);
  json off = EcKey().Jwk();
  off["x"] = off["y"];
  EXPECT_FALSE(VerifyJwt(EcKey().Token(kClaims), Keys({off})).ok()) << "no point of the curve";
}

TEST(JwtTest, WhatIsNoSetOrNoClaimsIsRefused) {
  for (const char* text :
       {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[1]})", "{\"keys\":[]} x"}) {
    EXPECT_FALSE(KeySet::Parse(text).ok()) << text;
  }
  EXPECT_FALSE(KeySet::Parse(SetOf(std::vector<json>(kMaxKeys + 1, json::object()))).ok());
  EXPECT_FALSE(KeySet::Parse(std::string(kMaxJwt + 1, ' ')).ok());
  for (const char* payload : {"[]", "1", "", "{", R"({"sub":"1","sub":"2"})"}) {
    EXPECT_FALSE(VerifyJwt(RsaKey().Token(RsaKey().Header(), payload), Both()).ok()) << payload;
  }
  EXPECT_FALSE(VerifyJwt(std::string(kMaxJwt + 1, 'a'), Both()).ok());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::identity
