#include <set>

#include "base/file.h"
#include "tests/source_dir.h"
#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using testing::At;
using testing::CheckFiles;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Judge;
using ::testing::Not;
using testing::RealCatalog;
using testing::RuleCase;
using testing::RuleIds;
using testing::Small;
using testing::TextOf;
using testing::TrackerJsonOf;

TEST(RulesTest, NothingIsWrongWithTheSmallCatalogue) {
  const CheckReport report = CheckFiles(Small().Files());
  EXPECT_THAT(RuleIds(report), IsEmpty());
  EXPECT_TRUE(report.clean());
  EXPECT_EQ(report.sites, 1U);
  EXPECT_EQ(report.trackers, 5U);
}

const std::vector<RuleCase> kDraftCases = {
    {"draft-placeholder", [](Small& s) { s.Tracker(2, 0)["purpose"]["fr"] = "À COMPLÉTER"; },
     "/purposes/2/services/0/trackers/0/purpose/fr", "/purposes/2/services/0/trackers/0/purpose/fr",
     [](Small& s) { s.Tracker(2, 0)["purpose"]["fr"] = "Compléter la commande."; }},
    {"draft-placeholder", [](Small& s) { s.site["controller"]["name"] = "???"; },
     "/controller/name", "/controller/name",
     [](Small& s) { s.site["controller"]["name"] = "Caisse"; }},
    {"draft-placeholder", [](Small& s) { s.vendors["player"]["name"] = "xxx"; }, "/name", "/name",
     [](Small& s) { s.vendors["player"]["name"] = "Maxxx"; }},
    {"draft-placeholder", [](Small& s) { s.site["texts"]["text"]["en"] = "Text (TODO)."; },
     "/texts/text/en", "/texts/text/en",
     [](Small& s) { s.site["texts"]["text"]["en"] = "To be completed with yours"; }},
};

TEST(RulesTest, ADraftIsFound) { Judge(kDraftCases); }

TEST(RulesTest, AnAddressLeftToCompleteIsFoundOnce) {
  Small small;
  small.site["rights"]["email"] = "À COMPLÉTER";
  EXPECT_EQ(RuleIds(CheckFiles(small.Files())), std::vector<std::string>{"draft-placeholder"});
}

TEST(RulesTest, WhatIsToBeDecidedMaySayThatItIs) {
  Small small;
  small.site["to_decide"] = {{{"id", "video-role"},
                              {"question", TextOf("À confirmer : qui répond ?")},
                              {"proposed", TextOf("Still to be decided.")}}};
  EXPECT_EQ(RuleIds(CheckFiles(small.Files())), std::vector<std::string>{"to-decide"});
}

TEST(RulesTest, ALongValidityNeedsItsReasonWritten) {
  Small small;
  small.site["choice_validity"] = "P13M";
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())),
              ElementsAre("validity-over-good-practice", "validity-without-reason"));
}

TEST(RulesTest, ASiteThatDeclaresNothingIsNoticed) {
  Small small;
  small.site["purposes"] = json::array();
  const CheckReport report = CheckFiles(small.Files());
  EXPECT_THAT(RuleIds(report), Contains("nothing-declared"));
  EXPECT_TRUE(report.clean());
}

TEST(RulesTest, AHostOutsideItsVendorIsFoundWhoeverNamesIt) {
  const auto found = [](const Small& small) {
    std::vector<std::string> out;
    for (const Finding& finding : CheckFiles(small.Files()).findings) {
      if (finding.rule->id == "host-outside-vendor") out.push_back(finding.pointer);
    }
    return out;
  };
  Small of_service;
  of_service.Service(2)["hosts"] = {"cdn.player.example", "elsewhere.example"};
  of_service.Tracker(2, 0)["host"] = "elsewhere.example";
  EXPECT_THAT(found(of_service), ElementsAre("/purposes/2/services/0/hosts/1"));
  Small on_site;
  on_site.Tracker(2, 0)["host"] = "elsewhere.example";
  on_site.Tracker(2, 0)["set_on_site"] = true;
  EXPECT_THAT(found(on_site), ElementsAre("/purposes/2/services/0/trackers/0/host"));
}

