// How a choice stands, in the words that letter, evidence page, console and API share.
#include "reports/standing.h"

#include <gtest/gtest.h>

#include "base/calendar.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

using consent::Standing;

struct Case {
  consent::Judgement judgement;
  const char* french;
  const char* english;
};

TEST(StandingWords, SayTheSameInBothLanguages) {
  store::ChoiceRow row;
  row.given_at = *ParseTime("2026-01-10T08:00:00Z");
  row.valid_until = *ParseTime("2027-02-10T08:00:00Z");
  row.superseded_at = *ParseTime("2026-06-30T22:30:00Z");  // already July in Paris
  const std::optional<Time> since = *ParseTime("2026-05-02T23:00:00Z");
  const Case cases[] = {
      {{.standing = Standing::kNone}, "inconnu", "unknown"},
      {{.standing = Standing::kPurged}, "effacé", "erased"},
      {{.standing = Standing::kLost}, "perdu", "lost"},
      {{.standing = Standing::kExpired},
       "expiré depuis le 10 février 2027",
       "expired on 10 February 2027"},
      {{.standing = Standing::kSuperseded},
       "remplacé par un choix ultérieur le 1er juillet 2026",
       "replaced by a later choice on 1 July 2026"},
      {{.standing = Standing::kWithdrawn},
       "consentement retiré ; le refus est valable jusqu’au 10 février 2027",
       "consent withdrawn; the refusal is valid until 10 February 2027"},
      {{.standing = Standing::kValid},
       "valable jusqu’au 10 février 2027",
       "valid until 10 February 2027"},
      {{.standing = Standing::kValid, .asked_again = {"vimeo"}, .since = since},
       "toujours valable, sauf pour Vimeo : nouveau choix demandé depuis le 3 mai 2026",
       "still valid, except for Vimeo: a new choice has been requested since 3 May 2026"},
      {{.standing = Standing::kValid, .asked_again = {"adform", "vimeo", "gone"}, .since = {}},
       "toujours valable, sauf pour Adform, Vimeo et gone : nouveau choix demandé",
       "still valid, except for Adform, Vimeo and gone: a new choice has been requested"},
  };
  const auto site = catalog::testing::Ameli();
  for (const Case& each : cases) {
    EXPECT_EQ(StandingWords(each.judgement, row, site.get(), "fr"), each.french);
    EXPECT_EQ(StandingWords(each.judgement, row, site.get(), "en"), each.english);
  }
}

TEST(StandingWords, SayThatProcessingIsLimitedAndOfTheWithheldNoMore) {
  store::ChoiceRow row;
  row.valid_until = *ParseTime("2027-02-10T08:00:00Z");
  row.limited_since = *ParseTime("2026-06-30T22:30:00Z");
  const auto site = catalog::testing::Ameli();
  EXPECT_EQ(StandingWords({.standing = Standing::kValid}, row, site.get(), "fr"),
            "valable jusqu’au 10 février 2027 ; traitement limité depuis le 1er juillet 2026");
  EXPECT_EQ(StandingWords({.standing = Standing::kNone}, row, site.get(), "fr"),
            "traitement limité depuis le 1er juillet 2026");
  EXPECT_EQ(StandingWords({.standing = Standing::kNone}, row, site.get(), "en"),
            "processing restricted since 1 July 2026");
}

TEST(StandingWords, NameIdsAndDaysOfUtcWhereTheSiteIsGone) {
  store::ChoiceRow row;
  row.superseded_at = *ParseTime("2026-06-30T22:30:00Z");
  EXPECT_EQ(StandingWords({.standing = Standing::kSuperseded}, row, nullptr, "en"),
            "replaced by a later choice on 30 June 2026");
  EXPECT_EQ(
      StandingWords({.standing = Standing::kValid, .asked_again = {"vimeo"}}, row, nullptr, "en"),
      "still valid, except for vimeo: a new choice has been requested");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
