// The questions of question_test.cc in other forms: sentences, code without its tags, addresses of
// every sort, look-alikes, what was copied with a cookie, and hosts as people write them.
#include <gmock/gmock.h>

#include "tests/unit/catalog/question_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using testing::Ameli;
using ::testing::ElementsAre;
using testing::ExpectAtEveryDoor;
using ::testing::HasSubstr;
using testing::Now;

TEST(QuestionFormsTest, HostsAsTheyAreWritten) {
  ExpectAtEveryDoor({
      {"pcid", "AMELI.FR", "always", "ameli"},
      {"pcid", ".WWW.ameli.fr", "always", "ameli"},
      {"pcid", "www.ameli.fr.", "always", "ameli"},
      {"pcid", "www.ameli.fr:443", "always", "ameli"},
      {"pcid", " www.ameli.fr ", "always", "ameli"},
      {"pcid", "https://www.ameli.fr/assure?x=1", "always", "ameli"},
      {"pcid", "www.ameli.fr/assure", "always", "ameli"},
      {"pcid ", "www.ameli.fr", "always", "ameli"},
      {"cf_clearance", "assure.ameli.fr", "always", "cloudflare"},
      {"IDE", "https://ad.doubleclick.net:443/x", "after-consent", "campaign-manager"},
      {"IDE", "DOUBLECLICK.NET", "after-consent", "campaign-manager"},
      {"uid", "//track.adform.net/x", "after-consent", "adform"},
      // Look-alikes, parents, other alphabets, addresses.
      {"pcid", "améli.fr", "not-declared", ""},
      {"pcid", "xn--amli-9oa.fr", "not-declared", ""},
      {"pcid", "ameli-fr.com", "not-declared", ""},
      {"pcid", "https://ameli.fr@evil.example/", "not-declared", ""},
      {"pcid", "192.0.2.1", "not-declared", ""},
      {"pcid", "[2001:db8::1]:8080", "not-declared", ""},
      {"pcid", "localhost:8080", "not-declared", ""},
      {"pcid", "no host at all", "not-declared", ""},
      {"IDE", "doubleclick.net.evil.example", "not-declared", ""},
      {"IDE", "adoubleclick.net", "not-declared", ""},
      {"uid", "net", "not-declared", ""},
      {"_gcl_dc", "fr", "not-declared", ""},
      {"cf_clearance", "cloudflare.com", "not-declared", ""},
      {"temoin", "ad.example", "not-declared", ""},
      // Case belongs to a name.
      {"PCID", "www.ameli.fr", "not-declared", ""},
      {"UID", "adform.net", "not-declared", ""},
      {"SR", "adform.net", "not-declared", ""},
      {"CFFC7", "adform.net", "after-consent", "adform"},
  });
}

TEST(QuestionFormsTest, WhatWasCopiedWithACookie) {
  ExpectAtEveryDoor({
      {"pcid=abc", "", "always", "ameli"},
      {"pcid=abc; Path=/", "", "always", "ameli"},
      {"pcid=abc; Path=/; Domain=evil.example", "", "not-declared", ""},
      {"Set-Cookie: pcid=abc; Path=/; Domain=ameli.fr.", "", "not-declared", ""},
      {"Set-Cookie: IDE=x; Domain=.doubleclick.net; Secure", "", "after-consent",
       "campaign-manager"},
      {"IDE .doubleclick.net", "", "after-consent", "campaign-manager"},
      {"IDE .evil.example", "", "not-declared", ""},
      {"IDE\tx\t.doubleclick.net\t/", "", "after-consent", "campaign-manager"},
      {"connect.sid", "", "not-declared", ""},
      {"document.cookie", "", "not-declared", ""},
  });
  // The host that is given says nothing against a Domain.
  const Matcher matcher(Ameli());
  EXPECT_EQ(ReadQuestion("IDE=x; Domain=.doubleclick.net", "x.example").seen.host,
            "doubleclick.net");
  EXPECT_EQ(ReadQuestion("SR<RotatorID>").seen.name, "SR<RotatorID>");
  EXPECT_EQ(ReadQuestion("connect.sid").kind, Question::Kind::kCookie);
  EXPECT_EQ(ReadQuestion("connect.facebook.net").kind, Question::Kind::kService);
  EXPECT_THAT(ReportOn(matcher, ReadQuestion("pcid", "no host"), "", Now()).reason.en,
              HasSubstr("no name of a host"));
}

