#include "reports/site_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "render/csv.h"
#include "tests/unit/catalog/catalog_testing.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

using catalog::testing::Ameli;
using testing::HasSubstr;
using testing::StartsWith;

class SiteReportTest : public store::StoreTest {
 protected:
  Time at_ = *ParseTime("2026-03-01T10:00:00Z");
  StatisticsPeriod february_{*ParseDate("2026-02-01"), *ParseDate("2026-03-01"), Step::kDay};

  std::unique_ptr<SiteReport> Statistics() {
    auto report = ReadStatisticsReport(*store_, Ameli(), february_, at_);
    EXPECT_TRUE(report.ok());
    return std::move(*report);
  }
};

TEST_F(SiteReportTest, EachReportComesInEachForm) {
  std::map<std::string, std::unique_ptr<SiteReport>> reports;
  reports["statistiques-ameli.fr-2026-02-01"] = Statistics();
  reports["registre-ameli.fr"] = *ReadRegisterReport(*store_, Ameli(), at_);
  reports["conformite-ameli.fr"] = *ReadComplianceReport(*store_, Ameli(), at_);
  for (const auto& [name, report] : reports) {
    EXPECT_TRUE(report->Json().is_object()) << name;
    const Result<ReportFile> page = MakeReportFile(*report, "html");
    ASSERT_TRUE(page.ok()) << name;
    EXPECT_EQ(page->name, name + ".html");
    EXPECT_THAT(page->bytes, StartsWith("<!doctype html>"));
    EXPECT_THAT(page->style_source, StartsWith("'sha256-"));
    const Result<ReportFile> neutral = MakeReportFile(*report, "csv");
    ASSERT_TRUE(neutral.ok()) << name;
    EXPECT_EQ(neutral->name, name + ".csv");
    EXPECT_THAT(neutral->bytes, testing::Not(StartsWith(render::kUtf8Bom)));
    EXPECT_TRUE(neutral->style_source.empty());
    const Result<ReportFile> french = MakeReportFile(*report, "csv-fr");
    ASSERT_TRUE(french.ok()) << name;
    EXPECT_THAT(french->bytes, StartsWith(render::kUtf8Bom));
    const Result<ReportFile> workbook = MakeReportFile(*report, "xlsx");
    ASSERT_TRUE(workbook.ok()) << name;
    EXPECT_EQ(workbook->name, name + ".xlsx");
  }
}

TEST_F(SiteReportTest, OneOfSeveralTables) {
  const std::unique_ptr<SiteReport> report = Statistics();
  for (const std::string which : {"services", "revisions", "languages", "around"}) {
    const Result<ReportFile> file = MakeReportFile(*report, which + "-csv-fr");
    ASSERT_TRUE(file.ok()) << which;
    EXPECT_EQ(file->name, "statistiques-ameli.fr-2026-02-01-" + which + ".csv");
  }
  EXPECT_NE(MakeReportFile(*report, "services-csv")->bytes, MakeReportFile(*report, "csv")->bytes);
}

TEST_F(SiteReportTest, AnUnknownFormNamesThoseThereAre) {
  const std::unique_ptr<SiteReport> statistics = Statistics();
  const auto compliance = *ReadComplianceReport(*store_, Ameli(), at_);
  for (const char* form : {"", "pdf", "json", "-csv", "csv-", "towns-csv", "services-xlsx"}) {
    const Result<ReportFile> file = MakeReportFile(*statistics, form);
    ASSERT_FALSE(file.ok()) << form;
    EXPECT_EQ(file.error().code, ErrorCode::kInvalidArgument) << form;
    EXPECT_THAT(file.error().message, HasSubstr("languages-csv-fr"));
  }
  const Result<ReportFile> file = MakeReportFile(*compliance, "services-csv");
  ASSERT_FALSE(file.ok());
  EXPECT_THAT(file.error().message, testing::Not(HasSubstr("languages")));
}

TEST_F(SiteReportTest, APeriodEndsAfterItBegins) {
  february_.to = february_.from;
  EXPECT_EQ(ReadStatisticsReport(*store_, Ameli(), february_, at_).error().code,
            ErrorCode::kInvalidArgument);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
