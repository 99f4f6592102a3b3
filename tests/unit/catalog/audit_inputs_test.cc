// One small recording of each kind that an audit once read wrongly, with the right result, and its
// near relations. All are written here.
#include <gmock/gmock.h>

#include "catalog/audit/audit.h"
#include "tests/unit/catalog/audit_judging.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using testing::Ameli;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Har;
using testing::HarEntry;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Judged;
using testing::kAds;
using testing::kLong;
using testing::kSite;
using ::testing::Not;
using testing::Now;
using testing::Received;
using testing::Seen;
using testing::Sending;
using testing::SourceOf;
using testing::Text;
using Codes = std::vector<std::string>;

TEST(AuditInputsTest, ADeletionDeletesItsOwnCookieOnly) {
  const json set = HarEntry(kAds, {"IDE=x; Domain=.doubleclick.net; Path=/; Max-Age=600"});
  const auto withdrawn = [&](const std::vector<json>& entries) {
    return Har(entries, Phase::kWithdrawn);
  };
  const Codes there = {"not-cleared IDE"};
  EXPECT_EQ(
      withdrawn({set, HarEntry(kAds, {"IDE=; Domain=doubleclick.net; Path=/; Max-Age=0"})}).result,
      "clean");
  // Of the host alone, of another domain, of another path, of another name.
  for (const char* deletion :
       {"IDE=; Path=/; Max-Age=0", "IDE=; Domain=ad.doubleclick.net; Path=/; Max-Age=0",
        "IDE=; Domain=doubleclick.net; Path=/x; Max-Age=0",
        "ide=; Domain=doubleclick.net; Path=/; Max-Age=0",
        // Refused, so that it deletes nothing.
        "IDE=; Domain=net; Path=/; Max-Age=0"}) {
    EXPECT_EQ(withdrawn({set, HarEntry(kAds, {deletion})}).findings, there) << deletion;
  }
  // Cleared, and sent or set again.
  const json clear = HarEntry(kAds, {"IDE=; Domain=doubleclick.net; Path=/; Max-Age=0"});
  EXPECT_EQ(withdrawn({set, clear, Sending(kAds, "IDE=x")}).findings, there);
  EXPECT_EQ(withdrawn({set, clear, set}).findings, there);
  // A request that was on its way before the answer came.
  json early = Sending(kAds, "IDE=x");
  json late = clear;
  early["startedDateTime"] = "2026-11-21T12:00:00.100Z";
  late["startedDateTime"] = "2026-11-21T12:00:00.000Z";
  late["time"] = 200.5;
  EXPECT_EQ(withdrawn({set, late, early}).result, "clean");
}

TEST(AuditInputsTest, ADeletionOfWhatWasOnlySentStaysOpen) {
  const json deleted =
      Sending(kAds, "IDE=x; other=1", {"IDE=; Domain=doubleclick.net; Path=/; Max-Age=0"});
  const Codes other = {"undeclared other"};
  const Seen open = Har({deleted}, Phase::kWithdrawn);
  EXPECT_EQ(open.findings, other);
  EXPECT_THAT(open.unread, ElementsAre("deletions 1"));
  // A later request that sends the other one shows that it is gone.
  EXPECT_THAT(Har({deleted, Sending(kAds, "other=1")}, Phase::kWithdrawn).unread, IsEmpty());
  EXPECT_THAT(Har({deleted, HarEntry(kAds, {})}, Phase::kWithdrawn).unread,
              ElementsAre("deletions 1"));
}

TEST(AuditInputsTest, AnExpiresCountsFromTheServersClock) {
  // The visitor's clock is six minutes ahead; the cookie lives for five.
  json entry =
      HarEntry(kAds, {"IDE=x; Domain=.doubleclick.net; Expires=Fri, 20 Nov 2026 10:05:00 GMT"});
  entry["startedDateTime"] = "2026-11-20T10:06:00.000Z";
  // Without a date it is taken for deleted.
  EXPECT_THAT(Har({entry}).findings, ElementsAre("called-without-consent "));
  entry["response"]["headers"].push_back(
      {{"name", "Date"}, {"value", "Fri, 20 Nov 2026 10:00:00 GMT"}});
  EXPECT_EQ(Har({entry}).findings.front(), "set-without-consent IDE");
  // Years ahead: the life is told by the answer all the same.
  json ahead =
      HarEntry(kAds, {"IDE=x; Domain=.doubleclick.net; Expires=Thu, 20 Nov 2031 10:00:00 GMT"});
  ahead["startedDateTime"] = "2030-12-01T10:00:00.000Z";
  ahead["response"]["headers"].push_back(
      {{"name", "Date"}, {"value", "Fri, 20 Nov 2026 10:00:00 GMT"}});
  EXPECT_EQ(Har({ahead}).findings.front(), "over-13-months IDE");
}

