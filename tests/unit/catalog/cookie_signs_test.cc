// Lines that hold a cookie in plain sight, as tools, programs and people write them, and lines that
// hold none.
#include "catalog/audit/cookie_signs.h"

#include "tests/unit/catalog/audit_judging.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kSite;
using testing::Text;
using Codes = std::vector<std::string>;

constexpr const char* kPcid = "Set-Cookie: pcid=x; Domain=ameli.fr; Max-Age=60\n";

// One answer of the site, with a line in it, behind it or in its body.
std::vector<std::string> Around(const std::string& line) {
  const std::string request = "GET / HTTP/1.1\nHost: www.ameli.fr\n\nHTTP/1.1 200 OK\nServer: x\n";
  return {"> GET / HTTP/1.1\n> Host: www.ameli.fr\n>\n< HTTP/1.1 200 OK\n< " + std::string(kPcid) +
              line + "\n<\n",
          request + line + "\n" + kPcid + "\n", request + kPcid + "\nsome text\n" + line + "\n",
          "--2026-11-21 10:00:00--  https://www.ameli.fr/\n  HTTP/1.1 200 OK\n  " +
              std::string(kPcid) + line + "\nLength: 12\n"};
}

TEST(CookieSignsTest, ACookieInPlainSightIsReadOrOpen) {
  for (const std::string line : {"\"Set-Cookie: trk=x; Path=/\"",
                                 "'Set-Cookie: trk=x; Path=/',",
                                 "b'Set-Cookie: trk=x\\r\\n'",
                                 "\"Set-Cookie\": \"trk=x; Path=/\",",
                                 "set-cookie\":\"trk=x; Path=/\"",
                                 "\\\"set-cookie\\\":[\\\"trk=x\\\"]",
                                 "\"set-cookie\": [\"trk=x; Path=/\"],",
                                 "headers: { 'set-cookie': 'trk=x' }",
                                 "res.setHeader('Set-Cookie', 'trk=x; Path=/');",
                                 "response.headers.append(\"Set-Cookie\", \"trk=x\")",
                                 "headers.get('set-cookie') // \"trk=x; Path=/\"",
                                 "header('Set-Cookie: trk=x');",
                                 "add_header Set-Cookie \"trk=x; Path=/\";",
                                 "document.cookie = encodeURIComponent(\"trk\") + \"=x\"",
                                 "cookieStore.set(\"trk\", \"x\")",
                                 "await cookieStore.set({name: \"trk\", value: \"x\"})",
                                 "Cookies.set('trk', 'x', { expires: 7 })",
                                 "$.cookie('trk', 'x');",
                                 "setCookie('trk', 'x', 30);",
                                 "> document.cookie\n'trk=x'",
                                 "'trk=x; pcid=1'",
                                 "2026-11-27T10:00:00Z Set-Cookie: trk=x; Path=/",
                                 "10:00:00.123456 < Set-Cookie: trk=x",
                                 "10:00:00.123456 [0-0] < Set-Cookie: trk=x",
                                 "<Set-Cookie: trk=x",
                                 "<< Set-Cookie: trk=x",
                                 "1: Set-Cookie: trk=x",
                                 "- `Set-Cookie`: `trk=x; Path=/`",
                                 "**Set-Cookie**: trk=x",
                                 "| Set-Cookie | trk=x; Path=/ |",
                                 "Set-Cookie\ttrk=x; Path=/",
                                 "Set-Cookie:\ttrk=x",
                                 "Set-Cookie -> trk=x",
                                 "Set-Cookie => trk=x",
                                 "Set-Cookie trk=x; Path=/",
                                 "Set-Cookie2: trk=x",
                                 "Set-Cookie[0]: trk=x",
                                 "SetCookie: trk=x",
                                 "Set\u2011Cookie: trk=x",
                                 "Set-Cookie%3A%20trk%3Dx",
                                 "<td>Set-Cookie</td><td>trk=x</td>",
                                 "Key   : Set-Cookie",
                                 "Value : {trk=x; path=/}",
                                 "{\"key\":\"Set-Cookie\",\"value\":\"trk=x\"}",
                                 "[\"Set-Cookie\",\"trk=x\"]",
                                 "Headers           : {[Set-Cookie, System.String[]], [Date, x]}",
                                 "msg=\"set-cookie\" value=\"trk=x\"",
                                 "  -b 'trk=x; b=2' \\",
                                 "-H 'Cookie: trk=x' \\",
                                 "http GET https://www.ameli.fr Cookie:trk=x",
                                 "\"Cookie\",\"trk=x\"",
                                 "Cookie => trk=x",
                                 "Cookie\ttrk=x",
                                 "cookies: {trk: 'x'}",
                                 "cookies = dict(trk='x')",
                                 "<RequestsCookieJar[<Cookie trk=x for www.ameli.fr/>]>",
                                 "Cookie(version=0, name='trk', value='x', domain='www.ameli.fr')",
                                 "New-Object Net.Cookie(\"trk\",\"x\")",
                                 "$_COOKIE['trk'] = 'x'",
                                 "Got cookie trk=x",
                                 "Cookie sent: trk=x",
                                 "Cookies (1): trk=x",
                                 "Cookie \u201Ctrk\u201D will soon be treated as cross-site cookie",
                                 "cookie \"trk\" == \"x\"",
                                 "www.ameli.fr FALSE / FALSE 1953367200 trk x",
                                 "www.ameli.fr;FALSE;/;FALSE;1953367200;trk;x",
                                 "www.ameli.fr\t1\t/\t0\t1953367200\ttrk\tx",
                                 "www.ameli.fr\tFALSE\t/\tFALSE\t2031-11-25T10:00:00Z\ttrk\tx",
                                 "* #HttpOnly_www.ameli.fr\tFALSE\t/\tFALSE\t0\ttrk\tx",
                                 "trk\tx\t.ameli.fr\t/\tSession\t12\t\t\tMedium",
                                 "{ name: 'trk', value: 'x', domain: '.ameli.fr' }",
                                 "HostOnly:true",
                                 "\"trk=x; Path=/\"",
                                 "[trk=x; HttpOnly]"}) {
    for (const std::string& log : Around(line)) {
      const testing::Seen seen = Text(log);
      const bool read = !seen.findings.empty() && seen.findings[0] == "undeclared trk";
      const bool open = !seen.unread.empty() && seen.unread[0].starts_with("cookie ");
      EXPECT_TRUE(read || open) << log << "\n" << seen.result;
    }
  }
}

