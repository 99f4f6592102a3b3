// One small recording of each kind that an audit once read wrongly, with the right result, and its
// near relations. All are written here.
#include <gmock/gmock.h>

#include "catalog/audit/audit.h"
#include "tests/unit/catalog/audit_judging.h"

namespace temoin::catalog::testing {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
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

TEST(AuditInputsTest, AHostOfOthersThatNobodyKnowsIsNamed) {
  const auto recording = ReadHar({HarEntry(kSite, {"pcid=1; Domain=ameli.fr"}),
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

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog::testing
