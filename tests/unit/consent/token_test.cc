#include "consent/token.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace temoin::consent {
namespace TEMOIN_TEST_FILE {

TEST(Token, HasTheDocumentedForm) {
  Token token{.index = 0x0102030405, .secret = {}};
  for (uint8_t i = 0; i < 16; ++i) token.secret[i] = static_cast<uint8_t>(0xf0 + i);
  EXPECT_EQ(EncodeToken(token), "AAAAAQIDBAXw8fLz9PX29_j5-vv8_f7_");
  EXPECT_EQ(DecodeToken("AAAAAQIDBAXw8fLz9PX29_j5-vv8_f7_"), token);
}

TEST(Token, RefusesEveryOtherText) {
  const std::string good = EncodeToken({.index = 7, .secret = NewTokenSecret()});
  EXPECT_FALSE(DecodeToken("").has_value());
  EXPECT_FALSE(DecodeToken(good.substr(1)).has_value());
  EXPECT_FALSE(DecodeToken(good + "A").has_value());
  EXPECT_FALSE(DecodeToken(good.substr(0, 31) + "=").has_value());
  EXPECT_FALSE(DecodeToken(good.substr(0, 31) + "+").has_value());
  EXPECT_FALSE(DecodeToken("_" + good.substr(1)).has_value()) << "index over 2^53 - 1";
}

RC_GTEST_PROP(Token, RoundTrips, ()) {
  Token token{.index = *rc::gen::inRange<uint64_t>(0, kMaxIndex), .secret = {}};
  for (uint8_t& byte : token.secret) byte = *rc::gen::arbitrary<uint8_t>();
  const std::string text = EncodeToken(token);
  RC_ASSERT(text.size() == kTokenLength);
  RC_ASSERT(DecodeToken(text) == token);
}

TEST(TokenMatches, OnlyTheSecretOfTheKeptHash) {
  const Token token{.index = 1, .secret = NewTokenSecret()};
  Token other = token;
  other.secret[15] = static_cast<uint8_t>(other.secret[15] ^ 1);
  const Digest kept = HashTokenSecret(token.secret);
  EXPECT_TRUE(TokenMatches(token, kept));
  EXPECT_FALSE(TokenMatches(other, kept));
  EXPECT_FALSE(TokenMatches(token, std::nullopt));
}

TEST(NewTokenSecret, IsNeverTheSame) { EXPECT_NE(NewTokenSecret(), NewTokenSecret()); }

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::consent
