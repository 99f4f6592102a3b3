#include "reports/accesses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/calendar.h"
#include "consent/reference.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

TEST(Accesses, AreToldInWords) {
  EXPECT_EQ(AccessActionWords("consent.erase.held", "fr"), "effacement suspendu par une mesure");
  EXPECT_EQ(AccessActionWords("consent.erase.held", "en"), "erasure suspended by a hold");
  EXPECT_EQ(AccessActionWords("of.tomorrow", "fr"), "of.tomorrow");
  const std::string reference = consent::FormatReference(3492);
  EXPECT_EQ(AccessDetailWords("index 3492, by token", "fr"),
            "référence " + reference + ", par le cookie");
  EXPECT_EQ(AccessDetailWords("index 3492, request 2026-117", "en"),
            "reference " + reference + ", request 2026-117");
  EXPECT_EQ(AccessDetailWords("from 2026-03-01, to 2026-03-31", "fr"),
            "du 1er mars 2026, au 31 mars 2026");
  EXPECT_EQ(AccessDetailWords("by Operations, action consent.search", "fr"),
            "par Operations, action recherche de choix");
  EXPECT_EQ(AccessDetailWords("index 3492, ground shown", "fr"),
            "référence " + reference + ", possession présentée");
  EXPECT_EQ(AccessDetailWords("43a25840: Essai, auditor, key 62bc", "fr"),
            "43a25840\u00a0: Essai, Auditeur, clé 62bc");
  EXPECT_EQ(AccessDetailWords("43a25840: nothing", "fr"), "43a25840\u00a0: aucun rôle");
  EXPECT_EQ(AccessDetailWords("43a25840: Essai, auditor", "en"), "43a25840: Essai, Auditor");
  EXPECT_EQ(AccessDetailWords("from 2026-03-01, to 2026-03-31, sample 200, extract adform", "fr"),
            "du 1er mars 2026, au 31 mars 2026, tirage de 200, extrait pour adform");
  EXPECT_EQ(AccessDetailWords("records 3492 20, despite a limitation: claims", "fr"),
            "choix " + reference + " " + consent::FormatReference(20) +
                ", malgré une limitation, pour des droits en justice");
  EXPECT_EQ(AccessDetailWords("3: on 2026-06-17", "fr"), "3\u00a0: le 17 juin 2026");
  EXPECT_EQ(AccessDetailWords("1200 records", "fr"), "1200\u00a0choix");
  EXPECT_EQ(AccessDetailWords("format jsonl, with scans", "fr"),
            "format jsonl, analyses comprises");
  EXPECT_EQ(AccessDetailWords("what nobody knows", "fr"), "what nobody knows");
  EXPECT_EQ(AccessDetailWords("", "fr"), "");
}

TEST(Accesses, TheTableSaysDatesByTheSitesClocksAndNoRoleWhereThereIsNone) {
  const std::vector<store::AccessRow> rows = {
      {1, {.at = *ParseTime("2026-03-01T23:30:00Z"), .who = "?", .action = "sign-in.failed"}},
      {2,
       {.at = *ParseTime("2026-07-01T10:00:00Z"),
        .who = "Équipe; conformité",
        .role = "auditor",
        .action = "consent.read",
        .site = "ameli.fr",
        .detail = "index 7"}}};
  const render::DataTable table = AccessTable(rows, *TimeZone::Find("Europe/Paris"));
  const std::string neutral = render::TableCsv(table, render::CsvForm::kNeutral);
  EXPECT_THAT(neutral, HasSubstr("at,who,role,action,site,detail"));
  EXPECT_THAT(neutral, HasSubstr("2026-03-01T23:30:00Z,?,,sign-in.failed,,"));
  const std::string french = render::TableCsv(table, render::CsvForm::kForFrance);
  EXPECT_THAT(french, HasSubstr("Europe/Paris"));
  EXPECT_THAT(french, HasSubstr("02/03/2026"));
  EXPECT_THAT(french, HasSubstr(";sans objet;connexion refusée;sans objet;sans objet"));
  EXPECT_THAT(french, HasSubstr("\"Équipe; conformité\";Auditeur;consultation d’un choix"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
