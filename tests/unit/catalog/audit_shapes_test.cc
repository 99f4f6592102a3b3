// Recordings of another shape than their format says: read, or counted as not understood.
#include <gmock/gmock.h>

#include "catalog/audit/audit.h"
#include "tests/unit/catalog/audit_judging.h"

namespace temoin::catalog::testing {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Codes = std::vector<std::string>;

TEST(AuditShapesTest, AnotherShapeThanTheFormatsIsCounted) {
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

TEST(AuditShapesTest, AnEndThatIsNoWordAndNoNumberIsNotASession) {
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

TEST(AuditShapesTest, AHeadInOneLineIsNotPassedOver) {
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

TEST(AuditShapesTest, WhatMayBeTwoOrCutStaysOpen) {
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

TEST(AuditShapesTest, ARequestWhoseHostIsNotKnownIsNotPassedOver) {
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

TEST(AuditShapesTest, ACookieFieldThatWasCutMayHaveHadMore) {
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

TEST(AuditShapesTest, CookiesBesideTheEntriesOfALogAreNotPassedOver) {
  for (const char* member : {"cookies", "_cookies", "_localStorage"}) {
    const json har = {{"log",
                       {{"version", "1.2"},
                        {"entries", {HarEntry(kSite, {"pcid=1; Domain=ameli.fr"})}},
                        {member, json::array({{{"name", "trk"}, {"domain", ".ameli.fr"}}})}}}};
    EXPECT_THAT(Text(har.dump()).unread, ElementsAre("shape 1")) << member;
  }
}

TEST(AuditShapesTest, EveryExportIsReadByItsOwnMembers) {
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

TEST(AuditShapesTest, NamesAreWholeCharactersInEveryReport) {
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
}  // namespace temoin::catalog::testing
