// What other exporters, other orders and other spellings write: read as browsers do, refused by
// name, or counted as not understood; never passed over.
#include <gmock/gmock.h>

#include "catalog/audit/audit.h"
#include "tests/unit/catalog/audit_judging.h"

namespace temoin::catalog::testing {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Codes = std::vector<std::string>;

const char* const kIde = "IDE=x; Domain=.doubleclick.net; Path=/; Max-Age=600; Secure";
const char* const kGone = "IDE=; Domain=.doubleclick.net; Path=/; Max-Age=0; Secure";

std::string Refusal(const std::string& text) {
  const auto recording = ReadRecording(SourceOf(text), Now());
  return recording.ok() ? "read" : recording.error().message;
}

// An answer without its field of cookies beside one that is understood.
Seen WithHeaders(json headers) {
  json entry = HarEntry(kSite, {});
  entry["response"]["headers"] = std::move(headers);
  return Har({entry, HarEntry(kSite, {"pcid=1; Max-Age=600"})});
}

TEST(AuditExportersTest, APartitionedCookieIsAnother) {
  const auto after = [](const std::string& set, const std::string& gone) {
    return Har({HarEntry(kAds, {set}), HarEntry(kAds, {gone})}, Phase::kWithdrawn);
  };
  const std::string apart = "; Partitioned";
  EXPECT_EQ(after(kIde + apart, kGone).findings, Codes({"not-cleared IDE"}));
  EXPECT_EQ(after(kIde, kGone + apart).findings, Codes({"not-cleared IDE"}));
  EXPECT_EQ(after(kIde + apart, kGone + apart).result, "clean");
}

TEST(AuditExportersTest, AnAnswerWithoutTlsDeletesASecureCookiePerhaps) {
  const json set = HarEntry(kAds, {kIde});
  const char* const kPlain = "http://ad.doubleclick.net/b";
  const char* const kGonePlain = "IDE=; Domain=.doubleclick.net; Path=/; Max-Age=0";
  const Seen doubt = Har({set, HarEntry(kPlain, {kGonePlain})}, Phase::kWithdrawn);
  EXPECT_THAT(doubt.findings, IsEmpty());
  EXPECT_THAT(doubt.unread, ElementsAre("deletions 1"));
  EXPECT_EQ(
      Har({set, HarEntry(kPlain, {kGonePlain}), HarEntry(kAds, {kGone})}, Phase::kWithdrawn).result,
      "clean");
  EXPECT_EQ(Har({set, HarEntry(kPlain, {kGone})}, Phase::kWithdrawn).findings,
            Codes({"not-cleared IDE"}));
  const json open = HarEntry(kPlain, {"IDE=x; Domain=doubleclick.net; Path=/"});
  EXPECT_EQ(Har({open, HarEntry(kPlain, {kGonePlain})}, Phase::kWithdrawn).result, "clean");
}

TEST(AuditExportersTest, AHeaderThatIsThereAndEmptyWasTakenOut) {
  for (const json& header :
       {json({{"name", "Set-Cookie"}, {"value", ""}}), json({{"name", "Set-Cookie"}}),
        json({{"name", "set-cookie:"}}), json({{"name", "Set-Cookie"}, {"value", " "}})}) {
    const Seen seen = WithHeaders({header});
    EXPECT_THAT(seen.unread, ElementsAre("cookie 1")) << header;
    EXPECT_EQ(seen.result, "inconclusive");
  }
  EXPECT_THAT(Har({Sending(kAds, ""), HarEntry(kSite, {"pcid=1"})}).unread,
              ElementsAre("cookie 1"));
}

TEST(AuditExportersTest, NamesOfHeadersAndMembersAreReadAsTheyAreWritten) {
  for (const char* name : {"Set-Cookie ", "Set-Cookie:", " SET-COOKIE : "}) {
    EXPECT_THAT(WithHeaders({{{"name", name}, {"value", "trk=1"}}}).findings,
                ElementsAre("undeclared trk"))
        << name;
  }
  const auto found = [](const char* member, json value) {
    return Har({Received(kSite, {{{"name", "trk"}, {"domain", ".ameli.fr"}, {member, value}}})});
  };
  const Codes over = {"over-13-months trk", "undeclared trk"};
  EXPECT_EQ(found("Expires", "2031-11-26T10:00:00Z").findings, over);
  EXPECT_EQ(found("Max-Age", 157680000).findings, over);
  EXPECT_EQ(found("MaxAge", "157680000").findings, over);
}

TEST(AuditExportersTest, MarksOfEveryTool) {
  for (const char* mark : {"[set-cookie redacted]", "__REDACTED__", "-- redacted --",
                           "%%REDACTED%%", "<removed by har-sanitizer>", "REDACTED"}) {
    EXPECT_THAT(WithHeaders({{{"name", "Set-Cookie"}, {"value", mark}}}).unread,
                ElementsAre("redacted 1"))
        << mark;
  }
  EXPECT_THAT(Har({Sending(kAds, "[cookie redacted]"), HarEntry(kSite, {"pcid=1"})}).unread,
              ElementsAre("redacted 1"));
  // A cookie may have such a name.
  EXPECT_THAT(Har({HarEntry(kSite, {"hidden=1", "_removed=1"})}).findings,
              ElementsAre("undeclared _removed", "undeclared hidden"));
}

TEST(AuditExportersTest, WhatIsJoinedIsTakenApartOrCounted) {
  EXPECT_THAT(Har({HarEntry(kSite, {"pcid=x; Path=/, trk:b=y; Path=/"})}).findings,
              ElementsAre("undeclared trk:b"));
  EXPECT_THAT(
      Har({HarEntry(kSite, {"pcid=x; Expires=Sat, 26 Nov 2026 10:00:00 GMT,trk=y"})}).findings,
      ElementsAre("undeclared trk"));
  for (const char* line : {"pcid=x; Path=/, trk", "pcid=x; HttpOnly, trk",
                           "pcid=x; Expires=Thu, 26 Nov 2026 10:00:00 GMT, trk",
                           "pcid=x; SameSite=Lax, trk; Secure"}) {
    EXPECT_THAT(Har({HarEntry(kSite, {line})}).unread, ElementsAre("cookie 1")) << line;
  }
  EXPECT_THAT(Har({HarEntry(kSite, {"pcid=x, y, z; Path=/; Priority=High, x"})}).unread, IsEmpty());
}

TEST(AuditExportersTest, AnAnswerWithoutItsListsIsAnotherShape) {
  const json pcid = HarEntry(kSite, {"pcid=x; Path=/; Max-Age=600"});
  for (const char* response :
       {R"({})", R"({"headers":null,"cookies":null})", R"({"status":200})"}) {
    json entry = HarEntry(kSite, {});
    entry["response"] = json::parse(response);
    EXPECT_THAT(Har({entry, pcid}).unread, ElementsAre("shape 1")) << response;
  }
  // A request without its answer: what it set is not known.
  json pending = HarEntry(kSite, {});
  pending.erase("response");
  EXPECT_THAT(Har({pending, pcid}).unread, ElementsAre("shape 1"));
}

TEST(AuditExportersTest, ABeginningAsANumber) {
  json entry =
      HarEntry(kAds, {"IDE=x; Domain=.doubleclick.net; Expires=Fri, 21 Mar 2025 10:00:00 GMT"});
  for (const json& started :
       {json(1679392800000), json(1679392800.25), json("1679392800"),
        json("Tue, 21 Mar 2023 10:00:00 GMT"), json("2023-03-21T10:00:00.1234567Z"),
        json("2023-03-21T10:00:00.1234567+01:00")}) {
    entry["startedDateTime"] = started;
    EXPECT_EQ(Har({entry}).findings.front(), "over-13-months IDE") << started;
  }
}

TEST(AuditExportersTest, AnExportSaysWhatItCannotShow) {
  const std::string flags = R"("path":"/","httpOnly":false,"secure":true,"value":"x"})";
  const std::string pcid = R"({"name":"pcid","domain":".ameli.fr",)";
  for (const std::string& text :
       {R"({"cookies":[)" + pcid + R"("expires":1795262400,)" + flags + R"(],"origins":[]})",
        R"({"cookies":[)" + pcid + R"("size":4,"session":false,"expires":1795262400,)" + flags +
            "]}",
        "[" + pcid + R"("hostOnly":false,"expirationDate":1795262400,)" + flags + "]",
        "[" + pcid + R"("expiry":1795262400,)" + flags + "]",
        std::string(
            "# Netscape HTTP Cookie File\n.ameli.fr\tTRUE\t/\tTRUE\t1795262400\tpcid\t1\n")}) {
    const auto recording = ReadRecording(SourceOf(text), Now());
    ASSERT_TRUE(recording.ok()) << text;
    const auto report = Audit(Ameli(), *recording, Phase::kNone, Now());
    ASSERT_TRUE(report.ok());
    std::vector<std::string> codes;
    for (const OpenQuestion& question : report->open) {
      if (!question.inconclusive) codes.push_back(question.code);
    }
    EXPECT_THAT(codes, ElementsAre("storage", "export")) << text;
  }
}

TEST(AuditExportersTest, TwoFormatsInOneFileAreNone) {
  const json har = {{"log", {{"entries", json::array({HarEntry(kSite, {"pcid=1"})})}}},
                    {"cookies", json::array()},
                    {"origins", json::array()}};
  EXPECT_THAT(Refusal(har.dump()), HasSubstr("two formats in one file"));
}

TEST(AuditExportersTest, LinesOfLogs) {
  const std::string answer =
      "< HTTP/1.1 200 OK\n< Date: Fri, 20 Nov 2026 10:00:00 GMT\n"
      "< set-cookie: pcid=1; Max-Age=600\n";
  const std::string request = "> GET / HTTP/1.1\n> Host: www.ameli.fr\n>\n";
  EXPECT_EQ(Text(request + answer + "<\n").result, "clean");
  // Only the answers, as they are cut out of a log; a remark above it.
  EXPECT_THAT(Text(answer + "<\n").unread, ElementsAre("host 1"));
  EXPECT_EQ(Text("# today\n" + request + answer + "<\n").result, "clean");
  // A cookie in a line that is not understood.
  for (const char* line :
       {"10:00:00.1 < set-cookie: trk=1\n", "[10:00] < Set-Cookie : trk=1\n",
        "\"set-cookie\": \"trk=1\",\n", "< x-debug: Set-Cookie: trk=1\n", "Set-Cookie = trk=1\n"}) {
    EXPECT_THAT(Text(request + answer + line + "<\n").unread, ElementsAre("cookie 1")) << line;
  }
  EXPECT_EQ(Text(request + answer + "< access-control-expose-headers: Set-Cookie\n<\n").result,
            "clean");
  // HTTP/2 and 3 say the host before the request.
  for (const char* host : {"* [HTTP/2] [1] [:authority: t.example]\n",
                           "* [HTTP/3] [0] OPENED stream for https://t.example/x\n"}) {
    EXPECT_THAT(Text(host + std::string("> GET / HTTP/2\n> accept: */*\n>\n") + answer).findings,
                ElementsAre("wrong-party pcid"))
        << host;
  }
  // What document.cookie gave, below its address: each is seen.
  EXPECT_THAT(Text("https://www.ameli.fr/\npcid=1; trk=2; other=3\n").findings,
              ElementsAre("undeclared other", "undeclared trk"));
  EXPECT_THAT(Refusal("pcid=1; trk=2\n"), HasSubstr("not a format I know"));
  // A field that goes on in the next line.
  EXPECT_THAT(
      Text(request + "< HTTP/1.1 200 OK\n< Set-Cookie: trk=x;\n<  Max-Age=157680000\n<\n").findings,
      ElementsAre("over-13-months trk", "undeclared trk"));
}

TEST(AuditExportersTest, ListsOfConsentToolsAreNoExports) {
  for (
      const char* text :
      {R"({"cookies":[{"name":"a","domain":"x.fr","category":"Ads","expiry":"1 year"}]})",
       R"({"cookies":[{"name":"a","domain":"x.fr","storeId":"0"}]})",
       R"([{"name":"a","domain":"x.fr","path":"/","expires":1953367200,"secure":true}])",
       R"({"version":"tough-cookie@4","cookies":[{"key":"a","domain":"x.fr","hostOnly":false}]})",
       R"([{"Host raw":"https://.x.fr/","Name raw":"a","Expires raw":"1953367200"}])",
       R"({"cookies":[{"name":"a","domain":"x.fr","expires":-1,"size":4}],"localStorage":{"k":1}})",
       "Name;Host;Cookie;Duration\nAds;x.fr;a;1 year\n",
       "#LWP-Cookies-2.0\nSet-Cookie3: a=1; domain=x.fr; expires=\"2031-11-26 10:00:00Z\"\n",
       "# only\n# remarks and words\nno cookie in here\n"}) {
    EXPECT_THAT(Refusal(text), HasSubstr("not a format I know")) << text;
  }
}

TEST(AuditExportersTest, StorageStatesInOtherForms) {
  const auto state = [](const std::string& lists) {
    return Text(R"({"cookies":[],"origins":[{"origin":"https://www.ameli.fr",)" + lists + "}]}");
  };
  EXPECT_THAT(state(R"("sessionStorage":[{"name":"s","value":"1"}])").findings,
              ElementsAre("undeclared s"));
  for (const char* lists : {R"("localStorage":{"k":"1"})", R"("localStorage":[{"key":"k"}])",
                            R"("localStorage":["k"])", R"("indexedDB":[{"database":"k"}])"}) {
    EXPECT_THAT(state(lists).unread, ElementsAre("shape 1")) << lists;
  }
  EXPECT_EQ(state(R"("localStorage":[])").result, "clean");
}

TEST(AuditExportersTest, APhaseOfAScanHasBothItsLists) {
  const auto scan = [](const std::string& lists) {
    return Text(R"({"schema":1,"phases":[{"phase":"none")" + lists + "}]}", Phase::kUnknown);
  };
  EXPECT_EQ(scan(R"(,"cookies":[],"storage":[])").result, "clean");
  for (const char* lists : {"", R"(,"cookies":[])", R"(,"cookies":{},"storage":[])"}) {
    EXPECT_THAT(scan(lists).unread, ElementsAre("shape 1")) << lists;
  }
}

TEST(AuditExportersTest, JarsUnderARemark) {
  const std::string row = ".ameli.fr\tTRUE\t/\tTRUE\t1953367200\ttrk\tx\n";
  const Codes over = {"over-13-months trk", "undeclared trk"};
  for (const char* above : {"# Generated by a downloader\n# Netscape HTTP Cookie File\n",
                            "# HTTP cookie file\n", "\r\n\r\n", "# mine\n"}) {
    EXPECT_EQ(Text(above + row).findings, over) << above;
  }
  EXPECT_THAT(Text("# Netscape HTTP Cookie File\n.ameli.fr TRUE / TRUE 1953367200 trk x\n").unread,
              ElementsAre("cookie 1"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog::testing
