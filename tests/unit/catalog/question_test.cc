// Questions as marketing, a webmaster or a data protection officer ask them about ameli.fr, with
// the right answers as the catalogue and the rule of catalog/match.h give them, and what no
// question may turn into.
#include "catalog/question.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "base/file.h"
#include "base/json.h"
#include "catalog/cookie_table.h"
#include "catalog/verdict_report.h"
#include "tests/source_dir.h"
#include "tests/unit/catalog/catalog_testing.h"
#include "tests/unit/catalog/question_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

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

// tests/integration/test_catalog.py asks the same at the doors of a server.
TEST(QuestionTest, EachGetsTheRightAnswerAtEveryDoor) {
  const auto text =
      ReadFile(std::string(TEMOIN_SOURCE_DIR) + "/tests/conformance/questions.json", 1 << 20);
  ASSERT_TRUE(text.ok());
  const auto groups = ParseJson(*text, {.max_bytes = 1 << 20});
  ASSERT_TRUE(groups.ok());
  std::vector<Asked> questions;
  for (const json& group : *groups) {
    for (const json& row : group["questions"])
      questions.push_back({row[0], row[1], row[2], row[3]});
  }
  ASSERT_GT(questions.size(), 130U);
  ExpectAtEveryDoor(questions);
}

TEST(QuestionTest, EveryAddressOfARowIsJudged) {
  const Matcher matcher(Ameli());
  const auto verdict = [&](const std::string& text) {
    const auto questions = ReadQuestions(text, matcher, Now());
    EXPECT_THAT(questions, SizeIs(1)) << text;
    const Verdict pasted = ReportOn(matcher, questions.front(), "ameli.fr", Now()).verdict;
    EXPECT_EQ(ReportOn(matcher, ReadQuestion(text), "ameli.fr", Now()).verdict, pasted) << text;
    return pasted;
  };
  const std::string video = "https://player.vimeo.com/video/1";
  const std::string other = "https://evil.example/p";
  for (const char* between : {" ", ", ", ",", " | ", ";", "  "}) {
    EXPECT_EQ(verdict(video + between + other), Verdict::kNotDeclared) << between;
    EXPECT_EQ(verdict(other + between + video), Verdict::kNotDeclared) << between;
    EXPECT_EQ(verdict(video + between + "https://vimeo.com/2"), Verdict::kAfterConsent) << between;
  }
  // A comma, a semicolon or an address within an address makes no other one.
  for (const char* rest : {"/a,b.js", ";v=1", "?u=https://evil.example/"}) {
    EXPECT_EQ(verdict(video + rest), Verdict::kAfterConsent) << rest;
  }
}

// The site declares a cookie of its own host for it, and nothing that loads from elsewhere.
TEST(QuestionTest, WhatStaysOnTheSiteAnswersForNoHostOfItsVendor) {
  std::vector<Asked> questions = {{"Cloudflare", "", "always", "cloudflare"}};
  for (const char* text :
       {"https://www.cloudflare.com/cdn-cgi/zaraz/s.js", "https://speed.cloudflare.com/__down",
        "<script src=\"https://embed.cloudflare.com/x.js\"></script>", "radar.cloudflare.com",
        "https://www.cloudflare.com/x https://www.ameli.fr/y"}) {
    questions.push_back({text, "", "not-declared", ""});
  }
  ExpectAtEveryDoor(questions);
}

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

// Its hosts are what a site declares; a vendor's other domain is told, and not allowed.
TEST(QuestionTest, ADomainThatTheSiteDoesNotNameIsToldWithItsProduct) {
  const Matcher matcher(Ameli());
  for (const char* asked :
       {"xiti.com", "logs1242.xiti.com", "https://logs1.xiti.com/hit.xiti?s=1"}) {
    const VerdictReport answer = ReportOn(matcher, ReadQuestion(asked), "ameli.fr", Now());
    EXPECT_EQ(answer.verdict, Verdict::kNotDeclared) << asked;
    EXPECT_THAT(answer.reason.fr, HasSubstr("xiti.com (Piano Analytics). Est déclaré : Piano "
                                            "Analytics (ameli.fr)."));
    const json row = json::parse(VerdictsJson({answer}))["answers"][0];
    EXPECT_EQ(row["declared_for"][0]["service"], "piano-analytics");
  }
  EXPECT_EQ(ReportOn(matcher, ReadQuestion("evilxiti.com"), "ameli.fr", Now()).services.near.size(),
            0U);
}

// A service says from which hosts it loads; its trackers are declared for one of them.
TEST(QuestionTest, AHostOfTheServiceIsNotTheHostOfItsTrackers) {
  Small small;
  small.Service(2)["hosts"] = {"player.example", "cdn.player.example.net"};
  const Matcher matcher(small.Load());
  for (const char* name : {"vid", "seen42"}) {
    EXPECT_EQ(ReportOn(matcher, ReadQuestion(name, "player.example"), "", Now()).verdict,
              Verdict::kAfterConsent);
    const VerdictReport answer =
        ReportOn(matcher, ReadQuestion(name, "cdn.player.example.net"), "", Now());
    EXPECT_EQ(answer.verdict, Verdict::kNotDeclared) << name;
    EXPECT_EQ(answer.reason.fr, std::string(name) +
                                    " est déclaré pour player.example (video), non "
                                    "pour cdn.player.example.net.");
    EXPECT_EQ(answer.reason.en, std::string(name) +
                                    " is declared for player.example (video), not "
                                    "for cdn.player.example.net.");
    const json row = json::parse(VerdictsJson({answer}))["answers"][0];
    EXPECT_EQ(row["declared_for"][0]["service"], "video") << name;
    EXPECT_EQ(row["candidates"], json::array()) << name;
  }
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

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
