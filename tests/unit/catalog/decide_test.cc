#include "catalog/rules/decide.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Now;
using testing::Small;
using testing::TextOf;

struct Open : Small {
  Open() {
    for (const char* id :
         {"guard", "video-role", "audience-exemption", "player-transfer", "audience-sole-account",
          "audience-no-transmission", "audience-address-shortened"}) {
      site["to_decide"].push_back({{"id", id}, {"question", TextOf("?")}});
    }
    for (const char* criterion : {"sole_account", "no_transmission", "address_shortened"}) {
      Service(1)["exemption"][criterion] = nullptr;
    }
    vendors["player"]["location"] = nullptr;
    Tracker(2, 0)["lifetime"] = "P2Y";
  }
  Result<std::vector<SourceFile>> Take(const Deciding& deciding) const {
    const auto vendor = [this](const std::string& id) -> Result<std::string> {
      return vendors.at(id).dump();
    };
    return Decide(site.dump(), vendor, CheckSite(*Load(), Now()), deciding, Now());
  }
  // Takes the answers over; what was wrong, or nothing.
  std::string Answered(const Deciding& deciding) {
    const auto files = Take(deciding);
    if (!files.ok()) return files.error().message;
    for (const SourceFile& file : *files) {
      const json value = json::parse(file.text);
      if (file.path.starts_with("vendors/")) vendors[value["id"]] = value;
      if (file.path.starts_with("sites/")) site = value;
    }
    return {};
  }
  std::vector<std::string> Blockers() const {
    std::vector<std::string> out;
    for (const Finding& finding : CheckSite(*Load(), Now()).findings) {
      if (finding.blocks()) out.push_back(std::string(finding.rule->id) + " " + finding.subject);
    }
    return out;
  }
};

TEST(DecideTest, AnswersAreWrittenWhereTheyBelong) {
  Open open;
  EXPECT_EQ(open.Answered({.answers = {{"guard", "yes"},
                                       {"video-role", "joint-controller"},
                                       {"player-transfer", "US:standard-clauses"},
                                       {"audience-exemption", "yes"},
                                       {"audience-sole-account", "yes"},
                                       {"audience-no-transmission", "yes"},
                                       {"audience-address-shortened", "yes"},
                                       {"tracker-over-13-months:vid", "later"}},
                           .reason = "Publié ainsi.",
                           .until = "2027-03-31",
                           .confirmed_by = "Déléguée",
                           .data_retention = "P25M"}),
            "");
  EXPECT_FALSE(open.site.contains("to_decide"));
  EXPECT_EQ(open.Service(2)["role"], "joint-controller");
  EXPECT_EQ(open.vendors["player"]["transfer"]["to"][0]["basis"], "standard-clauses");
  const json& exemption = open.Service(1)["exemption"];
  EXPECT_EQ(exemption["address_shortened"], true);
  EXPECT_EQ(exemption["confirmed_by"]["fr"], "Déléguée");
  EXPECT_EQ(open.site["waivers"][0]["until"], "2027-03-31");
  EXPECT_THAT(open.Blockers(), ElementsAre());
}

// Each criterion has an answer of its own, and "yes" to them all is no answer.
TEST(DecideTest, AnExemptionIsConfirmedOnceEachCriterionHasItsYes) {
  Open open;
  Deciding all = {.answers = {{"audience-exemption", "yes"}},
                  .confirmed_by = "Déléguée",
                  .data_retention = "P25M",
                  .language = "fr"};
  EXPECT_THAT(open.Answered(all),
              AllOf(HasSubstr("\n  audience-sole-account=yes|no|unknown  ?"),
                    HasSubstr("\n  audience-no-transmission=yes|no|unknown  ?"),
                    HasSubstr("\n  audience-address-shortened=yes|no|unknown  ?")));
  EXPECT_EQ(open.Answered({.answers = {{"audience-sole-account", "yes"},
                                       {"audience-no-transmission", "unknown"},
                                       {"audience-address-shortened", "no"}}}),
            "");
  const auto exemption = [&open] { return open.Service(1)["exemption"]; };
  EXPECT_EQ(exemption()["sole_account"], true);
  EXPECT_EQ(exemption()["no_transmission"], nullptr);
  EXPECT_EQ(exemption()["address_shortened"], false);
  EXPECT_THAT(open.Blockers(), Contains("exemption-broken audience"));
  EXPECT_THAT(open.Blockers(), Contains("to-decide audience-no-transmission"));
  EXPECT_THAT(open.Blockers(), Not(Contains("to-decide audience-sole-account")));
  EXPECT_THAT(open.Answered(all), HasSubstr("audience-address-shortened is no"));
  // Answered again, whatever was said before; in any order.
  all.answers.push_back({"audience-address-shortened", "yes"});
  EXPECT_THAT(open.Answered(all), HasSubstr("\n  audience-no-transmission=yes|no|unknown"));
  all.answers.push_back({"audience-no-transmission", "yes"});
  Deciding by_nobody = all;
  by_nobody.confirmed_by.clear();
  EXPECT_THAT(open.Answered(by_nobody), HasSubstr("(--by)"));
  EXPECT_EQ(open.Answered(all), "");
  EXPECT_EQ(exemption()["confirmed_by"]["fr"], "Déléguée");
  EXPECT_THAT(open.Blockers(), Not(Contains(HasSubstr("audience"))));
  // Whoever confirmed it confirmed another answer.
  EXPECT_EQ(open.Answered({.answers = {{"audience-sole-account", "unknown"}}}), "");
  EXPECT_FALSE(exemption().contains("confirmed_by"));
  EXPECT_THAT(open.Blockers(), Contains("exemption-unanswered audience"));
}

