// Several names in one question: of one service, and of several.
#include "catalog/asked_names.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/unit/catalog/question_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using testing::Ameli;
using ::testing::ElementsAre;
using testing::ExpectAtEveryDoor;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using testing::Now;
using ::testing::SizeIs;

// Ids of declared_for, as programs read them.
std::vector<std::string> ServicesDeclared(const VerdictReport& report) {
  const nlohmann::json row = nlohmann::json::parse(VerdictsJson({report}))["answers"][0];
  std::vector<std::string> out;
  for (const nlohmann::json& each : row["declared_for"]) out.push_back(each["service"]);
  return out;
}

VerdictReport Alone(const Matcher& matcher, const std::string& text) {
  return ReportOn(matcher, ReadQuestion(text), "ameli.fr", Now());
}

TEST(AskedNamesTest, SeveralNamesOfOneServiceAreThatService) {
  ExpectAtEveryDoor({
      {"Facebook Pixel (Meta)", "", "after-consent", "facebook"},
      {"Meta Pixel (Facebook)", "", "after-consent", "facebook"},
      {"Meta (ex-Facebook)", "", "after-consent", "facebook"},
      {"Facebook/Meta pixel", "", "after-consent", "facebook"},
      {"Facebook/Meta", "", "after-consent", "facebook"},
      {"Piano Analytics (AT Internet)", "", "exempt-with-opt-out", "piano-analytics"},
      {"Piano Analytics (anciennement AT Internet)", "", "exempt-with-opt-out", "piano-analytics"},
      {"AT Internet / Piano", "", "exempt-with-opt-out", "piano-analytics"},
      {"AT Internet – Piano Analytics", "", "exempt-with-opt-out", "piano-analytics"},
      {"Campaign Manager 360 (Floodlight)", "", "after-consent", "campaign-manager"},
      {"Doubleclick Floodlight", "", "after-consent", "campaign-manager"},
      {"Google Campaign Manager 360 floodlight tag", "", "after-consent", "campaign-manager"},
      {"X / Twitter", "", "after-consent", "x"},
      // Another product beside a declared one stays another.
      {"Facebook Login (Meta)", "", "not-declared", ""},
      {"Cloudflare Turnstile (Cloudflare)", "", "not-declared", ""},
      {"Google Campaign Manager (Google Ads)", "", "not-declared", ""},
      {"Google Analytics / Doubleclick", "", "not-declared", ""},
      {"Vimeo Livestream (Vimeo)", "", "not-declared", ""},
      {"Facebook/WhatsApp", "", "not-declared", ""},
      {"Piano / Vimeo", "", "not-declared", ""},
      {"visitor/X", "", "not-declared", ""},
  });
  const Matcher matcher(Ameli());
  EXPECT_FALSE(Alone(matcher, "visitor/X").about_service);
}

TEST(AskedNamesTest, AListInOneFieldIsAnsweredAboutEachName) {
  const Matcher matcher(Ameli());
  struct List {
    const char* text;
    std::vector<std::string> declared;
    std::vector<const char*> named;
  };
  for (const List& each : std::vector<List>{
           {"Meta Pixel, Hotjar", {"facebook"}, {"Hotjar"}},
           {"Hotjar, Meta Pixel", {"facebook"}, {"Hotjar"}},
           {"Meta Pixel; Hotjar", {"facebook"}, {"Hotjar"}},
           {"Meta Pixel et Hotjar", {"facebook"}, {"Hotjar"}},
           {"X, Vimeo", {"x", "vimeo"}, {}},
           {"Vimeo, X", {"x", "vimeo"}, {}},
           {"Vimeo et X", {"x", "vimeo"}, {}},
           {"Facebook, Google", {"facebook", "campaign-manager"}, {}},
           {"Facebook, Google, LinkedIn, Vimeo, Twitter, Adform, Cloudflare, Piano Analytics",
            {"facebook", "campaign-manager", "linkedin", "vimeo", "x", "adform", "cloudflare",
             "piano-analytics"},
            {}},
           {"Google Tag Manager, YouTube", {}, {"Google Tag Manager", "YouTube"}},
           {"Cloudflare Turnstile, Vimeo", {"vimeo"}, {"Cloudflare Turnstile"}},
           {"Oracle Eloqua, Vimeo", {"vimeo"}, {"Oracle Eloqua"}},
           {"Vimeo.com, Inc., Hotjar Ltd", {"vimeo"}, {"Hotjar"}},
       }) {
    const VerdictReport report = Alone(matcher, each.text);
    EXPECT_TRUE(report.about_service) << each.text;
    EXPECT_EQ(report.verdict, Verdict::kNotDeclared) << each.text;
    EXPECT_THAT(ServicesDeclared(report), IsSupersetOf(each.declared)) << each.text;
    for (const char* name : each.named) EXPECT_THAT(report.reason.fr, HasSubstr(name));
    EXPECT_TRUE(report.draft.is_null()) << each.text;
  }
  for (const char* cookies : {"_ga, _gid", "connect.sid, pcid", "a, b"}) {
    EXPECT_FALSE(Alone(matcher, cookies).about_service) << cookies;
  }
}

