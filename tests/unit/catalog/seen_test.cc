#include "catalog/seen.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "base/calendar.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Time Now() { return *ParseTime("2026-11-21T12:00:00Z"); }

std::vector<std::string> Names(const std::vector<SeenCookie>& seen) {
  std::vector<std::string> names;
  for (const SeenCookie& cookie : seen) {
    names.push_back(cookie.host.empty() ? cookie.name : cookie.name + "@" + cookie.host);
  }
  return names;
}

TEST(SetCookieTest, ReadsNameHostAndLifetimeAndDropsTheValue) {
  const auto cookie =
      ParseSetCookie("uid=secret; Domain=.Adform.NET; Path=/; Max-Age=3600; Secure", "x.fr", Now());
  ASSERT_TRUE(cookie.has_value());
  EXPECT_EQ(cookie->name, "uid");
  EXPECT_EQ(cookie->host, "adform.net");
  EXPECT_EQ(cookie->seconds, 3600);
  EXPECT_FALSE(cookie->session);
}

TEST(SetCookieTest, MaxAgeWinsWhereverItStands) {
  const char* expires = "Expires=Sun, 22 Nov 2026 12:00:00 GMT";
  for (const std::string& line : {std::string("a=1; Max-Age=60; ") + expires,
                                  std::string("a=1; ") + expires + "; Max-Age=60"}) {
    EXPECT_EQ(ParseSetCookie(line, "", Now())->seconds, 60) << line;
  }
  EXPECT_EQ(ParseSetCookie(std::string("a=1; ") + expires, "", Now())->seconds, 86400);
}

TEST(SetCookieTest, SessionClearedAndAbsurd) {
  EXPECT_TRUE(ParseSetCookie("a=1; Path=/", "h.fr", Now())->session);
  EXPECT_EQ(ParseSetCookie("a=1; Path=/", "h.fr", Now())->host, "h.fr");
  EXPECT_TRUE(ParseSetCookie("a=; Max-Age=0", "", Now())->cleared());
  EXPECT_TRUE(ParseSetCookie("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "", Now())->cleared());
  EXPECT_GT(*ParseSetCookie("a=1; Max-Age=99999999999999999999", "", Now())->seconds, 0);
  EXPECT_TRUE(ParseSetCookie("a=1; Max-Age=soon", "", Now())->session);
  EXPECT_FALSE(ParseSetCookie("=1", "", Now()).has_value());
  EXPECT_FALSE(ParseSetCookie("nothing", "", Now()).has_value());
  EXPECT_FALSE(ParseSetCookie("a=" + std::string(9000, 'x'), "", Now()).has_value());
}

TEST(PastedTest, WhatPeoplePaste) {
  const auto names = [](const char* text) { return Names(ParsePasted(text, Now())); };
  EXPECT_THAT(names("_gcl_au"), ElementsAre("_gcl_au"));
  EXPECT_THAT(names("pcid, pctx ,IDE\n\nuid"), ElementsAre("pcid", "pctx", "IDE", "uid"));
  EXPECT_THAT(names("pcid pctx IDE"), ElementsAre("pcid", "pctx", "IDE"));
  EXPECT_THAT(names("IDE .doubleclick.net\nC track.adform.net"),
              ElementsAre("IDE@doubleclick.net", "C@track.adform.net"));
  EXPECT_THAT(names("pcid=AAA; pctx=1~2; _ga=GA1.1"), ElementsAre("pcid", "pctx", "_ga"));
  EXPECT_THAT(
      names("Set-Cookie: IDE=x; Domain=.doubleclick.net; Expires=Thu, 21 Oct 2027 07:28:00 GMT"),
      ElementsAre("IDE@doubleclick.net"));
  EXPECT_THAT(names("IDE=x; path=/; secure"), ElementsAre("IDE"));
  EXPECT_THAT(names("_ga\tGA1.2.3\t.ameli.fr\t/\t2027"), ElementsAre("_ga@ameli.fr"));
  EXPECT_THAT(names("pcid\r\npcid\r\n"), ElementsAre("pcid"));
  EXPECT_THAT(names("SR<RotatorID>"), ElementsAre("SR<RotatorID>"));
  EXPECT_THAT(names(" \n;;; \n,,"), IsEmpty());
}

TEST(PastedTest, IsBounded) {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "c" + std::to_string(i) + "\n";
  EXPECT_THAT(ParsePasted(many, Now()), SizeIs(1000));
  EXPECT_THAT(ParsePasted(std::string(3 << 20, 'x'), Now()), IsEmpty());
}

RC_GTEST_PROP(PastedProperty, AnyTextIsReadWithoutHarm, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::element('a', '=', ';', ',', ' ', '\t', '\n', '.', ':', '1', '\xff'));
  for (const SeenCookie& cookie : ParsePasted(text, Now())) RC_ASSERT(!cookie.name.empty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
