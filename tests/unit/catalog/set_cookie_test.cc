#include "catalog/set_cookie.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "base/calendar.h"
#include "catalog/cookie_date.h"
#include "catalog/redaction.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAre;

TEST(CookieDateTest, AsTheStandardReadsIt) {
  const Time expected = *ParseTime("2031-11-26T10:00:00Z");
  for (const char* text :
       {"Wed, 26 Nov 2031 10:00:00 GMT", "Wednesday, 26-Nov-31 10:00:00 GMT",
        "Wed Nov 26 10:00:00 2031", "Wed Nov 26 2031 10:00:00 GMT+0100 (CET)",
        "Wed, 26 Nov 2031 10:00:00.000 GMT", "Wed, 26 Nov 2031 10:00:00GMT",
        "Wed, 26th Nov 2031 10:00:00 GMT", "\"Wed, 26 Nov 2031 10:00:00 GMT\"",
        "Wed, 26/Nov/2031 10:00:00 GMT", "Wed, 26.Nov.2031 10:00:00 GMT", "26 november 2031 10:0:0",
        "10:00:00 2031 nov 26", "26 nov 31 10:00:00x 11:11:11"}) {
    EXPECT_EQ(ParseCookieDate(text), expected) << text;
  }
  for (const char* text :
       {"", "tomorrow", "31 Feb 2027 00:00:00", "21 Oct 2027", "21 Oct 1500 1:1:1",
        "21 Oct 2027 24:00:00", "21 Oct 2027 ab:cd:ef", "2031-11-26T10:00:00Z", "1953367200",
        "Wed, 26 Nov 2031 10:00 GMT", "26 Nov 20311 10:00:00", "26 Nov 2031 100:00:00",
        "026 Nov 2031 10:00:00", "26 Nov 203 10:00:00", "0 Nov 2031 10:00:00"}) {
    EXPECT_EQ(ParseCookieDate(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseCookieDate("26 Nov 70 1:2:3"), ParseTime("1970-11-26T01:02:03Z").value());
  EXPECT_EQ(ParseCookieDate("26 Nov 69 1:2:3"), ParseTime("2069-11-26T01:02:03Z").value());
}

TEST(SetCookieTest, AttributesAsBrowsersReadThem) {
  const SetCookie cookie = ReadSetCookie(
      " a = 1 ; DOMAIN=.A.example; domain=B.example ;path=x; Path=/p;max-age=9; Max-Age=+5; "
      "secure");
  EXPECT_EQ(cookie.name, "a");
  EXPECT_EQ(cookie.domain, "b.example");
  EXPECT_EQ(cookie.path, "/p");
  EXPECT_EQ(cookie.max_age, 9);
  EXPECT_TRUE(cookie.secure);
  EXPECT_EQ(ReadSetCookie("a=1; Domain=x.example; Domain=").domain, "");
  EXPECT_EQ(ReadSetCookie("a=1; Path=/" + std::string(1025, 'x')).path, "");
  EXPECT_EQ(ReadSetCookie("HttpOnly").name, "");
  for (const char* age : {"+1", "1.5", "\"1\"", "", "1e9", "-"}) {
    EXPECT_EQ(ReadSetCookie(std::string("a=1; Max-Age=") + age).max_age, std::nullopt) << age;
  }
}

TEST(SetCookieTest, WhatBrowsersRefuse) {
  const auto refusal = [](const std::string& line, const char* host = "www.a.example") {
    return RefusalOf(ReadSetCookie(line), host);
  };
  EXPECT_EQ(refusal("a=1; Domain=a.example"), Refusal::kNone);
  EXPECT_EQ(refusal("a=1; Domain=other.example"), Refusal::kForeignDomain);
  EXPECT_EQ(refusal("a=1; Domain=x.www.a.example"), Refusal::kForeignDomain);
  EXPECT_EQ(refusal("a=1; Domain=no host"), Refusal::kForeignDomain);
  EXPECT_EQ(refusal("a=1; Domain=fr", "www.ameli.fr"), Refusal::kPublicSuffix);
  EXPECT_EQ(refusal("a=1; Domain=github.io", "github.io"), Refusal::kNone);
  EXPECT_EQ(refusal("a=1; Domain=2.7", "192.0.2.7"), Refusal::kForeignDomain);
  EXPECT_EQ(refusal("a=1; Domain=192.0.2.7", "192.0.2.7"), Refusal::kNone);
  EXPECT_EQ(refusal("a=1; Domain=anything.example", ""), Refusal::kNone);
  EXPECT_EQ(refusal("__Host-a=1; Secure; Path=/"), Refusal::kNone);
  for (const char* line :
       {"__Host-a=1; Secure; Path=/; Domain=a.example", "__Host-a=1; Path=/", "__host-a=1; Secure",
        "__Host-a=1; Secure; Path=/x", "__Secure-a=1", "=__Secure-a; Path=/", "__Host-a"}) {
    EXPECT_EQ(refusal(line), Refusal::kPrefix) << line;
  }
  EXPECT_EQ(refusal("__Secure-a=1; secure"), Refusal::kNone);
  EXPECT_EQ(refusal("="), Refusal::kEmpty);
  EXPECT_EQ(refusal("; Path=/"), Refusal::kEmpty);
  EXPECT_EQ(refusal("a\x1b=1"), Refusal::kControl);
  EXPECT_EQ(refusal("a=" + std::string(4096, 'x')), Refusal::kTooLong);
  EXPECT_EQ(refusal("a=" + std::string(4095, 'x')), Refusal::kNone);
}

TEST(SetCookieTest, JoinedByACommaOrALineFeed) {
  EXPECT_THAT(
      SplitSetCookies("a=1; Expires=Wed, 26 Nov 2031 10:00:00 GMT, b=2; Path=/,c=3, d=4"),
      ElementsAre("a=1; Expires=Wed, 26 Nov 2031 10:00:00 GMT", "b=2; Path=/", "c=3", "d=4"));
  EXPECT_THAT(SplitSetCookies("a=1,b=2; Path=/"), ElementsAre("a=1,b=2; Path=/"));
  EXPECT_THAT(SplitSetCookies("a=\"x, b=2\"; Path=/"), ElementsAre("a=\"x, b=2\"; Path=/"));
  EXPECT_THAT(SplitSetCookies("a={\"k\":1, \"l\":2}"), ElementsAre("a={\"k\":1, \"l\":2}"));
  EXPECT_THAT(SplitSetCookies("a=1\nb=2\n\n"), ElementsAre("a=1", "b=2"));
}

TEST(SetCookieTest, Paths) {
  EXPECT_EQ(DefaultPath("/a/b"), "/a");
  EXPECT_EQ(DefaultPath("/a"), "/");
  EXPECT_EQ(DefaultPath(""), "/");
  EXPECT_TRUE(PathMatches("/a/b", "/a"));
  EXPECT_TRUE(PathMatches("/a/b", "/a/"));
  EXPECT_FALSE(PathMatches("/ab", "/a"));
  EXPECT_FALSE(PathMatches("/", "/a"));
}

TEST(SetCookieTest, RedactionMarks) {
  for (const char* text : {"[redacted]", "REDACTED", "***", "<hidden>", "[redacted 45 bytes]",
                           "\"[REDACTED]\"", "** masqué **", "[Filtered]", "(removed)"}) {
    EXPECT_TRUE(IsRedactionMark(text)) << text;
  }
  for (const char* text : {"", "1", "x", "hidden", "redactedly", "a=[redacted]", "**", "true"}) {
    EXPECT_FALSE(IsRedactionMark(text)) << text;
  }
  EXPECT_TRUE(ReadSetCookie("a=[redacted]").redacted);
  // The name and the attributes are all there is to know.
  EXPECT_FALSE(ReadSetCookie("a=[redacted]; Path=/").redacted);
}

RC_GTEST_PROP(SetCookieProperty, SplittingLosesNothingButSeparators, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::element('a', '=', ';', ',', ' ', '\n', '"', '1'));
  std::string rest = text;
  for (const std::string_view part : SplitSetCookies(text)) {
    const size_t at = rest.find(part);
    RC_ASSERT(at != std::string::npos);
    RC_ASSERT(rest.substr(0, at).find_first_not_of(" ,\n") == std::string::npos);
    rest.erase(0, at + part.size());
  }
  RC_ASSERT(rest.find_first_not_of(" \n,") == std::string::npos);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