TEST(AuditInputsTest, HeadersAndCookiesTakenApartAreReadTogether) {
  const json ide = {{"name", "IDE"},
                    {"value", "[REDACTED]"},
                    {"domain", ".doubleclick.net"},
                    {"expires", "2031-11-26T10:00:00.000Z"}};
  const json pcid = HarEntry(kSite, {"pcid=x; Path=/; Max-Age=600; Secure"});
  const Seen redacted = Har({Received(kAds, {ide}, {"[REDACTED]"}), pcid});
  EXPECT_THAT(redacted.findings, ElementsAre("over-13-months IDE", "lifetime-over-declared IDE",
                                             "set-without-consent IDE"));
  EXPECT_THAT(redacted.unread, ElementsAre("redacted 1"));
  EXPECT_EQ(redacted.result, "findings");
  // Redacted only: never clean.
  EXPECT_EQ(Har({HarEntry(kSite, {"[REDACTED]"}), pcid}).result, "inconclusive");
  EXPECT_EQ(Har({HarEntry(kSite, {"pcid=[redacted]"})}).result, "inconclusive");
  EXPECT_EQ(Har({Sending(kSite, "[redacted]"), pcid}).result, "inconclusive");
  EXPECT_EQ(Har({HarEntry(kSite, {"pcid=[redacted]; Path=/; Max-Age=600"})}).result, "clean");
  // What a header tells of is not told twice.
  const json once = {{"name", "pcid"}, {"domain", "www.ameli.fr"}, {"expires", nullptr}};
  EXPECT_EQ(Har({Received(kSite, {once}, {"pcid=1; Path=/; Max-Age=600"})}).result, "clean");
  EXPECT_THAT(
      Har({Received(kSite, json::array({once, {{"name", "trk"}}}), {"pcid=1; Path=/"})}).findings,
      ElementsAre("undeclared trk"));
}

TEST(AuditInputsTest, SeveralCookiesJoinedByCommas) {
  const Seen seen = Har({HarEntry(
      kAds, {"IDE=x; Domain=.doubleclick.net; Expires=Wed, 26 Nov 2031 10:00:00 GMT, trk_b=y; "
             "Path=/; Max-Age=157680000, trk_c=z; Path=/"})});
  EXPECT_THAT(seen.findings, ElementsAre("over-13-months IDE", "lifetime-over-declared IDE",
                                         "set-without-consent IDE", "over-13-months trk_b",
                                         "undeclared trk_b", "undeclared trk_c"));
}

TEST(AuditInputsTest, LifetimesOfCookiesTakenApart) {
  const auto found = [](const char* member, json value) {
    return Har({Received(kSite, {{{"name", "trk"}, {"domain", ".ameli.fr"}, {member, value}}})});
  };
  const Codes over = {"over-13-months trk", "undeclared trk"};
  EXPECT_EQ(found("expires", "Wed, 26-Nov-2031 10:00:00 GMT").findings, over);
  EXPECT_EQ(found("expires", "2031-11-26 10:00:00").findings, over);
  EXPECT_EQ(found("expires", 1953367200).findings, over);
  EXPECT_EQ(found("expires", 1953367200500.5).findings, over);
  EXPECT_EQ(found("expires", "1953367200").findings, over);
  EXPECT_EQ(found("maxAge", 157680000).findings, over);
  const Codes session = {"undeclared trk"};
  for (const json& value : {json(-1), json(0), json(""), json("Session"), json(nullptr),
                            json("1969-12-31T23:59:59.000Z"), json("0001-01-01T00:00:00")}) {
    const Seen seen = found("expires", value);
    EXPECT_EQ(seen.findings, session) << value;
    EXPECT_THAT(seen.unread, IsEmpty()) << value;
  }
  EXPECT_THAT(found("expires", "soon").unread, ElementsAre("time 1"));
  EXPECT_THAT(found("expires", "1970-01-01T00:00:00.000Z").unread, ElementsAre("time 1"));
  EXPECT_THAT(found("maxAge", 0).findings, IsEmpty());
}

