#include "reports/statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "reports/tables.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

using catalog::testing::Ameli;
using consent::Event;
using store::DailyCount;
using store::ImpressionCount;

Time Day(std::string_view text) { return *ParseDate(text); }

DailyCount Count(std::string_view day, Event event, uint64_t count,
                 std::string_view revision = "r1") {
  return {"ameli.fr", Day(day), std::string(revision), event, "", count, 0};
}

DailyCount OfService(std::string_view day, Event event, std::string_view service, uint64_t accepted,
                     uint64_t refused) {
  return {"ameli.fr", Day(day), "r1", event, std::string(service), accepted, refused};
}

StatisticsQuery Query(std::string_view from, std::string_view to, Step step = Step::kDay) {
  StatisticsQuery query;
  query.site = "ameli.fr";
  query.from = Day(from);
  query.to = Day(to);
  query.step = step;
  return query;
}

std::string NeutralCsv(const render::DataTable& table) {
  return render::TableCsv(table, render::CsvForm::kNeutral);
}

TEST(RatePermille, RoundsHalfUpAndKnowsNothingOfNothing) {
  EXPECT_EQ(RatePermille(0, 0), std::nullopt);
  EXPECT_EQ(RatePermille(0, 7), 0U);
  EXPECT_EQ(RatePermille(1, 3), 333U);
  EXPECT_EQ(RatePermille(2, 3), 667U);
  EXPECT_EQ(RatePermille(1, 2000), 1U);
  EXPECT_EQ(RatePermille(7, 7), 1000U);
}

TEST(MakeStatistics, KeepsThePeriodAndTheSite) {
  std::vector<DailyCount> counts = {
      Count("2026-03-01", Event::kGiven, 5), Count("2026-03-02", Event::kRefused, 3),
      Count("2026-03-04", Event::kGiven, 100), Count("2026-02-28", Event::kGiven, 100)};
  counts.push_back(Count("2026-03-02", Event::kGiven, 100));
  counts.back().site = "camieg.fr";
  const Statistics statistics = MakeStatistics(Query("2026-03-01", "2026-03-04"), counts, {});
  EXPECT_EQ(statistics.total, (EventCounts{5, 0, 3, 0}));
  ASSERT_EQ(statistics.buckets.size(), 3U);
  EXPECT_EQ(statistics.buckets[0].events.given, 5U);
  EXPECT_EQ(statistics.buckets[1].events.refused, 3U);
  EXPECT_EQ(statistics.buckets[2].events, EventCounts{});
}

TEST(MakeStatistics, WithdrawalsAreNoAnswers) {
  const std::vector<DailyCount> counts = {
      Count("2026-03-01", Event::kGiven, 60),
      Count("2026-03-01", Event::kRefused, 40),
      Count("2026-03-01", Event::kWithdrawn, 900),
      OfService("2026-03-01", Event::kWithdrawn, "adform", 0, 900),
      OfService("2026-03-01", Event::kGiven, "adform", 60, 0),
      OfService("2026-03-01", Event::kRefused, "adform", 0, 40)};
  const nlohmann::json json =
      StatisticsJson(MakeStatistics(Query("2026-03-01", "2026-03-02"), counts, {}));
  EXPECT_EQ(json["total"]["acceptance_permille"], 600);
  EXPECT_EQ(json["total"]["withdrawn"], 900);
  EXPECT_EQ(json["services"][0]["acceptance_permille"], 600);
}

TEST(MakeStatistics, ExemptServicesGetARateOfOppositionOnly) {
  StatisticsQuery query = Query("2026-03-01", "2026-03-02");
  query.opt_out_services = {"piano-analytics"};
  const std::vector<DailyCount> counts = {
      OfService("2026-03-01", Event::kGiven, "piano-analytics", 90, 10)};
  const nlohmann::json json = StatisticsJson(MakeStatistics(query, counts, {}));
  EXPECT_EQ(json["services"][0]["opposition_permille"], 100);
  EXPECT_FALSE(json["services"][0].contains("acceptance_permille"));
  EXPECT_EQ(json["total"]["answers"], 0);
  EXPECT_FALSE(json["total"].contains("acceptance_permille"));
}

