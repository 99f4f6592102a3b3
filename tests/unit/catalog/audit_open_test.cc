// What nobody understood is told, with its place: a clean result means that everything was read,
// and that something of the site was.
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

TEST(AuditOpenTest, AnAttributeThatAToolTookOutIsOpen) {
  EXPECT_EQ(Har({HarEntry(kSite, {kKnown})}).result, "clean");
  for (const std::string attribute :
       {"Max-Age=[redacted]", "Expires=[REDACTED]", "Expires=***", "Max-Age=<removed>",
        "Domain=[redacted]; Max-Age=60", "Domain=***.fr; Max-Age=60", "Expires=…", "[redacted]",
        "Expires=Xxx, xx Xxx xxxx xx:xx:xx XXX", "Path=/[redacted]/", "Max-Age=removed",
        "Expires=Wed, ██ Nov 2031 10:00:00 GMT", "Domain=[redacted].fr", "Path=/; Expires=..."}) {
    const Seen seen = Har({HarEntry(kSite, {"pcid=x; " + attribute})});
    EXPECT_THAT(seen.unread, ElementsAre("redacted 1")) << attribute;
    EXPECT_THAT(seen.findings, IsEmpty()) << attribute;
  }
  for (const std::string line : {"pcid=x...", "pcid=xyz…", "pcid=(truncated)"}) {
    EXPECT_EQ(Har({HarEntry(kSite, {line})}).result, "inconclusive") << line;
  }
  // What browsers pass over is no mark: it makes a cookie of the session.
  for (const std::string attribute :
       {"Max-Age=NaN", "Expires=Invalid Date", "Path=/a.b", "Max-Age="}) {
    EXPECT_EQ(Har({HarEntry(kSite, {"pcid=x; " + attribute})}).result, "clean") << attribute;
  }
}

TEST(AuditOpenTest, ABrokenEntryIsOpenWithItsNumber) {
  const json good = HarEntry(kSite, {kKnown});
  const auto without = [&](const char* member) {
    json entry = good;
    entry.erase(member);
    return entry;
  };
  const auto with = [&](const char* member, json value) {
    json entry = good;
    entry[member] = std::move(value);
    return entry;
  };
  json nothing_asked = good;
  nothing_asked["request"].erase("headers");
  nothing_asked["request"].erase("cookies");
  json no_address = good;
  no_address["request"].erase("url");
  json odd_address = good;
  odd_address["request"]["url"] = 5;
  for (const json& entry :
       {json(nullptr), json("x"), json(5), json::array(), json::object(), without("request"),
        without("response"), with("request", nullptr), with("response", nullptr),
        with("response", "x"), with("request", json::array()), with("response", json::object()),
        nothing_asked, no_address, odd_address}) {
    const auto recording = ReadHar({good, entry, good});
    ASSERT_TRUE(recording.ok());
    const auto unread = recording->unread.find("shape");
    ASSERT_NE(unread, recording->unread.end()) << entry;
    EXPECT_EQ(unread->second.count, 1) << entry;
    EXPECT_TRUE(unread->second.places.front().starts_with("log.entries[1]")) << entry;
    EXPECT_EQ(Judged(recording, Phase::kNone).result, "inconclusive") << entry;
  }
  json beside = {{"log", {{"entries", json::array({good})}}}, {"cookies", json::array()}};
  EXPECT_THAT(Text(beside.dump()).unread, ElementsAre("shape 1"));
}