TEST(DecideTest, WhatIsNotExemptIsAskedFor) {
  Open open;
  EXPECT_EQ(open.Answered({.answers = {{"audience-exemption", "no"}}}), "");
  EXPECT_THAT(open.Blockers(), Not(Contains(HasSubstr("to-decide audience"))));
  const auto site = open.Load();
  ASSERT_NE(site, nullptr);
  const auto asked = site->RefusableServices();
  EXPECT_THAT(asked, Contains("audience"));
  for (const Purpose& purpose : site->purposes) {
    EXPECT_NE(purpose.basis, Basis::kExemptWithOptOut) << purpose.id;
    EXPECT_FALSE(purpose.services.empty()) << purpose.id;
  }
}

// A draft puts what is exempt beside another purpose of its kind: "audience" and
// "audience-exempt-with-opt-out", whose title says "sauf opposition".
TEST(DecideTest, WhatIsNotExemptIsCalledByWhatItIs) {
  for (const bool beside : {false, true}) {
    Open open;
    json& exempt = open.site["purposes"][1];
    exempt["id"] = "audience-exempt-with-opt-out";
    exempt["title"] = {{"fr", "Mesure d’audience, sauf opposition"},
                       {"en", "Audience measurement, unless you object"}};
    open.site["purposes"][2]["id"] = beside ? "audience" : "media";
    ASSERT_EQ(open.Answered({.answers = {{"audience-exemption", "no"}}}), "");
    const auto site = open.Load();
    ASSERT_NE(site, nullptr);
    const Purpose* const purpose = site->FindPurposeOf("audience");
    ASSERT_NE(purpose, nullptr);
    EXPECT_EQ(purpose->id, "audience");
    EXPECT_EQ(purpose->basis, Basis::kConsent);
    EXPECT_EQ(purpose->title.fr, beside ? "Vidéos" : "Mesure d’audience");
    EXPECT_EQ(purpose->services.size(), beside ? 2U : 1U);
    EXPECT_EQ(site->purposes.size(), beside ? 2U : 3U);
  }
}

// What stays exempt keeps its purpose, and a visitor sees two names.
TEST(DecideTest, WhatIsAskedForBesideWhatStaysExemptHasAnotherTitle) {
  Open open;
  json& exempt = open.site["purposes"][1];
  json other = exempt["services"][0];
  other["id"] = "audience-two";
  other["trackers"][0]["name"] = "_other";
  other["exemption"]["visitor_identifier"] = "_other";
  exempt["services"].push_back(other);
  ASSERT_EQ(open.Answered({.answers = {{"audience-exemption", "no"}}}), "");
  const auto site = open.Load();
  ASSERT_NE(site, nullptr);
  EXPECT_EQ(site->FindPurposeOf("audience-two")->title.fr, "Audience");
  EXPECT_EQ(site->FindPurposeOf("audience")->title.fr, "Audience, avec votre accord");
  EXPECT_EQ(site->FindPurposeOf("audience")->id, "measure-consent");
}

TEST(DecideTest, TheRestBecomesWaiversAndNothingThatCannotBeWaived) {
  Open open;
  const Deciding later = {.rest_later = true, .reason = "Avec le délégué, ce trimestre."};
  EXPECT_EQ(open.Answered(later), "");
  EXPECT_THAT(open.Blockers(), ElementsAre("exemption-unanswered audience"));
  EXPECT_EQ(open.site["waivers"].size(), 8U);
  // Once more changes nothing.
  const json before = open.site;
  EXPECT_EQ(open.Answered(later), "");
  EXPECT_EQ(open.site, before);
}