TEST(AuditInputsTest, WithoutATimeALifetimeIsOpenAndNothingIsDeleted) {
  json entry =
      HarEntry(kAds, {"IDE=x; Domain=.doubleclick.net; Expires=Thu, 21 Mar 2025 10:00:00 GMT"});
  entry.erase("startedDateTime");
  const Codes there = {"set-without-consent IDE"};
  Seen seen = Har({entry});
  EXPECT_EQ(seen.findings, there);
  EXPECT_THAT(seen.unread, ElementsAre("time 1"));
  entry["startedDateTime"] = "some day";
  EXPECT_EQ(Har({entry}).findings, there);
  // The answer's own date serves.
  entry["response"]["headers"].push_back(
      {{"name", "date"}, {"value", "Tue, 21 Mar 2023 10:00:00 GMT"}});
  seen = Har({entry});
  EXPECT_THAT(seen.unread, IsEmpty());
  EXPECT_EQ(seen.findings.front(), "over-13-months IDE");
  entry["response"]["headers"].back()["value"] = "yesterday";
  EXPECT_THAT(Har({entry}).unread, ElementsAre("date 1", "time 1"));
}

TEST(AuditInputsTest, ADateMayComeLastInALog) {
  const char* const kCookie =
      "< Set-Cookie: IDE=x; Domain=.doubleclick.net; Expires=Fri, 21 Mar 2025 10:00:00 GMT\n";
  const char* const kDate = "< Date: Tue, 21 Mar 2023 10:00:00 GMT\n";
  const std::string request =
      "> GET / HTTP/1.1\n> Host: ad.doubleclick.net\n>\n< HTTP/1.1 200 OK\n";
  const Codes all = {"over-13-months IDE", "lifetime-over-declared IDE", "set-without-consent IDE"};
  EXPECT_EQ(Text(request + kCookie + kDate + "<\n").findings, all);
  EXPECT_EQ(Text(request + kDate + kCookie + "<\n").findings, all);
  const Seen none = Text(request + kCookie + "<\n");
  EXPECT_THAT(none.findings, ElementsAre("set-without-consent IDE"));
  EXPECT_THAT(none.unread, ElementsAre("time 1"));
  EXPECT_THAT(Text(request + kCookie + "< Date: soon\n<\n").unread,
              ElementsAre("date 1", "time 1"));
  // The date of one answer is not that of the next.
  EXPECT_THAT(Text(request + kDate + "<\n" + request + kCookie + "<\n").unread,
              ElementsAre("time 1"));
}

