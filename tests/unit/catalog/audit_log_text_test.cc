// Logs as text: what a line may hold beside fields, and which response a cookie is of.
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

const char* const kKnown = "pcid=x; Domain=ameli.fr; Max-Age=600";
const char* const kLog =
    "> GET / HTTP/1.1\n> Host: www.ameli.fr\n>\n< HTTP/1.1 200 OK\n"
    "< Date: Fri, 20 Nov 2026 10:00:00 GMT\n< Set-Cookie: pcid=x; Domain=ameli.fr; Max-Age=60\n<\n";

// What is open after `tail` was added to a log that is understood.
Seen After(const std::string& tail) { return Text(kLog + tail); }

TEST(AuditLogTextTest, OfSeveralRequestsThatWaitNobodySaysWhichIsAnswered) {
  const std::string site = "> GET / HTTP/1.1\n> Host: www.ameli.fr\n>\n";
  const std::string other = "> GET /t HTTP/1.1\n> Host: evil.example\n>\n";
  const std::string answer = "< HTTP/1.1 200 OK\n< Set-Cookie: ameli_feedback=x; Max-Age=60\n<\n";
  EXPECT_EQ(Text(site + answer).result, "clean");
  EXPECT_EQ(Text(site + site + answer + answer).result, "clean");  // of one host
  EXPECT_EQ(Text(other + answer).findings, Codes({"wrong-party ameli_feedback"}));
  EXPECT_EQ(Text(other + answer + site + answer).findings, Codes({"wrong-party ameli_feedback"}));
  for (const std::string& both : {site + other, other + site}) {
    const Seen seen = Text(both + answer + answer);
    EXPECT_THAT(seen.unread, ElementsAre("host 2"));
    EXPECT_THAT(seen.findings, IsEmpty());
  }
  const std::string streams =
      "* [HTTP/2] [1] OPENED stream for https://evil.example/t\n> GET /t HTTP/2\n"
      "> Host: evil.example\n>\n* [HTTP/2] [3] OPENED stream for https://www.ameli.fr/\n"
      "> GET / HTTP/2\n> Host: www.ameli.fr\n>\n";
  EXPECT_EQ(Text(streams + answer).result, "inconclusive");
  // A request that failed waits no more.
  EXPECT_EQ(
      Text(other + "* Empty reply from server\n* Closing connection 0\n" + site + answer).result,
      "clean");
  // One head, two hosts.
  for (const std::string head :
       {"> GET / HTTP/1.1\n> Host: evil.example\n> Host: www.ameli.fr\n>\n",
        "> GET http://evil.example/ HTTP/1.1\n> Host: www.ameli.fr\n>\n"}) {
    EXPECT_EQ(Text(head + answer).result, "inconclusive") << head;
  }
}

TEST(AuditLogTextTest, ACookieInALineThatIsNoFieldIsOpen) {
  for (const std::string line :
       {"* Set-Cookie: trk=x",
        "Set-Cookie                {trk=x; path=/}",
        "Set-Cookie         trk=x; path=/",
        "Headers : {[Set-Cookie, trk=x; path=/], [Date, x]}",
        "document.cookie = \"trk=x; path=/\"",
        "curl 'https://www.ameli.fr/' -H 'Cookie: trk=x'",
        "curl 'https://www.ameli.fr/' -b 'trk=x; a=1'",
        "$ curl --cookie trk=x https://www.ameli.fr/",
        "curl ^\"https://www.ameli.fr/^\" -H ^\"cookie: trk=x^\"",
        "set_cookie: trk=x",
        "HTTP_COOKIE: trk=x",
        "Cookies: trk=x",
        "Cookie=trk=x",
        "< trk=x; Path=/",
        "< Set-Cookie：trk=x",
        "www.ameli.fr\tFALSE\t/\tFALSE\t1953367200\ttrk\tx",
        "send: b'GET / HTTP/1.1\\r\\nHost: www.ameli.fr\\r\\nCookie: trk=1\\r\\n\\r\\n'",
        "* Added cookie trk=\"x\" for domain www.ameli.fr, path /, expire 1795168800",
        "Stored cookie www.ameli.fr -1 (ANY) / <permanent> <insecure> [expiry 2026-11-20 10:01:00] "
        "trk x",
        "    \"cookie\": \"trk=x\",",
        "cookies = {'trk': 'x'}",
        "$session.Cookies.Add((New-Object System.Net.Cookie(\"trk\", \"x\", \"/\", "
        "\".ameli.fr\")))"}) {
    EXPECT_THAT(After(line + "\n").unread, ElementsAre("cookie 1")) << line;
  }
  // Prose, and what a field says elsewhere.
  for (const std::string line :
       {"Gestion des cookies : en savoir plus", "< Vary: Cookie",
        "* Connection #0 to host x left intact",
        "< Location: https://www.ameli.fr/?cookie=yes&lang=fr", "< Clear-Site-Data: \"cache\"",
        "* skipped cookie with bad tailmatch domain: ameli.fr", "<p>Les cookies</p>",
        "* Replaced cookie pcid=\"x\" for domain ameli.fr, path /, expire 1795168800"}) {
    EXPECT_EQ(After(line + "\n").result, "clean") << line;
  }
  EXPECT_EQ(After("* [HTTP/2] [1] [cookie: trk=1]\n").findings, Codes({"undeclared trk"}));
  EXPECT_EQ(After("* h2h3 [cookie: a=1; trk=1]\n").findings,
            Codes({"undeclared a", "undeclared trk"}));
}