TEST(QuestionFormsTest, SentencesAndNames) {
  ExpectAtEveryDoor({
      {"META PIXEL", "", "after-consent", "facebook"},
      {"meta-pixel", "", "after-consent", "facebook"},
      {"le pixel de Meta", "", "after-consent", "facebook"},
      {"Can we use the Meta pixel?", "", "after-consent", "facebook"},
      {"Peut-on mettre le pixel Facebook ?", "", "after-consent", "facebook"},
      {"adform A/S", "", "after-consent", "adform"},
      {"Vimeo Inc.", "", "after-consent", "vimeo"},
      {"Twitter / X", "", "after-consent", "x"},
      {"share on X", "", "after-consent", "x"},
      {"partager sur X", "", "after-consent", "x"},
      {"Google Campaign Manager", "", "after-consent", "campaign-manager"},
      {"Doubleclick", "", "after-consent", "campaign-manager"},
      {"AT Internet SmartTag", "", "exempt-with-opt-out", "piano-analytics"},
      {"lecteur vidéo Vimeo", "", "after-consent", "vimeo"},
      // Other products, declared or not.
      {"Vimeo Livestream", "", "not-declared", ""},
      {"Facebook Login", "", "not-declared", ""},
      {"Google Analytics 4", "", "not-declared", ""},
      {"Instagram", "", "not-declared", ""},
      {"whatsapp button", "", "not-declared", ""},
      {"reCAPTCHA", "", "not-declared", ""},
      {"Oracle Eloqua", "", "not-declared", ""},
      {"x", "", "not-declared", ""},
  });
}

TEST(QuestionFormsTest, AListInOneFieldNamesEach) {
  const Matcher matcher(Ameli());
  const VerdictReport report = ReportOn(matcher, ReadQuestion("Adform, Vimeo"), "ameli.fr", Now());
  EXPECT_TRUE(report.about_service);
  EXPECT_THAT(report.reason.en, HasSubstr("Adform (ameli.fr), Vimeo (ameli.fr)"));
  // Pasted, it is one question for each.
  const auto pasted = ReadQuestions("Adform, Vimeo", matcher, Now());
  std::vector<std::string> services;
  for (const Question& question : pasted) {
    services.push_back(testing::ServiceOf(ReportOn(matcher, question, "ameli.fr", Now())));
  }
  EXPECT_THAT(services, ElementsAre("adform", "vimeo"));
}

