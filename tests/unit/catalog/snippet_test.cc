// Code that hides one vendor's part behind another's, rows of tables, fields that name a host:
// whoever else is there is named, and what cannot be read is said.
#include "catalog/snippet.h"

#include <gmock/gmock.h>

#include "catalog/written_host.h"
#include "tests/unit/catalog/question_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using testing::Ameli;
using ::testing::ElementsAre;
using testing::ExpectAtEveryDoor;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Now;

const std::string kVimeo = R"(<iframe src="https://player.vimeo.com/video/1"></iframe>)";

VerdictReport Told(const std::string& text, const std::string& host = "") {
  static const auto* const matcher = new Matcher(Ameli());
  return ReportOn(*matcher, ReadQuestion(text, host, *matcher, Now()), "ameli.fr", Now());
}

std::vector<std::string> Pasted(const std::string& text) {
  const Matcher matcher(Ameli());
  std::vector<std::string> out;
  for (const Question& question : ReadQuestions(text, matcher, Now())) {
    const VerdictReport report = ReportOn(matcher, question, "ameli.fr", Now());
    out.push_back(report.seen.name + "@" + report.seen.host + " " +
                  std::string(VerdictName(report.verdict)));
  }
  return out;
}

TEST(SnippetTest, AnAddressInAnyFormIsNamed) {
  for (const std::string code :
       {R"(<script>{"u":"https:\/\/evil.com\/x.js"}</script>)",
        R"(<script>s.src="\/\/evil.com\/x.js"</script>)",
        R"(<script>s.src="https:\u002F\u002Fevil.com/x"</script>)",
        R"(<script>s.src="\x68ttps:\x2f\x2fevil.com/x"</script>)",
        R"(<script>s.src="https:\u{2F}\u{2f}evil.com/x"</script>)",
        R"(<iframe src="https:&#x2F;&#x2F;evil.com/x"></iframe>)",
        R"(<iframe src="https:&#47;&#47evil&period;com/x"></iframe>)",
        R"(<iframe src="https&colon;&sol;&sol;evil.com/x"></iframe>)",
        R"(<script src="\\evil.com\x.js"></script>)",
        R"(<script src="http:\\evil.com/x.js"></script>)",
        R"(<script src="https:/evil.com/x.js"></script>)",
        R"(<script src="https:evil.com/x.js"></script>)",
        R"(<script src="https:////evil.com/x.js"></script>)",
        R"(<script>s.src="https://"+"evil.com/x.js"</script>)",
        R"(<script>s.src='https:' + "//evil.com/x.js"</script>)",
        R"(<script>s.src="https://ev" + 'il.com/x.js'</script>)",
        R"(<script>new WebSocket("wss://evil.com/x")</script>)",
        R"(<iframe srcdoc="&lt;script src=https://evil.com/x.js&gt;"></iframe>)",
        R"(<img src="//user@evil.com/p.gif">)",
        R"(<script src=//evil.com></script>)"}) {
    const VerdictReport report = Told(kVimeo + code);
    EXPECT_EQ(report.verdict, Verdict::kNotDeclared) << code;
    EXPECT_THAT(report.services.unknown_hosts, ElementsAre("evil.com")) << code;
    EXPECT_THAT(report.reason.en, HasSubstr("Vimeo")) << code;
  }
  EXPECT_EQ(Told(kVimeo).verdict, Verdict::kAfterConsent);
  EXPECT_THAT(Told(kVimeo + "<script src=\"https://localhost/x.js\"></script>").reason.en,
              HasSubstr("localhost"));
}

