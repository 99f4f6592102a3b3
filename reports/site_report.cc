#include "reports/site_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/calendar.h"
#include "reports/compliance.h"
#include "reports/register.h"
#include "reports/statistics_page.h"
#include "reports/tables.h"

namespace temoin::reports {
namespace {

class StatisticsReport final : public SiteReport {
 public:
  StatisticsReport(std::shared_ptr<const catalog::Site> site, Statistics statistics,
                   std::vector<RevisionAround> around, Time now)
      : site_(std::move(site)),
        statistics_(std::move(statistics)),
        around_(std::move(around)),
        now_(now) {}

  nlohmann::json Json() const override {
    nlohmann::json out = StatisticsJson(statistics_);
    out["around"] = nlohmann::json::array();
    for (const RevisionAround& one : around_) out["around"].push_back(AroundJson(one));
    return out;
  }
  render::HtmlPage Page() const override {
    return StatisticsPage(statistics_, around_, *site_, now_);
  }
  std::vector<render::DataTable> Tables(std::string_view which) const override {
    if (which.empty()) return StatisticsTables(statistics_, around_, *site_);
    if (which == "services") return {ServicesTable(statistics_, *site_)};
    if (which == "revisions") return {RevisionsTable(statistics_, *site_)};
    if (which == "languages") return {LanguagesTable(statistics_, *site_)};
    if (which == "around") return {AroundTable(around_, *site_)};
    return {};
  }
  std::string FileName() const override {
    return "statistiques-" + site_->id + "-" + FormatDate(statistics_.from);
  }

 private:
  std::shared_ptr<const catalog::Site> site_;
  Statistics statistics_;
  std::vector<RevisionAround> around_;
  Time now_;
};

class RegisterReport final : public SiteReport {
 public:
  RegisterReport(std::shared_ptr<const catalog::Site> site, Register reg, Time now)
      : site_(std::move(site)), register_(std::move(reg)), now_(now) {}

  nlohmann::json Json() const override { return RegisterJson(register_); }
  render::HtmlPage Page() const override { return RegisterPage(register_, now_); }
  std::vector<render::DataTable> Tables(std::string_view which) const override {
    if (!which.empty()) return {};
    return {RegisterTable(register_, *site_)};
  }
  std::string FileName() const override { return "registre-" + site_->id; }

 private:
  std::shared_ptr<const catalog::Site> site_;
  Register register_;
  Time now_;
};

class ComplianceReport final : public SiteReport {
 public:
  explicit ComplianceReport(Compliance compliance) : compliance_(std::move(compliance)) {}

  nlohmann::json Json() const override { return ComplianceJson(compliance_); }
  render::HtmlPage Page() const override { return CompliancePage(compliance_); }
  std::vector<render::DataTable> Tables(std::string_view which) const override {
    if (!which.empty()) return {};
    return {ComplianceTable(compliance_, *compliance_.site)};
  }
  std::string FileName() const override { return "conformite-" + compliance_.site->id; }

 private:
  Compliance compliance_;
};

Result<std::unique_ptr<SiteReport>> Made(std::unique_ptr<SiteReport> report) { return report; }

// "services-csv-fr" is the table "services" as "csv-fr".
std::pair<std::string_view, std::string_view> SplitForm(std::string_view form) {
  const size_t dash = form.find("-csv");
  if (dash == std::string_view::npos || dash == 0) return {"", form};
  return {form.substr(0, dash), form.substr(dash + 1)};
}

Error UnknownForm(const SiteReport& report, std::string_view form) {
  std::string forms = "json, html, csv, csv-fr, xlsx";
  for (const std::string_view which : {"services", "revisions", "languages", "around"}) {
    if (!report.Tables(which).empty()) forms += fmt::format(", {0}-csv, {0}-csv-fr", which);
  }
  return {ErrorCode::kInvalidArgument,
          fmt::format("The format '{}' is none of this report's: {}.", form, forms)};
}

}  // namespace

Result<std::unique_ptr<SiteReport>> ReadStatisticsReport(const store::Store& store,
                                                         std::shared_ptr<const catalog::Site> site,
                                                         const StatisticsPeriod& period, Time now) {
  if (period.from >= period.to) {
    return Error(ErrorCode::kInvalidArgument, "The period ends before it begins.");
  }
  const StatisticsQuery query = QueryFor(*site, period.from, period.to, period.step);
  TEMOIN_ASSIGN_OR_RETURN(Statistics statistics, ReadStatistics(store, query));
  TEMOIN_ASSIGN_OR_RETURN(std::vector<RevisionAround> around, ReadAround(store, query));
  return Made(std::make_unique<StatisticsReport>(std::move(site), std::move(statistics),
                                                 std::move(around), now));
}

Result<std::unique_ptr<SiteReport>> ReadRegisterReport(const store::Store& store,
                                                       std::shared_ptr<const catalog::Site> site,
                                                       Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Publication> history,
                          store.Publications(site->id));
  Register reg = history.empty() ? MakeRegister(*site, std::nullopt)
                                 : MakeRegister(*site, history.back().published_at,
                                                history.front().published_at);
  return Made(std::make_unique<RegisterReport>(std::move(site), std::move(reg), now));
}

Result<std::unique_ptr<SiteReport>> ReadComplianceReport(const store::Store& store,
                                                         std::shared_ptr<const catalog::Site> site,
                                                         Time now) {
  TEMOIN_ASSIGN_OR_RETURN(Compliance compliance, MakeCompliance(std::move(site), store, now));
  return Made(std::make_unique<ComplianceReport>(std::move(compliance)));
}

Result<ReportFile> MakeReportFile(const SiteReport& report, std::string_view form) {
  if (form == "html") {
    render::HtmlPage page = report.Page();
    return ReportFile{std::move(page.html), report.FileName() + ".html", "text/html; charset=utf-8",
                      std::move(page.style_source)};
  }
  const auto [which, format] = SplitForm(form);
  const std::vector<render::DataTable> tables = report.Tables(which);
  if (tables.empty() || !render::IsTableFormat(format)) return UnknownForm(report, form);
  TEMOIN_ASSIGN_OR_RETURN(render::TableFile file, render::MakeTableFile(format, tables));
  std::string name = report.FileName();
  if (!which.empty()) name += fmt::format("-{}", which);
  name += file.extension;
  return ReportFile{std::move(file.bytes), std::move(name), file.media_type, ""};
}

}  // namespace temoin::reports