TEST(AuditInputsTest, OnlyTheRequestSaysWhoseAnswerItIs) {
  const auto log = [](const std::string& host, const std::string& fields) {
    return Text("> GET /x HTTP/2\n> Host: " + host +
                "\n> Origin: https://www.ameli.fr\n"
                "> Referer: https://www.ameli.fr/\n>\n< HTTP/2 200\n" +
                fields + "<\n");
  };
  EXPECT_THAT(log("tracker.example.net",
                  "< access-control-allow-origin: https://www.ameli.fr\n"
                  "< set-cookie: pcid=x; Path=/; Max-Age=600\n")
                  .findings,
              ElementsAre("wrong-party pcid"));
  EXPECT_EQ(log("www.ameli.fr",
                "< location: https://idp.example.com/start\n"
                "< set-cookie: ameli_espace=x; Path=/; Max-Age=600\n")
                .result,
            "clean");
  // What follows a redirection that nobody is said to have followed is of an unknown host.
  const std::string redirected =
      "https://www.ameli.fr/\nHTTP/2 302\nlocation: https://idp.example.com/\n"
      "set-cookie: ameli_espace=x; Max-Age=60\n\nHTTP/2 200\nset-cookie: pcid=x; Max-Age=60\n";
  EXPECT_THAT(Text(redirected).unread, ElementsAre("host 1"));
  // HTTP/2's pseudo-field, as itself and as curl remarks it; the address that curl asks again.
  for (const char* host : {":authority: t.example", "* [HTTP/2] [1] [:authority: t.example:443]",
                           "* Issue another request to this URL: 'https://t.example/y'",
                           "https://t.example/z", "GET https://t.example/ HTTP/1.1"}) {
    EXPECT_THAT(Text(std::string(host) + "\nset-cookie: pcid=x; Path=/; Max-Age=60\n").findings,
                ElementsAre("wrong-party pcid"))
        << host;
  }
  // A body that looks like a header names no host; a cookie in it is of nobody known.
  const Seen body = Text(
      "> GET / HTTP/1.1\n> Host: t.example\n>\n< HTTP/1.1 200 OK\n<\nHost: www.ameli.fr\n"
      "< HTTP/1.1 200 OK\n< Set-Cookie: pcid=x; Path=/; Max-Age=60\n<\n");
  EXPECT_THAT(body.findings, ElementsAre("wrong-party pcid"));
  EXPECT_THAT(Text("Set-Cookie: pcid=x; Path=/; Max-Age=60\n").unread, ElementsAre("host 1"));
}

constexpr const char* kForeign = "https://evil.example/x";
constexpr const char* kPosing = "pcid=1; Domain=ameli.fr; Max-Age=60";

TEST(AuditInputsTest, WhatBrowsersRefuseIsANoticeAndWhatTheyKeepIsSeen) {
  for (const auto& [url, line] : std::vector<std::pair<const char*, std::string>>{
           {kSite, std::string("trk=x; Domain=fr") + kLong},
           {kSite, "__Host-sid=x; Domain=ameli.fr; Secure; Path=/"},
           {kSite, "__Secure-sid=x; Path=/"},
           {kSite, "a\x1b[31mred=1"}}) {
    EXPECT_EQ(Har({HarEntry(url, {line})}).result, "clean") << line;
  }
  // Who names the site as the Domain of a cookie is not the site.
  const Seen foreign = Har({HarEntry(kForeign, {kPosing})});
  EXPECT_EQ(foreign.result, "inconclusive");
  EXPECT_THAT(foreign.unread, ElementsAre("site 0"));
  EXPECT_THAT(foreign.notices, ElementsAre("refused pcid"));
  EXPECT_THAT(Har({HarEntry("https://tracker.example/", {"HttpOnly", "Secure; Max-Age=157680000"}),
                   HarEntry(kSite, {"pcid=x; Path=/; Max-Age=600"})})
                  .findings,
              ElementsAre("over-13-months ", "undeclared "));
  EXPECT_THAT(Har({HarEntry("http://[2001:db8::1]:8080/", {"a=1"})}).findings,
              ElementsAre("undeclared a"));
  const Seen relative = Har({HarEntry("/relative", {"pcid=1; Max-Age=60"})});
  EXPECT_THAT(relative.unread, ElementsAre("host 1"));
  json named = HarEntry("/relative", {"pcid=1; Max-Age=60"});
  named["request"]["headers"].push_back({{"name", "host"}, {"value", "www.ameli.fr"}});
  EXPECT_EQ(Har({named}).result, "clean");
}

TEST(AuditInputsTest, AHostIsSeenWhereItAnsweredNotWhereACookieNamesIt) {
  const json apart = Received(kForeign, {{{"name", "pcid"}, {"domain", "ameli.fr"}}});
  const std::string log =
      "> GET /x HTTP/2\n> Host: evil.example\n>\n< HTTP/2 200\n"
      "< set-cookie: pcid=1; Domain=ameli.fr; Max-Age=60\n<\n";
  for (const Seen& seen : {Har({apart}), Text(log)}) {
    EXPECT_EQ(seen.result, "inconclusive");
    EXPECT_THAT(seen.unread, ElementsAre("site 0"));
    EXPECT_THAT(seen.notices, ElementsAre("refused pcid"));
  }
  // Neither is another vendor called because a refused cookie names it, nor the parent of a host.
  const json known = HarEntry(kSite, {"pcid=x; Path=/; Max-Age=600"});
  for (const json& entry :
       {HarEntry(kForeign, {"a=1; Domain=www.facebook.com"}),
        Received(kForeign, {{{"name", "a"}, {"domain", "www.facebook.com"}}})}) {
    EXPECT_THAT(Har({known, entry}).notices, ElementsAre("refused a"));
  }
  const Seen deleted =
      Har({known, HarEntry(kAds, {"IDE=; Domain=doubleclick.net; Max-Age=0"})}, Phase::kRefused);
  EXPECT_THAT(deleted.findings, ElementsAre("called-without-consent "));
}

