#include "catalog/revision.h"

#include <gmock/gmock.h>

#include "base/crypto.h"
#include "base/json.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using testing::Ameli;
using ::testing::ElementsAre;
using testing::Small;

json Parse(const std::string& text) {
  const auto value = ParseJson(text, {.max_bytes = 1 << 20});
  EXPECT_TRUE(value.ok());
  return value.ok() ? *value : json();
}

TEST(RevisionTest, SameCatalogueSameBytes) {
  const Revision once = RevisionDocument(*Small().Load());
  const Revision again = RevisionDocument(*Small().Load());
  EXPECT_EQ(once.document, again.document);
  EXPECT_EQ(once.hash, again.hash);
  EXPECT_EQ(once.hash, EncodeHex(Sha256(once.document)));
  EXPECT_EQ(once.hash.size(), 64U);
}

TEST(RevisionTest, WhatAVisitorDoesNotSeeDoesNotChangeIt) {
  Small small;
  const Revision before = RevisionDocument(*small.Load());
  small.site["origins"].push_back("https://example.fr");
  small.site["evidence_retention"]["duration"] = "P12M";
  small.site["journal_retention"]["calendar_years"] = 1;
  small.site["refusal_token"] = "none";
  small.Service(1)["exemption"]["sole_account"] = false;
  EXPECT_EQ(RevisionDocument(*small.Load()).hash, before.hash);
}

TEST(RevisionTest, WhatAVisitorSeesChangesIt) {
  const Revision before = RevisionDocument(*Small().Load());
  const std::vector<std::function<void(Small&)>> edits = {
      [](Small& s) { s.site["texts"]["title"]["fr"] = "Autre"; },
      [](Small& s) { s.Tracker(2, 0)["lifetime"] = "P31D"; },
      [](Small& s) { s.Tracker(2, 0)["purpose"]["en"] = "other"; },
      [](Small& s) { s.vendors["player"]["nationality"] = nullptr; },
      [](Small& s) { s.vendors["player"]["transfer"]["status"] = "unpublished"; },
      [](Small& s) { s.site["choice_validity"] = "P7M"; },
      [](Small& s) { s.site["cookie"]["choice"] = "choix"; },
      [](Small& s) { s.site["rights"]["email"] = "dpo@example.fr"; },
      [](Small& s) { s.site["settings"]["reload"] = true; },
      [](Small& s) { std::swap(s.site["purposes"][1], s.site["purposes"][2]); }};
  for (size_t i = 0; i < edits.size(); ++i) {
    Small small;
    edits[i](small);
    EXPECT_NE(RevisionDocument(*small.Load()).hash, before.hash) << i;
  }
}

TEST(RevisionTest, ConfigIsTheDocumentWithFourMembersMore) {
  const Revision revision = RevisionDocument(*Small().Load());
  const auto made = MakeConfig(revision, 3, {{"video", 2}, {"gone", 3}});
  ASSERT_TRUE(made.ok());
  json config = Parse(made->config);
  EXPECT_EQ(config["revision"], revision.hash);
  EXPECT_EQ(config["generation"], 3);
  EXPECT_EQ(config["since"], json({{"video", 2}}));
  EXPECT_EQ(config["partners"], 2);
  for (const char* member : {"revision", "generation", "since", "partners"}) config.erase(member);
  const auto canonical = CanonicalJson(config);
  ASSERT_TRUE(canonical.ok());
  EXPECT_EQ(*canonical, revision.document);
}

int PartnersOf(const Small& small) {
  const auto made = MakeConfig(RevisionDocument(*small.Load()), 1, {});
  EXPECT_TRUE(made.ok());
  return made.ok() ? Parse(made->config).value("partners", -1) : -1;
}

TEST(RevisionTest, ThePublisherIsNoPartnerOfItsOwn) {
  Small small;
  EXPECT_EQ(PartnersOf(small), 2);
  // Its own measurement, which may be refused: nobody else gets anything.
  small.Service(1)["vendor"] = "publisher";
  small.Service(1)["role"] = "publisher";
  EXPECT_EQ(PartnersOf(small), 1);
  // The same company said to be a controller: the name says whose it is.
  small.Service(1)["role"] = "controller";
  EXPECT_EQ(PartnersOf(small), 2);
  small.site["controller"]["name"] = small.vendors["publisher"]["name"];
  EXPECT_EQ(PartnersOf(small), 1);
}

TEST(RevisionTest, APartnerOfSeveralServicesCountsOnce) {
  Small small;
  small.Service(1)["vendor"] = "player";
  EXPECT_EQ(PartnersOf(small), 1);
}

TEST(RevisionTest, RefusesWhatIsNoRevision) {
  const Revision revision = RevisionDocument(*Small().Load());
  EXPECT_FALSE(MakeConfig(revision, 0, {}).ok());
  EXPECT_FALSE(ReadRevision("").ok());
  EXPECT_FALSE(ReadRevision("{}").ok());
  EXPECT_FALSE(ReadRevision(revision.document + " ").ok());
  const auto made = MakeConfig(revision, 1, {});
  ASSERT_TRUE(made.ok());
  EXPECT_FALSE(ReadRevision(made->config).ok());
  EXPECT_FALSE(ReadRevision(made->excerpt).ok());
}

TEST(RevisionTest, IsTheSameMadeAndReadBack) {
  const Revision made = RevisionDocument(*Ameli());
  const auto read = ReadRevision(made.document);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->document, made.document);
  EXPECT_EQ(read->hash, made.hash);
  EXPECT_EQ(*read->view.members, *made.view.members);
  EXPECT_EQ(read->view.RefusableServices(), made.view.RefusableServices());
  ASSERT_EQ(read->view.services.size(), made.view.services.size());
  EXPECT_EQ(read->view.services.back().purpose_title, made.view.services.back().purpose_title);
}

