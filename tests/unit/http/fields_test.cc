#include "server/http/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CookieValuesTest, FindsEveryValueOfTheName) {
  EXPECT_THAT(CookieValues("a=1; pcid=x; b=2", "pcid"), ElementsAre("x"));
  EXPECT_THAT(CookieValues("pcid=x;pcid=y", "pcid"), ElementsAre("x", "y"));
  EXPECT_THAT(CookieValues(" pcid = x ", "pcid"), ElementsAre("x"));
  EXPECT_THAT(CookieValues("pcid=a=b", "pcid"), ElementsAre("a=b"));
  EXPECT_THAT(CookieValues("pcid=", "pcid"), ElementsAre(""));
}

// Browsers keep them as a part of the value (RFC 6265, section 5.2).
TEST(CookieValuesTest, QuotesBelongToTheValue) {
  EXPECT_THAT(CookieValues("pcid=\"x\"; pcid=\"y", "pcid"), ElementsAre("\"x\"", "\"y"));
}

TEST(CookieValuesTest, OtherNamesAreNotIt) {
  EXPECT_THAT(CookieValues("", "pcid"), IsEmpty());
  EXPECT_THAT(CookieValues("_pcid=x; pcidd=y; PCID=z; pcid", "pcid"), IsEmpty());
  EXPECT_THAT(CookieValues(";;;=;", "pcid"), IsEmpty());
}

TEST(AcceptEncodingTest, ReadsCodingsAndWeights) {
  const auto read = [](std::string_view text) {
    const Encodings e = ParseAcceptEncoding(text);
    return std::string(e.brotli ? "b" : "") + (e.gzip ? "g" : "");
  };
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read("gzip, deflate, br"), "bg");
  EXPECT_EQ(read("GZIP"), "g");
  EXPECT_EQ(read("br;q=0, gzip;q=0.5"), "g");
  EXPECT_EQ(read("br; Q=0.000,gzip;q=1.0"), "g");
  EXPECT_EQ(read("br;q=0.001"), "b");
  EXPECT_EQ(read("*"), "bg");
  EXPECT_EQ(read("*;q=0, br"), "b");
  EXPECT_EQ(read("identity"), "");
  EXPECT_EQ(read("brotli, gzipped"), "");
}

TEST(EtagTest, ComparesWeaklyInAList) {
  EXPECT_TRUE(MatchesEtag("\"a\"", "\"a\""));
  EXPECT_TRUE(MatchesEtag("W/\"a\"", "\"a\""));
  EXPECT_TRUE(MatchesEtag("\"x\" , \"a\"", "\"a\""));
  EXPECT_TRUE(MatchesEtag("*", "\"a\""));
  EXPECT_FALSE(MatchesEtag("a", "\"a\""));
  EXPECT_FALSE(MatchesEtag("\"b\"", "\"a\""));
  EXPECT_FALSE(MatchesEtag("", "\"a\""));
}

TEST(MediaTypeTest, IsLowerCaseWithoutParameters) {
  EXPECT_EQ(MediaType("Application/JSON; charset=utf-8"), "application/json");
  EXPECT_EQ(MediaType(""), "");
}

TEST(QueryParameterTest, DecodesOnce) {
  EXPECT_EQ(QueryParameter("name=_gcl_au", "name").value(), "_gcl_au");
  EXPECT_EQ(QueryParameter("a=1&name=SR%3CRotatorID%3E", "name").value(), "SR<RotatorID>");
  EXPECT_EQ(QueryParameter("name=a+b%2Bc", "name").value(), "a b+c");
  EXPECT_EQ(QueryParameter("n%61me=x", "name").value(), "x");
  EXPECT_EQ(QueryParameter("name=%2525", "name").value(), "%25");
  EXPECT_EQ(QueryParameter("name=%C3%A9", "name").value(), "é");
  EXPECT_EQ(QueryParameter("name=", "name").value(), "");
  EXPECT_EQ(QueryParameter("name", "name").value(), "");
  EXPECT_EQ(QueryParameter("", "name").value(), std::nullopt);
  EXPECT_EQ(QueryParameter("names=x", "name").value(), std::nullopt);
}

TEST(QueryParameterTest, RefusesWhatIsAmbiguousOrMalformed) {
  for (const char* query : {"name=a&name=b", "name=%", "name=%4", "name=%zz", "name=%00",
                            "name=%0a", "name=%ff", "name=%c0%80", "name=%ed%a0%80"}) {
    EXPECT_FALSE(QueryParameter(query, "name").ok()) << query;
  }
}

TEST(HostNameTest, DropsThePortAndLowersTheCase) {
  EXPECT_EQ(HostName("WWW.Ameli.FR:8080"), "www.ameli.fr");
  EXPECT_EQ(HostName("[::1]:80"), "::1");
  EXPECT_EQ(HostName("127.0.0.1"), "127.0.0.1");
  for (const char* host : {"", ":80", "a b", "a/b", "[x]", "[::1", "a\"b", "é.fr"}) {
    EXPECT_EQ(HostName(host), std::nullopt) << host;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