TEST(AuditInputsTest, AnotherShapeThanTheFormatsIsCounted) {
  const json pcid = HarEntry(kSite, {"pcid=x; Path=/; Max-Age=600"});
  for (const char* response :
       {R"({"headers":{"set-cookie":["trk=1"]}})", R"({"headers":[["set-cookie","trk=1"]]})",
        R"({"headers":["Set-Cookie: trk=1"]})", R"({"headers":"Set-Cookie: trk=1"})",
        R"({"headers":[{"name":"Set-Cookie","value":["trk=1"]}]})",
        R"({"headers":[{"name":"Set-Cookie","value":7}]})",
        R"({"headers":[],"cookies":{"trk":"1"}})"}) {
    json entry = HarEntry(kSite, {});
    entry["response"] = json::parse(response);
    EXPECT_THAT(Har({entry, pcid}).unread, ElementsAre("shape 1")) << response;
  }
  json nameless = Received(kSite, {{{"value", "x"}}});
  EXPECT_THAT(Har({nameless, pcid}).unread, ElementsAre("cookie 1"));
}

TEST(AuditInputsTest, AnAnswerIsThereWithItsHead) {
  const json set = HarEntry(kAds, {"IDE=x; Domain=.doubleclick.net; Path=/; Max-Age=600"});
  json clear = HarEntry(kAds, {"IDE=; Domain=doubleclick.net; Path=/; Max-Age=0"});
  clear["startedDateTime"] = "2026-11-21T12:00:01.000Z";
  clear["time"] = 5000;
  json after = Sending(kAds, "IDE=x");
  after["startedDateTime"] = "2026-11-21T12:00:02.000Z";
  EXPECT_EQ(Har({set, clear, after}, Phase::kWithdrawn).result, "clean");
  // The body took most of it: the cookie was sent after its deletion.
  clear["timings"] = {{"receive", 4900.5}};
  EXPECT_THAT(Har({set, clear, after}, Phase::kWithdrawn).findings, ElementsAre("not-cleared IDE"));
}

TEST(AuditInputsTest, WithinASecondTheOrderOfTheFileCounts) {
  const json set = HarEntry(kAds, {"IDE=x; Domain=.doubleclick.net; Path=/; Max-Age=600"});
  json clear = HarEntry(kAds, {"IDE=; Domain=doubleclick.net; Path=/; Max-Age=0"});
  json after = Sending(kAds, "IDE=x");
  clear["time"] = 800;
  for (json* entry : {&clear, &after}) (*entry)["startedDateTime"] = "2026-11-21T12:00:05Z";
  EXPECT_THAT(Har({set, clear, after}, Phase::kWithdrawn).findings, ElementsAre("not-cleared IDE"));
  // A request that was surely on its way before.
  after["startedDateTime"] = "2026-11-21T12:00:03Z";
  EXPECT_EQ(Har({set, clear, after}, Phase::kWithdrawn).result, "clean");
}

TEST(AuditInputsTest, MonthsCountFromTheDayOfTheSetting) {
  // pa_privacy is declared for 13 months: 396 days from February, 397 from November.
  const auto set = [](const char* day, int days) {
    json entry = HarEntry(
        kSite, {"pa_privacy=x; Domain=.ameli.fr; Path=/; Max-Age=" + std::to_string(days * 86400)});
    entry["startedDateTime"] = std::string(day) + "T12:00:00.000Z";
    return Har({entry}, Phase::kAccepted).findings;
  };
  EXPECT_THAT(set("2026-02-10", 393), IsEmpty());
  EXPECT_THAT(set("2026-02-10", 395), ElementsAre("lifetime-over-declared pa_privacy"));
  EXPECT_THAT(set("2026-11-21", 395), IsEmpty());
}

