#include "reports/letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "base/calendar.h"
#include "tests/unit/catalog/catalog_testing.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;
using testing::Not;

class LetterTest : public store::StoreTest {
 protected:
  LetterFacts FactsOn(const std::shared_ptr<catalog::Site>& site) {
    LetterFacts facts;
    Publish();
    facts.found = *store_->FindByIndex(Give(store::Choice(now_)));
    facts.judgement.standing = consent::Standing::kValid;
    facts.site = site;
    facts.now = now_;
    return facts;
  }
};

TEST_F(LetterTest, AReviewIsOnTheSameDayInEveryZone) {
  const auto site = std::make_shared<catalog::Site>(*catalog::testing::Ameli());
  LetterFacts facts = FactsOn(site);
  facts.found.row.held_until = *ParseDate("2026-06-30");
  for (const char* const zone : {"America/Martinique", "UTC", "Pacific/Noumea"}) {
    site->time_zone = *TimeZone::Find(zone);
    EXPECT_THAT(ConsentPage(facts)->html, HasSubstr("réexaminée le 30 juin 2026")) << zone;
    EXPECT_THAT(AnswerLetter(facts)->html, HasSubstr("réexaminée le 30 juin 2026")) << zone;
  }
}

TEST_F(LetterTest, ServicesAreNamedAndNotByTheirIds) {
  const LetterFacts facts = FactsOn(std::make_shared<catalog::Site>(*catalog::testing::Ameli()));
  const std::string letter = AnswerLetter(facts)->html;
  EXPECT_THAT(letter, HasSubstr("data-title=\"Service\""));
  EXPECT_THAT(letter, Not(HasSubstr("Identifiant")));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
