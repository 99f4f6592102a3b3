// What is counted by the day, and the names that were seen.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/contract/store_contract.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST_P(StoreContract, DailyCountsOutliveWhatTheyCount) {
  Publish();
  const Index first = Give(Choice(now_));
  Give(Choice(now_, std::nullopt, false));
  Give(Choice(now_ + std::chrono::days(1)));
  Append({.now = now_, .erasures = {{.index = first, .at = now_}}});
  Open();
  const auto counts = store_->ReadCounts(kSite, now_, now_);
  ASSERT_TRUE(counts.ok());
  uint64_t given = 0;
  uint64_t adform_yes = 0;
  uint64_t adform_no = 0;
  for (const DailyCount& count : *counts) {
    if (count.service.empty() && count.event == consent::Event::kGiven) given += count.accepted;
    if (count.service == "adform") {
      adform_yes += count.accepted;
      adform_no += count.refused;
    }
  }
  EXPECT_EQ(given, 1U);
  EXPECT_EQ(adform_yes, 1U);
  EXPECT_EQ(adform_no, 1U);
  EXPECT_EQ(store_->ReadCounts(kSite, now_, now_ + std::chrono::days(1))->size(), 9U);
}

TEST_P(StoreContract, ImpressionsAndObservedNamesAddUp) {
  for (int i = 0; i < 3; ++i) {
    Append(
        {.now = now_,
         .impressions = {{.site = kSite, .at = now_, .revision = "r", .count = 5}},
         .observations = {
             {.site = kSite, .name = "_foo", .seen_at = now_ + std::chrono::days(i), .count = 2}}});
  }
  const auto impressions = store_->ReadImpressions(kSite, now_, now_);
  ASSERT_EQ(impressions->size(), 1U);
  EXPECT_EQ(impressions->at(0).count, 15U);
  const auto names = store_->ReadObservations(kSite);
  ASSERT_EQ(names->size(), 1U);
  EXPECT_EQ(names->at(0).count, 6U);
  EXPECT_EQ(names->at(0).first_seen, now_);
  EXPECT_EQ(names->at(0).last_seen, now_ + std::chrono::days(2));
}

// From when a site's days are told by its zone on; what was counted before stays where it is.
TEST_P(StoreContract, DaysOfCountsAreThoseOfTheZone) {
  const TimeZone paris = TimeZone::Find("Europe/Paris").value();
  Publish();
  now_ = At("2026-06-30T22:30:00Z");  // half past midnight in Paris
  Give(Choice(now_));
  NewChoice choice = Choice(now_);
  choice.time_zone = paris;
  const Index first = Give(choice);
  Give(choice);
  Open();
  Give(choice);
  choice.record.given_at = At("2026-11-30T22:30:00Z");  // half past eleven, in winter
  const Index winter = Give(choice);
  const auto zones = store_->ReadDayZones(kSite);
  ASSERT_EQ(zones->size(), 2U);
  EXPECT_EQ(zones->at(0).first, first);
  EXPECT_EQ(zones->at(0).since, now_);
  EXPECT_EQ(zones->at(0).zone, "Europe/Paris");
  EXPECT_EQ(zones->at(0).offset, std::chrono::hours(2));
  EXPECT_EQ(zones->at(0).before, "UTC");
  EXPECT_EQ(zones->at(1).first, winter);
  EXPECT_EQ(zones->at(1).offset, std::chrono::hours(1));
  EXPECT_EQ(zones->at(1).before, "");
  std::map<std::string, uint64_t> days;
  for (const DailyCount& count : *store_->ReadCounts(kSite, Time{}, Time::max())) {
    if (count.service.empty()) days[FormatDate(count.day)] += count.accepted;
  }
  EXPECT_THAT(days,
              ElementsAre(Pair("2026-06-30", 1), Pair("2026-07-01", 3), Pair("2026-11-30", 1)));
}

// First layers count like choices, and a change of zone between two of them, with no entry between,
// is one row; a site that was never counted otherwise has no seam.
TEST_P(StoreContract, FirstLayersAreCountedOnTheDayOfTheZone) {
  Publish();
  now_ = At("2026-06-30T22:30:00Z");
  const auto show = [&](const char* zone) {
    Append({.now = now_,
            .impressions = {{.site = kSite,
                             .at = now_,
                             .time_zone = TimeZone::Find(zone).value(),
                             .revision = "r",
                             .count = 1}}});
  };
  show("Europe/Paris");
  EXPECT_EQ(store_->ReadDayZones(kSite)->at(0).before, "");
  show("America/Martinique");
  const auto zones = store_->ReadDayZones(kSite);
  ASSERT_EQ(zones->size(), 1U);
  EXPECT_EQ(zones->at(0).zone, "America/Martinique");
  EXPECT_EQ(zones->at(0).before, "Europe/Paris");
  const auto shown = store_->ReadImpressions(kSite, Time{}, Time::max());
  ASSERT_EQ(shown->size(), 2U);
  EXPECT_EQ(FormatDate(shown->at(0).day), "2026-06-30");
  EXPECT_EQ(FormatDate(shown->at(1).day), "2026-07-01");
}

// Whoever invents names gets a hundred a day in, and pushes out only what nobody saw for longest.
TEST_P(StoreContract, ObservedNamesAreBoundedByDayAndInAll) {
  const auto day = [&](int i) { return now_ + std::chrono::days(i); };
  const auto report = [&](int i, const std::string& prefix, int names) {
    std::vector<Observation> seen = {
        {.site = kSite, .name = "_real", .seen_at = day(i), .count = 1}};
    for (int n = 0; n < names; ++n) {
      seen.push_back(
          {.site = kSite, .name = prefix + std::to_string(n), .seen_at = day(i), .count = 1});
    }
    Append({.now = day(i), .observations = std::move(seen)});
    return store_->ReadObservations(kSite)->size();
  };
  EXPECT_EQ(report(0, "a", 300), 100U);
  EXPECT_EQ(report(0, "b", 300), 100U) << "the same day, in another batch";
  EXPECT_EQ(report(1, "c", 300), 200U);
  for (int i = 2; i < 25; ++i) report(i, "d" + std::to_string(i) + "-", 100);
  const auto names = store_->ReadObservations(kSite);
  EXPECT_EQ(names->size(), 2000U);
  const auto has = [&](const std::string& name) {
    return std::any_of(names->begin(), names->end(),
                       [&](const ObservedName& seen) { return seen.name == name; });
  };
  EXPECT_TRUE(has("_real"));
  EXPECT_TRUE(has("d24-99"));
  EXPECT_FALSE(has("a0"));
  EXPECT_TRUE(store_->ReadObservations("other")->empty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
