#include "tests/unit/catalog/rules_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using testing::At;
using testing::CheckFiles;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::RuleIds;
using ::testing::SizeIs;
using testing::Small;
using testing::TextOf;

json WaiverJson(const char* rule, const char* subject, const char* until) {
  return {{"rule", rule}, {"subject", subject}, {"reason", TextOf("Connu.")}, {"until", until}};
}

TEST(WaiverTest, CountsUntilItsEnd) {
  Small small;
  small.Tracker(2, 1)["lifetime"] = nullptr;
  small.site["waivers"] = {WaiverJson("lifetime-unpublished", "seen<Id>", "2027-01-01")};
  const CheckReport before = CheckFiles(small.Files(), At("2027-01-01") - std::chrono::seconds(1));
  ASSERT_THAT(before.findings, SizeIs(1));
  EXPECT_TRUE(before.findings[0].waived());
  EXPECT_TRUE(before.clean());
  EXPECT_EQ(before.Waived(), 1U);
  EXPECT_THAT(CheckText(before, "fr", false), HasSubstr("Dérogation jusqu’au 2027-01-01"));

  const CheckReport after = CheckFiles(small.Files(), At("2027-01-01"));
  EXPECT_FALSE(after.findings[0].waived());
  EXPECT_FALSE(after.clean());
  EXPECT_THAT(CheckText(after, "fr", false), HasSubstr("Dérogation échue le 2027-01-01"));
}

TEST(WaiverTest, NamesOneRuleAndOneSubject) {
  Small small;
  small.Tracker(2, 1)["lifetime"] = nullptr;
  small.site["waivers"] = {WaiverJson("lifetime-unpublished", "vid", "2027-01-01"),
                           WaiverJson("name-malformed", "seen<Id>", "2027-01-01")};
  const CheckReport report = CheckFiles(small.Files());
  EXPECT_FALSE(report.clean());
  EXPECT_THAT(RuleIds(report), ElementsAre("lifetime-unpublished", "waiver-without-finding",
                                           "waiver-without-finding"));
}

TEST(WaiverTest, LastsTwoYearsAtMost) {
  Small small;
  small.Tracker(2, 1)["lifetime"] = nullptr;
  const auto check = [&](const char* until) {
    small.site["waivers"] = {WaiverJson("lifetime-unpublished", "seen<Id>", until)};
    return CheckFiles(small.Files(), At("2026-11-21"));
  };
  EXPECT_THAT(RuleIds(check("2028-11-21")), ElementsAre("lifetime-unpublished"));
  const CheckReport report = check("2126-11-21");
  EXPECT_THAT(RuleIds(report), ElementsAre("lifetime-unpublished", "waiver-too-long"));
  EXPECT_EQ(report.findings[1].pointer, "/waivers/0/until");
  EXPECT_THAT(report.findings[1].sentence.en, HasSubstr("until 2126-11-21"));
  EXPECT_TRUE(report.clean());
}

// What a visitor is protected from: a written reason lets nothing run unasked or after a refusal.
TEST(WaiverTest, SetsAsideNothingThatVisitorsAreProtectedFrom) {
  const std::vector<std::string> never = {
      "exempt-over-13-months", "exempt-rolling",         "name-without-literal",
      "name-exempt-and-not",   "host-public-suffix",     "service-without-host",
      "host-of-known-product", "consent-mode-not-basic", "exemption-broken",
      "exemption-unanswered",  "draft-placeholder",      "cookies-shared"};
  std::vector<std::string> marked;
  for (const Rule* rule : AllRules()) {
    if (rule->waivable == Waivable::kNo) marked.emplace_back(rule->id);
  }
  EXPECT_EQ(marked, never);
  for (const std::string& id : never) {
    EXPECT_THAT(RulesMarkdown(),
                HasSubstr("| `" + id + "` | " + std::string(SeverityName(FindRule(id)->severity)) +
                          " | never |"));
  }
}

TEST(WaiverTest, LetsNoToolMeasureThatNobodyAnswersFor) {
  Small small;
  small.Service(1)["exemption"] = {
      {"sole_account", nullptr},         {"anonymous_statistics", nullptr},
      {"no_cross_checking", nullptr},    {"no_transmission", nullptr},
      {"data_retention", nullptr},       {"no_cross_site_identifier", nullptr},
      {"address_shortened", nullptr},    {"lifetime_not_extended", nullptr},
      {"visitor_identifier", "seen<Id>"}};
  small.site["to_decide"] = {{{"id", "audience-exemption"}, {"question", TextOf("Exempté ?")}}};
  small.site["waivers"] = {WaiverJson("exemption-unanswered", "audience", "2027-01-01"),
                           WaiverJson("exemption-undeclared", "audience", "2027-01-01"),
                           WaiverJson("to-decide", "audience-exemption", "2027-01-01")};
  const CheckReport report = CheckFiles(small.Files());
  EXPECT_FALSE(report.clean());
  EXPECT_EQ(report.Count(Severity::kError), 1U);
  std::vector<std::string> told;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == "waiver-without-finding") told.push_back(finding.sentence.en);
  }
  EXPECT_THAT(told, ElementsAre(HasSubstr("cannot be waived"), HasSubstr("matches no finding")));
}

TEST(WaiverTest, OfNoRuleOrOfADraftSaysSo) {
  Small small;
  small.site["waivers"] = {WaiverJson("lifetime-unpublishd", "vid", "2027-01-01"),
                           WaiverJson("draft-placeholder", "/texts/text/fr", "2027-01-01")};
  std::vector<std::string> told;
  for (const Finding& finding : CheckFiles(small.Files()).findings) {
    // The name of the rule is no draft itself.
    EXPECT_NE(finding.rule->id, "draft-placeholder") << finding.pointer;
    if (finding.rule->id == "waiver-without-finding") told.push_back(finding.sentence.en);
  }
  EXPECT_THAT(
      told, ElementsAre(HasSubstr("names a rule that does not exist"), HasSubstr("has no effect")));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