TEST(AuditInputsTest, AnEndThatIsNoWordAndNoNumberIsNotASession) {
  const std::string flags = R"("path":"/","httpOnly":false,"secure":true,"value":"x")";
  for (const char* end :
       {R"("expiry":{"$date":1795363200000})", R"("expiry":[1795363200])", R"("expiry":true)"}) {
    EXPECT_THAT(
        Text(std::string(R"([{"name":"pcid","domain":".ameli.fr",)") + end + "," + flags + "}]")
            .unread,
        ElementsAre("time 1"))
        << end;
  }
  EXPECT_THAT(Text(R"({"cookies":[{"name":"pcid","domain":".ameli.fr","size":4,"session":false,)"
                   R"("expires":{"value":1795363200},)" +
                   flags + "}]}")
                  .unread,
              ElementsAre("time 1"));
}

TEST(AuditInputsTest, AnInspectionTellsWhomItsPagesCalled) {
  const auto inspected = [](const json& hosts, const json& beacons) {
    json inspection = {{"uri_ins", kSite},
                       {"localStorage", json::object()},
                       {"cookies", json::array()},
                       {"beacons", beacons}};
    if (!hosts.is_null()) inspection["hosts"] = hosts;
    return ReadRecording(SourceOf(inspection.dump()), Now());
  };
  const json hosts = {
      {"requests", {{"firstParty", {"www.ameli.fr"}}, {"thirdParty", {"www.facebook.com"}}}}};
  EXPECT_THAT(Judged(inspected(hosts, json::array()), Phase::kRefused).findings,
              ElementsAre("called-without-consent "));
  EXPECT_THAT(
      Judged(inspected({}, {{{"url", "https://www.facebook.com/tr?id=1"}}}), Phase::kRefused)
          .findings,
      ElementsAre("called-without-consent "));
  const auto without = inspected({}, json::array());
  ASSERT_TRUE(without.ok());
  EXPECT_TRUE(without->calls_unseen);
  EXPECT_FALSE(inspected(hosts, json::array())->calls_unseen);
}

TEST(AuditInputsTest, AHeadInOneLineIsNotPassedOver) {
  for (const char* line :
       {R"(reply: 'HTTP/1.1 200 OK\r\nSet-Cookie: trk=1; Path=/\r\n')",
        R"(HTTP/1.1 200 OK\r\nSet-Cookie: trk=1; Path=/\r\nContent-Length: 0\r\n)",
        "HTTP/1.1 200 OK Set-Cookie: trk=1; Path=/",
        R"(GET / HTTP/1.1\r\nHost: www.ameli.fr\r\nCookie: trk=1\r\n)",
        R"(Date: Fri, 20 Nov 2026 10:00:00 GMT\r\nSet-Cookie: trk=1)",
        R"(Set-Cookie: pcid=1; Domain=ameli.fr\r\nSet-Cookie: trk=1)"}) {
    EXPECT_THAT(Text("GET / HTTP/1.1\nHost: www.ameli.fr\n\n" + std::string(line) + "\n").unread,
                Contains(HasSubstr("cookie")))
        << line;
  }
}

TEST(AuditInputsTest, WhatMayBeTwoOrCutStaysOpen) {
  const auto answer = [](const std::string& value) {
    return Text(
               "GET / HTTP/1.1\nHost: www.ameli.fr\n\nHTTP/1.1 200 OK\n"
               "Date: Fri, 20 Nov 2026 10:00:00 GMT\nSet-Cookie: " +
               value + "\n")
        .unread;
  };
  EXPECT_THAT(answer("pcid=1,trk=2; Domain=ameli.fr"), ElementsAre("cookie 1"));
  EXPECT_THAT(answer("pcid=C1:1,C2:0; Domain=ameli.fr"), IsEmpty());
  for (const char* cut : {"Max-A", "Exp", "expires=Fri, 2", "Domai"}) {
    EXPECT_EQ(answer(std::string("pcid=1; Domain=ameli.fr; ") + cut).size(), 1U) << cut;
  }
  for (const char* whole : {"Priority=High", "Expires=0", "Max-Age=60", "HttpOnly", "Expires=-1"}) {
    EXPECT_THAT(answer(std::string("pcid=1; Domain=ameli.fr; ") + whole), IsEmpty()) << whole;
  }
  // The file ends in the name of the field.
  for (const char* end : {"Set-C", "< Set-Cook", "set-cooki"}) {
    EXPECT_THAT(Text("GET / HTTP/1.1\nHost: www.ameli.fr\n\nHTTP/1.1 200 OK\nServer: x\n" +
                     std::string(end))
                    .unread,
                ElementsAre("cookie 1"))
        << end;
  }
  // A HAR holds whole values: what browsers pass over is a session there.
  EXPECT_THAT(Har({HarEntry(kSite, {"pcid=1; Domain=ameli.fr; Expires=Fri, 2"})}).unread,
              IsEmpty());
}

