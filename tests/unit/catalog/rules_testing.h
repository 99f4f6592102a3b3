// What the tests of the catalogue's rules share: a case of a rule, and how it is judged. Each
// family of rules has its cases in a file of its own: those of names in name_rules_test.cc.
#ifndef TEMOIN_TESTS_UNIT_CATALOG_RULES_TESTING_H_
#define TEMOIN_TESTS_UNIT_CATALOG_RULES_TESTING_H_

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include "catalog/rules/check.h"
#include "catalog/rules/rule.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog::testing {

inline Time At(const char* date) { return *ParseDate(date); }

inline std::vector<std::string> RuleIds(const CheckReport& report) {
  std::vector<std::string> ids;
  for (const Finding& finding : report.findings) ids.emplace_back(finding.rule->id);
  return ids;
}

inline CheckReport CheckFiles(const std::vector<SourceFile>& files, Time now = At("2026-11-21")) {
  const ReadOutcome outcome = ReadCatalog(files);
  EXPECT_TRUE(outcome.ok()) << outcome.ToString();
  return outcome.ok() ? CheckCatalog(*outcome.catalog, now) : CheckReport();
}

// What breaks a rule, and what comes near and does not.
struct RuleCase {
  const char* rule;
  std::function<void(Small&)> breaks;
  std::string pointer;
  std::string subject;
  std::function<void(Small&)> keeps;
};

const std::vector<RuleCase>& LifetimeCases();
const std::vector<RuleCase>& NameCases();
const std::vector<RuleCase>& PublicationCases();
const std::vector<RuleCase>& HostCases();
const std::vector<RuleCase>& VendorCases();
const std::vector<RuleCase>& ExemptionCases();
const std::vector<RuleCase>& DomainCases();
const std::vector<RuleCase>& SettingCases();

// That each case is found, alone and with its place, and that what comes near it is not.
inline void Judge(const std::vector<RuleCase>& cases) {
  for (const RuleCase& c : cases) {
    Small broken;
    c.breaks(broken);
    const CheckReport report = CheckFiles(broken.Files());
    ASSERT_THAT(RuleIds(report), ::testing::ElementsAre(c.rule));
    const Finding& finding = report.findings[0];
    EXPECT_EQ(finding.pointer, c.pointer) << c.rule;
    EXPECT_EQ(finding.subject, c.subject) << c.rule;
    EXPECT_FALSE(finding.sentence.fr.empty());
    EXPECT_FALSE(finding.sentence.en.empty());
    EXPECT_EQ(report.clean(), finding.rule->severity == Severity::kNotice) << c.rule;

    Small kept;
    c.keeps(kept);
    EXPECT_THAT(RuleIds(CheckFiles(kept.Files())), ::testing::IsEmpty()) << c.rule;
  }
}

}  // namespace temoin::catalog::testing

#endif  // TEMOIN_TESTS_UNIT_CATALOG_RULES_TESTING_H_
