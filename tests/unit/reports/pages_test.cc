// Printed pages: the register and the statistics of the real catalogue, charts, words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "reports/html.h"
#include "reports/register.h"
#include "reports/statistics_page.h"
#include "reports/svg_chart.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::reports {
namespace {

using catalog::testing::Ameli;
using testing::HasSubstr;
using testing::Not;

TEST(Words, AreFrench) {
  EXPECT_EQ(FrenchDate(*ParseDate("2026-03-01")), "1er mars 2026");
  EXPECT_EQ(FrenchDate(*ParseDate("2026-08-21")), "21 août 2026");
  EXPECT_EQ(FrenchTime(*ParseTime("2026-12-03T04:05:06Z")), "3 décembre 2026 à 04:05:06 (UTC)");
  EXPECT_EQ(FrenchNumber(0), "0");
  EXPECT_EQ(FrenchNumber(999), "999");
  EXPECT_EQ(FrenchNumber(1234567), "1\u202f234\u202f567");
  EXPECT_EQ(FrenchPercent(583), "58,3\u00a0%");
  EXPECT_EQ(FrenchPercent(1000), "100,0\u00a0%");
}

TEST(MakePage, EscapesItsWordsAndAllowsItsStyleOnly) {
  const HtmlDocument page = MakePage("<b>titre</b>", "\"sous\" & titre", "<p>corps</p>");
  EXPECT_THAT(page.html, HasSubstr("<h1>&lt;b&gt;titre&lt;/b&gt;</h1>"));
  EXPECT_THAT(page.html, HasSubstr("&quot;sous&quot; &amp; titre"));
  EXPECT_THAT(page.html, HasSubstr("default-src 'none'; style-src " + page.style_source));
  EXPECT_THAT(page.html, Not(HasSubstr(" style=")));
}

TEST(NiceCeiling, IsTheNextOneTwoOrFive) {
  EXPECT_EQ(NiceCeiling(0), 1U);
  EXPECT_EQ(NiceCeiling(1), 1U);
  EXPECT_EQ(NiceCeiling(3), 5U);
  EXPECT_EQ(NiceCeiling(10), 10U);
  EXPECT_EQ(NiceCeiling(11), 20U);
  EXPECT_EQ(NiceCeiling(50001), 100000U);
  EXPECT_GE(NiceCeiling(UINT64_MAX), UINT64_MAX);
}

TEST(StackedColumns, SaysWhatItShowsAndDrawsEachValue) {
  const std::string svg =
      StackedColumns("Réponses <b>", "En mots", {"a", "b"}, {{"lundi", {3, 1}}, {"mardi", {0, 2}}});
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr("<title>Réponses &lt;b&gt;</title><desc>En mots</desc>"));
  size_t bars = 0;
  for (size_t at = svg.find("<rect"); at != std::string::npos; at = svg.find("<rect", at + 1))
    ++bars;
  EXPECT_EQ(bars, 2U + 3U) << "two of the legend, one for each value over zero";
  EXPECT_THAT(StackedColumns("", "", {}, {}), HasSubstr("</svg>"));
}

TEST(Register, HasTheFieldsOfEachPurposeAndSaysWhatIsUnpublished) {
  const Register reg = MakeRegister(*Ameli(), *ParseTime("2026-01-01T00:00:00Z"));
  ASSERT_EQ(reg.sheets.size(), Ameli()->purposes.size() + 1) << "and the proof of choices itself";
  EXPECT_EQ(reg.sheets[0].id, "preuve-du-choix");
  EXPECT_THAT(reg.sheets[0].retention, HasSubstr("13\u00a0mois"));
  const nlohmann::json json = RegisterJson(reg);
  for (const auto& sheet : json["sheets"]) {
    for (const char* field : {"title", "purpose", "legal_basis", "people", "retention", "rights"}) {
      EXPECT_NE(sheet[field], "") << sheet["id"] << " " << field;
    }
    EXPECT_FALSE(sheet["data"].empty()) << sheet["id"];
    EXPECT_FALSE(sheet["recipients"].empty()) << sheet["id"];
  }
  const std::string page = RegisterPage(reg, *ParseTime("2026-03-01T00:00:00Z")).html;
  EXPECT_THAT(page, HasSubstr("Vimeo : traceurs non énumérés par la publication"));
  EXPECT_THAT(page, HasSubstr("Fondement juridique"));
  EXPECT_THAT(page, HasSubstr("Mise à jour"));
}

TEST(Register, NeverCallsTheExemptMeasurementConsent) {
  const Register reg = MakeRegister(*Ameli(), std::nullopt);
  for (const RegisterSheet& sheet : reg.sheets) {
    if (sheet.id != "audience") continue;
    EXPECT_THAT(sheet.legal_basis, HasSubstr("exemptée de consentement"));
    return;
  }
  FAIL() << "no sheet for audience measurement";
}

TEST(Register, CarriesCramifsPublishedRecords) {
  const auto site = catalog::testing::RealCatalog()->FindSite("cramif");
  ASSERT_NE(site, nullptr);
  const Register reg = MakeRegister(*site, std::nullopt);
  EXPECT_GE(reg.sheets.size(), 3U);
  EXPECT_THAT(RegisterCsv(reg), HasSubstr("Mission d’intérêt public"));
}

TEST(StatisticsPage, PutsATableBesideEachChartAndIsTheSameTwice) {
  const StatisticsQuery query =
      QueryFor(*Ameli(), *ParseDate("2026-01-01"), *ParseDate("2026-03-01"), Step::kMonth);
  EXPECT_THAT(query.opt_out_services, testing::ElementsAre("piano-analytics"));
  const std::vector<store::DailyCount> counts = {
      {"ameli.fr", *ParseDate("2026-01-05"), "r", consent::Event::kGiven, "", 60, 0},
      {"ameli.fr", *ParseDate("2026-01-05"), "r", consent::Event::kGiven, "adform", 60, 0},
      {"ameli.fr", *ParseDate("2026-01-05"), "r", consent::Event::kGiven, "piano-analytics", 50,
       10}};
  const std::vector<store::LanguageCount> languages = {
      {"ameli.fr", query.from, "r1", consent::Event::kGiven, "en", 2}};
  const Statistics statistics = MakeStatistics(query, counts, {}, languages);
  const Time now = *ParseTime("2026-03-01T00:00:00Z");
  RevisionAround around;
  around.publication.hash = "abcdef0123456789abcdef";
  around.publication.published_at = *ParseTime("2026-02-10T09:00:00Z");
  around.around.before.given = 1;
  around.around.before.refused = 3;
  around.around.after.given = 3;
  around.around.after.refused = 1;
  const std::vector<RevisionAround> publications = {around};
  const std::string page = StatisticsPage(statistics, publications, *Ameli(), now).html;
  EXPECT_EQ(page, StatisticsPage(statistics, publications, *Ameli(), now).html);
  EXPECT_THAT(page, HasSubstr("Avant et après une révision"));
  EXPECT_THAT(page, HasSubstr("25,0"));
  EXPECT_THAT(page, HasSubstr("75,0"));
  EXPECT_THAT(page, HasSubstr("Anglais"));
  EXPECT_THAT(page, HasSubstr("Réponses par période"));
  EXPECT_THAT(page, HasSubstr("Taux d’opposition"));
  EXPECT_THAT(page, HasSubstr("Piano Analytics"));
}

}  // namespace
}  // namespace temoin::reports
