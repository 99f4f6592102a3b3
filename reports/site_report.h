// The reports of one site, each read once and told in every form in which it is handed out: the
// console and the command line ask here for the same report and get the same file.
//
// A form is named by a word:
//   json              for programs (SiteReport::Json)
//   html              a page to print
//   csv, csv-fr, xlsx its tables (render/data_table.h); csv holds the first, xlsx all
//   WHICH-csv, WHICH-csv-fr
//                     one of several tables; statistics have services, revisions, languages and
//                     around
//
// Thread-safety: pure functions; a report is read by one thread at a time.
#ifndef TEMOIN_REPORTS_SITE_REPORT_H_
#define TEMOIN_REPORTS_SITE_REPORT_H_

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/model.h"
#include "render/data_table.h"
#include "render/html.h"
#include "reports/statistics.h"
#include "store/store.h"

namespace temoin::reports {

class SiteReport {
 public:
  virtual ~SiteReport() = default;

  virtual nlohmann::json Json() const = 0;
  virtual render::HtmlPage Page() const = 0;
  // All of them for an empty name; none for a name that the report does not know.
  virtual std::vector<render::DataTable> Tables(std::string_view which) const = 0;
  // Of a file of it, without its ending: "registre-ameli.fr".
  virtual std::string FileName() const = 0;
};

// Counts and rates of the days from `from` until before `to`.
// kInvalidArgument for a period that ends before it begins. Reading takes time and memory by the
// length of the period: whoever takes it from a stranger bounds it.
struct StatisticsPeriod {
  Time from{};  // a date, included
  Time to{};    // a date, excluded
  Step step = Step::kDay;
};
Result<std::unique_ptr<SiteReport>> ReadStatisticsReport(const store::Store& store,
                                                         std::shared_ptr<const catalog::Site> site,
                                                         const StatisticsPeriod& period, Time now);

// The record of processing (GDPR, article 30).
Result<std::unique_ptr<SiteReport>> ReadRegisterReport(const store::Store& store,
                                                       std::shared_ptr<const catalog::Site> site,
                                                       Time now);

// Findings, waivers, retention, holds, erasures done.
Result<std::unique_ptr<SiteReport>> ReadComplianceReport(const store::Store& store,
                                                         std::shared_ptr<const catalog::Site> site,
                                                         Time now);

struct ReportFile {
  std::string bytes;
  std::string name;  // with its ending
  std::string_view media_type;
  std::string style_source;  // of a page, as in render/html.h; empty otherwise
};
// Every form but json. kInvalidArgument, naming the forms there are, for a word that is none.
Result<ReportFile> MakeReportFile(const SiteReport& report, std::string_view form);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_SITE_REPORT_H_