TEST(AuditOpenTest, AnUnreadableEndIsNoSession) {
  const auto end = [](const char* member, json value) {
    json cookie = {{"name", "pcid"}, {"value", "x"}, {"domain", "ameli.fr"}, {"path", "/"}};
    cookie[member] = std::move(value);
    return Har({Received(kSite, json::array({cookie}))});
  };
  EXPECT_THAT(end("expires", json::object({{"x", 1}})).unread, ElementsAre("time 1"));
  EXPECT_THAT(end("expires", json::array({1})).unread, ElementsAre("time 1"));
  EXPECT_EQ(end("expirationDate", 1953367200).findings.size(), 2);
  EXPECT_EQ(end("expiry", 1953367200).findings.size(), 2);
  EXPECT_EQ(end("expires", nullptr).result, "clean");

  const auto exported = [](json members) {
    json cookie = {{"name", "pcid"},    {"value", "x"},   {"domain", ".ameli.fr"}, {"path", "/"},
                   {"httpOnly", false}, {"secure", true}, {"sameSite", "Lax"}};
    cookie.update(members);
    return Text(json::array({cookie}).dump());
  };
  EXPECT_EQ(exported({{"expires", -1}}).result, "clean");  // Playwright
  EXPECT_EQ(exported(json::object()).result, "clean");     // Selenium
  EXPECT_THAT(exported({{"expires", nullptr}}).unread, ElementsAre("time 1"));
  EXPECT_THAT(exported({{"hostOnly", false}, {"session", false}}).unread, ElementsAre("time 1"));
  EXPECT_EQ(exported({{"hostOnly", false}, {"session", true}}).result, "clean");
  EXPECT_THAT(
      exported({{"hostOnly", false}, {"session", true}, {"expirationDate", 1953367200}}).unread,
      ElementsAre("time 1"));
  EXPECT_THAT(exported({{"size", 3}, {"session", false}, {"expires", -1}}).unread,
              ElementsAre("time 1"));
  EXPECT_THAT(Text(".ameli.fr\tTRUE\t/\tTRUE\t\tpcid\tx\n").unread, ElementsAre("time 1"));
  EXPECT_EQ(Text(".ameli.fr\tTRUE\t/\tTRUE\t0\tpcid\tx\n").result, "clean");
}

TEST(AuditOpenTest, LinesOfAJarEndInAnyWayAndARowInARemarkIsOpen) {
  const std::string row = ".ameli.fr\tTRUE\t/\tTRUE\t0\tpcid\tx";
  const std::string other = "www.ameli.fr\tFALSE\t/\tTRUE\t0\ttrk\tx";
  for (const std::string end : {"\n", "\r\n", "\r", "\r\r\n"}) {
    const std::string jar = "# Netscape HTTP Cookie File" + end + row + end + other + end;
    EXPECT_EQ(Text(jar).findings, Codes({"undeclared trk"})) << jar;
    const std::string log = "> GET / HTTP/1.1" + end + "> Host: www.ameli.fr" + end +
                            "< HTTP/1.1 200 OK" + end + "< Set-Cookie: trk=x" + end;
    EXPECT_EQ(Text(log).findings, Codes({"undeclared trk"})) << log;
  }
  for (const std::string mark : {"# ", "#", "# HttpOnly_"}) {
    EXPECT_THAT(Text(row + "\n" + mark + other + "\n").unread, ElementsAre("cookie 1")) << mark;
  }
  for (const std::string mark : {"#HttpOnly_", "#httponly_"}) {
    EXPECT_EQ(Text(row + "\n" + mark + other + "\n").findings, Codes({"undeclared trk"})) << mark;
  }
}