// A cookie for google.com comes with what www.google.com/maps answers, which is held.
TEST(RulesTest, AHostAboveOneThatIsCalledIsKnown) {
  Small small;
  small.vendors["player"]["domains"] = {"api.player.example"};
  small.Tracker(2, 1)["host"] = "api.player.example";
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), IsEmpty());
  small.vendors["player"]["domains"] = {"other.example"};
  small.Tracker(2, 1)["host"] = "other.example";
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), ElementsAre("host-outside-vendor"));
  small.Service(2)["addresses"] = {"www.player.example/maps"};
  small.Service(2)["hosts"] = json::array();
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), IsEmpty());
  small.Service(2)["addresses"] = {"www.myplayer.example/maps"};
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), ElementsAre("host-outside-vendor"));
}

TEST(RulesTest, AHostOfThePublishersThatIsNotTheSiteIsFound) {
  Small small;  // its domains are the site's own, and stand in no vendor's list
  small.vendors["publisher"]["domains"] = json::array();
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), IsEmpty());
  small.Tracker(0, 0)["host"] = "exemple.fr";  // a misprint
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())), Contains("host-outside-vendor"));
}

TEST(RulesTest, ATrackerThatRepeatsItsNameIsFound) {
  Small small;
  small.Tracker(2, 0)["aliases"] = {"vid", "_vid"};
  const CheckReport report = CheckFiles(small.Files());
  ASSERT_THAT(RuleIds(report), ElementsAre("tracker-published-twice"));
  EXPECT_EQ(report.findings[0].pointer, "/purposes/2/services/0/trackers/0/aliases/0");
}

TEST(RulesTest, TwoSitesThatShareTheirCookies) {
  const auto check = [](const char* domain, const char* choice) {
    Small small;
    auto files = small.Files();
    json other = small.site;
    other["id"] = "other.fr";
    other["origins"] = {"https://www." + std::string(domain)};
    other["cookie"] = {{"domain", domain}, {"choice", choice}, {"context", "ctx2"}};
    files.push_back({"sites/other.fr.json", other.dump()});
    std::vector<std::string> ids = RuleIds(CheckFiles(files));
    std::erase(ids, "host-outside-vendor");  // of the other site, which declares this one's hosts
    return ids;
  };
  EXPECT_THAT(check("example.fr", "pcid"), ElementsAre("cookies-shared"));
  EXPECT_THAT(check("sub.example.fr", "pcid"), ElementsAre("cookies-shared"));
  EXPECT_THAT(check("example.fr", "choix"), IsEmpty());
  EXPECT_THAT(check("notexample.fr", "pcid"), IsEmpty());
}

TEST(RulesTest, ATrackerUnderAPublicSuffixIsAnError) {
  Small small;
  small.Tracker(2, 0)["host"] = "co.uk";
  const CheckReport report = CheckFiles(small.Files());
  EXPECT_THAT(RuleIds(report), ::testing::Contains("host-public-suffix"));
  EXPECT_FALSE(report.clean());
}

TEST(RulesTest, EveryRuleHasACaseASourceAndAName) {
  std::set<std::string_view> tested = {
      "validity-without-reason", "nothing-declared",
      "cookies-shared",          "waiver-without-finding",
      "waiver-too-long",         "interface-words-missing"};  // lifetime_test.cc
  for (const auto* const cases :
       {&kDraftCases, &testing::LifetimeCases(), &testing::NameCases(),
        &testing::PublicationCases(), &testing::HostCases(), &testing::VendorCases(),
        &testing::ExemptionCases(), &testing::DomainCases(), &testing::SettingCases()}) {
    for (const RuleCase& c : *cases) tested.insert(c.rule);
  }
  std::set<std::string_view> ids;
  for (const Rule* rule : AllRules()) {
    EXPECT_TRUE(ids.insert(rule->id).second) << rule->id;
    EXPECT_TRUE(tested.contains(rule->id)) << rule->id;
    for (const auto text : {rule->title_fr, rule->title_en, rule->source_fr, rule->source_en}) {
      EXPECT_FALSE(text.empty()) << rule->id;
    }
    EXPECT_EQ(FindRule(rule->id), rule);
  }
  EXPECT_EQ(FindRule("no-such-rule"), nullptr);
}