TEST(CookieSignsTest, WhatHoldsNoCookieLeavesACleanResultClean) {
  for (const std::string line :
       {"Vary: Cookie, Accept-Encoding",
        "Cache-Control: private, no-cache=\"Set-Cookie, Set-Cookie2\", max-age=3600",
        "Access-Control-Expose-Headers: Set-Cookie, Date",
        "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload",
        "Strict-Transport-Security: includeSubDomains; max-age=31536000",
        "Clear-Site-Data: \"cache\", \"cookies\"",
        "Location: https://www.ameli.fr/?cookie=yes&lang=fr",
        "Referer: https://www.ameli.fr/cookies?x=1",
        "ETag: \"abc;path=1\"",
        "Link: </a.css>; rel=preload; as=style",
        "<a href=\"/cookies\" class=\"cookie-link\" id=\"x\">Cookies</a>",
        "<div id=\"cookie-banner\" class=\"cookie\" data-x=\"1\">",
        "Les cookies, traceurs et autres : voir la politique.",
        "Politique de cookies",
        "if (document.cookie.indexOf(\"a=\") > -1) {",
        "return getCookie(\"session\", 1);",
        "function setCookie(name, value, days) {",
        ".cookie { color: red; padding: 1px }",
        "* WARNING: failed to open cookie file \"jar\"",
        "{\"cookies\":[]}",
        "a=1;b=2;c=3",
        "2026-11-27 10:00:00 (1.2 MB/s) - 'index.html' saved [1234/1234]"}) {
    for (const std::string& log : Around(line)) EXPECT_EQ(Text(log).result, "clean") << log;
  }
}

