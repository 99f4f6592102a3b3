#include "consent/validity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/consent/consent_fixture.h"

namespace temoin::consent {
namespace TEMOIN_TEST_FILE {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Decisions kAll = {{"adform", true}, {"piano-analytics", true}, {"vimeo", true}};

Life Given() {
  return {.event = Event::kGiven,
          .generation = 2,
          .given_at = At("2026-01-31T08:00:00Z"),
          .valid_until = At("2027-02-28T08:00:00Z"),
          .superseded_at = {}};
}

TEST(Judge, EndsToTheSecond) {
  const Terms terms = AmeliTerms();
  const Life life = Given();
  EXPECT_EQ(Judge(life, kAll, &terms, life.given_at).standing, Standing::kValid);
  EXPECT_EQ(Judge(life, kAll, &terms, life.valid_until - seconds(1)).standing, Standing::kValid);
  EXPECT_EQ(Judge(life, kAll, &terms, life.valid_until).standing, Standing::kExpired);
  EXPECT_FALSE(InForce(Judge(life, kAll, &terms, life.valid_until)));
}

TEST(Judge, AWithdrawalIsARefusalInForceThatExpiresLikeAnyChoice) {
  const Terms terms = AmeliTerms();
  Life life = Given();
  life.event = Event::kWithdrawn;
  EXPECT_EQ(Judge(life, kAll, &terms, life.given_at).standing, Standing::kWithdrawn);
  EXPECT_TRUE(InForce(Judge(life, kAll, &terms, life.given_at)));
  EXPECT_EQ(Judge(life, kAll, &terms, life.valid_until).standing, Standing::kExpired);
}

TEST(Judge, WhatCameFirstEndedIt) {
  const Terms terms = AmeliTerms();
  Life life = Given();
  life.superseded_at = life.valid_until - seconds(1);
  const Judgement replaced = Judge(life, kAll, &terms, At("2030-01-01T00:00:00Z"));
  EXPECT_EQ(replaced.standing, Standing::kSuperseded);
  EXPECT_FALSE(InForce(replaced));
  life.superseded_at = life.valid_until;
  EXPECT_EQ(Judge(life, kAll, &terms, At("2030-01-01T00:00:00Z")).standing, Standing::kExpired);
}

TEST(Judge, AMaterialRevisionAsksOnlyAboutWhatChanged) {
  const Terms terms = AmeliTerms();  // vimeo changed in generation 2
  Life life = Given();
  life.generation = 1;
  const Judgement judgement = Judge(life, kAll, &terms, life.given_at);
  EXPECT_EQ(judgement.standing, Standing::kValid);
  EXPECT_THAT(judgement.asked_again, ElementsAre("vimeo"));
  EXPECT_TRUE(InForce(judgement));
  EXPECT_EQ(Judge(life, kAll, &terms, life.valid_until).standing, Standing::kExpired);
  EXPECT_EQ(Judge(life, kAll, nullptr, life.given_at).standing, Standing::kValid);
}

TEST(Judge, SaysSinceWhenANewChoiceIsAskedFor) {
  Terms terms = AmeliTerms();
  Life life = Given();
  life.generation = 1;
  EXPECT_EQ(Judge(life, kAll, &terms, life.given_at).since, std::nullopt) << "not known";
  terms.generations = {{1, At("2026-01-01T00:00:00Z")}, {2, At("2026-05-03T08:00:00Z")}};
  EXPECT_EQ(Judge(life, kAll, &terms, life.given_at).since, At("2026-05-03T08:00:00Z"));
  // Of several services the first that was asked for.
  terms.generation = 3;
  terms.generations[3] = At("2026-06-03T08:00:00Z");
  for (RefusableService& service : terms.services) {
    if (service.id == "adform") service.since = 3;
  }
  const Judgement both = Judge(life, kAll, &terms, life.given_at);
  EXPECT_THAT(both.asked_again, ElementsAre("adform", "vimeo"));
  EXPECT_EQ(both.since, At("2026-05-03T08:00:00Z"));
  EXPECT_EQ(Judge(life, kAll, &terms, life.valid_until).since, std::nullopt) << "over";
}

TEST(Judge, AServiceNeverAnsweredIsAsked) {
  const Terms terms = AmeliTerms();
  const Life life = Given();
  const Decisions some = {{"piano-analytics", true}, {"vimeo", true}};
  EXPECT_THAT(Judge(life, some, &terms, life.given_at).asked_again, ElementsAre("adform"));
  // One that is no longer published is not asked.
  Decisions more = kAll;
  more["gone"] = true;
  EXPECT_THAT(Judge(life, more, &terms, life.given_at).asked_again, IsEmpty());
}

TEST(Retention, StartsWhenTheChoiceStopsHavingEffect) {
  const Duration months13{.months = 13};
  const Time end = At("2027-02-28T08:00:00Z");
  EXPECT_EQ(EndOfEffect(end, std::nullopt), end);
  EXPECT_EQ(EndOfEffect(end, end + seconds(5)), end);
  const Time replaced = At("2026-05-31T00:00:00Z");
  EXPECT_EQ(EndOfEffect(end, replaced), replaced);
  EXPECT_EQ(ErasedAfter(replaced, months13), At("2027-06-30T00:00:00Z"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::consent
