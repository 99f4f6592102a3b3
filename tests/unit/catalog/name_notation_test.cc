// Names as other tools write them: each is noticed, and what is suggested matches what was meant.
#include <gmock/gmock.h>

#include "catalog/name_pattern.h"
#include "catalog/rules/check.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Now;
using testing::Small;

std::vector<std::string> Found(const Small& small) {
  std::vector<std::string> out;
  const CheckReport report = CheckSite(*small.Load(), Now());
  for (const Finding& finding : report.findings) {
    if (!finding.rule->id.starts_with("name-")) continue;
    out.push_back(std::string(finding.rule->id) + " " + finding.pointer);
  }
  return out;
}

TEST(NameNotationTest, EachIsRewrittenAsItIsWrittenHere) {
  struct Case {
    const char* published;
    const char* here;
  };
  for (const Case& each : std::vector<Case>{{"_ga_*", "_ga_<id>"},
                                            {"_ga_#", "_ga_<id>"},
                                            {"_ga_%s", "_ga_<id>"},
                                            {"_ga_%d_x", "_ga_<id>_x"},
                                            {"_ga_XXXX", "_ga_<id>"},
                                            {"_ga_xxxxxx", "_ga_<id>"},
                                            {"_ga_NNN", "_ga_<id>"},
                                            {"_ga_nnnn", "_ga_<id>"},
                                            {"_ga_xxx_1", "_ga_<id>_1"},
                                            {"wp-YYYY-s", "wp-<id>-s"},
                                            {"acme-YYYYMMDD", "acme-<id>"},
                                            {"acme_yyyy-mm-dd", "acme_<id>"},
                                            {"acme_:id", "acme_<id>"},
                                            {"annnex", "annnex"},
                                            {"_ga_NN", "_ga_<id>"},
                                            {"_ga_N", "_ga_<id>"},
                                            {"_ga_UUID", "_ga_<id>"},
                                            {"_ga_PROPERTY_ID", "_ga_<id>"},
                                            {"SESSION_ID", "SESSION_ID"},
                                            {"foo_$id", "foo_<id>"},
                                            {"foo_$siteId_x", "foo_<siteId>_x"},
                                            {"^foo.+", "foo<id>"},
                                            {"^foo.*$", "foo<id>"},
                                            {"foo…", "foo<id>"},
                                            {"foo%7Cbar", "foo%7Cbar"},
                                            {"foo%7C*", "foo%7C<id>"},
                                            {"_ga_...", "_ga_<id>"},
                                            {"_ga_${id}", "_ga_<id>"},
                                            {"_ga_{{id}}", "_ga_<id>"},
                                            {"_ga_#{id}", "_ga_<id>"},
                                            {"_ga_[0-9]+", "_ga_<id>"},
                                            {"_ga_[A-Z]{4}", "_ga_<id>"},
                                            {"^_ga_\\d+$", "_ga_<id>"},
                                            {"_ga_#HASH#", "_ga_<HASH>"},
                                            {"_ga_%PROPERTY%_s", "_ga_<PROPERTY>_s"},
                                            {"_hj_{site_id}", "_hj_<site_id>"},
                                            {"wp_[hash]", "wp_<hash>"},
                                            {"_pk_id.*", "_pk_id.<id>"},
                                            {"_ga_<*>", "_ga_<id>"},
                                            {"SR<RotatorID", "SR<RotatorID>"},
                                            {"SR<RotatorID>", "SR<RotatorID>"},
                                            {"_gac_<property-id>", "_gac_<property-id>"},
                                            {"_ga, _gid", ""},
                                            {"_ga|_gid", ""},
                                            {"_ga (visitor)", ""}}) {
    EXPECT_EQ(RewrittenName(each.published), each.here) << each.published;
  }
}