TEST(AskedNamesTest, APastedListIsOneQuestionForEachName) {
  const Matcher matcher(Ameli());
  for (const std::vector<std::string>& names : std::vector<std::vector<std::string>>{
           {"Cloudflare Turnstile", "Vimeo"},
           {"Google Tag Manager", "YouTube"},
           {"YouTube", "Google Tag Manager"},
           {"Google Analytics 4", "Google Maps", "LinkedIn Insight Tag"},
           {"Meta Pixel", "Hotjar", "Vimeo"},
           {"Meta Platforms, Inc.", "Hotjar Ltd"},
           {"Campaign Manager (Doubleclick, Floodlight)", "X"}}) {
    for (const char* mark : {", ", ",", "; "}) {
      std::string text;
      for (const std::string& name : names) text += (text.empty() ? "" : mark) + name;
      const auto asked = ReadQuestions(text, matcher, Now());
      ASSERT_THAT(asked, SizeIs(names.size())) << text;
      for (size_t i = 0; i < names.size(); ++i) {
        const VerdictReport report = ReportOn(matcher, asked[i], "ameli.fr", Now());
        const VerdictReport alone = Alone(matcher, names[i]);
        EXPECT_EQ(report.verdict, alone.verdict) << text << ": " << names[i];
        EXPECT_EQ(report.reason.en, alone.reason.en) << text << ": " << names[i];
        EXPECT_EQ(report.about_service, alone.about_service) << text << ": " << names[i];
        EXPECT_EQ(report.seen.name, names[i]);
      }
    }
  }
  const auto last = ReadQuestions("Google Tag Manager, Vimeo et YouTube", matcher, Now());
  EXPECT_THAT(last, SizeIs(3));
  // A list line by line, and a name with a remark.
  for (const char* text : {"Cloudflare Turnstile,\nVimeo,\n", "Cloudflare Turnstile;\nVimeo.",
                           "Cloudflare Turnstile (cf_chl, cf_x)\nVimeo"}) {
    const auto lines = ReadQuestions(text, matcher, Now());
    ASSERT_THAT(lines, SizeIs(2)) << text;
    EXPECT_EQ(ReportOn(matcher, lines[0], "ameli.fr", Now()).verdict, Verdict::kNotDeclared);
    EXPECT_EQ(testing::ServiceOf(ReportOn(matcher, lines[1], "ameli.fr", Now())), "vimeo");
  }
  // A cookie keeps the host that stands behind it, and lists of cookies stay lists.
  const auto named = [&](const char* text) {
    std::vector<std::string> out;
    for (const Question& question : ReadQuestions(text, matcher, Now())) {
      out.push_back(question.kind == Question::Kind::kService
                        ? question.text
                        : question.seen.name + "@" + question.seen.host);
    }
    return out;
  };
  EXPECT_THAT(named("pcid, evil.example, 13 months"), ElementsAre("pcid@evil.example"));
  EXPECT_THAT(named("pcid pctx,\nIDE,"), ElementsAre("pcid@", "pctx@", "IDE@"));
  EXPECT_THAT(named("pcid pctx, IDE"), ElementsAre("pcid@", "pctx@", "IDE@"));
  EXPECT_THAT(named("Name,Domain\nIDE,evil.example"), ElementsAre("IDE@evil.example"));
  EXPECT_THAT(named("pcid=1; _gcl_au=a, b c"), ElementsAre("pcid@", "_gcl_au@"));
}

TEST(AskedNamesTest, NamesOfAList) {
  EXPECT_THAT(NamesOfList("Vimeo"), ElementsAre("Vimeo"));
  EXPECT_THAT(NamesOfList("Vimeo.com, Inc."), ElementsAre("Vimeo.com, Inc."));
  EXPECT_THAT(NamesOfList("Vimeo.com, Inc., Hotjar Ltd; X."),
              ElementsAre("Vimeo.com, Inc.", "Hotjar Ltd", "X."));
  EXPECT_THAT(NamesOfList("A (b, c), D and E"), ElementsAre("A (b, c)", "D", "E"));
  EXPECT_THAT(NamesOfList("D and E"), ElementsAre("D and E"));
  EXPECT_THAT(NamesOfList("Vimeo X, "), ElementsAre("Vimeo X"));
  EXPECT_THAT(NamesOfList("a=1; b=2"), ElementsAre("a=1; b=2"));
  EXPECT_THAT(NamesOfList(",;,"), ElementsAre(",;,"));
  EXPECT_THAT(NamesOfList(""), ElementsAre(""));
}

TEST(AskedNamesTest, ManyNamesAreBounded) {
  const Matcher matcher(Ameli());
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "Vimeo Piano, X/";
  EXPECT_TRUE(FindByNames(matcher, text).found.empty());
  EXPECT_THAT(NamesOfList(text), SizeIs(1));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