TEST(AuditLogTextTest, ColoursOfATerminalAreNoPartOfALine) {
  EXPECT_EQ(After("< \x1b[1mSet-Cookie\x1b[0m: trk=x\n").findings, Codes({"undeclared trk"}));
  EXPECT_EQ(Text("\x1b[1mHTTP/2 200\x1b[0m\n\x1b[1mset-cookie\x1b[0m: trk=x\n").findings,
            Codes({"undeclared trk"}));
  EXPECT_EQ(Text("\x1b[34mHTTP\x1b[39;49;00m/\x1b[34m1.1\x1b[39;49;00m 200\n"
                 "\x1b[36mSet-Cookie\x1b[39;49;00m: trk=x\n")
                .findings,
            Codes({"undeclared trk"}));
  EXPECT_EQ(After("< \x1b]8;;https://x/\x1b\\Set-Cookie\x1b]8;;\a: trk=x\n").findings,
            Codes({"undeclared trk"}));
}

TEST(AuditLogTextTest, CommasThatJoinCookieFieldsAreRead) {
  EXPECT_EQ(Har({Sending(kSite, "pcid=1, trk=2", {kKnown})}).findings, Codes({"undeclared trk"}));
  EXPECT_EQ(Har({Sending(kSite, "pcid=1; pctx=a, trk=2", {kKnown})}).findings,
            Codes({"undeclared trk"}));
  for (const char* const one : {"pcid=1,2", "pcid=1, 2", "pcid=a,b=c", "pcid=\"a, b=c\""}) {
    EXPECT_EQ(Har({Sending(kSite, one, {kKnown})}).result, "clean") << one;
  }
}

TEST(AuditLogTextTest, AFieldThatGoesOnInTheNextLineIsOpen) {
  const std::string head =
      "GET / HTTP/1.1\nHost: www.ameli.fr\n\nHTTP/1.1 200 OK\n"
      "Date: Sat, 21 Nov 2026 10:00:00 GMT\n";
  for (const char* folded : {"Set-Cookie: pcid=1; Domain=ameli.fr\n\tMax-Age=99999999\n",
                             "Set-Cookie: pcid=1; Domain=ameli.fr;\nMax-Age=99999999\n",
                             "Set-Cookie: pcid=1; Expires=Wed,\n21 Nov 2029 10:00:00 GMT; Path=/\n",
                             "Set-Cookie: pcid=1; Expires=\nWed, 21 Nov 2029 10:00:00 GMT\n",
                             "Cookie: pcid=1;\nIDE=2\n"}) {
    const Seen seen = Text(head + folded);
    EXPECT_EQ(seen.result, "inconclusive") << folded;
    EXPECT_THAT(seen.unread, ::testing::Contains(::testing::StartsWith("cookie "))) << folded;
  }
  // A semicolon at the end says nothing by itself.
  for (const char* whole :
       {"Set-Cookie: pcid=1; Domain=ameli.fr; Max-Age=60;\nServer: x=1\n",
        "Set-Cookie: pcid=1; Domain=ameli.fr; Max-Age=60;\n\nGET /?a=1 HTTP/1.1\n"
        "Host: www.ameli.fr\n",
        "Set-Cookie: pcid=1; Domain=ameli.fr; Max-Age=60;\nGET /?a=1 HTTP/1.1\n"
        "Host: www.ameli.fr\n"}) {
    EXPECT_THAT(Text(head + whole).unread, IsEmpty()) << whole;
  }
}

TEST(AuditLogTextTest, ACookieFieldOfSeveralLinesHidesNone) {
  for (const char* value : {"pcid=1\nIDE=2", "pcid=1;\r\n IDE=2", "pcid=1\r\nIDE=2"}) {
    json entry = HarEntry(kSite, {});
    entry["request"]["headers"].push_back({{"name", "Cookie"}, {"value", value}});
    EXPECT_THAT(Har({entry}, Phase::kNone).findings, Contains(HasSubstr("IDE"))) << value;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog::testing