TEST(RulesTest, ThePageOfTheRulesIsCurrent) {
  const auto page = ReadFile(std::string(TEMOIN_SOURCE_DIR) + "/docs/rules.md", 1 << 20);
  ASSERT_TRUE(page.ok());
  EXPECT_TRUE(*page == RulesMarkdown())
      << "write it again with: temoin catalog rules > docs/rules.md";
}

TEST(RulesTest, RecordsAreKeptForAGenerationAtMost) {
  Small small;
  small.site["records"] = json::array({{{"id", "follow"},
                                        {"title", TextOf("Suivi")},
                                        {"legal_basis", "public-interest"},
                                        {"retention", "P100Y"},
                                        {"mentions_trackers", false}}});
  // The record, and the controller's contact, lack what a register says besides.
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())),
              ElementsAre("register-incomplete", "register-incomplete", "retention-too-long"));
  small.site["records"][0]["retention"] = "P20Y";
  EXPECT_THAT(RuleIds(CheckFiles(small.Files())),
              ElementsAre("register-incomplete", "register-incomplete"));
}

TEST(ReportTest, JsonAndSarifSayTheSame) {
  const CheckReport report = CheckCatalog(*RealCatalog(), At("2026-11-21"));
  const json plain = json::parse(CheckJson(report));
  EXPECT_EQ(plain["findings"].size(), report.findings.size());
  EXPECT_EQ(plain["clean"], report.clean());
  const json sarif = json::parse(CheckSarif(report, "catalog/"));
  EXPECT_EQ(sarif["version"], "2.1.0");
  const json& run = sarif["runs"][0];
  const json& rules = run["tool"]["driver"]["rules"];
  EXPECT_EQ(rules.size(), AllRules().size());
  ASSERT_EQ(run["results"].size(), report.findings.size());
  size_t suppressed = 0;
  for (const json& result : run["results"]) {
    EXPECT_EQ(rules[result["ruleIndex"].get<size_t>()]["id"], result["ruleId"]);
    EXPECT_THAT(
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].get<std::string>(),
        ::testing::StartsWith("catalog/"));
    EXPECT_THAT((std::set<std::string>{"note", "warning", "error"}), Contains(result["level"]));
    suppressed += result.contains("suppressions") ? 1 : 0;
  }
  EXPECT_EQ(suppressed, report.Waived());
}