TEST(AuditInputsTest, ARequestWhoseHostIsNotKnownIsNotPassedOver) {
  json connect = HarEntry("www.facebook.com:443", {});
  connect["request"]["method"] = "CONNECT";
  EXPECT_THAT(Har({HarEntry(kSite, {"pcid=1; Domain=ameli.fr"}), connect}).findings,
              ElementsAre("called-without-consent "));
  for (const auto& [url, unread] : std::vector<std::pair<const char*, const char*>>{
           {"https://[REDACTED]/tr?id=1", "redacted 1"}, {"", "host 1"}, {"/tr?id=1", "host 1"}}) {
    EXPECT_THAT(Har({HarEntry(kSite, {"pcid=1; Domain=ameli.fr"}), HarEntry(url, {})}).unread,
                ElementsAre(unread))
        << url;
  }
  json two = HarEntry(kSite, {"pcid=1; Domain=ameli.fr"});
  two["request"]["headers"].push_back({{"name", "Host"}, {"value", "www.facebook.com"}});
  EXPECT_THAT(Har({two}).unread, ElementsAre("host 1"));
  EXPECT_THAT(
      Har({HarEntry(kSite, {"pcid=1; Domain=ameli.fr"}), HarEntry("data:image/png,x", {})}).unread,
      IsEmpty());
}

TEST(AuditInputsTest, AHostOfOthersThatNobodyKnowsIsNamed) {
  const auto recording = testing::ReadHar({HarEntry(kSite, {"pcid=1; Domain=ameli.fr"}),
                                           HarEntry("https://px.unknown-third.net/i", {}),
                                           HarEntry("https://cdn.ameli.fr/a.js", {})});
  ASSERT_TRUE(recording.ok());
  const auto report = Audit(Ameli(), *recording, Phase::kNone, Now());
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->clean());
  EXPECT_THAT(AuditText(*report, "fr"), HasSubstr("1 hôte tiers appelé"));
  EXPECT_THAT(AuditText(*report, "fr"), HasSubstr("px.unknown-third.net"));
  EXPECT_THAT(AuditText(*report, "fr"), Not(HasSubstr("cdn.ameli.fr")));
}

TEST(AuditInputsTest, ACookieFieldThatWasCutMayHaveHadMore) {
  for (const char* cookies :
       {"pcid=abcdef...", "pcid=abc[truncated]", "pcid=a... (1204 more bytes)",
        "pcid=1; pctx=2 +3 more", "pcid=1; <truncated>", "pcid=1 [...]", "pcid=1; pctx=abc\u2026",
        "pcid=1; tr..."}) {
    const Seen seen = Har({Sending(kSite, cookies)});
    EXPECT_THAT(seen.unread, ElementsAre("redacted 1")) << cookies;
    EXPECT_THAT(seen.findings, IsEmpty()) << cookies;
  }
  for (const char* set : {"pcid=1; Domain=ameli.fr; Expires=<DATE>",
                          "pcid=1; Domain=<5f4dcc3b5aa765d61d8327deb882cf99>"}) {
    EXPECT_THAT(Har({HarEntry(kSite, {set})}).unread, ElementsAre("redacted 1")) << set;
  }
}