TEST(MakeStatistics, WeeksBeginOnMondayAndStayInsideThePeriod) {
  // 1 March 2026 is a Sunday.
  const Statistics statistics =
      MakeStatistics(Query("2026-03-01", "2026-03-11", Step::kWeek),
                     std::vector<DailyCount>{Count("2026-03-02", Event::kGiven, 1),
                                             Count("2026-03-08", Event::kGiven, 2),
                                             Count("2026-03-09", Event::kGiven, 4)},
                     {});
  ASSERT_EQ(statistics.buckets.size(), 3U);
  EXPECT_EQ(FormatDate(statistics.buckets[0].from), "2026-03-01");
  EXPECT_EQ(FormatDate(statistics.buckets[0].to), "2026-03-02");
  EXPECT_EQ(statistics.buckets[1].events.given, 3U);
  EXPECT_EQ(statistics.buckets[2].events.given, 4U);
  EXPECT_EQ(FormatDate(statistics.buckets[2].to), "2026-03-11");
}

TEST(MakeStatistics, MonthsFollowTheCalendar) {
  const Statistics statistics =
      MakeStatistics(Query("2025-12-15", "2026-03-02", Step::kMonth),
                     std::vector<DailyCount>{Count("2026-02-28", Event::kPartial, 7)}, {});
  ASSERT_EQ(statistics.buckets.size(), 4U);
  EXPECT_EQ(FormatDate(statistics.buckets[0].from), "2025-12-15");
  EXPECT_EQ(FormatDate(statistics.buckets[2].from), "2026-02-01");
  EXPECT_EQ(statistics.buckets[2].events.partial, 7U);
}

TEST(MakeStatistics, IgnoredIsUnknownWithoutImpressions) {
  const std::vector<DailyCount> counts = {Count("2026-03-01", Event::kGiven, 30)};
  const std::vector<ImpressionCount> shown = {{"ameli.fr", Day("2026-03-01"), "r1", 10}};
  StatisticsQuery query = Query("2026-03-01", "2026-03-02");
  EXPECT_EQ(MakeStatistics(query, counts, shown).ignored, std::nullopt);
  query.impressions_percent = 10;  // 10 reports stand for 100 displays
  EXPECT_EQ(MakeStatistics(query, counts, shown).shown, 100U);
  EXPECT_EQ(MakeStatistics(query, counts, shown).ignored, 70U);
  query.impressions_percent = 100;  // more answers than displays reported: never below zero
  EXPECT_EQ(MakeStatistics(query, counts, shown).ignored, 0U);
}

TEST(MakeStatistics, EveryStepSumsToTheSameTotal) {
  rc::check([](const std::vector<std::pair<uint8_t, uint16_t>>& answers) {
    std::vector<DailyCount> counts;
    for (const auto& [day, count] : answers) {
      DailyCount row = Count("2026-01-01", static_cast<Event>(count % 4), count);
      row.day += std::chrono::days(day % 120);
      counts.push_back(row);
    }
    for (const Step step : {Step::kDay, Step::kWeek, Step::kMonth}) {
      const Statistics statistics =
          MakeStatistics(Query("2026-01-01", "2026-05-01", step), counts, {});
      EventCounts sum;
      for (const Bucket& bucket : statistics.buckets) sum.Add(bucket.events);
      RC_ASSERT(sum == statistics.total);
      for (size_t i = 1; i < statistics.buckets.size(); ++i) {
        RC_ASSERT(statistics.buckets[i].from == statistics.buckets[i - 1].to);
      }
    }
  });
}

TEST(CompareAround, LeavesOutTheDayItself) {
  const std::vector<DailyCount> counts = {
      Count("2026-03-01", Event::kGiven, 1), Count("2026-03-02", Event::kGiven, 2),
      Count("2026-03-03", Event::kGiven, 4), Count("2026-03-04", Event::kGiven, 8),
      Count("2026-03-05", Event::kGiven, 16)};
  const AroundPublication around =
      CompareAround(*ParseTime("2026-03-03T15:00:00Z"), *ParseDate("2026-03-03"), 1, counts);
  EXPECT_EQ(around.before.given, 2U);
  EXPECT_EQ(around.after.given, 8U);
}

TEST(StatisticsCsv, IsTheSameForTheSameCounts) {
  const std::vector<DailyCount> counts = {Count("2026-03-01", Event::kGiven, 5),
                                          Count("2026-03-01", Event::kWithdrawn, 1)};
  const Statistics statistics = MakeStatistics(Query("2026-03-01", "2026-03-03"), counts, {});
  EXPECT_EQ(NeutralCsv(StepsTable(statistics, *Ameli())),
            "from,to,given,partial,refused,withdrawn,shown,days\r\n"
            "2026-03-01,2026-03-02,5,0,0,1,,UTC\r\n"
            "2026-03-02,2026-03-03,0,0,0,0,,UTC\r\n");
}

