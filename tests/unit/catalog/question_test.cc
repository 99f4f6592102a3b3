// Sixty questions as marketing, a webmaster or a data protection officer ask them about ameli.fr,
// with the right answers, and what no question may turn into.
#include "catalog/question.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "catalog/cookie_table.h"
#include "catalog/verdict_report.h"
#include "tests/unit/catalog/catalog_testing.h"
#include "tests/unit/catalog/question_testing.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;
using testing::Ameli;
using testing::Asked;
using ::testing::ElementsAre;
using testing::ExpectAtEveryDoor;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Now;
using testing::RealCatalog;
using ::testing::SizeIs;
using testing::Small;

constexpr char kMetaSnippet[] =
    "<!-- Meta Pixel Code -->\n<script>\n!function(f,b,e,v,n,t,s){n=f.fbq=function(){};"
    "t=b.createElement(e);t.src=v;}(window,document,'script',"
    "'https://connect.facebook.net/en_US/fbevents.js');\nfbq('init', '1234567890');\n</script>\n"
    "<noscript><img height=\"1\" "
    "src=\"https://www.facebook.com/tr?id=123&ev=PageView\"/></noscript>";
constexpr char kLinkedInSnippet[] =
    "<script type=\"text/javascript\">_linkedin_partner_id = \"1\";var b = "
    "document.createElement(\"script\");b.src = "
    "\"https://snap.licdn.com/li.lms-analytics/insight.min.js\";</script><noscript><img "
    "src=\"https://px.ads.linkedin.com/collect/?pid=1&fmt=gif\" /></noscript>";
constexpr char kMixedSnippet[] =
    "<script src=\"https://player.vimeo.com/api/player.js\"></script>"
    "<script src='//static.hotjar.com/c/hotjar-1.js'></script>";