TEST(SnippetTest, WhatIsMadeWhenItRunsIsSaid) {
  for (const std::string code : {R"(<script>(new Image).src="https://"+a+"/p"</script>)",
                                 R"(<script>(new Image).src="//"+a+"/p"</script>)",
                                 R"(<script>fetch(`https://${host}/x`)</script>)",
                                 R"(<script>fetch("https://".concat(a))</script>)",
                                 R"(<script>eval(atob("YWxlcnQoMSk="))</script>)",
                                 R"(<script src="https://doubleclick%2enet/x.js"></script>)",
                                 R"(<script>document.cookie=name+"=1"</script>)",
                                 R"(<script>document.cookie=`${name}=1`</script>)",
                                 R"(<script>localStorage.setItem(key, 1)</script>)"}) {
    const VerdictReport report = Told(kVimeo + code);
    EXPECT_EQ(report.verdict, Verdict::kAmbiguous) << code;
    EXPECT_THAT(report.unread, ::testing::SizeIs(::testing::Ge(1))) << code;
    EXPECT_THAT(report.reason.en, HasSubstr("cannot be read")) << code;
    EXPECT_THAT(report.reason.en, HasSubstr("Vimeo")) << code;
  }
  // More addresses than are looked at.
  std::string many = kVimeo;
  for (int i = 0; i < 20; ++i)
    many += "<img src=\"https://player.vimeo.com/" + std::to_string(i) + "\">";
  EXPECT_EQ(Told(many + "<img src=\"https://evil.com/x\">").verdict, Verdict::kAmbiguous);
  // A computed name is not a name that nothing declares.
  for (const std::string code :
       {"document.cookie = name + \"=1; path=/\"", "document.cookie = name + '=' + value;",
        "document.cookie = `${name}=1`", "document.cookie=n+\"=\"+v"}) {
    const VerdictReport report = Told(code);
    EXPECT_EQ(report.verdict, Verdict::kAmbiguous) << code;
    EXPECT_TRUE(report.about_service) << code;
  }
}

TEST(SnippetTest, ACallBesideAnAddressCounts) {
  struct Case {
    const char* code;
    const char* names;
  };
  for (const Case& each :
       std::vector<Case>{{R"(<script>ttq.load("x")</script>)", "TikTok"},
                         {R"(<script>_paq.push(["trackPageView"])</script>)", "Matomo"},
                         {"<script>var _paq=window._paq=window._paq||[];</script>", "Matomo"},
                         {"<script>hj('event','x')</script>", "Hotjar"},
                         {"<script>snaptr('init','1')</script>", "Snap"},
                         {"<script>window.clarity=[]</script>", "Clarity"},
                         {"<script>_hsq.push(1)</script>", "HubSpot"}}) {
    const VerdictReport report = Told(kVimeo + each.code);
    EXPECT_EQ(report.verdict, Verdict::kNotDeclared) << each.code;
    EXPECT_THAT(report.reason.en, HasSubstr(each.names)) << each.code;
  }
  // Two that are declared are two.
  EXPECT_EQ(Told(kVimeo + "<script>fbq('init','1')</script>").verdict, Verdict::kAmbiguous);
  // A word of a remark is no call, and a call of what the address loads is the same product.
  EXPECT_EQ(Told(kVimeo + "<!-- for clarity only -->").verdict, Verdict::kAfterConsent);
  EXPECT_EQ(Told("<script>var u='https://connect.facebook.net/en_US/fbevents.js';fbq('init','1')"
                 "</script>")
                .verdict,
            Verdict::kAfterConsent);
}

TEST(SnippetTest, WhatACodeStoresItselfCounts) {
  for (const std::string code : {R"(<script>document.cookie="trk=1"</script>)",
                                 R"(<script>document.cookie = 'trk=' + value</script>)",
                                 R"(<script>localStorage.setItem("trk", 1)</script>)",
                                 R"(<script>cookieStore.set('trk', '1')</script>)"}) {
    const VerdictReport report = Told(kVimeo + code);
    EXPECT_EQ(report.verdict, Verdict::kNotDeclared) << code;
    EXPECT_THAT(report.reason.en, HasSubstr("sets what nothing declares: trk")) << code;
    EXPECT_THAT(Told(code).seen.name, "trk") << code;
    EXPECT_EQ(Told(code).verdict, Verdict::kNotDeclared) << code;
  }
  EXPECT_EQ(Told(kVimeo + "<script>document.cookie='pcid=1'</script>").verdict,
            Verdict::kAmbiguous);
  EXPECT_EQ(Told("<script>document.cookie='pcid=1'</script>").verdict, Verdict::kAlways);
  EXPECT_EQ(Told(kVimeo + "<script>if (document.cookie == 'x') {}</script>").verdict,
            Verdict::kAfterConsent);
}