TEST(ReportTest, ColoursOnlyWhenAsked) {
  const CheckReport report = CheckCatalog(*RealCatalog(), At("2026-11-21"));
  EXPECT_THAT(CheckText(report, "fr", false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(CheckText(report, "fr", true), HasSubstr("\x1b["));
  EXPECT_THAT(CheckText(report, "en", false), HasSubstr("waived ("));
}

// Every line of what ameli.fr publishes that is odd or contradicts another, and nothing more.
TEST(AmeliFindingsTest, AreTheTrueOnes) {
  const CheckReport report = CheckCatalog(*RealCatalog(), At("2026-11-21"), "ameli.fr");
  std::multiset<std::string> found;
  for (const Finding& finding : report.findings) {
    found.insert(std::string(finding.rule->id) + " " + finding.subject);
  }
  const std::multiset<std::string> expected = {
      "tracker-over-13-months C",
      "lifetime-unpublished uid",
      "validity-over-good-practice choice_validity",
      "tracker-published-twice SR<RotatorID",
      "tracker-published-twice CT<TrackingSetupID>",
      "name-malformed SR<RotatorID",
      "misprint BFCD<BannerID>",
      "misprint settings",
      "host-does-not-set _gcl_au",
      "host-does-not-set _gcl_dc",
      "service-without-trackers vimeo",
      "service-without-trackers facebook",
      "service-without-trackers x",
      "service-without-trackers linkedin",
      "vendor-not-in-processors piano",
      "vendor-not-in-processors facebook",
      "vendor-not-in-processors x",
      "vendor-not-in-processors linkedin",
      "transfer-contradicts-location google",
      "exemption-undeclared piano-analytics",
      "exemption-without-identifier piano-analytics",
      "contradiction campaigns-anonymous",
      "contradiction vimeo-essential",
      "contradiction vimeo-clauses",
      "contradiction transfers-basis",
      "contradiction audience-paths",
      "contradiction contrast-untracked",
      "contradiction categories-order",
      "contradiction social-not-in-manager",
  };
  EXPECT_EQ(found, expected);
}

TEST(AmeliFindingsTest, AreWaivedWithReasonsSoThatTheCatalogueCanBePublished) {
  const CheckReport report = CheckCatalog(*RealCatalog(), At("2026-11-21"));
  for (const Finding& finding : report.findings) {
    if (finding.rule->severity == Severity::kNotice) continue;
    EXPECT_TRUE(finding.waived()) << finding.rule->id << " " << finding.subject;
  }
  EXPECT_TRUE(report.clean());
  EXPECT_THAT(RuleIds(report), Not(Contains("waiver-without-finding")));
  for (const auto& [id, site] : RealCatalog()->sites()) {
    for (const Waiver& waiver : site->waivers) {
      EXPECT_NE(FindRule(waiver.rule), nullptr) << waiver.rule;
      EXPECT_FALSE(waiver.reason.en.empty()) << waiver.subject;
      EXPECT_LE(waiver.until, At("2028-01-01")) << "a waiver ends";
    }
  }
}

TEST(CheckSpeedTest, ManySitesWithinMemory) {
  // 200 sites of 100 trackers here; the thousand is for the benchmark.
  std::vector<SourceFile> files = Small().Files();
  for (int i = 0; i < 200; ++i) {
    Small small;
    const std::string id = "s" + std::to_string(i) + ".fr";
    small.site["id"] = id;
    small.site["origins"] = {"https://" + id};
    small.site["cookie"] = {{"domain", id}};
    for (int t = 0; t < 100; ++t) {
      small.Service(2)["trackers"].push_back(
          TrackerJsonOf("t" + std::to_string(t), "player.example"));
    }
    files.push_back({"sites/" + id + ".json", small.site.dump()});
  }
  const CheckReport report = CheckFiles(files);
  EXPECT_EQ(report.sites, 201U);
  EXPECT_TRUE(report.clean());
}

TEST(RulesTest, ADraftIsNeverPublishable) {
  Small small;
  small.Tracker(2, 0)["purpose"]["fr"] = "À COMPLÉTER";
  small.site["waivers"] = {{{"rule", "draft-placeholder"},
                            {"subject", "/purposes/2/services/0/trackers/0/purpose/fr"},
                            {"reason", TextOf("Plus tard.")},
                            {"until", "2027-06-30"}}};
  EXPECT_FALSE(CheckFiles(small.Files()).clean());
}

TEST(RulesTest, AMalformedNameComesWithHowToWriteIt) {
  const auto sentence = [](const char* name) {
    Small small;
    small.Tracker(2, 0)["name"] = name;
    for (const Finding& finding : CheckFiles(small.Files()).findings) {
      if (finding.pointer.ends_with("/name")) return finding.sentence.en;
    }
    return std::string();
  };
  EXPECT_THAT(sentence("_hjSession_{site_id}"), HasSubstr("“_hjSession_<site_id>”"));
  EXPECT_THAT(sentence("wordpress_[hash]"), HasSubstr("“wordpress_<hash>”"));
  EXPECT_THAT(sentence("_ga_#"), HasSubstr("“_ga_<id>”"));
  EXPECT_THAT(sentence("amp_XXXXXX"), HasSubstr("“amp_<id>”"));
  EXPECT_THAT(sentence("SR<Rotator"), HasSubstr("“SR<Rotator>”"));
  EXPECT_THAT(sentence("_ga, _gid and _gat"), HasSubstr("one tracker for each name"));
  EXPECT_THAT(sentence("_pk_id (visitor)"), HasSubstr("one tracker for each name"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
