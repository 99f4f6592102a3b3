// The statistics of 13 months against a recount of every answer that was given.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "base/calendar.h"
#include "reports/statistics.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

using consent::Event;
using std::chrono::days;
using store::Choice;
using store::kSite;
using store::NewChoice;
using store::Revision;

constexpr char kOther[] = "autre.fr";
constexpr char kNext[] = R"({"n":2})";

class StatisticsRecountTest : public store::StoreTest {
 protected:
  void Fill() {
    Append({.now = now_,
            .revisions = {Revision(), Revision("{\"n\":1}", 1, kOther), Revision(kNext, 2)}});
    store::Batch batch{.now = now_};
    for (int i = 0; i < 3000; ++i) {
      // Some on the first and last second of a day.
      Time at = from_ + std::chrono::seconds(dice_() % ((to_ - from_) / std::chrono::seconds(1)));
      if (i % 50 == 0) at = std::chrono::floor<days>(at);
      if (i % 50 == 1) at = std::chrono::floor<days>(at) + days(1) - std::chrono::seconds(1);
      NewChoice choice = Choice(at, std::nullopt, true, dice_() % 4 == 0 ? kOther : kSite);
      consent::Record& record = choice.record;
      if (record.site == kSite && dice_() % 2 == 0) {
        record.revision = Revision(kNext).hash;
        record.generation = 2;
      }
      record.event = static_cast<Event>(dice_() % 4);
      const consent::Decisions answered = record.decisions;
      for (const auto& [service, before] : answered) {
        bool& accepted = record.decisions[service];
        accepted =
            record.event == Event::kGiven || (record.event == Event::kPartial && dice_() % 2 == 0);
      }
      batch.choices.push_back(choice);
      given_.push_back(record);
      if (batch.choices.size() == 250) {
        Append(batch);
        batch.choices.clear();
      }
    }
  }

  // By looking at every answer.
  struct Recount {
    EventCounts total;
    std::map<Time, EventCounts> by_month;
    std::map<std::string, EventCounts> by_revision;
    std::map<std::string, std::pair<uint64_t, uint64_t>> by_service;  // accepted, refused
  };
  Recount CountAgain(const std::string& site) const {
    Recount out;
    for (const consent::Record& record : given_) {
      if (record.site != site || record.given_at < from_ || record.given_at >= to_) continue;
      out.total.Add(record.event, 1);
      const std::chrono::year_month_day day(std::chrono::floor<days>(record.given_at));
      const Time month = std::chrono::sys_days(day.year() / day.month() / 1);
      out.by_month[std::max(month, from_)].Add(record.event, 1);
      out.by_revision[record.revision].Add(record.event, 1);
      for (const auto& [service, accepted] : record.decisions) {
        if (record.event == Event::kWithdrawn) continue;
        ++(accepted ? out.by_service[service].first : out.by_service[service].second);
      }
    }
    return out;
  }

  void Compare(const std::string& site) {
    SCOPED_TRACE(site);
    const auto counts = store_->ReadCounts(site, from_, to_);
    ASSERT_TRUE(counts.ok());
    StatisticsQuery query;
    query.site = site;
    query.from = from_;
    query.to = to_;
    query.step = Step::kMonth;
    const Statistics statistics = MakeStatistics(query, *counts, {});
    const Recount again = CountAgain(site);
    EXPECT_GT(again.total.answers(), 500U);
    EXPECT_EQ(statistics.total, again.total);
    ASSERT_EQ(statistics.buckets.size(), 14U) << "13 months that begin in the middle of one";
    for (const Bucket& bucket : statistics.buckets) {
      const auto month = again.by_month.find(bucket.from);
      EXPECT_EQ(bucket.events, month == again.by_month.end() ? EventCounts() : month->second)
          << FormatDate(bucket.from);
    }
    ASSERT_EQ(statistics.revisions.size(), again.by_revision.size());
    for (const RevisionCount& revision : statistics.revisions) {
      EXPECT_EQ(revision.events, again.by_revision.at(revision.revision));
    }
    ASSERT_EQ(statistics.services.size(), again.by_service.size());
    for (const ServiceCount& service : statistics.services) {
      EXPECT_EQ(std::pair(service.accepted, service.refused), again.by_service.at(service.service));
    }
  }

  const Time from_ = *ParseDate("2025-02-10");
  const Time to_ = *ParseDate("2026-03-10");
  std::vector<consent::Record> given_;
  std::mt19937 dice_{13};
};

TEST_F(StatisticsRecountTest, ThirteenMonthsAreWhatARecountGives) {
  Fill();
  Compare(kSite);
  Compare(kOther);
  // What is erased stays counted.
  store::Batch erasures{.now = now_};
  for (store::Index index = 10; index < 3000; index += 3) {
    erasures.erasures.push_back({index, now_});
  }
  Append(erasures);
  Compare(kSite);
  Compare(kOther);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