TEST(AuditOpenTest, ACleanResultShowsSomethingOfTheSite) {
  const auto unread = [](const std::string& text) { return Text(text).unread; };
  EXPECT_THAT(unread("# Netscape HTTP Cookie File\n\n"), ElementsAre("site 0"));
  EXPECT_THAT(unread(R"({"cookies": [], "origins": []})"), ElementsAre("site 0"));
  EXPECT_THAT(Har({HarEntry("https://www.example.org/", {"trk=x; Max-Age=0"})}).unread,
              ElementsAre("site 0"));
  json forbidden = HarEntry(kSite, {kKnown});
  forbidden["response"]["status"] = 403;
  EXPECT_THAT(Har({forbidden}).unread, ElementsAre("site 0"));
  forbidden["response"]["status"] = 302;
  EXPECT_EQ(Har({forbidden}).result, "clean");
  EXPECT_THAT(unread("> GET / HTTP/2\n> Host: www.ameli.fr\n>\n< HTTP/2 403\n"
                     "< set-cookie: pcid=x; Max-Age=60\n"),
              ElementsAre("site 0"));

  const auto scan = [](const char* site, json page, const char* storage = "[]") {
    const json pages = page.is_null() ? json::array() : json::array({page});
    return Judged(
        ReadRecording(SourceOf(R"({"schema":1,"tool":"temoin-scan","site":")" + std::string(site) +
                               R"(","phases":[{"phase":"none","pages":)" + pages.dump() +
                               R"(,"cookies":[],"storage":)" + storage + "}]}"),
                      Now()),
        Phase::kUnknown);
  };
  const json page = {{"url", kSite}, {"status", 200}};
  EXPECT_EQ(scan("ameli.fr", page).result, "clean");
  EXPECT_THAT(scan("camieg.fr", page).unread, ElementsAre("site 0"));
  EXPECT_THAT(scan("ameli.fr", nullptr).unread, ElementsAre("site 0"));
  EXPECT_THAT(scan("ameli.fr", {{"url", kSite}, {"status", 0}}).unread, ElementsAre("site 0"));
  EXPECT_THAT(scan("ameli.fr", {{"url", kSite}, {"status", 503}}).unread, ElementsAre("site 0"));
  EXPECT_THAT(scan("ameli.fr", {{"url", "https://evil.example/"}, {"status", 200}}).unread,
              ElementsAre("site 0"));
  EXPECT_THAT(scan("ameli.fr", page, R"(["trk"])").unread, ElementsAre("shape 1"));
}

TEST(AuditOpenTest, HostsThatWereCalledWithoutACookieAreTold) {
  const auto told = [](const char* url, Phase phase, bool notice) {
    const auto recording =
        ReadHar({HarEntry(kSite, {kKnown}), HarEntry(url, std::vector<std::string>())});
    std::vector<std::string> out;
    const auto report = Audit(Ameli(), *recording, phase, Now());
    EXPECT_TRUE(report.ok() && report->clean() == notice) << url;
    for (const AuditFinding& finding : report->findings) {
      if (finding.kind == TrackerKind::kPixel) out.push_back(finding.code + " " + finding.host);
    }
    return out;
  };
  const char* const pixel = "https://www.facebook.com/tr?id=1&ev=PageView";
  const Codes called = {"called-without-consent www.facebook.com"};
  EXPECT_EQ(told(pixel, Phase::kNone, false), called);
  EXPECT_EQ(told(pixel, Phase::kRefused, false), called);
  // An exempt one may have been called before it was opposed.
  const char* const measure = "https://tag.aticdn.net/piano-analytics.js";
  EXPECT_THAT(told(measure, Phase::kNone, true), IsEmpty());
  EXPECT_EQ(told(measure, Phase::kRefused, true), Codes({"called-without-consent tag.aticdn.net"}));
  EXPECT_THAT(told(measure, Phase::kUnknown, true), IsEmpty());
  // It may have been called before the withdrawal.
  EXPECT_EQ(told(pixel, Phase::kWithdrawn, true), called);
  EXPECT_THAT(told(pixel, Phase::kAccepted, true), IsEmpty());
  const char* const analytics = "https://www.google-analytics.com/g/collect?v=2";
  const Codes undeclared = {"undeclared-host www.google-analytics.com"};
  EXPECT_EQ(told(analytics, Phase::kNone, false), undeclared);
  EXPECT_EQ(told(analytics, Phase::kAccepted, false), undeclared);
  EXPECT_EQ(told("https://pagead2.googlesyndication.com/x", Phase::kNone, false),
            Codes({"undeclared-host pagead2.googlesyndication.com"}));
  // Nobody says that these ask for consent.
  EXPECT_EQ(told("https://fonts.gstatic.com/s/x", Phase::kNone, true),
            Codes({"undeclared-host fonts.gstatic.com"}));
  EXPECT_THAT(told("https://cdn.example/x.js", Phase::kNone, true), IsEmpty());
  EXPECT_THAT(told("https://assure.ameli.fr/", Phase::kNone, true), IsEmpty());
  // Of a declared vendor, another product than the declared one.
  EXPECT_EQ(told("https://challenges.cloudflare.com/turnstile/v0/api.js", Phase::kNone, true),
            Codes({"undeclared-host challenges.cloudflare.com"}));
}

