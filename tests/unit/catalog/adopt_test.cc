#include "catalog/adopt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "catalog/drafting.h"
#include "catalog/library.h"
#include "catalog/library_match.h"
#include "catalog/lifetime.h"
#include "catalog/reader.h"
#include "catalog/rules/check.h"
#include "catalog/rules/rule.h"
#include "tests/source_dir.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

const Library& Shipped() {
  static const LibraryOutcome kOutcome =
      LoadLibrary(std::string(TEMOIN_SOURCE_DIR) + "/catalog/library");
  return *kOutcome.library;
}

bool NoVendor(std::string_view) { return false; }

Draft DraftOfMatomo() {
  NewSite wanted;
  wanted.id = "mutuelle.example";
  wanted.controller = "Mutuelle";
  wanted.email = "dpo@mutuelle.example";
  wanted.origins = {"https://www.mutuelle.example"};
  wanted.services = {"matomo", "matomo"};
  auto draft = DraftSite(wanted, Shipped(), NoVendor);
  EXPECT_TRUE(draft.ok());
  return std::move(draft).value();
}

std::shared_ptr<const Site> SiteOf(const Draft& draft) {
  const ReadOutcome outcome = ReadCatalog(draft.files);
  EXPECT_TRUE(outcome.ok()) << outcome.ToString();
  return outcome.ok() ? outcome.catalog->sites().begin()->second : nullptr;
}

std::vector<std::string> BlockersOf(const Site& site) {
  std::vector<std::string> out;
  for (const Finding& finding : CheckSite(site, Time{}).findings) {
    if (finding.rule->severity == Severity::kNotice || finding.waived()) continue;
    out.push_back(std::string(finding.rule->id) + " " + finding.subject);
  }
  return out;
}

TEST(AdoptTest, ADraftNamesWhatItAdoptedAndWhatIsToDecide) {
  const auto site = SiteOf(DraftOfMatomo());
  ASSERT_NE(site, nullptr);
  EXPECT_FALSE(site->refusal_token);
  ASSERT_TRUE(site->access_log_retention.duration.has_value());
  EXPECT_EQ(DurationText(*site->access_log_retention.duration), "P12M");
  const Drafting drafting = DraftingOf(*site);
  ASSERT_TRUE(drafting.adopted.contains("matomo"));
  EXPECT_EQ(drafting.adopted.at("matomo").version, Shipped().Find("matomo")->version);
  EXPECT_EQ(drafting.assessments.at("matomo").answers.size(), 6U);
  EXPECT_THAT(BlockersOf(*site), Contains("to-decide matomo-exemption"));
  EXPECT_THAT(BlockersOf(*site), Not(Contains("to-decide guard")));
  EXPECT_THAT(TrialsText(CheckSite(*site, Time{}), "en"), HasSubstr("guard=yes"));
  for (const char* criterion : kCriteria) {
    EXPECT_THAT(BlockersOf(*site), Contains("to-decide " + CriterionPoint("matomo", criterion)));
  }
  EXPECT_THAT(BlockersOf(*site), Contains("exemption-unanswered matomo"));
}

TEST(AdoptTest, OfAHostThatOthersShareTheSiteNamesThePath) {
  NewSite wanted;
  wanted.id = "mutuelle.example";
  wanted.services = {"google-maps", "facebook-plugins"};
  const auto draft = DraftSite(wanted, Shipped(), NoVendor);
  ASSERT_TRUE(draft.ok()) << draft.error().message;
  const auto site = SiteOf(*draft);
  ASSERT_NE(site, nullptr);
  std::map<std::string, const Service*> services;
  for (const Purpose& purpose : site->purposes) {
    for (const Service& service : purpose.services) services[service.id] = &service;
  }
  EXPECT_THAT(services.at("google-maps")->addresses,
              ::testing::ElementsAre("www.google.com/maps/embed", "www.google.com/maps/d/",
                                     "maps.google.com/maps"));
  // Without hosts of its own it does not stand for all of its vendor's.
  EXPECT_THAT(services.at("facebook-plugins")->addresses,
              ::testing::ElementsAre("www.facebook.com/plugins/"));
  EXPECT_TRUE(services.at("facebook-plugins")->Hosts().empty());
}

TEST(AdoptTest, WhatIsLeftOpenIsWrittenInTheLanguageOfWhoCompletesIt) {
  for (const std::string language : {"fr", "en"}) {
    NewSite wanted;
    wanted.id = "mutuelle.example";
    wanted.language = language;
    const auto draft = DraftSite(wanted, Shipped(), NoVendor);
    ASSERT_TRUE(draft.ok());
    const auto site = SiteOf(*draft);
    ASSERT_NE(site, nullptr);
    EXPECT_EQ(site->controller.name, language == "en" ? "TO COMPLETE" : "À COMPLÉTER");
    EXPECT_THAT(BlockersOf(*site), Contains("draft-placeholder /controller/name"));
    EXPECT_THAT(BlockersOf(*site), Contains("draft-placeholder /rights/email"));
  }
}

