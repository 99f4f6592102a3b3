// What published policies say beyond a name, a host and a duration, from the file to the document,
// the table, the verdict and the comparison.
#include "catalog/lifetime.h"

#include <gmock/gmock.h>

#include "catalog/compare.h"
#include "catalog/cookie_table.h"
#include "catalog/match.h"
#include "catalog/revision.h"
#include "catalog/rules/check.h"
#include "catalog/to_json.h"
#include "catalog/verdict.h"
#include "catalog/words.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using testing::Small;
using testing::TextOf;

Lifetime LifetimeOf(const json& value) {
  Small small;
  small.Tracker(2, 0)["lifetime"] = value;
  const auto site = small.Load();
  return site == nullptr ? Lifetime() : site->FindService("video")->trackers[0].lifetime;
}

TEST(Lifetime, EachFormIsReadShownAndWrittenBack) {
  struct Case {
    json written;
    std::string fr;
    std::string en;
    bool over;
  };
  const json rolling = {{"duration", "P2Y"}, {"rolling", true}};
  const json days_if_accepted = {
      {"conditions",
       json::array({json::object({{"when", TextOf("si accepté")}, {"lifetime", "P60D"}}),
                    json::object({{"when", TextOf("sinon")}, {"lifetime", rolling}})})}};
  const std::vector<Case> cases = {
      {nullptr, "non publiée", "not published", false},
      {"session", "session", "session", false},
      {"P1Y6M", "18\u00a0mois", "18\u00a0months", true},
      {"P1M15D", "1\u00a0mois et 15\u00a0jours", "1\u00a0month and 15\u00a0days", false},
      {"P1DT12H", "1\u00a0jour et 12\u00a0heures", "1\u00a0day and 12\u00a0hours", false},
      {"until-deleted", "jusqu’à suppression", "until deleted", true},
      {{{"duration", "P13M"}, {"rolling", true}},
       "13\u00a0mois, renouvelée à chaque visite",
       "13\u00a0months, counted anew at each visit",
       false},
      {{{"words", TextOf("tant que le compte est ouvert")}},
       "tant que le compte est ouvert",
       "tant que le compte est ouvert (en)",
       false},
      {{{"words", TextOf("deux ans au plus")}, {"at_most", "P2Y"}},
       "deux ans au plus",
       "deux ans au plus (en)",
       true},
      {days_if_accepted,
       "60\u00a0jours (si accepté)\u00a0; 2\u00a0ans, renouvelée à chaque visite (sinon)",
       "60\u00a0days (si accepté (en)); 2\u00a0years, counted anew at each visit (sinon (en))",
       true},
  };
  for (const Case& each : cases) {
    const Lifetime lifetime = LifetimeOf(each.written);
    EXPECT_EQ(LifetimeWords(lifetime, "fr"), each.fr);
    EXPECT_EQ(LifetimeWords(lifetime, "en"), each.en);
    EXPECT_EQ(OverLimit(lifetime), each.over) << each.fr;
    EXPECT_EQ(LifetimeFromJson(LifetimeJson(lifetime)), lifetime) << each.fr;
  }
}

TEST(Lifetime, ADurationBeyondAThousandYearsIsSaidToBeSo) {
  Small small;
  small.Tracker(2, 0)["lifetime"] = "P7984Y";
  const ReadOutcome outcome = small.Read();
  ASSERT_THAT(outcome.problems, SizeIs(1));
  EXPECT_EQ(outcome.problems[0].pointer, "/purposes/2/services/0/trackers/0/lifetime");
  EXPECT_THAT(outcome.problems[0].expected, HasSubstr("1000 years"));
}

TEST(Lifetime, LongerIsJudgedByTheLongestAndByWhatRolls) {
  const json rolling = {{"duration", "P13M"}, {"rolling", true}};
  const json words = {{"words", TextOf("selon le service")}};
  const auto longer = [](const json& now, const json& was) {
    return MayOutlast(LifetimeOf(now), LifetimeOf(was));
  };
  EXPECT_TRUE(longer("P1Y6M", "P13M"));
  EXPECT_FALSE(longer("P13M", "P1Y6M"));
  EXPECT_TRUE(longer("until-deleted", "session"));
  EXPECT_FALSE(longer("session", "until-deleted"));
  EXPECT_TRUE(longer(rolling, "P13M"));
  EXPECT_FALSE(longer("P13M", rolling));
  EXPECT_TRUE(longer(words, "P13M"));
  EXPECT_FALSE(longer(words, nullptr));
  const json one = json::object({{"when", TextOf("si")}, {"lifetime", "P1D"}});
  EXPECT_FALSE(longer({{"conditions", json::array({one})}}, "P13M"));
}