TEST(SnippetTest, TheSitesOwnHostHidesNothingAndAnswersForNothing) {
  EXPECT_EQ(Told(kVimeo + R"(<img src="https://www.ameli.fr/x.gif">)").verdict,
            Verdict::kAfterConsent);
  EXPECT_EQ(Told(kVimeo + R"(<script src="/local.js"></script>)").verdict, Verdict::kAfterConsent);
  const VerdictReport own = Told("https://www.ameli.fr/");
  EXPECT_EQ(own.verdict, Verdict::kAmbiguous);
  EXPECT_THAT(own.reason.en, HasSubstr("www.ameli.fr: the site's own"));
  EXPECT_EQ(Told("https://ameli.fr.evil.com/").verdict, Verdict::kNotDeclared);
}

TEST(SnippetTest, RowsOfTablesAreOfTheirHost) {
  for (const std::string row :
       {"pcid;evil.com;session", "pcid;evil.com;13 mois", "pcid,evil.com", "| pcid | evil.com |",
        "|pcid|evil.com|1 year|", "pcid|evil.com", "pcid\tevil.com\tSession", "pcid,evil.com,/",
        "\"pcid\";\"evil.com\"", "pcid\t1\t.evil.com\t/\tSession\t10",
        "pcid;abc;evil.com;/;2027-01-01", "evil.com;pcid;session", "pcid\t192.0.2.7\tSession",
        "pcid\twww.ameli.fr\t.evil.com\t/", "pcid\t1\tlocalhost\t/"}) {
    const VerdictReport report = Told(row);
    EXPECT_EQ(report.seen.name, "pcid") << row;
    EXPECT_EQ(report.verdict, Verdict::kNotDeclared) << row;
    const auto pasted = Pasted(row + "\n");
    ASSERT_EQ(pasted.size(), 1) << row;
    EXPECT_THAT(pasted.front(), ::testing::EndsWith(" not-declared")) << row;
  }
  EXPECT_EQ(Told("pcid;www.ameli.fr;session").verdict, Verdict::kAlways);
  EXPECT_THAT(Pasted("Nom;Domaine;Durée\npcid;evil.com;13 mois\nIDE;doubleclick.net;2 ans\n"),
              ElementsAre("pcid@evil.com not-declared", "IDE@doubleclick.net after-consent"));
  EXPECT_THAT(Pasted("| Name | Host |\n|---|---|\n| pcid | evil.com |\n| `pctx` | ameli.fr |\n"),
              ElementsAre("pcid@evil.com not-declared", "pctx@ameli.fr always"));
  EXPECT_THAT(Pasted("Cookie,Hôte\npcid,evil.local\n"),
              ElementsAre("pcid@evil.local not-declared"));
  EXPECT_THAT(Pasted("Name\tValue\tDomain\tPath\npcid\t1\t.evil.com\t/\n"),
              ElementsAre("pcid@evil.com not-declared"));
  // Lists of names stay lists.
  EXPECT_THAT(Pasted("pcid, pctx\n"), ElementsAre("pcid@ always", "pctx@ always"));
  EXPECT_THAT(Pasted("IDE,doubleclick.net,pcid,ameli.fr\n"),
              ElementsAre("IDE@doubleclick.net after-consent", "pcid@ameli.fr always"));
}

TEST(SnippetTest, AFieldNamesTheHost) {
  EXPECT_THAT(Pasted("Request URL: https://evil.com/\nCookie: pcid=1; trk=2\n"),
              ElementsAre("pcid@evil.com not-declared", "trk@evil.com not-declared"));
  EXPECT_THAT(Pasted("Cookie: pcid=1\nHost: evil.com\n"),
              ElementsAre("pcid@evil.com not-declared"));
  EXPECT_THAT(Pasted("Host: www.ameli.fr\nCookie: pcid=1\n\nCookie: pctx=1\nHost: evil.com\n"),
              ElementsAre("pcid@www.ameli.fr always", "pctx@evil.com not-declared"));
  EXPECT_THAT(Pasted("set-cookie: pcid=1\n:authority: evil.com\n"),
              ElementsAre("pcid@evil.com not-declared"));
  EXPECT_THAT(Told("Request URL: https://evil.com/\nCookie: pcid=1").verdict,
              Verdict::kNotDeclared);
}

TEST(SnippetTest, ADomainThatIsNoHostIsNoWay) {
  for (const std::string text :
       {R"(pcid=1; Domain="evil.com")", R"(Set-Cookie: pcid=1; Domain="ameli.fr")",
        "pcid=1; Domain=evil com"}) {
    const VerdictReport report = Told(text);
    EXPECT_EQ(report.verdict, Verdict::kNotDeclared) << text;
    EXPECT_THAT(report.reason.en, HasSubstr("is no name of a host")) << text;
  }
  EXPECT_EQ(Told(R"({"name":"pcid","domain":"evil com"})").verdict, Verdict::kNotDeclared);
}

TEST(SnippetTest, AListInJsonIsNotCutIntoWords) {
  EXPECT_THAT(Pasted(R"(["pcid","IDE"])"), ElementsAre("pcid@ always", "IDE@ after-consent"));
  EXPECT_THAT(Pasted(R"([{"name":"pcid","value":"1"},{"name":"IDE"}])"),
              ElementsAre("pcid@ always", "IDE@ after-consent"));
  EXPECT_THAT(Pasted(R"([{"name":"pcid","domain":"evil.com"},{"name":"IDE"}])"),
              ElementsAre("pcid@evil.com not-declared", "IDE@ after-consent"));
  EXPECT_THAT(Pasted(R"({"Name raw":"pcid","Host raw":"https://evil.com/"})"),
              ElementsAre("pcid@evil.com not-declared"));
  EXPECT_THAT(Pasted("{\"name\":\"pcid\",\"domain\":\"evil.com\"}\n{\"name\":\"IDE\"}\n"),
              ElementsAre("pcid@evil.com not-declared", "IDE@ after-consent"));
  const Matcher matcher(Ameli());
  EXPECT_EQ(ReadAsked(R"(["pcid","IDE"])", "", matcher, Now()).size(), 2);
  EXPECT_THAT(Pasted(R"({"log":{"creator":{"name":"WebInspector","version":"1"},"entries":[]}})"),
              ::testing::Not(::testing::Contains(HasSubstr("WebInspector@ "))));
}

TEST(SnippetTest, NamesAsPeopleWriteThem) {
  ExpectAtEveryDoor({
      {"Adform tracking pixel", "", "after-consent", "adform"},
      {"Insight tag", "", "after-consent", "linkedin"},
      {"fbevents.js", "", "after-consent", "facebook"},
      {"Viméo", "", "after-consent", "vimeo"},
      {"le lecteur vidéo Viméo", "", "after-consent", "vimeo"},
  });
  EXPECT_EQ(Told("IDE", "evil.com\\@doubleclick.net").verdict, Verdict::kNotDeclared);
  EXPECT_EQ(Told("IDE", "https://evil.com\\@doubleclick.net/").verdict, Verdict::kNotDeclared);
  EXPECT_EQ(Told("IDE", "evil.com?@doubleclick.net").verdict, Verdict::kNotDeclared);
}

TEST(WrittenHostTest, IsOneRule) {
  EXPECT_EQ(WrittenHost("WWW.ameli.fr."), "www.ameli.fr");
  EXPECT_EQ(WrittenHost(".ameli.fr:443"), "ameli.fr");
  EXPECT_EQ(WrittenHost("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(WrittenHost("connect.sid"), "connect.sid");
  EXPECT_EQ(WrittenHost("пример.рф"), "xn--e1afmkfd.xn--p1ai");
  for (const char* const none : {"", ".", "pcid", "13.5", "a_b.c", "x@evil.com", "2026.11"}) {
    EXPECT_EQ(WrittenHost(none), "") << none;
  }
  EXPECT_EQ(KnownHost("connect.sid"), "");
  EXPECT_EQ(KnownHost("ameli.fr"), "ameli.fr");
  EXPECT_EQ(HostOfPlace("a.example\\@b.example"), "a.example");
  EXPECT_EQ(HostOfPlace("https://b.example/x"), "b.example");
  EXPECT_EQ(GivenHost("no host"), "no host");
  EXPECT_EQ(GivenHost(" localhost:8080 "), "localhost");
}

TEST(SnippetTest, TheSameNameKeptElsewhereIsAnotherTracker) {
  // pcid is declared as a cookie.
  EXPECT_EQ(Told("document.cookie = 'pcid=1; path=/';").verdict, Verdict::kAlways);
  for (const char* code :
       {"localStorage.setItem('pcid', '1');", "sessionStorage.setItem('pcid', 1)",
        "fbq('init', '1'); localStorage.setItem('pcid', '1');"}) {
    EXPECT_EQ(Told(code).verdict, Verdict::kNotDeclared) << code;
  }
  const VerdictReport report = Told("localStorage.setItem('pcid', '1');");
  EXPECT_THAT(report.reason.fr, HasSubstr("déclaré comme"));
  EXPECT_EQ(report.draft["kind"], "local-storage");
}

TEST(SnippetTest, AFunctionOfAnotherVendorBesideADeclaredEmbedIsNamed) {
  EXPECT_EQ(Told(kVimeo).verdict, Verdict::kAfterConsent);
  for (const char* call :
       {"ga('create', 'UA-1', 'auto');", "mixpanel.init('1');", "posthog.init('1', {});",
        "window.Intercom('boot', {});", "_mtm.push({});", "heap.load('1');",
        "window._tfa = window._tfa || [];", "ym(1, 'init', {});", "analytics.track('x');"}) {
    EXPECT_EQ(Told(kVimeo + "<script>" + call + "</script>").verdict, Verdict::kNotDeclared)
        << call;
  }
}

TEST(SnippetTest, WhatIsKeptOrAskedInAnotherWayIsNeverAllowed) {
  for (const char* code :
       {"localStorage.vx=1", "window.localStorage['vx']='1'", "Object.assign(localStorage,{vx:1})",
        "const s=window.sessionStorage;s.setItem('vx',1)", "indexedDB.open('vdb')",
        "caches.open('vc')", "document['cookie']='vx=1'", "let d=document; d.cookie='vx=1'",
        "$.cookie('vx','1')", "with(document){cookie='vx=1'}",
        "Reflect.set(document,'cookie','vx=1')", "fetch(['https:','','evil.example'].join('/'))",
        "fetch(decodeURIComponent('https%3A%2F%2Fevil.example'))",
        "fetch('https://player.vimeo.com'.replace('vimeo.com','evil.example'))",
        "new RTCPeerConnection({iceServers:[{urls:'stun:stun.evil.example:3478'}]})"}) {
    const Verdict verdict = Told(kVimeo + "<script>" + code + "</script>").verdict;
    EXPECT_TRUE(verdict == Verdict::kAmbiguous || verdict == Verdict::kNotDeclared) << code;
  }
  EXPECT_EQ(Told(kVimeo + "<script>localStorage.getItem('pcid')</script>").verdict,
            Verdict::kAfterConsent);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