// Every criterion is asked, and a "no" to any breaks the exemption.
TEST(AdoptTest, ANoToAnyCriterionBreaksTheExemption) {
  const Draft draft = DraftOfMatomo();
  for (const LibraryQuestion& question : Shipped().Find("matomo")->questions) {
    Draft changed = draft;
    for (SourceFile& file : changed.files) {
      if (!file.path.starts_with("sites/")) continue;
      json site = json::parse(file.text);
      json& exemption = site["purposes"][0]["services"][0]["exemption"];
      for (auto& [key, answer] : exemption.items()) {
        if (key != "data_retention" && key != "visitor_identifier") answer = true;
      }
      exemption["data_retention"] = "P25M";
      exemption["confirmed_by"] = {{"fr", "Responsable du numérique"}, {"en", "Head of digital"}};
      exemption["confirmed_on"] = "2026-11-26";
      file.text = site.dump();
      const auto good = SiteOf(changed);
      ASSERT_NE(good, nullptr);
      EXPECT_THAT(BlockersOf(*good), ::testing::Not(Contains("exemption-unanswered matomo")));
      EXPECT_THAT(BlockersOf(*good), ::testing::Not(Contains("exemption-broken matomo")));
      exemption[question.criterion] = false;
      file.text = site.dump();
    }
    const auto broken = SiteOf(changed);
    ASSERT_NE(broken, nullptr);
    EXPECT_THAT(BlockersOf(*broken), Contains("exemption-broken matomo")) << question.criterion;
  }
}

TEST(AdoptTest, AnAnswerThatNobodyConfirmedIsUndeclared) {
  Draft draft = DraftOfMatomo();
  for (SourceFile& file : draft.files) {
    if (!file.path.starts_with("sites/")) continue;
    json site = json::parse(file.text);
    json& exemption = site["purposes"][0]["services"][0]["exemption"];
    for (auto& [key, answer] : exemption.items()) {
      if (key != "data_retention" && key != "visitor_identifier") answer = true;
    }
    exemption["data_retention"] = "P25M";
    file.text = site.dump();
  }
  const auto site = SiteOf(draft);
  ASSERT_NE(site, nullptr);
  EXPECT_THAT(BlockersOf(*site), Contains("exemption-unanswered matomo"));
}

TEST(AdoptTest, ServicesAreFoundByNameAddressAndProduct) {
  const Matcher matcher(testing::Ameli());
  const auto ids = [&](std::string_view text, std::string_view host = {}) {
    std::vector<std::string> out;
    for (const auto* service :
         FindInLibrary(Shipped(), ReadQuestion(text, host), &matcher, "ameli.fr")) {
      out.push_back(service->id);
    }
    return out;
  };
  EXPECT_THAT(ids("_pk_id.1.1fff"), Contains("matomo"));
  EXPECT_THAT(ids("crisp-client%2Fsession%2F0aFf"), Contains("crisp"));
  EXPECT_EQ(ids("https://www.google.com/recaptcha/api.js"), std::vector<std::string>{"recaptcha"});
  EXPECT_EQ(ids("https://www.google.com/maps/embed?pb=1"), std::vector<std::string>{"google-maps"});
  EXPECT_EQ(ids("Meta pixel"), std::vector<std::string>{"meta-pixel"});
  EXPECT_TRUE(ids("https://www.google.com/").empty());
  EXPECT_TRUE(ids("never_seen").empty());
  // The host that is given counts.
  EXPECT_THAT(ids("_ga", "www.ameli.fr"), Contains("google-analytics"));
  EXPECT_TRUE(ids("_ga", "evil.example").empty());
  EXPECT_THAT(ids("VISITOR_INFO1_LIVE", "www.youtube.com"), Contains("youtube"));
  EXPECT_TRUE(ids("VISITOR_INFO1_LIVE", "google.example").empty());
  EXPECT_TRUE(ids("https://evil.example/connect.facebook.net/fbevents.js").empty());
  EXPECT_EQ(ids("<script src=https://www.googletagmanager.com/gtag/js?id=AW-1></script>"),
            std::vector<std::string>{"google-ads"});
  EXPECT_TRUE(ids("").empty());
}

TEST(AdoptTest, AFileThatIsNoSiteIsRefused) {
  for (const char* text : {"", "{", "[]", "{}", R"({"purposes": {}})", R"({"purposes": [1]})"}) {
    EXPECT_FALSE(AddService(text, "matomo", Shipped(), NoVendor).ok()) << text;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