TEST(AuditInputsTest, CookiesBesideTheEntriesOfALogAreNotPassedOver) {
  for (const char* member : {"cookies", "_cookies", "_localStorage"}) {
    const json har = {{"log",
                       {{"version", "1.2"},
                        {"entries", {HarEntry(kSite, {"pcid=1; Domain=ameli.fr"})}},
                        {member, json::array({{{"name", "trk"}, {"domain", ".ameli.fr"}}})}}}};
    EXPECT_THAT(Text(har.dump()).unread, ElementsAre("shape 1")) << member;
  }
}

TEST(AuditInputsTest, EveryExportIsReadByItsOwnMembers) {
  const std::string ends = std::to_string(Now().time_since_epoch().count() + 157680000);
  const std::string flags = R"(,"path":"/","httpOnly":false,"secure":true,"value":"x"})";
  const std::string trk = R"({"name":"trk","domain":".ameli.fr",)";
  const Codes over = {"over-13-months trk", "undeclared trk"};
  for (const std::string& text :
       {R"({"cookies":[)" + trk + "\"expires\":" + ends + ".5" + flags + R"(],"origins":[]})",
        R"({"result":{"cookies":[)" + trk + R"("size":4,"session":false,"expires":)" + ends +
            flags + "]}}",
        "[" + trk + R"("hostOnly":false,"expirationDate":)" + ends + flags + "]",
        R"({"url":"https://www.ameli.fr","cookies":[)" + trk + R"("expirationDate":)" + ends +
            flags + "]}",
        R"({"value":[)" + trk + R"("expiry":)" + ends + flags + "]}",
        "# Netscape HTTP Cookie File\n.ameli.fr\tTRUE\t/\tTRUE\t" + ends + "\ttrk\tk=v\n"}) {
    const Seen seen = Text(text);
    EXPECT_EQ(seen.findings, over) << text;
    EXPECT_THAT(seen.unread, IsEmpty()) << text;
  }
  EXPECT_THAT(Text(R"({"cookies":[],"origins":[{"localStorage":[{"name":"k"}],)"
                   R"("origin":"https://www.ameli.fr"}]})")
                  .findings,
              ElementsAre("undeclared k"));
  // A database alone is something to report, and one without a name of an origin is not passed
  // over.
  EXPECT_THAT(Text(R"({"cookies":[],"origins":[{"origin":"https://www.ameli.fr","localStorage":[],)"
                   R"("indexedDB":[{"name":"firebase","version":1,"stores":[{"name":"s"}]}]}]})")
                  .findings,
              ElementsAre("undeclared firebase"));
  EXPECT_THAT(Text(R"({"cookies":[],"origins":[{"indexedDB":[{"name":"d"}]}]})").unread,
              ElementsAre("host 1"));
  EXPECT_THAT(
      Text("# HTTP Cookie File\nwww.ameli.fr\tFALSE\t/\tTRUE\t0\tpcid\t1\nhalf a row\n").unread,
      ElementsAre("cookie 1"));
}

TEST(AuditInputsTest, NamesAreWholeCharactersInEveryReport) {
  const auto recording = ReadRecording(
      SourceOf("\xEF\xBB\xBF"
               R"({"log":{"entries":[{"request":{"url":"https://www.ameli.fr/"},)"
               R"("response":{"headers":[{"name":"Set-Cookie","value":"\ud83c\udf6a=1"},)"
               R"({"name":"set-cookie","value":"\ud83c=1"},)"
               R"({"name":"SET-COOKIE","value":"z\u202ex=1"}]}}]}})"),
      Now());
  ASSERT_TRUE(recording.ok());
  const auto report = Audit(Ameli(), *recording, Phase::kNone, Now());
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(AuditText(*report, "fr"), HasSubstr("🍪 (www.ameli.fr)"));
  EXPECT_THAT(AuditText(*report, "fr"), HasSubstr("\uFFFD (www.ameli.fr)"));
  EXPECT_THAT(AuditText(*report, "fr"), Not(HasSubstr("\u202e")));
  // A code is never broken between two lines.
  EXPECT_THAT(AuditHtml(*report, "fr"), HasSubstr("<td class=\"code\">undeclared</td>"));
  EXPECT_THAT(AuditHtml(*report, "fr"), HasSubstr(".code{white-space:nowrap}"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
