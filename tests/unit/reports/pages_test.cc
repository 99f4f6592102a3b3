// Printed pages: the register and the statistics of the real catalogue.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/calendar.h"
#include "reports/register.h"
#include "reports/statistics_page.h"
#include "reports/tables.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

using catalog::testing::Ameli;
using testing::HasSubstr;

TEST(Register, HasTheFieldsOfEachPurposeAndSaysWhatIsUnpublished) {
  const Register reg = MakeRegister(*Ameli(), *ParseTime("2026-01-01T00:00:00Z"),
                                    *ParseTime("2025-06-01T00:00:00Z"));
  EXPECT_EQ(FormatDate(*reg.sheets[2].created), "2025-06-01");
  EXPECT_EQ(FormatDate(*reg.sheets[2].updated), "2026-01-01");
  ASSERT_EQ(reg.sheets.size(), Ameli()->purposes.size() + 2)
      << "and the proof of choices itself, and who looks at it";
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
  EXPECT_THAT(page, HasSubstr("Base légale"));
  EXPECT_THAT(page, HasSubstr("Mise à jour"));
}

TEST(Register, TellsOfDataAndCountriesAndNotOfCookies) {
  const Register reg = MakeRegister(*Ameli(), std::nullopt);
  std::set<std::string> names;
  for (const catalog::Purpose& purpose : Ameli()->purposes) {
    for (const catalog::Service& service : purpose.services) {
      for (const catalog::Tracker& tracker : service.trackers) names.insert(tracker.name);
    }
  }
  ASSERT_GT(names.size(), 20U);
  std::string transfers;
  for (const RegisterSheet& sheet : reg.sheets) {
    if (sheet.id == reg.sheets[0].id) continue;  // names the cookie of the choice itself
    for (const std::string& data : sheet.data) {
      for (const std::string& name : names) {
        EXPECT_THAT(data, testing::Not(HasSubstr(name + " ("))) << sheet.id;
        EXPECT_THAT(sheet.retention, testing::Not(HasSubstr(name + " : "))) << sheet.id;
      }
    }
    EXPECT_FALSE(sheet.sensitive.empty()) << sheet.id;
    EXPECT_FALSE(sheet.security.empty()) << sheet.id;
    for (const std::string& processor : sheet.processors) transfers += processor + "\n";
  }
  EXPECT_THAT(transfers, HasSubstr("transfert hors UE : vers les États-Unis ("));
  EXPECT_THAT(transfers, testing::Not(HasSubstr("US, ")));
}

TEST(Register, SaysWhatTheServiceItselfKeepsOfWhom) {
  const Register reg = MakeRegister(*Ameli(), std::nullopt);
  EXPECT_EQ(reg.sheets[1].id, "journal-des-acces");
  EXPECT_THAT(reg.sheets[1].people, HasSubstr("Agents"));
  EXPECT_THAT(reg.sheets[0].people, testing::Not(HasSubstr("gents")));
  for (const RegisterSheet& own : {reg.sheets[0], reg.sheets[1]}) {
    EXPECT_EQ(own.sensitive, "Aucune");
    EXPECT_FALSE(own.security.empty());
  }
  const std::string page = RegisterPage(reg, *ParseTime("2026-03-01T00:00:00Z")).html;
  EXPECT_THAT(page, HasSubstr("Texte d’information à publier"));
  EXPECT_THAT(page, HasSubstr("Projet d’analyse d’impact"));
  EXPECT_THAT(page, HasSubstr("cookie pcid"));
  // A site that gives refusals no identifier says so in both.
  catalog::Site other = *Ameli();
  other.refusal_token = false;
  for (const RegisterText& text : MakeRegister(other, std::nullopt).texts) {
    std::string all;
    for (const std::string& paragraph : text.paragraphs) all += paragraph;
    EXPECT_THAT(all, HasSubstr("Un refus ne reçoit aucun identifiant.")) << text.id;
  }
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
  const std::string page = RegisterPage(reg, *ParseTime("2026-03-01T00:00:00Z")).html;
  EXPECT_THAT(page, HasSubstr("dgprotectiondonnees.cramif@assurance-maladie.fr"));
  EXPECT_THAT(page, HasSubstr("27 janvier 2023"));
  EXPECT_THAT(page, HasSubstr("Création de la fiche</dt><dd>non publiée"));
  EXPECT_THAT(page, HasSubstr("Responsable conjoint"));
  const std::string csv = render::TableCsv(RegisterTable(reg, *site), render::CsvForm::kNeutral);
  EXPECT_THAT(csv, HasSubstr("Mission d’intérêt public"));
  EXPECT_THAT(csv, HasSubstr("25 ans (calcul des taux)"));
  EXPECT_THAT(csv, HasSubstr("2023-01-27"));
  EXPECT_THAT(csv, testing::Not(HasSubstr("non publiée dans le catalogue")));
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
  Statistics statistics = MakeStatistics(query, counts, {}, languages);
  for (const char* const day : {"2025-11-05", "2026-01-20"}) {
    store::Publication& one = statistics.publications.emplace_back();
    one.hash = statistics.publications.size() == 1 ? "r" : "s";
    one.generation = 4;
    one.published_at = *ParseDate(day);
  }
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
  EXPECT_THAT(page, HasSubstr("Avant et après une version"));
  EXPECT_THAT(page, HasSubstr("25,0"));
  EXPECT_THAT(page, HasSubstr("75,0"));
  EXPECT_THAT(page, HasSubstr("anglais"));
  EXPECT_THAT(page, HasSubstr("Version 4, du 5 novembre 2025 au 20 janvier 2026"));
  EXPECT_THAT(page, HasSubstr("du 1er janvier 2026 au 31 janvier 2026"));
  EXPECT_THAT(page, HasSubstr("Choix par période"));
  EXPECT_THAT(page, HasSubstr("Taux d’opposition"));
  EXPECT_THAT(page, HasSubstr("Piano Analytics"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