const std::vector<Asked> kCases = {
    // Names of the site's own, with the host, below it, and without.
    {"pcid", "www.ameli.fr", "always", "ameli"},
    {"pcid", "ameli.fr", "always", "ameli"},
    {"pcid", ".ameli.fr", "always", "ameli"},
    {"pcid", "", "always", "ameli"},
    {"pctx", "assure.ameli.fr", "always", "ameli"},
    {"ameli_espace", "WWW.AMELI.FR", "always", "ameli"},
    {"pa_privacy", "www.ameli.fr", "exempt-with-opt-out", "piano-analytics"},
    {"cf_clearance", "www.ameli.fr", "always", "cloudflare"},
    // The same names of somebody else are somebody else's.
    {"pcid", "tracker.example.net", "not-declared", ""},
    {"pctx", "adform.net", "not-declared", ""},
    {"ameli_espace", "idp.example.com", "not-declared", ""},
    {"pa_privacy", "pa-cd.com", "not-declared", ""},
    {"pcid", "notameli.fr", "not-declared", ""},
    {"pcid", "fr", "not-declared", ""},
    {"pcid", "ameli.fr.evil.example", "not-declared", ""},
    // Campaigns.
    {"IDE", "doubleclick.net", "after-consent", "campaign-manager"},
    {"IDE", "ad.doubleclick.net", "after-consent", "campaign-manager"},
    {"IDE", "", "after-consent", "campaign-manager"},
    {"IDE", "www.ameli.fr", "not-declared", ""},
    {"IDE", "net", "not-declared", ""},
    {"test_cookie", "doubleclick.net", "after-consent", "campaign-manager"},
    {"_gcl_au", "ameli.fr", "after-consent", "campaign-manager"},
    {"_gcl_au", "www.ameli.fr", "after-consent", "campaign-manager"},
    {"_gcl_au", "", "after-consent", "campaign-manager"},
    {"_gcl_au", "doubleclick.net", "after-consent", "campaign-manager"},
    {"_gcl_au", "other.example", "not-declared", ""},
    {"uid", "track.adform.net", "after-consent", "adform"},
    {"uid", "criteo.com", "not-declared", ""},
    {"token", "adform.net", "after-consent", "adform"},
    {"token", "www.ameli.fr", "not-declared", ""},
    {"C", "adform.net", "over-limit", "adform"},
    {"C", "example.com", "not-declared", ""},
    {"SR4711", "track.adform.net", "after-consent", "adform"},
    {"SR4711", "www.ameli.fr", "not-declared", ""},
    {"CT99", "adform.net", "after-consent", "adform"},
    {"CToken", "www.ameli.fr", "not-declared", ""},
    {"EBFCD99", "adform.net", "after-consent", "adform"},
    {"_ga", "", "not-declared", ""},
    {"_pcid", "www.ameli.fr", "not-declared", ""},
    {"vuid", "vimeo.com", "not-declared", ""},
    // What the service itself stores.
    {"temoin:ameli.fr", "", "always", ""},
    {"temoin:ameli.fr@", "www.ameli.fr", "always", ""},
    {"temoin:ameli.fr+", "www.ameli.fr", "always", ""},
    {"pcid_retry", "www.ameli.fr", "always", ""},
    {"pcid_retry", "tracker.example", "not-declared", ""},
    {"temoin:other.site", "www.ameli.fr", "not-declared", ""},
    // By company and product.
    {"Vimeo", "", "after-consent", "vimeo"},
    {"vimeo video player", "", "after-consent", "vimeo"},
    {"Meta pixel", "", "after-consent", "facebook"},
    {"Facebook", "", "after-consent", "facebook"},
    {"le bouton de partage Facebook", "", "after-consent", "facebook"},
    {"LinkedIn Insight Tag", "", "after-consent", "linkedin"},
    {"Campaign Manager 360", "", "after-consent", "campaign-manager"},
    {"Piano Analytics", "", "exempt-with-opt-out", "piano-analytics"},
    {"AT Internet", "", "exempt-with-opt-out", "piano-analytics"},
    {"Twitter", "", "after-consent", "x"},
    {"Google Analytics", "", "not-declared", ""},
    {"TikTok pixel", "", "not-declared", ""},
    // By address and snippet.
    {"https://connect.facebook.net/en_US/fbevents.js", "", "after-consent", "facebook"},
    {"connect.facebook.net/en_US/fbevents.js", "", "after-consent", "facebook"},
    {"player.vimeo.com", "", "after-consent", "vimeo"},
    {"//track.adform.net/serving/scripts/trackpoint/", "", "after-consent", "adform"},
    {"https://static.hotjar.com/c/hotjar-1.js", "", "not-declared", ""},
    {kMetaSnippet, "", "after-consent", "facebook"},
    {kLinkedInSnippet, "", "after-consent", "linkedin"},
    {kMixedSnippet, "", "not-declared", ""},
    {"<iframe src=\"https://player.vimeo.com/video/1\"></iframe>", "", "after-consent", "vimeo"},
    {"<script>track()</script>", "", "not-declared", ""},
};

TEST(QuestionTest, EachGetsTheRightAnswerAtEveryDoor) { ExpectAtEveryDoor(kCases); }

TEST(QuestionTest, AnotherHostIsToldFromNothingDeclared) {
  const Matcher matcher(RealCatalog());
  const VerdictReport elsewhere =
      ReportOn(matcher, ReadQuestion("IDE", "x.example"), "ameli.fr", Now());
  EXPECT_THAT(elsewhere.reason.fr, HasSubstr("déclaré pour doubleclick.net"));
  const json row = json::parse(VerdictsJson({elsewhere}))["answers"][0];
  EXPECT_EQ(row["declared_for"][0]["host"], "doubleclick.net");
  EXPECT_EQ(row["candidates"], json::array());
  // Names out of document.cookie come without a host, and the answer says so.
  const auto seen = ReadQuestions("pcid=1; _gcl_au=2", matcher, Now());
  ASSERT_THAT(seen, SizeIs(2));
  const VerdictReport without = ReportOn(matcher, seen[0], "ameli.fr", Now());
  EXPECT_THAT(without.reason.en, HasSubstr("Host not seen"));
  EXPECT_THAT(VerdictsText({without}, "fr"), HasSubstr("hôte non vu"));
}

