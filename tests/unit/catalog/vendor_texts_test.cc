// A vendor is written for every site: what a site says otherwise, or waives, is its own.
#include <gmock/gmock.h>

#include "catalog/revision.h"
#include "catalog/rules/check.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Now;
using testing::Small;
using testing::TextOf;

std::vector<std::string> Subjects(const Small& small, const char* rule) {
  std::vector<std::string> out;
  const CheckReport report = CheckSite(*small.Load(), Now());
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == rule && !finding.waived()) out.push_back(finding.subject);
  }
  return out;
}

TEST(VendorTextsTest, AWaiverNamesTheVendorWhoseTextItIs) {
  Small small;
  for (const char* id : {"player", "measure"}) {
    small.vendors[id]["location"]["text"].erase("en");
  }
  EXPECT_THAT(Subjects(small, "translation-missing"),
              ElementsAre("measure/location/text", "player/location/text"));
  small.site["waivers"] = {{{"rule", "translation-missing"},
                            {"subject", "player/location/text"},
                            {"reason", TextOf("Publié en français seul.")},
                            {"until", "2027-06-30"}}};
  EXPECT_THAT(Subjects(small, "translation-missing"), ElementsAre("measure/location/text"));
  EXPECT_THAT(Subjects(small, "waiver-without-finding"), IsEmpty());
  // A site's own texts are named by their pointers alone.
  small.site["rights"]["contact"].erase("en");
  EXPECT_THAT(Subjects(small, "translation-missing"),
              ElementsAre("/rights/contact", "measure/location/text"));
}

TEST(VendorTextsTest, ASiteWordsAVendorItself) {
  Small small;
  small.site["vendor_texts"] = {
      {"player", {{"/location/text", {{"fr", "France, dit ce site"}, {"de", "Frankreich"}}}}}};
  const auto site = small.Load();
  ASSERT_NE(site, nullptr);
  const Text& text = site->purposes[2].services[0].vendor->location->text;
  EXPECT_EQ(text.fr, "France, dit ce site");
  EXPECT_EQ(text.en, "France (en)");  // what the site does not word stays
  EXPECT_EQ(text.In("de"), "Frankreich");
  EXPECT_EQ(site->processors[1].vendor->location->text.fr, "France, dit ce site");
  EXPECT_EQ(site->processors[0].vendor->location->text.fr, "France");
  EXPECT_THAT(RevisionDocument(*site).document, HasSubstr("France, dit ce site"));
  // The vendor's own file is as it was, and the bundle gives the same site again.
  EXPECT_EQ(small.Read().catalog->vendors().at("player")->location->text.fr, "France");
  const auto again = ReadWholeSite(WholeSiteText(*site));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(RevisionDocument(**again).document, RevisionDocument(*site).document);
}

TEST(VendorTextsTest, ASitePublishesAVendorMemberByMember) {
  Small small;
  small.site["vendors"]["player"] = {
      {"name", "Lecteur, dit ce site"},
      {"location", {{"countries", {"DE"}}, {"text", TextOf("Allemagne")}}},
      {"domains", {"player.example"}}};
  // Its words for what it says itself.
  small.site["vendor_texts"]["player"] = {{"/location/text", TextOf("En Allemagne")}};
  const auto site = small.Load();
  ASSERT_NE(site, nullptr);
  const Vendor& vendor = *site->purposes[2].services[0].vendor;
  EXPECT_EQ(vendor.name, "Lecteur, dit ce site");
  EXPECT_THAT(vendor.location->countries, ElementsAre("DE"));
  EXPECT_EQ(vendor.location->text.fr, "En Allemagne");
  EXPECT_THAT(vendor.domains, ElementsAre("player.example"));
  // The file is for every other site, and the bundle gives the same site again.
  EXPECT_NE(small.Read().catalog->vendors().at("player")->name, vendor.name);
  const auto again = ReadWholeSite(WholeSiteText(*site));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(RevisionDocument(**again).document, RevisionDocument(*site).document);
  // A text that the site leaves untranslated is a finding of the vendor's.
  small.site.erase("vendor_texts");
  small.site["vendors"]["player"]["location"]["text"].erase("en");
  EXPECT_THAT(Subjects(small, "translation-missing"), ElementsAre("player/location/text"));
}

// A service may go while what the site says of its vendor stays.
TEST(VendorTextsTest, AVendorThatNothingNamesAnyMoreStaysInTheWhole) {
  for (const char* says : {"vendors", "vendor_texts"}) {
    Small small;
    small.vendors["gone"] = small.vendors["player"];
    small.vendors["gone"]["id"] = "gone";
    small.site[says]["gone"] = std::string(says) == "vendors"
                                   ? json{{"name", "Service retiré"}}
                                   : json{{"/location/text", TextOf("En France")}};
    const auto site = small.Load();
    ASSERT_NE(site, nullptr) << says;
    const auto again = ReadWholeSite(WholeSiteText(*site));
    ASSERT_TRUE(again.ok()) << says << ": " << again.error().message;
    EXPECT_EQ(WholeSiteText(**again), WholeSiteText(*site));
  }
}

TEST(VendorTextsTest, WhatASiteMayNotSayOfAVendorIsNamed) {
  const auto problem = [](const char* vendor, const json& members) {
    Small small;
    small.site["vendors"][vendor] = members;
    const ReadOutcome outcome = small.Read();
    return outcome.ok() ? std::string() : outcome.problems.front().ToString();
  };
  EXPECT_THAT(problem("nobody", {{"name", "x"}}), HasSubstr("vendors/nobody.json"));
  EXPECT_THAT(problem("player", {{"id", "x"}}), HasSubstr("/vendors/player/id"));
  EXPECT_THAT(problem("player", {{"transfer", {{"status", "declared"}}}}),
              HasSubstr("/vendors/player/transfer"));
  EXPECT_THAT(problem("player", {{"domains", {"http://x"}}}),
              HasSubstr("/vendors/player/domains/0"));
}

TEST(VendorTextsTest, ATranslationOfASiteIsOne) {
  Small small;
  small.vendors["player"]["location"]["text"].erase("en");
  small.site["vendor_texts"] = {
      {"player", {{"/location/text", {{"fr", "France"}, {"en", "France"}}}}}};
  EXPECT_THAT(Subjects(small, "translation-missing"), IsEmpty());
}

TEST(VendorTextsTest, OnlyTextsOfVendorsThatThereAreAreWorded) {
  const auto problem = [](const char* vendor, const char* pointer) {
    Small small;
    small.site["vendor_texts"] = {{vendor, {{pointer, TextOf("x")}}}};
    const ReadOutcome outcome = small.Read();
    return outcome.ok() ? std::string() : outcome.problems.front().ToString();
  };
  EXPECT_THAT(problem("nobody", "/location/text"), HasSubstr("vendors/nobody.json"));
  for (const char* pointer :
       {"/name", "/location", "/transfer/text", "/transfer/to/0/text", "/location/text/fr"}) {
    EXPECT_THAT(problem("player", pointer), HasSubstr("the pointer of a text")) << pointer;
  }
  for (const char* pointer : {"location", "/", "/location/", "//", "/A"}) {
    EXPECT_THAT(problem("player", pointer), HasSubstr("name to be")) << pointer;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