TEST(RevisionTest, AnExcerptHasWhatAsksHoldsAndClearsAndNothingElse) {
  Small small;
  small.Tracker(2, 0)["aliases"] = {"video_id"};
  const auto made = MakeConfig(RevisionDocument(*small.Load()), 2, {{"video", 2}});
  ASSERT_TRUE(made.ok()) << made.error().message;
  const json whole = Parse(made->config);
  const json excerpt = Parse(made->excerpt);
  EXPECT_EQ(excerpt["excerpt"], true);
  for (const char* member : {"schema", "site", "revision", "generation", "since", "languages",
                             "partners", "cookie", "settings"}) {
    EXPECT_EQ(excerpt[member], whole[member]) << member;
  }
  EXPECT_EQ(excerpt["controller"], json({{"name", "Exemple"}}));
  EXPECT_EQ(excerpt["texts"]["text"], whole["texts"]["text"]);
  EXPECT_FALSE(excerpt["texts"].contains("preferences_text"));
  EXPECT_FALSE(excerpt.contains("rights"));
  EXPECT_FALSE(excerpt.contains("processors"));
  ASSERT_EQ(excerpt["purposes"].size(), whole["purposes"].size());
  // Every service is there: a page may ask of any whether it is allowed.
  EXPECT_EQ(excerpt["purposes"][0]["services"], json({{{"id", "site"}, {"name", "site"}}}));
  EXPECT_EQ(excerpt["purposes"][2]["description"], whole["purposes"][2]["description"]);
  const json& video = excerpt["purposes"][2]["services"][0];
  EXPECT_EQ(video["vendor"],
            json({{"id", "player"}, {"name", "Société player"}, {"domains", {"player.example"}}}));
  EXPECT_EQ(video["trackers"][0], json({{"name", "vid"},
                                        {"host", "player.example"},
                                        {"kind", "cookie"},
                                        {"aliases", {"video_id"}}}));
}

TEST(RevisionTest, ReadsBackWhatJudgingAChoiceNeeds) {
  const Revision revision = RevisionDocument(*Ameli());
  const auto read = ReadRevision(revision.document);
  ASSERT_TRUE(read.ok()) << read.error().message;
  const RevisionView* view = &read->view;
  EXPECT_EQ(view->site, "ameli.fr");
  EXPECT_EQ(read->hash, revision.hash);
  EXPECT_EQ(view->choice_validity, (Duration{.months = 13}));
  EXPECT_THAT(view->languages, ElementsAre("fr", "en"));
  EXPECT_EQ(view->RefusableServices(), Ameli()->RefusableServices());
  EXPECT_THAT(view->RefusableServices(), ElementsAre("adform", "campaign-manager", "facebook",
                                                     "linkedin", "piano-analytics", "vimeo", "x"));
}

TEST(RevisionTest, EveryPartThatJudgingNeedsIsChecked) {
  const json good = Parse(RevisionDocument(*Small().Load()).document);
  for (const char* pointer :
       {"/schema", "/site", "/choice_validity", "/controller", "/controller/name", "/languages",
        "/languages/0", "/purposes", "/purposes/0", "/purposes/0/id", "/purposes/0/basis",
        "/purposes/0/services", "/purposes/0/services/0", "/purposes/0/services/0/id"}) {
    json broken = good;
    broken[json::json_pointer(pointer)] = 7;
    const auto text = CanonicalJson(broken);
    ASSERT_TRUE(text.ok());
    EXPECT_FALSE(ReadRevision(*text).ok()) << pointer;
  }
}

// The names that pages and other programs rely on.
TEST(RevisionTest, AmeliConfigHasTheAgreedShape) {
  const auto made = MakeConfig(RevisionDocument(*Ameli()), 1, {});
  ASSERT_TRUE(made.ok());
  const json config = Parse(made->config);
  EXPECT_EQ(config["schema"], 1);
  EXPECT_EQ(config["site"], "ameli.fr");
  EXPECT_EQ(config["languages"], json({"fr", "en"}));
  EXPECT_EQ(config["choice_validity"], "P13M");
  EXPECT_EQ(config["since"], json::object());
  EXPECT_EQ(config["cookie"],
            json({{"domain", "ameli.fr"}, {"choice", "pcid"}, {"context", "pctx"}}));
  std::vector<std::string> ids;
  for (const json& purpose : config["purposes"]) {
    ids.push_back(purpose["id"]);
    for (const json& service : purpose["services"]) {
      ids.push_back(service["id"]);
      EXPECT_TRUE(service["vendor"].is_object());
      for (const json& tracker : service["trackers"]) {
        for (const char* member : {"name", "host", "kind", "group", "purpose", "lifetime"}) {
          EXPECT_TRUE(tracker.contains(member)) << tracker.dump();
        }
      }
    }
  }
  EXPECT_THAT(ids, ElementsAre("necessary", "ameli", "cloudflare", "campaigns", "adform",
                               "campaign-manager", "audience", "piano-analytics", "multimedia",
                               "vimeo", "social", "facebook", "x", "linkedin"));
  const json& c = config["purposes"][1]["services"][0]["trackers"][0];
  EXPECT_EQ(c["name"], "C");
  EXPECT_EQ(c["lifetime"], json({{"accepted", "P60D"}, {"refused", "P10Y"}}));
  for (const char* member : {"title", "text", "preferences_title", "preferences_text"}) {
    EXPECT_FALSE(config["texts"][member]["fr"].get<std::string>().empty());
    EXPECT_FALSE(config["texts"][member]["en"].get<std::string>().empty());
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