TEST(Lifetime, ADocumentOfAnEarlierProgramReadsAsItDid) {
  EXPECT_EQ(LifetimeFromJson({{"accepted", "P60D"}, {"refused", "P10Y"}}).kind,
            Lifetime::Kind::kConditional);
  EXPECT_EQ(LifetimeFromJson("P13M").fixed, (Duration{.months = 13}));
  EXPECT_EQ(LifetimeFromJson(7).kind, Lifetime::Kind::kUnpublished);
  EXPECT_EQ(LifetimeFromJson({{"later", true}}).kind, Lifetime::Kind::kUnpublished);
}

TEST(TrackerHost, UnpublishedFitsTheSiteAndTheVendorAndTheSitesOwnOnlyTheSite) {
  Small small;
  small.Tracker(2, 0)["host"] = nullptr;
  small.Tracker(2, 1)["host"] = "<site>";
  const auto site = small.Load();
  ASSERT_NE(site, nullptr);
  const Matcher matcher(site);
  const auto found = [&](const char* name, const char* host) {
    return matcher.Match(name, host).candidates.size();
  };
  for (const char* host : {"", "www.example.fr", "example.fr", "cdn.player.example"}) {
    EXPECT_EQ(found("vid", host), 1U) << host;
  }
  EXPECT_EQ(found("vid", "other.example"), 0U);
  EXPECT_THAT(matcher.Match("vid", "other.example").declared_for, SizeIs(1));
  EXPECT_EQ(found("seen7", "www.example.fr"), 1U);
  EXPECT_EQ(found("seen7", "player.example"), 0U);

  const json document = json::parse(RevisionDocument(*site).document);
  const json& trackers = document["purposes"][2]["services"][0]["trackers"];
  EXPECT_EQ(trackers[0]["host"], nullptr);
  EXPECT_EQ(trackers[1]["host"], "<site>");
  const std::string page = CookiesPage(*site, "r").html;
  EXPECT_THAT(page, HasSubstr("hôte non publié"));
  EXPECT_THAT(page, HasSubstr("le site lui-même"));
  EXPECT_THAT(page, Not(HasSubstr("&lt;site&gt;")));
}

TEST(ServiceHosts, StandInThePlaceOfTheVendorsDomains) {
  Small small;
  small.Service(2)["hosts"] = {"video.example"};
  small.Tracker(2, 0)["host"] = nullptr;
  const auto site = small.Load();
  ASSERT_NE(site, nullptr);
  EXPECT_THAT(Matcher(site).Match("vid", "www.video.example").candidates, SizeIs(1));
  EXPECT_THAT(Matcher(site).Match("vid", "player.example").candidates, IsEmpty());
  const Revision revision = RevisionDocument(*site);
  const json document = json::parse(revision.document);
  EXPECT_EQ(document["purposes"][2]["services"][0]["hosts"], json({"video.example"}));
  const auto made = MakeConfig(revision, 1, {});
  ASSERT_TRUE(made.ok());
  EXPECT_THAT(made->excerpt, HasSubstr(R"("hosts":["video.example"])"));
  EXPECT_FALSE(Compare(RevisionDocument(*Small().Load()), revision).changes.empty());
}

TEST(CookiePage, ShowsAliasesAndKinds) {
  Small small;
  small.Tracker(2, 0)["aliases"] = {"_vid<n>"};
  small.Tracker(2, 1)["kind"] = "indexeddb";
  const std::string page = CookiesPage(*small.Load(), "r").html;
  EXPECT_THAT(page, HasSubstr("Observé aussi sous&nbsp;: <code>_vid&lt;n&gt;</code>"));
  EXPECT_THAT(page, HasSubstr("base de données du navigateur (IndexedDB)"));
}

TEST(TrackerKinds, EachIsWrittenAsItIsRead) {
  for (const char* kind : {"cookie", "local-storage", "session-storage", "pixel", "indexeddb",
                           "cache", "fingerprint", "email-pixel"}) {
    Small small;
    small.Tracker(2, 0)["kind"] = kind;
    const auto site = small.Load();
    ASSERT_NE(site, nullptr) << kind;
    EXPECT_EQ(TrackerKindName(site->FindService("video")->trackers[0].kind), kind);
  }
}

// The small catalogue in other languages: every text by the tags given.
json Translated(const json& value, const std::vector<std::string>& languages) {
  if (value.is_object() && value.contains("fr")) {
    json out = json::object();
    for (const std::string& each : languages) {
      out[each] = value["fr"].get<std::string>() + " [" + each + "]";
    }
    return out;
  }
  json out = value;
  if (value.is_structured()) {
    for (auto& member : out) member = Translated(member, languages);
  }
  return out;
}