TEST(AuditOpenTest, WithoutThePhaseWhatAnAnswerDecidesOnIsOpen) {
  const auto unknown = [](const char* url, const std::vector<std::string>& set) {
    return Har({HarEntry(kSite, {kKnown}), HarEntry(url, set)}, Phase::kUnknown);
  };
  EXPECT_EQ(Har({HarEntry(kSite, {kKnown})}, Phase::kUnknown).result, "clean");
  for (const Seen& seen : {unknown("https://track.adform.net/", {"uid=1"}),
                           unknown("https://www.facebook.com/tr?id=1", {}),
                           unknown(kSite, {"pa_privacy=exempt; Domain=ameli.fr; Max-Age=60"})}) {
    EXPECT_THAT(seen.findings, IsEmpty());
    EXPECT_THAT(seen.unread, ElementsAre("phase 1"));
    EXPECT_EQ(seen.result, "inconclusive");
  }
  EXPECT_THAT(unknown("https://www.google-analytics.com/g/collect", {}).findings,
              ElementsAre("undeclared-host "));
}

TEST(AuditOpenTest, AScanTellsWhomItsPagesCalledInEachPhase) {
  const auto scan = [](const char* phase, const char* host) {
    const json entry = {
        {"phase", phase},
        {"pages", json::array({{{"url", kSite}, {"status", 200}}})},
        {"cookies", json::array()},
        {"storage", json::array()},
        {"requests",
         json::array(
             {{{"address", std::string(host) + "/tr"}, {"host", host}, {"aborted", true}}})}};
    return Text(json({{"schema", 1}, {"phases", json::array({entry})}}).dump(), Phase::kUnknown);
  };
  EXPECT_THAT(scan("refused", "www.facebook.com").findings, ElementsAre("called-without-consent "));
  EXPECT_EQ(scan("accepted", "www.facebook.com").result, "clean");
  EXPECT_EQ(scan("refused", "cdn.example").result, "clean");
}

TEST(AuditOpenTest, OfAHostThatOthersShareThePathSaysWhoWasCalled) {
  testing::Small small;
  small.Service(2)["addresses"] = {"www.google.com/maps/embed"};
  const auto codes = [&](const char* phase, const char* address) {
    const json entry = {
        {"phase", phase},
        {"pages", json::array({{{"url", "https://www.example.fr/"}, {"status", 200}}})},
        {"cookies", json::array()},
        {"storage", json::array()},
        {"requests", json::array({{{"address", address}, {"host", "www.google.com"}}})}};
    const std::string text = json({{"schema", 1}, {"phases", json::array({entry})}}).dump();
    const auto recording = ReadRecording(testing::SourceOf(text), Now());
    Codes out;
    const auto report = Audit(small.Load(), *recording, Phase::kUnknown, Now());
    for (const AuditFinding& finding : report->findings) {
      if (finding.kind == TrackerKind::kPixel) out.push_back(finding.code + " " + finding.service);
    }
    return out;
  };
  EXPECT_EQ(codes("none", "www.google.com/maps/embed"), Codes({"called-without-consent video"}));
  EXPECT_EQ(codes("accepted", "www.google.com/maps/embed"), Codes());
  EXPECT_EQ(codes("none", "www.google.com/maps/embedded"), Codes());
  EXPECT_EQ(codes("none", "www.google.com:8443/maps/embed"),
            Codes({"called-without-consent video"}));
  EXPECT_EQ(codes("none", "www.google.com/logo.png"), Codes());
}

