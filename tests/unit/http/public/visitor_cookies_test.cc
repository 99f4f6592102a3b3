#include "server/http/public/visitor_cookies.h"

#include <gtest/gtest.h>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

const consent::Token kMine{7, {1, 2, 3}};

VisitorCookies Read(const std::vector<std::string>& lines) {
  Request request;
  for (const std::string& line : lines) request.headers.Add("Cookie", line);
  return ReadVisitorCookies(request, {});
}

std::string Planted(size_t count) {
  std::string line;
  for (size_t i = 0; i < count; ++i) line += "pcid=planted; ";
  return line;
}

TEST(VisitorCookiesTest, WhatIsNoTokenIsPassedOver) {
  const std::string mine = consent::EncodeToken(kMine);
  const VisitorCookies cookies = Read({"a=b; pcid=x; pcid=" + mine, "pcid=" + mine + "; pctx=1"});
  EXPECT_EQ(cookies.tokens, (std::vector<consent::Token>{kMine, kMine}));
  EXPECT_EQ(cookies.unread, 0U);
}

TEST(VisitorCookiesTest, LooksThroughSixtyFourAndCountsTheRest) {
  const std::string mine = "pcid=" + consent::EncodeToken(kMine);
  EXPECT_EQ(Read({Planted(63) + mine}).tokens.size(), 1U);
  EXPECT_EQ(Read({Planted(63) + mine}).unread, 0U);
  EXPECT_EQ(Read({Planted(64) + mine}).tokens.size(), 0U);
  EXPECT_EQ(Read({Planted(64) + mine}).unread, 1U);
  EXPECT_EQ(Read({Planted(40), Planted(30), mine}).unread, 7U);
}

TEST(VisitorCookiesTest, ReadsNoncesAndWhetherOneStands) {
  const std::string nonce = consent::EncodeNonce({1, 2, 3});
  const VisitorCookies cookies = Read({"pcid_retry=x; pcid_retry=" + nonce + "; pcid=y"});
  EXPECT_EQ(cookies.nonces, (std::vector<consent::RetryNonce>{{1, 2, 3}}));
  EXPECT_TRUE(cookies.retry);
  EXPECT_TRUE(Read({"pcid_retry="}).retry);
  EXPECT_FALSE(Read({"pcid=" + nonce + "; _pcid_retry=x"}).retry);
}

TEST(VisitorCookiesTest, TheAnswerSaysSoOnlyWhenThereIsSomethingToSay) {
  HeaderList headers;
  AddUnread({}, &headers);
  EXPECT_TRUE(headers.empty());
  VisitorCookies many;
  many.unread = 3;
  AddUnread(many, &headers);
  ASSERT_EQ(headers.size(), 1U);
  EXPECT_EQ(headers[0], (std::pair<std::string, std::string>("Temoin-Cookies-Unread", "3")));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