TEST(DecideTest, WhatAnAnswerMakesFallGetsNoWaiver) {
  Open open;
  EXPECT_EQ(
      open.Answered(
          {.answers = {{"audience-exemption", "no"}}, .rest_later = true, .reason = "Au délégué."}),
      "");
  for (const Finding& finding : CheckSite(*open.Load(), Now()).findings) {
    EXPECT_NE(finding.rule->id, "waiver-without-finding") << finding.subject;
  }
  EXPECT_FALSE(open.site["waivers"].empty());
  EXPECT_THAT(open.Blockers(), ElementsAre());
}

TEST(DecideTest, AnAnswerThatDoesNotFitSaysWhatDoes) {
  const auto told = [](const char* point, const char* value, const Deciding& more = {}) {
    Deciding deciding = more;
    deciding.answers = {{point, value}};
    const auto files = Open().Take(deciding);
    return files.ok() ? std::string() : files.error().message;
  };
  EXPECT_THAT(told("nothing", "yes"), HasSubstr("nothing called nothing"));
  EXPECT_THAT(told("guard", "no"), HasSubstr("guard takes yes"));
  EXPECT_THAT(told("guard", "later"), HasSubstr("--reason"));
  EXPECT_THAT(told("video-role", "boss"), HasSubstr("joint-controller"));
  EXPECT_THAT(told("audience-sole-account", "true"), HasSubstr("yes, no, unknown or later"));
  EXPECT_THAT(told("audience-exemption", "maybe"), HasSubstr("yes, no or later"));
  for (const char* value : {"US", "US:", ":adequacy", "us:adequacy", "US:luck"}) {
    EXPECT_THAT(told("player-transfer", value), HasSubstr("US:adequacy")) << value;
  }
  EXPECT_THAT(told("exemption-unanswered:audience", "later", {.reason = "x"}),
              HasSubstr("can be waived"));
  EXPECT_THAT(told("no-such-rule:x", "later", {.reason = "x"}), HasSubstr("can be waived"));
  EXPECT_THAT(told("guard", "later", {.reason = "x", .until = "2027-02-30"}),
              HasSubstr("is no day"));
  EXPECT_THAT(told("guard", "yes", {.data_retention = "25 mois"}), HasSubstr("a duration"));
}

TEST(DecideTest, EachPointShowsItsCommand) {
  const Open open;
  const std::string text = BlockersText(CheckSite(*open.Load(), Now()), "en");
  for (const char* command :
       {"decide example.fr guard=yes\n", "video-role=processor|joint-controller|controller\n",
        "audience-exemption=no|yes --by", "audience-sole-account=yes|no|unknown\n",
        "player-transfer=none|US:adequacy", "tracker-over-13-months:vid=later --reason"}) {
    EXPECT_THAT(text, HasSubstr(command));
  }
  EXPECT_THAT(text, Not(HasSubstr("exemption-unanswered:")));
}

// Nobody can try the pages of a site that is not published.
TEST(DecideTest, WhatOnlyPublishedPagesAnswerIsTriedAfterwards) {
  Open open;
  open.site["to_decide"][0]["once_published"] = true;
  const auto trials = [&open] { return TrialsText(CheckSite(*open.Load(), Now()), "fr"); };
  EXPECT_THAT(open.Blockers(), Not(Contains(HasSubstr("guard"))));
  EXPECT_EQ(trials(),
            "À essayer une fois le site publié\u00a0:\u00a0? Si oui\u00a0: "
            "temoin catalog decide example.fr guard=yes\n");
  EXPECT_EQ(open.Answered({.rest_later = true, .reason = "Au délégué."}), "");
  EXPECT_THAT(trials(), HasSubstr("guard=yes"));
  EXPECT_EQ(open.Answered({.answers = {{"guard", "later"}}, .reason = "En mars."}), "");
  EXPECT_EQ(open.site["waivers"].back()["rule"], "to-try");
  EXPECT_EQ(trials(), "");
  Open early;
  early.site["to_decide"][0]["once_published"] = true;
  EXPECT_EQ(early.Answered({.answers = {{"guard", "yes"}}}), "");
  EXPECT_EQ(TrialsText(CheckSite(*early.Load(), Now()), "fr"), "");
}

TEST(DecideTest, AShortListSaysHowManyMoreThereAre) {
  const Open open;
  const CheckReport report = CheckSite(*open.Load(), Now());
  const std::string whole = BlockersText(report, "en");
  const std::string two = BlockersText(report, "en", 2);
  EXPECT_THAT(two, HasSubstr(whole.substr(0, whole.find("  3. "))));
  EXPECT_THAT(two, Not(HasSubstr("  3. ")));
  EXPECT_THAT(two, HasSubstr(" more: temoin catalog check --blocking\n"));
  EXPECT_EQ(BlockersText(report, "en", 1000), whole);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