TEST(Languages, ASiteNeedsNoFrench) {
  Small small;
  small.site = Translated(small.site, {"de", "pt-BR"});
  for (auto& [id, vendor] : small.vendors) vendor = Translated(vendor, {"de", "pt-BR"});
  small.site["languages"] = {"de", "pt-BR"};
  small.site["settings"]["ui"]["de"]["accept"] = "Alle akzeptieren";
  const auto site = small.Load();
  ASSERT_NE(site, nullptr);
  const json document = json::parse(RevisionDocument(*site).document);
  EXPECT_EQ(document["languages"], json({"de", "pt-BR"}));
  EXPECT_EQ(document["texts"]["title"], json({{"de", "Titre [de]"}, {"pt-BR", "Titre [pt-BR]"}}));
  EXPECT_EQ(document["settings"]["ui"]["de"]["accept"], "Alle akzeptieren");
  const std::string page = CookiesPage(*site, "r").html;
  EXPECT_THAT(page, HasSubstr(R"(<html lang="en">)"));
  EXPECT_THAT(page, HasSubstr(R"(<span lang="de">Nécessaires [de]</span>)"));
  EXPECT_THAT(page, HasSubstr(R"(<span lang="pt-BR">Nécessaires [pt-BR]</span>)"));
  // What the banner says of its own is asked for word by word.
  const CheckReport report = CheckSite(*site, Time());
  ASSERT_THAT(report.findings, SizeIs(2));
  EXPECT_EQ(report.findings[0].rule->id, "interface-words-missing");
  EXPECT_THAT(report.findings[0].sentence.en, Not(HasSubstr("accept,")));
  EXPECT_THAT(report.findings[1].sentence.en, HasSubstr("accept,"));
}

TEST(Languages, ATextLacksNeitherTheFirstLanguageNorSilentlyAnother) {
  Small small;
  small.site["languages"] = {"fr", "en", "de"};
  small.Tracker(2, 0)["purpose"] = {{"fr", "x"}, {"de", "y"}};
  const CheckReport report = CheckSite(*small.Load(), Time());
  size_t english = 0;
  size_t german = 0;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id != "translation-missing") continue;
    (finding.sentence.en.find("English") == std::string::npos ? german : english) += 1;
  }
  EXPECT_EQ(english, 1U);
  EXPECT_GT(german, 10U);

  small.Tracker(2, 0)["purpose"] = {{"de", "y"}};
  ASSERT_THAT(small.Read().problems, SizeIs(1));
  EXPECT_THAT(small.Read().problems[0].expected, HasSubstr("\"fr\""));
}

TEST(DraftWaivers, AreInTheLanguagesOfTheSite) {
  Small small;
  small.site["languages"] = {"fr", "de"};
  small.Tracker(2, 0)["lifetime"] = nullptr;
  const ReadOutcome read = small.Read();
  ASSERT_TRUE(read.ok()) << read.ToString();
  const Time now = *ParseDate("2026-11-26");
  const json drafts =
      json::parse(DraftWaivers(*read.catalog, CheckCatalog(*read.catalog, now), now));
  const json& reason = drafts["example.fr"][0]["reason"];
  EXPECT_EQ(reason, (json{{"fr", "À COMPLÉTER"}, {"de", "TO COMPLETE"}}));
}

TEST(LifetimeTest, AnEmptyObjectIsToldEveryForm) {
  Small small;
  small.Tracker(2, 0)["lifetime"] = json::object();
  ASSERT_THAT(small.Read().problems, SizeIs(1));
  EXPECT_THAT(small.Read().problems[0].expected, HasSubstr("until-deleted"));
  Small other;
  other.site["journal_retention"] = json::object();
  ASSERT_THAT(other.Read().problems, SizeIs(1));
  EXPECT_THAT(other.Read().problems[0].expected, HasSubstr("duration"));
  EXPECT_THAT(other.Read().problems[0].expected, HasSubstr("calendar_years"));
}

TEST(DraftWaivers, AreForWhatKeepsFromPublishingAndPublishNothingThemselves) {
  Small small;
  small.Tracker(2, 0)["lifetime"] = nullptr;
  const ReadOutcome read = small.Read();
  ASSERT_TRUE(read.ok());
  const Time now = *ParseDate("2026-11-26");
  const json drafts =
      json::parse(DraftWaivers(*read.catalog, CheckCatalog(*read.catalog, now), now));
  ASSERT_EQ(drafts["example.fr"].size(), 1U);
  EXPECT_EQ(drafts["example.fr"][0]["rule"], "lifetime-unpublished");
  EXPECT_EQ(drafts["example.fr"][0]["subject"], "vid");
  EXPECT_EQ(drafts["example.fr"][0]["until"], "2027-05-26");

  small.site["waivers"] = drafts["example.fr"];
  CheckReport report = CheckCatalog(*small.Read().catalog, now);
  EXPECT_FALSE(report.clean()) << "the reason is to be completed";
  small.site["waivers"][0]["reason"] = TextOf("Demandée au fournisseur.");
  report = CheckCatalog(*small.Read().catalog, now);
  EXPECT_TRUE(report.clean());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