TEST(CookieSignsTest, ThePlainFormsAreReadWhole) {
  const std::string long_life = "trk=x; Domain=ameli.fr; Path=/; Max-Age=99999999";
  const auto in_answer = [&](const std::string& line) {
    return Text("GET / HTTP/1.1\nHost: www.ameli.fr\n\nHTTP/1.1 200 OK\n" + line + "\n" + kPcid)
        .findings;
  };
  const Codes both = {"undeclared trk", "over-13-months trk"};
  for (const std::string& line :
       {"\"Set-Cookie: " + long_life + "\"", "'set-cookie: " + long_life + "',",
        "Set-Cookie\t" + long_life, "b'Set-Cookie: " + long_life + "\\r\\n'"}) {
    EXPECT_THAT(in_answer(line), ::testing::UnorderedElementsAreArray(both)) << line;
  }
  // curl -v --trace-time, and with --trace-ids.
  for (const std::string clock : {"10:00:00.123456 ", "10:00:00.123456 [0-0] "}) {
    std::string log;
    for (const std::string& line :
         {std::string("> GET / HTTP/1.1"), std::string("> Host: www.ameli.fr"), std::string(">"),
          std::string("< HTTP/1.1 200 OK"), "< Set-Cookie: " + long_life, std::string("<")}) {
      log += clock + line + "\n";
    }
    EXPECT_THAT(Text(log).findings, ::testing::UnorderedElementsAreArray(both)) << log;
    EXPECT_THAT(Text(log).unread, ::testing::IsEmpty());
  }
  // A field that stands further in is no part of the one before.
  EXPECT_EQ(in_answer("Set-Cookie: pctx=1; Max-Age=10\n  Set-Cookie: trk=x"),
            Codes({"undeclared trk"}));
  EXPECT_EQ(Text("> GET / HTTP/1.1\n> Host: www.ameli.fr\n>\n< HTTP/1.1 200 OK\n"
                 "< Set-Cookie: pctx=1; Max-Age=10\n<   Set-Cookie: trk=x\n<\n")
                .findings,
            Codes({"undeclared trk"}));
}

TEST(CookieSignsTest, AFileOfAnotherToolIsToldWhatToGiveInstead) {
  const auto refusal = [](const std::string& text) {
    const auto recording = ReadRecording(testing::SourceOf(text), testing::Now());
    return recording.ok() ? std::string("read") : recording.error().message;
  };
  for (const std::string clock : {"", "10:00:00.123456 "}) {
    EXPECT_THAT(refusal(clock + "== Info:   Trying 1.2.3.4:443...\n" + clock +
                        "<= Recv header, 30 bytes (0x1e)\n0000: Set-Cookie: trk=x\n"),
                HasSubstr("curl --trace, which cuts fields into pieces: give that of curl -v"));
  }
  EXPECT_THAT(refusal("{\"log\": {\"entries\": []}}\n{\"log\": {\"entries\": []}}\n"),
              HasSubstr("give each of several (NDJSON, JSON Lines, files put together) by itself"));
  // wget -d is read as it is.
  EXPECT_EQ(Text("DEBUG output created by Wget 1.21.3 on linux-gnu.\n\n"
                 "--2026-11-21 10:00:00--  https://www.ameli.fr/\n---request begin---\n"
                 "GET / HTTP/1.1\nHost: www.ameli.fr\n\n---request end---\n"
                 "---response begin---\nHTTP/1.1 200 OK\n" +
                 std::string(kPcid) +
                 "Set-Cookie: trk=x\n\n---response end---\n200 OK\n"
                 "Stored cookie www.ameli.fr -1 (ANY) / <session> <insecure> [expiry none] trk x\n")
                .findings,
            Codes({"undeclared trk"}));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