TEST(AuditOpenTest, AClockThatWasNeverSetCountsNoLife) {
  for (const char* started :
       {"0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z",
        "2100-01-01T00:00:00Z", "253402300799", "-1", "1e300"}) {
    json entry =
        HarEntry(kSite, {"pcid=x; Domain=ameli.fr; Expires=Sat, 21 Nov 2037 00:00:00 GMT"});
    entry["startedDateTime"] = started;
    const Seen seen = Har({entry});
    EXPECT_THAT(seen.unread, ElementsAre("time 1")) << started;
    EXPECT_EQ(seen.result, "inconclusive") << started;
    entry["response"]["headers"].push_back(
        {{"name", "Date"}, {"value", "Fri, 31 Dec 9999 23:59:59 GMT"}});
    EXPECT_THAT(Har({entry}).unread, ElementsAre("date 1", "time 1")) << started;
  }
  EXPECT_THAT(Text("GET / HTTP/1.1\nHost: www.ameli.fr\n\nHTTP/1.1 200 OK\n"
                   "Date: Fri, 31 Dec 9999 23:59:59 GMT\n"
                   "Set-Cookie: pcid=x; Domain=ameli.fr; Expires=Sat, 21 Nov 2037 00:00:00 GMT\n")
                  .unread,
              ElementsAre("date 1", "time 1"));
  // An inspection that says when a cookie was set, or when it ended, so that nobody can read it.
  const auto inspected = [](const char* timestamp, const char* end) {
    return Text(json({{"uri_ins", kSite},
                      {"end_time", end},
                      {"localStorage", json::object()},
                      {"cookies",
                       {{{"name", "pcid"},
                         {"domain", ".ameli.fr"},
                         {"path", "/"},
                         {"expires", 1795363200},
                         {"log", {{"timestamp", timestamp}}}}}}})
                    .dump())
        .unread;
  };
  const char* const now = "2026-11-21T12:00:00Z";
  EXPECT_THAT(inspected(now, now), IsEmpty());
  for (const char* odd : {"9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z", "yesterday"}) {
    EXPECT_THAT(inspected(odd, now), ElementsAre("time 1")) << odd;
    EXPECT_THAT(inspected(now, odd), ElementsAre("time 1")) << odd;
  }
}

TEST(AuditOpenTest, ATextInAnotherEncodingOrPackedIsNamed) {
  const auto refusal = [](const std::string& text) {
    const auto recording = ReadRecording(SourceOf(text), Now());
    return recording.ok() ? "read" : recording.error().message;
  };
  const auto wide = [](std::string_view text, bool big) {
    std::string out;
    for (const char c : text) {
      if (big) out += '\0';
      out += c;
      if (!big) out += '\0';
    }
    return out;
  };
  for (const std::string_view text : {R"({"log": {"entries": []}})", "Set-Cookie: a=1\n", "[]"}) {
    for (const bool big : {false, true}) {
      EXPECT_THAT(refusal(wide(text, big)), HasSubstr("it looks like a text in UTF-16")) << text;
    }
  }
  EXPECT_THAT(refusal("\xFF\xFE{\0" + std::string(1, '\0')), HasSubstr("UTF-16"));
  EXPECT_THAT(refusal("\xFE\xFF"), HasSubstr("not a format I know"));
  for (const char* packed :
       {"\x1F\x8B\x08", "PK\x03\x04", "\xFD\x37zXZ", "BZh91AY", "\x28\xB5\x2F\xFD"}) {
    EXPECT_THAT(refusal(packed), HasSubstr("unpack it first"));
  }
}

TEST(AuditOpenTest, AScanIsReadWholeOrOpen) {
  const auto with = [](const char* member, json value) {
    json cookie = {{"name", "pcid"}, {"host", "ameli.fr"}, {"seconds", 600}, {"kept", true}};
    cookie[member] = std::move(value);
    const json phase = {{"phase", "none"},
                        {"pages", json::array({{{"url", kSite}, {"status", 200}}})},
                        {"cookies", json::array({cookie})},
                        {"storage", json::array()}};
    return Text(json({{"schema", 1}, {"phases", json::array({phase})}}).dump(), Phase::kUnknown);
  };
  EXPECT_EQ(with("seconds", 60).result, "clean");
  EXPECT_THAT(with("seconds", "99999999").unread, ElementsAre("time 1"));
  EXPECT_THAT(with("host", nullptr).unread, ElementsAre("host 1"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog::testing