TEST(QuestionFormsTest, WhatWasCopiedIsReadAsItStands) {
  const Matcher matcher(Ameli());
  const auto told = [](const std::vector<Question>& questions) {
    std::vector<std::string> out;
    for (const Question& question : questions) {
      const bool cookie = question.kind == Question::Kind::kCookie;
      out.push_back((cookie ? question.seen.name : "service " + question.text) +
                    (question.seen.host.empty() ? "" : " @ " + question.seen.host));
    }
    return out;
  };
  const auto pasted = [&](std::string_view text) {
    return told(ReadQuestions(text, matcher, Now()));
  };
  const auto asked = [&](std::string_view text, std::string_view host = {}) {
    return told(ReadAsked(text, host, matcher, Now()));
  };
  const std::vector<std::string> two = {"pcid", "pctx"};
  EXPECT_THAT(pasted("\xEF\xBB\xBFpcid\npctx\n"), ElementsAre("pcid", "pctx"));
  EXPECT_THAT(pasted("'pcid=x; Path=/'"), ElementsAre("pcid"));
  EXPECT_THAT(pasted("\"pcid=x; pctx=y\""), ElementsAre("pcid", "pctx"));
  EXPECT_THAT(pasted("> document.cookie\n< 'pcid=x; pctx=y'\n"), ElementsAre("pcid", "pctx"));
  EXPECT_THAT(pasted("document.cookie = \"pcid=x; path=/\";"), ElementsAre("pcid"));
  EXPECT_THAT(pasted("\"pcid\",\n'pctx'\n"), ElementsAre("pcid", "pctx"));
  EXPECT_THAT(pasted("# Netscape HTTP Cookie File\n"
                     "#HttpOnly_.ameli.fr\tTRUE\t/\tTRUE\t0\tpcid\tx\n"
                     "www.ameli.fr\tFALSE\t/\tFALSE\t1953367200\ttrk\tx\n"),
              ElementsAre("pcid @ ameli.fr", "trk @ www.ameli.fr"));
  EXPECT_THAT(pasted("*   Trying 1.2.3.4:443...\n* Connected to www.ameli.fr port 443\n"
                     "> GET / HTTP/1.1\n> Host: www.ameli.fr\n> Cookie: pcid=1; trk=2\n>\n"
                     "< HTTP/1.1 200 OK\n< Content-Type: text/html\n"
                     "< Set-Cookie: pctx=1; Domain=ameli.fr; Path=/\n< set-cookie: sid=1\n<\n"
                     "<!DOCTYPE html>\n<script src=\"https://player.vimeo.com/x.js\"></script>\n"),
              ElementsAre("pcid @ www.ameli.fr", "trk @ www.ameli.fr", "pctx @ ameli.fr",
                          "sid @ www.ameli.fr"));
  // The developer tools' copy of a request: names and values on lines of their own.
  EXPECT_THAT(pasted("Request URL\nhttps://www.ameli.fr/page\nRequest Method\nGET\n"
                     "Status Code\n200 OK\nset-cookie\npctx=1; Domain=ameli.fr; Path=/\n"
                     "set-cookie\nsid=1\nvary\nCookie\n:authority\nwww.ameli.fr\n"
                     "accept-language\nfr-FR,fr;q=0.9\ncookie\npcid=1; trk=2\n"),
              ElementsAre("pctx @ ameli.fr", "sid @ www.ameli.fr", "pcid @ www.ameli.fr",
                          "trk @ www.ameli.fr"));
  EXPECT_THAT(pasted("URL de la requête :\nhttps://ads.example/x\nCookie:\npcid=1\n"),
              ElementsAre("pcid @ ads.example"));
  for (const char* several : {"pcid pctx", "pcid,pctx", "pcid, pctx", "pcid;pctx", "pcid=1; pctx=2",
                              "\"pcid=1; pctx=2\""}) {
    EXPECT_EQ(asked(several), two) << several;
  }
  EXPECT_THAT(asked("pcid pctx", "evil.example"),
              ElementsAre("pcid @ evil.example", "pctx @ evil.example"));
  EXPECT_THAT(asked("pcid https://www.ameli.fr/page?x=1"), ElementsAre("pcid @ www.ameli.fr"));
  EXPECT_THAT(asked("trk https://evil.example/"), ElementsAre("trk @ evil.example"));
  EXPECT_THAT(asked("'pcid'"), ElementsAre("pcid"));
  EXPECT_THAT(asked("Adform, Vimeo"), ElementsAre("Adform", "Vimeo"));
  // One question all the same.
  for (const char* one : {"Meta pixel", "Peut-on mettre l’iframe de Vimeo ?",
                          "https://connect.facebook.net/en_US/fbevents.js"}) {
    EXPECT_EQ(asked(one).size(), 1) << one;
    EXPECT_THAT(asked(one)[0], ::testing::StartsWith("service ")) << one;
  }
}