TEST(QuestionTest, ASnippetIsNeverACookie) {
  const Matcher matcher(Ameli());
  for (const char* text : {"<script src=x>", "<SCRIPT>a=1</SCRIPT>", "<img src=//a.example/p>",
                           "<noscript>\n<img src=\"https://a.example/p?x=1;y=2\">\n</noscript>"}) {
    const auto questions = ReadQuestions(text, matcher, Now());
    ASSERT_THAT(questions, SizeIs(1)) << text;
    EXPECT_EQ(questions[0].kind, Question::Kind::kService) << text;
    EXPECT_THAT(VerdictsText({ReportOn(matcher, questions[0], "", Now())}, "fr"),
                Not(HasSubstr("À COMPLÉTER")))
        << text;
  }
}

TEST(QuestionTest, ListsOfNamesStayLists) {
  const Matcher matcher(Ameli());
  const auto names = [&](const char* text) {
    std::vector<std::string> out;
    for (const Question& question : ReadQuestions(text, matcher, Now())) {
      if (question.kind == Question::Kind::kCookie) out.push_back(question.seen.name);
    }
    return out;
  };
  EXPECT_THAT(names("pcid pctx IDE"), ElementsAre("pcid", "pctx", "IDE"));
  EXPECT_THAT(names("SID HSID"), ElementsAre("SID", "HSID"));
  EXPECT_THAT(names("_ga _gid"), ElementsAre("_ga", "_gid"));
  EXPECT_THAT(names("IDE .doubleclick.net\nC track.adform.net"), ElementsAre("IDE", "C"));
  EXPECT_THAT(names("SR<RotatorID>"), ElementsAre("SR<RotatorID>"));
  EXPECT_THAT(names("Set-Cookie: a=https://x.example/; Path=/"), ElementsAre("a"));
  EXPECT_THAT(names(" \n\n"), IsEmpty());
}

TEST(QuestionTest, WhatTheServiceStoresIsNamedBesideThePublishedRows) {
  const json table = json::parse(CookiesJson(*Ameli(), std::string(64, 'a')));
  std::vector<std::string> names;
  for (const json& row : table["consent_service"]) names.push_back(row["name"]);
  EXPECT_THAT(names, ElementsAre("pcid_retry", "temoin", "temoin:ameli.fr", "temoin:ameli.fr@",
                                 "temoin:ameli.fr!", "temoin:ameli.fr+"));
  // A site that does not declare its choice cookies has them named as well.
  Small small;
  small.Service(0)["trackers"].erase(0);
  EXPECT_EQ(OwnStorage(*small.Load()).front().name, "pcid");
  EXPECT_THAT(CookiesPage(*Ameli(), std::string(64, 'a')).html,
              HasSubstr("Déposé par le service de consentement"));
  EXPECT_THAT(RealCatalog()->FindSite("camieg")->purposes, IsEmpty());
  EXPECT_THAT(OwnStorage(*RealCatalog()->FindSite("camieg")), IsEmpty());
}

RC_GTEST_PROP(QuestionProperty, AnyTextIsAnsweredWithoutHarm, ()) {
  static const Matcher matcher(Ameli());
  const auto text = *rc::gen::container<std::string>(rc::gen::element(
      'a', '<', 's', 'c', 'r', 'i', 'p', 't', '/', '.', ' ', '=', ';', '\n', 'X', '\xff', ':'));
  for (const Question& question : ReadQuestions(text, matcher, Now())) {
    RC_ASSERT(!VerdictsText({ReportOn(matcher, question, "", Now())}, "en").empty());
  }
}

}  // namespace
}  // namespace temoin::catalog
