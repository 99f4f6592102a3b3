// What says one thing and another: dates, lifetimes and domains that contradict each other, fields
// that go on in the next line, and settings and deletions that browsers refuse.
#include <gmock/gmock.h>

#include "catalog/audit/audit.h"
#include "tests/unit/catalog/audit_judging.h"

namespace temoin::catalog::testing {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Codes = std::vector<std::string>;

const char* const kKnown = "pcid=x; Domain=ameli.fr; Max-Age=600";

TEST(AuditTwoWordsTest, AnEntryWithoutHeadersIsOpen) {
  const json good = HarEntry(kSite, {kKnown});
  for (const char* const side : {"request", "response"}) {
    json entry = good;
    entry[side].erase("headers");
    entry[side]["cookies"] = json::array();
    EXPECT_THAT(Har({good, entry}).unread, ElementsAre("shape 1")) << side;
  }
  EXPECT_EQ(Har({good, good}).result, "clean");
}

TEST(AuditTwoWordsTest, AnEndInAnotherMemberIsReadOrOpen) {
  const auto with = [](json members) {
    json cookie = {{"name", "pcid"}, {"value", "x"}, {"domain", "ameli.fr"}, {"path", "/"}};
    cookie.update(members);
    return Har({Received(kSite, json::array({cookie}))});
  };
  for (const char* const age : {"abc", "soon", "1 year"}) {
    EXPECT_THAT(with({{"maxAge", age}}).unread, ElementsAre("time 1")) << age;
    EXPECT_THAT(with({{"maxAge", age}, {"expires", "2026-11-21T10:00:00Z"}}).unread,
                ElementsAre("time 1"))
        << age;
  }
  EXPECT_EQ(with({{"maxAge", ""}}).result, "clean");
  EXPECT_THAT(with({{"expires_utc", "13401000000000000"}}).unread, ElementsAre("time 1"));
  for (const char* const member : {"expiresDate", "expirationTime", "expires_at", "Expires"}) {
    EXPECT_THAT(with({{member, "2031-11-21T10:00:00Z"}}).findings,
                ElementsAre("over-13-months pcid", "lifetime-over-declared pcid"))
        << member;
    EXPECT_THAT(with({{member, "some day"}}).unread, ElementsAre("time 1")) << member;
  }
  EXPECT_THAT(with({{"session", true}, {"expires", "2031-11-21T10:00:00Z"}}).unread,
              ElementsAre("time 1"));
  EXPECT_EQ(with({{"session", true}}).result, "clean");
}

TEST(AuditTwoWordsTest, AnExportWithAnEndOfAnotherIsOpen) {
  const auto with = [](const char* member, json value) {
    json cookie = {{"name", "pcid"}, {"value", "x"},      {"domain", ".ameli.fr"},
                   {"path", "/"},    {"httpOnly", false}, {"secure", true},
                   {"storeId", "0"}, {"hostOnly", false}};
    cookie[member] = std::move(value);
    return Text(json::array({cookie}).dump());
  };
  EXPECT_EQ(with("session", true).result, "clean");
  EXPECT_THAT(with("expires_utc", 13401000000000000).unread, ElementsAre("time 1"));
  EXPECT_THAT(with("expiresDate", "2031-11-21").unread, ElementsAre("time 1"));
  EXPECT_THAT(with("maxAge", 600).unread, ElementsAre("time 1"));
}

TEST(AuditTwoWordsTest, AHeaderAndItsCookieTakenApartMustAgree) {
  const auto of = [](const char* header, json members) {
    json cookie = {{"name", "pcid"}, {"value", "x"}};
    cookie.update(members);
    return Har({Received(kSite, json::array({cookie}), {header})});
  };
  // HarEntry is of 2026-11-21, at noon.
  EXPECT_EQ(of(kKnown, {{"expires", "2026-11-21T12:10:00Z"}}).result, "clean");
  EXPECT_EQ(of(kKnown, {{"domain", "ameli.fr"}, {"maxAge", 600}}).result, "clean");
  EXPECT_EQ(of(kKnown, {{"domain", "www.ameli.fr"}}).result, "clean");  // the host, as some write
  EXPECT_EQ(of(kKnown, json::object()).result, "clean");
  EXPECT_THAT(of(kKnown, {{"expires", "2031-11-21T12:10:00Z"}}).unread, ElementsAre("cookie 1"));
  EXPECT_THAT(of(kKnown, {{"maxAge", 160000000}}).unread, ElementsAre("cookie 1"));
  EXPECT_THAT(of("pcid=x; Domain=ameli.fr", {{"expires", "2031-11-21T12:10:00Z"}}).unread,
              ElementsAre("cookie 1"));
  EXPECT_THAT(of(kKnown, {{"domain", ".tracker.example"}}).unread, ElementsAre("cookie 1"));
}

TEST(AuditTwoWordsTest, TwoDatesOfAnAnswerSayNothing) {
  const char* const kSet = "pcid=1; Domain=ameli.fr; Expires=Wed, 21 Nov 2029 10:00:00 GMT";
  const std::string head =
      "> GET / HTTP/1.1\n> Host: www.ameli.fr\n>\n< HTTP/1.1 200 OK\n"
      "< Date: Sat, 21 Nov 2026 10:00:00 GMT\n";
  const std::string set = std::string("< Set-Cookie: ") + kSet + "\n<\n";
  const std::string later = "< Date: Wed, 21 Nov 2029 09:00:00 GMT\n";
  EXPECT_THAT(Text(head + later + set).unread, ElementsAre("date 1", "time 1"));
  EXPECT_THAT(Text(head + set).findings,
              Codes({"over-13-months pcid", "lifetime-over-declared pcid"}));
  json entry = HarEntry(kSite, {kSet});
  for (const char* const date :
       {"Fri, 20 Nov 2026 10:00:00 GMT", "Wed, 21 Nov 2029 09:00:00 GMT"}) {
    entry["response"]["headers"].push_back({{"name", "Date"}, {"value", date}});
  }
  EXPECT_THAT(Har({entry}).unread, ElementsAre("date 1"));
}

TEST(AuditTwoWordsTest, ASecureCookieOverHttpIsRefused) {
  const json good = HarEntry(kSite, {kKnown});
  for (const char* const cookie : {"trk=1; Secure", "__Secure-trk=1; Secure", "trk=1; secure"}) {
    const Seen seen = Har({good, HarEntry("http://www.ameli.fr/", {cookie})});
    EXPECT_THAT(seen.findings, IsEmpty()) << cookie;
    EXPECT_EQ(seen.notices.size(), 1) << cookie;
    EXPECT_TRUE(seen.notices.front().starts_with("refused ")) << cookie;
  }
  json apart = Received("http://www.ameli.fr/", json::array({{{"name", "trk"}, {"secure", true}}}));
  EXPECT_THAT(Har({good, apart}).notices, ElementsAre("refused trk"));
  // On the machine itself browsers keep it.
  EXPECT_THAT(Har({good, HarEntry("http://localhost:8080/", {"trk=1; Secure"})}).findings,
              ElementsAre("undeclared trk"));
  EXPECT_THAT(Text("> GET http://www.ameli.fr/ HTTP/1.1\n>\n< HTTP/1.1 200 OK\n"
                   "< Set-Cookie: trk=1; Secure\n<\n")
                  .notices,
              ElementsAre("refused trk"));
}

TEST(AuditTwoWordsTest, ADeletionThatBrowsersRefuseIsNone) {
  const json set = HarEntry(kAds, {"IDE=x; Domain=.doubleclick.net; Path=/; Max-Age=600; Secure"});
  const std::string gone = "IDE=; Domain=.doubleclick.net; Path=/; Max-Age=0";
  const auto after = [&](const std::string& attributes) {
    return Har({set, HarEntry(kAds, {gone + attributes})}, Phase::kWithdrawn);
  };
  EXPECT_EQ(after("; Secure; SameSite=None").result, "clean");
  EXPECT_EQ(after("; SameSite=Lax").result, "clean");
  const Seen refused = after("; SameSite=None");
  EXPECT_THAT(refused.findings, ElementsAre("not-cleared IDE"));
  EXPECT_THAT(refused.notices, ElementsAre("refused IDE"));
  const json apart =
      HarEntry(kAds, {"IDE=x; Domain=.doubleclick.net; Path=/; Max-Age=600; Secure; Partitioned"});
  EXPECT_THAT(Har({apart, HarEntry(kAds, {gone + "; Partitioned"})}, Phase::kWithdrawn).findings,
              ElementsAre("not-cleared IDE"));
}

TEST(AuditTwoWordsTest, AFieldGoesOnInAnIndentedLine) {
  const std::string head = "GET / HTTP/1.1\nHost: www.ameli.fr\n\nHTTP/1.1 200 OK\n";
  const std::string marked = "> GET / HTTP/1.1\n> Host: www.ameli.fr\n>\n< HTTP/1.1 200 OK\n";
  const std::string set = "Set-Cookie: trk=1; Path=/;";
  const Codes over = {"over-13-months trk", "undeclared trk"};
  EXPECT_EQ(Text(head + set + "\n Max-Age=99999999\n").findings, over);
  EXPECT_EQ(Text(head + set + "\n\tMax-Age=99999999;\n\tSecure\n").findings, over);
  EXPECT_EQ(Text(marked + "< " + set + "\n<   Max-Age=99999999\n<\n").findings, over);
  EXPECT_EQ(Text(marked + "< " + set + "\n Max-Age=99999999\n<\n").findings, over);
  EXPECT_EQ(Text("--2026-11-21 10:00:00--  https://www.ameli.fr/\n  HTTP/1.1 200 OK\n  " + set +
                 "\n    Max-Age=99999999\n")
                .findings,
            over);
  for (const char* const text : {" Max-Age=99999999", "\tSecure"}) {
    EXPECT_THAT(Text(head + set + "\n" + text + "\n").unread, IsEmpty()) << text;
  }
  // A terminal breaks a line anywhere.
  EXPECT_THAT(Text(head + set + "\nMax-Age=99999999\n").unread, ElementsAre("cookie 1"));
  // What goes on may be another cookie.
  EXPECT_THAT(Text(head + set + "\n IDE=2; Path=/\n").unread, ElementsAre("cookie 1"));
  const Seen sent = Text("GET / HTTP/1.1\nHost: ad.doubleclick.net\nCookie: x=1;\n IDE=2\n\n");
  EXPECT_EQ(sent.findings, Codes({"set-without-consent IDE", "undeclared x"}));
}

TEST(AuditTwoWordsTest, AValueOfAHarGoesOnInAnIndentedLine) {
  for (const std::string fold : {"\r\n ", "\n ", "\n\t"}) {
    const Seen set = Har({HarEntry(kSite, {"trk=1; Path=/;" + fold + "Max-Age=99999999"})});
    EXPECT_EQ(set.findings, Codes({"over-13-months trk", "undeclared trk"}));
    EXPECT_THAT(set.unread, IsEmpty());
    const Seen sent = Har({Sending(kAds, ("x=1;" + fold + "IDE=2").c_str())});
    EXPECT_EQ(sent.findings, Codes({"set-without-consent IDE", "undeclared x"}));
    EXPECT_THAT(Har({HarEntry(kSite, {"trk=1; Path=/" + fold + "IDE=2; Path=/"})}).unread,
                ElementsAre("cookie 1"));
    EXPECT_THAT(Har({Sending(kAds, ("x=1" + fold + "IDE=2").c_str())}).unread,
                ElementsAre("cookie 1"));
  }
  // Chromium's exporter joins two cookies by a line feed.
  EXPECT_EQ(Har({HarEntry(kSite, {"trk=1; Path=/\nIDE=2; Path=/"})}).findings.size(), 2);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog::testing