// A page's host beside it does not make it another's.
TEST(QuestionFormsTest, TheHostOfACookieIsItsDomain) {
  ExpectAtEveryDoor({
      {"pcid=1; Domain=tracker.example.net", "www.ameli.fr", "not-declared", ""},
      {"pcid=1; Domain=fr", "www.ameli.fr", "not-declared", ""},
      {"Set-Cookie: pcid=1; Domain=.fr; Path=/", "www.ameli.fr", "not-declared", ""},
      {"IDE=1; Domain=net", "ad.doubleclick.net", "not-declared", ""},
      {"IDE=1; Domain=evil.com; Path=/", "ad.doubleclick.net", "not-declared", ""},
      {R"({"domain":".evil.com","name":"pcid"})", "www.ameli.fr", "not-declared", ""},
      {"pcid sur evil.com", "www.ameli.fr", "not-declared", ""},
      {"pcid=1; Domain=ameli.fr; Path=/", "www.ameli.fr", "always", "ameli"},
      {"pcid=1; Path=/", "www.ameli.fr", "always", "ameli"},
      {"pcid=1; Path=/", "evil.com", "not-declared", ""},
  });
}

TEST(QuestionFormsTest, ACookieAndWhoSetsItInASentence) {
  std::vector<testing::Asked> asked;
  for (const char* placed :
       {"IDE doubleclick.net", "IDE @ doubleclick.net", "IDE@doubleclick.net",
        "IDE (doubleclick.net)", "IDE - doubleclick.net", "IDE → doubleclick.net",
        "IDE: doubleclick.net", "IDE sur doubleclick.net", "IDE chez doubleclick.net",
        "le cookie IDE de doubleclick.net", "Le cookie « IDE » de doubleclick.net ?",
        "le cookie IDE déposé par doubleclick.net", "le cookie IDE du domaine .doubleclick.net",
        "Peut-on déposer le cookie IDE de doubleclick.net ?", "IDE from doubleclick.net",
        "the IDE cookie on doubleclick.net",
        "Is the cookie \"IDE\" set by doubleclick.net allowed?",
        "IDE sur https://doubleclick.net/x?a=1,2", "IDE (https://doubleclick.net/x)"}) {
    asked.push_back({placed, "", "after-consent", "campaign-manager"});
  }
  // The host is judged in all of them.
  for (const char* foreign : {"IDE sur evil.example", "le cookie IDE de evil.example",
                              "IDE @ doubleclick.net.evil.example", "IDE@evil.example",
                              "IDE (evil.example)", "cookie IDE d’evil.example"}) {
    asked.push_back({foreign, "", "not-declared", ""});
  }
  for (const char* alone : {"le cookie pcid", "cookie pcid", "« pcid »", "the cookie pcid",
                            "Le cookie pcid est autorisé ?", "pcid ?"}) {
    asked.push_back({alone, "", "always", "ameli"});
  }
  asked.push_back({"les cookies de connect.facebook.net", "", "after-consent", "facebook"});
  testing::ExpectAtEveryDoor(asked);
  const Matcher matcher(Ameli());
  const auto names = [&](std::string_view text) {
    std::vector<std::string> out;
    for (const Question& each : ReadAsked(text, "", matcher, Now())) {
      out.push_back(each.seen.name + "@" + each.seen.host);
    }
    return out;
  };
  EXPECT_THAT(names("pcid et pctx sur www.ameli.fr"),
              ElementsAre("pcid@www.ameli.fr", "pctx@www.ameli.fr"));
  EXPECT_THAT(names("the cookies pcid, pctx and IDE"), ElementsAre("pcid@", "pctx@", "IDE@"));
  EXPECT_THAT(names("le cookie connect.sid sur www.ameli.fr"),
              ElementsAre("connect.sid@www.ameli.fr"));
}

TEST(QuestionFormsTest, TwoHostsBesideOneCookieAreBothJudged) {
  ExpectAtEveryDoor({
      {"pcid;evil.com;ameli.fr;session", "", "not-declared", ""},
      {"pcid|ameli.fr|evil.com", "", "not-declared", ""},
      {"pcid;www.ameli.fr;ameli.fr;session", "", "always", "ameli"},
      {"le cookie pcid de evil.com sur ameli.fr", "", "not-declared", ""},
      {"IDE;doubleclick.net;ad.doubleclick.net", "", "after-consent", "campaign-manager"},
  });
}