TEST(StatisticsFiles, AFrenchSpreadsheetGetsItsOwnCsv) {
  const std::vector<DailyCount> counts = {Count("2026-03-01", Event::kGiven, 2),
                                          Count("2026-03-01", Event::kRefused, 1)};
  const Statistics statistics = MakeStatistics(Query("2026-03-01", "2026-03-03"), counts, {});
  EXPECT_EQ(render::TableCsv(StepsTable(statistics, *Ameli()), render::CsvForm::kForFrance),
            "Du;Au;Tout accepté;Accepté en partie;Tout refusé;Retraits;Choix faits dans le bandeau;"
            "Taux d’acceptation;Taux de refus;Affichages du bandeau;Fuseau horaire des jours\r\n"
            "01/03/2026;01/03/2026;2;0;1;0;3;66,7%;33,3%;sans objet;UTC\r\n"
            "02/03/2026;02/03/2026;0;0;0;0;0;sans objet;sans objet;sans objet;UTC\r\n");
}

TEST(StatisticsFiles, OfServicesSayTheirNamesAndOneRateEach) {
  const std::vector<DailyCount> counts = {
      OfService("2026-03-01", Event::kGiven, "vimeo", 3, 1),
      OfService("2026-03-01", Event::kGiven, "piano-analytics", 9, 1)};
  StatisticsQuery query = Query("2026-03-01", "2026-03-02");
  query.opt_out_services = {"piano-analytics"};
  const Statistics statistics = MakeStatistics(query, counts, {});
  EXPECT_EQ(render::TableCsv(ServicesTable(statistics, *Ameli()), render::CsvForm::kForFrance),
            "Service;Régime;Acceptations;Refus ou oppositions;Taux d’acceptation;"
            "Taux d’opposition\r\n"
            "Piano Analytics;Exempté avec opposition;9;1;sans objet;10,0%\r\n"
            "Vimeo;Consentement;3;1;75,0%;sans objet\r\n");
}

TEST(MakeStatistics, LanguagesAreCountedWithinThePeriodAndTheSite) {
  const auto of = [](std::string_view day, Event event, std::string_view language, uint64_t count) {
    return store::LanguageCount{"ameli.fr", Day(day), "r1", event, std::string(language), count};
  };
  std::vector<store::LanguageCount> languages = {
      of("2026-03-01", Event::kGiven, "fr", 6),     of("2026-03-02", Event::kRefused, "fr", 2),
      of("2026-03-02", Event::kGiven, "en", 1),     of("2026-03-02", Event::kWithdrawn, "en", 5),
      of("2026-03-03", Event::kGiven, "fr", 1'000), of("2026-02-28", Event::kGiven, "fr", 1'000),
      of("2026-03-01", Event::kGiven, "fr", 1'000)};
  languages.back().site = "camieg.fr";
  const Statistics statistics =
      MakeStatistics(Query("2026-03-01", "2026-03-03"), {}, {}, languages);
  ASSERT_EQ(statistics.languages.size(), 2U);
  EXPECT_EQ(statistics.languages[0].events, (EventCounts{1, 0, 0, 5}));
  EXPECT_EQ(statistics.languages[1].events, (EventCounts{6, 0, 2, 0}));
  EXPECT_EQ(NeutralCsv(LanguagesTable(statistics, *Ameli())),
            "language,given,partial,refused,withdrawn\r\nen,1,0,0,5\r\nfr,6,0,2,0\r\n");
  EXPECT_EQ(StatisticsJson(statistics)["languages"][1]["acceptance_permille"], 750);
}

TEST(StatisticsFiles, RevisionsAndWhatCameBeforeAndAfterThem) {
  const std::vector<DailyCount> counts = {Count("2026-03-01", Event::kGiven, 4, "r1"),
                                          Count("2026-03-03", Event::kRefused, 2, "r2")};
  EXPECT_EQ(NeutralCsv(RevisionsTable(MakeStatistics(Query("2026-03-01", "2026-03-04"), counts, {}),
                                      *Ameli())),
            "revision,given,partial,refused,withdrawn,shown\r\nr1,4,0,0,0,\r\nr2,0,0,2,0,\r\n");
  RevisionAround around;
  around.publication = {7, "ameli.fr", "r2", 2, "{}", "Test", *ParseTime("2026-03-02T08:00:00Z")};
  around.around =
      CompareAround(around.publication.published_at, *ParseDate("2026-03-02"), 14, counts);
  EXPECT_EQ(NeutralCsv(AroundTable(std::vector{around}, *Ameli())),
            "published_at,revision,generation,days,before_given,before_partial,before_refused,"
            "before_withdrawn,after_given,after_partial,after_refused,after_withdrawn\r\n"
            "2026-03-02T08:00:00Z,r2,2,14,4,0,0,0,0,0,2,0\r\n");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