TEST(NameNotationTest, NoneIsPassedOver) {
  for (const char* name :
       {"_ga_*",   "_ga_xxxx", "_ga_NNN", "_gaNNNN", "_ga_nnn",  "xxx",        "wp-zzz-1",
        "_ga_...", "_ga_%s",   "^_ga",    "_ga$",    "_ga|_gid", "_ga_#HASH#", "foo_$id",
        "_ga_N",   "_ga_UUID", "_ga_X",   "^foo.+",  "foo.+",    "_hj_SITE_ID"}) {
    Small small;
    small.Tracker(2, 0)["name"] = name;
    EXPECT_THAT(Found(small),
                ElementsAre("name-of-another-notation /purposes/2/services/0/trackers/0/name"))
        << name;
  }
  for (const char* name : {"_ga_${id}", "_ga_{{id}}", "_ga_[0-9]+", "_ga_\\d+", "_ga_?"}) {
    Small small;
    small.Tracker(2, 0)["name"] = name;
    EXPECT_THAT(Found(small), ElementsAre("name-malformed /purposes/2/services/0/trackers/0/name"))
        << name;
  }
}

TEST(NameNotationTest, ARealNameIsLeftAlone) {
  for (const char* name : {"foo%7Cbar", "AMCV_<id>%40AdobeOrg", "SESSION_ID", "PHPSESSID", "_ga",
                           "$Version", "aam_uuid", "NID", "a.b", "_hjSessionUser_<id>", "CMID"}) {
    Small small;
    small.Tracker(2, 0)["name"] = name;
    EXPECT_THAT(Found(small), ElementsAre()) << name;
  }
}

// What is advised passes the check that advises it.
TEST(NameNotationTest, TheAdviceIsRight) {
  struct Case {
    const char* name;
    const char* advice;
  };
  for (const Case& each : std::vector<Case>{{"AMCV_###@AdobeOrg", "“AMCV_<id>%40AdobeOrg”"},
                                            {"foo::*", "“foo%3A%3A<id>”"},
                                            {"^foo.+", "“foo<id>”"},
                                            {"foo_${id}", "“foo_<id>”"},
                                            {"_ga_UUID", "“_ga_<id>”"},
                                            {"foo{}=*", "neither spaces nor separators"}}) {
    Small small;
    small.Tracker(2, 0)["name"] = each.name;
    const CheckReport report = CheckSite(*small.Load(), Now());
    const auto found =
        std::find_if(report.findings.begin(), report.findings.end(),
                     [](const Finding& finding) { return finding.rule->id.starts_with("name-"); });
    ASSERT_NE(found, report.findings.end()) << each.name;
    EXPECT_THAT(found->sentence.en, HasSubstr(each.advice)) << each.name;
    const std::string advice = each.advice;
    if (!advice.starts_with("“")) continue;
    small.Tracker(2, 0)["name"] = advice.substr(3, advice.size() - 6);
    EXPECT_THAT(Found(small), ElementsAre()) << advice;
  }
}

TEST(NameNotationTest, BracketsOfAStoredItem) {
  for (const char* name : {"foo{id}", "foo[id]", "foo_${id}", "foo{{id}}"}) {
    Small small;
    small.Tracker(2, 0)["name"] = name;
    small.Tracker(2, 0)["kind"] = "local-storage";
    EXPECT_THAT(Found(small),
                ElementsAre("name-of-another-notation /purposes/2/services/0/trackers/0/name"))
        << name;
  }
}

TEST(NameNotationTest, OtherNamesOfATrackerAreLookedAtToo) {
  Small small;
  small.Tracker(2, 0)["aliases"] = {"_vid", "_vid_*", "_vid_{id}"};
  EXPECT_THAT(Found(small),
              ElementsAre("name-malformed /purposes/2/services/0/trackers/0/aliases/2",
                          "name-of-another-notation /purposes/2/services/0/trackers/0/aliases/1"));
}

TEST(NameNotationTest, NothingButAVariablePartIsNotSuggested) {
  Small small;
  small.Tracker(2, 0)["name"] = "*";
  const CheckReport report = CheckSite(*small.Load(), Now());
  ASSERT_FALSE(report.findings.empty());
  EXPECT_THAT(report.findings[0].sentence.en, HasSubstr("Write the fixed part"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