TEST(QuestionFormsTest, AQuestionInWordsAsksAboutTheNamesInIt) {
  ExpectAtEveryDoor({
      {"Ai-je le droit de poser _gid ?", "", "not-declared", ""},
      {"Est-ce que nous pouvons déposer pcid sur le site ?", "", "always", "ameli"},
      {"Can we set pcid before consent?", "", "always", "ameli"},
      {"Peut-on mettre le traceur pcid pour evil.com ?", "", "not-declared", ""},
      {"Combien de temps dure ameli_localisation ?", "", "always", "ameli"},
  });
  // Whoever else is named in it is asked about.
  for (const char* text : {"Can Criteo set pcid?", "Est-ce que TikTok peut mettre pcid ?",
                           "Peut-on mettre IDE pour Hotjar ?", "Is token from Outbrain ok?",
                           "Does Qualtrics use pcid?", "Puis-je autoriser Criteo à lire pcid ?"}) {
    const Matcher matcher(Ameli());
    const VerdictReport report =
        ReportOn(matcher, ReadQuestion(text, "", matcher, Now()), "ameli.fr", Now());
    EXPECT_EQ(report.verdict, Verdict::kNotDeclared) << text;
  }
}

TEST(QuestionFormsTest, AddressesAndCode) {
  ExpectAtEveryDoor({
      {"VIMEO.COM", "", "after-consent", "vimeo"},
      {"http://vimeo.com:8080/x", "", "after-consent", "vimeo"},
      {"connect.facebook.net", "", "after-consent", "facebook"},
      {"connect.facebook.net/fr_FR/sdk.js#xfbml=1", "", "after-consent", "facebook"},
      {"platform.twitter.com/widgets.js", "", "after-consent", "x"},
      {"https://tag.aticdn.net/piano-analytics.js", "", "exempt-with-opt-out", "piano-analytics"},
      {"https://vimeo.com.evil.example/x", "", "not-declared", ""},
      {"https://evilvimeo.com/", "", "not-declared", ""},
      {"https://vimeo.com@evil.example/", "", "not-declared", ""},
      {"https://[2001:db8::1]/x.js", "", "not-declared", ""},
      {"192.0.2.7", "", "not-declared", ""},
      {"192.0.2.7:8080/p.gif", "", "not-declared", ""},
      {"https://santé.example/p.js", "", "not-declared", ""},
      {"<SCRIPT SRC=HTTPS://CONNECT.FACEBOOK.NET/EN_US/SDK.JS></SCRIPT>", "", "after-consent",
       "facebook"},
      {"<img src='//www.facebook.com/tr?id=1'>", "", "after-consent", "facebook"},
      {"<script>fbq('init', '1');</script>", "", "after-consent", "facebook"},
      {"fbq('init', '123');", "", "after-consent", "facebook"},
      {"!function(f,b,e,v){t.src=v}(window,document,'script',"
       "'https://connect.facebook.net/en_US/fbevents.js');",
       "", "after-consent", "facebook"},
      {"window.lintrk('track', { conversion_id: 1 });", "", "after-consent", "linkedin"},
      {"(function(h,o,t,j){h.hj=h.hj||function(){}})(window);\nhj('x');", "", "not-declared", ""},
      {"ttq.track('ViewContent')", "", "not-declared", ""},
      {"<script", "", "not-declared", ""},
      {"<script src=\"/local.js\"></script>", "", "not-declared", ""},
      // One address that is hidden among others.
      {"<iframe src=\"https://player.vimeo.com/1\"></iframe><img src=//vimeo.com@evil.example/p>",
       "", "not-declared", ""},
      {"<iframe src=\"https://player.vimeo.com/1\"></iframe><img src=//192.0.2.7/p>", "",
       "not-declared", ""},
      {"<iframe src=\"https://player.vimeo.com/1\"></iframe><img src=//santé.example/p>", "",
       "not-declared", ""},
  });
  const Matcher matcher(Ameli());
  for (const char* code : {"fbq('init', '123');", "192.0.2.7", "function a() {}", "<script"}) {
    EXPECT_EQ(ReadQuestion(code).kind, Question::Kind::kService) << code;
  }
  // Values with brackets stay values.
  const auto pairs = ReadQuestions("a=(x); b=f('y')", matcher, Now());
  std::vector<std::string> names;
  for (const Question& question : pairs) names.push_back(question.seen.name);
  EXPECT_THAT(names, ElementsAre("a", "b"));
}

TEST(QuestionFormsTest, ElementsThatAScriptFills) {
  ExpectAtEveryDoor({
      {"<div class=\"fb-like\" data-href=\"x\"></div>", "", "after-consent", "facebook"},
      {"<div class='a fb-page'></div>", "", "after-consent", "facebook"},
      {"<blockquote class=twitter-tweet><p>x</p></blockquote>", "", "after-consent", "x"},
      {"<div class=\"h-captcha\" data-sitekey=\"x\"></div>", "", "not-declared", ""},
      {"<div class=\"fb-like-ours\"></div>", "", "not-declared", ""},
      {"<div id=\"map\"></div>", "", "not-declared", ""},
      {"<iframe src=\"https://player.vimeo.com/video/1\"></iframe><lite-youtube videoid=\"a\">", "",
       "not-declared", ""},
      {"<iframe src=\"https://player.vimeo.com/video/1\"></iframe>"
       "<script>grecaptcha.execute()</script>",
       "", "not-declared", ""},
  });
  const Matcher matcher(Ameli());
  const VerdictReport captcha = ReportOn(
      matcher, ReadQuestion("<div class=\"h-captcha\"></div>", "", matcher, Now()), "", Now());
  EXPECT_THAT(captcha.reason.fr, HasSubstr("hCaptcha"));
}

TEST(QuestionFormsTest, ACodeIsNoCookie) {
  const Matcher matcher(Ameli());
  for (const char* code :
       {"{\"a\": {\"b\": 1}}", "{ a: 1, b: 'x' }", "SELECT * FROM cookies WHERE name = 'x'",
        "INSERT INTO t VALUES (1)", ".banner { color: red }", "a{color:red}", "<!-- bandeau -->",
        "/* style */", "// remarque", "var s = 1;", "const a = 'b';", "document.head.append(s);",
        "@media print {", "}", "window.x = 1;", "{\"name\":\"IDE\""}) {
    const auto asked = ReadQuestions(code, matcher, Now());
    ASSERT_FALSE(asked.empty()) << code;
    for (const Question& question : asked) {
      EXPECT_EQ(question.kind, Question::Kind::kService) << code;
      const VerdictReport report = ReportOn(matcher, question, "", Now());
      EXPECT_EQ(report.verdict, Verdict::kNotDeclared) << code;
      EXPECT_THAT(report.reason.fr, HasSubstr("Ce code ne contient")) << code;
    }
    EXPECT_EQ(ReadQuestion(code).kind, Question::Kind::kService) << code;
  }
  const auto named = [&](const char* text) {
    std::vector<std::string> out;
    for (const Question& question : ReadQuestions(text, matcher, Now())) {
      out.push_back(question.seen.name + "@" + question.seen.host);
    }
    return out;
  };
  EXPECT_THAT(named("{\"name\":\"IDE\",\"domain\":\".evil.example\"}"),
              ElementsAre("IDE@evil.example"));
  EXPECT_THAT(named("[{\"name\":\"a\",\"domain\":\"x.fr\"},{\"name\":\"b\",\"host\":\"y.fr\"}]"),
              ElementsAre("a@x.fr", "b@y.fr"));
  EXPECT_THAT(named("document.cookie = \"trk=1; path=/\";"), ElementsAre("trk@"));
  EXPECT_THAT(named("Cookie: pcid=1; trk=2"), ElementsAre("pcid@", "trk@"));
  EXPECT_THAT(named("< set-cookie: trk=x; Domain=x.fr"), ElementsAre("trk@x.fr"));
  EXPECT_THAT(named("Name,Domain\nIDE,evil.example"), ElementsAre("IDE@evil.example"));
  EXPECT_THAT(named("Nom\tValeur\tDomaine\nIDE\t1\t.evil.example"),
              ElementsAre("IDE@evil.example"));
  EXPECT_THAT(named("connect.sid, pcid"), ElementsAre("connect.sid@", "pcid@"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
