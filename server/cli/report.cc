// `temoin report` and `temoin export`: what is handed to others, from a data directory that may
// have a running server. Both only read.
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/calendar.h"
#include "base/file.h"
#include "reports/dossier.h"
#include "reports/export.h"
#include "reports/record_pages.h"
#include "reports/site_report.h"
#include "server/cli/cli.h"
#include "server/cli/data.h"
#include "server/cli/dossier.h"
#include "server/cli/report_source.h"

namespace temoin::cli {
namespace {

using std::chrono::days;

constexpr size_t kMaxNoted = 500;  // bytes of a line of the access log

// The line of the access log, before anything is handed out. A copy that cannot be written to is
// read all the same, for an inquiry: whoever makes the report is told that it stands nowhere.
Status NoteMaking(const ReportOptions& options, std::string_view kind) {
  if (::access(options.data.c_str(), W_OK) != 0) {
    Remark("{} cannot be written to: the access log does not name this {}.", options.data,
           InWords(kind));
    return {};
  }
  std::string detail;
  const auto say = [&detail](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    detail += fmt::format("{}{} {}", detail.empty() ? "" : ", ", name, value);
  };
  say("from", options.from);
  say("to", options.to);
  if (kind == "export") say("format", options.format);
  if (!options.indices.empty()) say("records", fmt::format("{}", fmt::join(options.indices, " ")));
  if (detail.size() > kMaxNoted) detail = fmt::format("{} records", options.indices.size());
  if (!options.despite.empty()) detail += ", despite a limitation: " + options.despite;
  const auto noted = RunOnData({options.data, ""}, "made",
                               {{"kind", kind}, {"site", options.site}, {"detail", detail}});
  return noted ? Status() : Status(noted.error());
}

// Where a report goes: a file, or standard output.
Status Put(const ReportOptions& options, std::string_view text) {
  if (!options.out.empty()) return WriteFileDurably(options.out, text);
  return WriteAll(STDOUT_FILENO, AsBytes(text));
}

Status PutReport(const ReportOptions& options, const reports::SiteReport& report) {
  if (options.format == "json") return Put(options, report.Json().dump(2) + "\n");
  TEMOIN_ASSIGN_OR_RETURN(const reports::ReportFile file,
                          reports::MakeReportFile(report, options.format));
  return Put(options, file.bytes);
}

Status Statistics(const ReportOptions& options) {
  TEMOIN_ASSIGN_OR_RETURN(const Opened opened, OpenReport(options));
  TEMOIN_ASSIGN_OR_RETURN(const PublishedSite published, OpenSite(opened, options));
  TEMOIN_ASSIGN_OR_RETURN(const Period asked, ReadPeriod(options));
  const std::optional<reports::Step> step = reports::StepFromName(options.step);
  if (!step) return Error(ErrorCode::kInvalidArgument, "--step is day, week or month");
  reports::StatisticsPeriod period;
  period.to = asked.to.value_or(published.site->time_zone.DateAt(opened.now) + days(1));
  period.from = asked.from.value_or(AddMonths(period.to, -12));
  period.step = *step;
  TEMOIN_ASSIGN_OR_RETURN(
      const std::unique_ptr<reports::SiteReport> report,
      reports::ReadStatisticsReport(*opened.store, published.site, period, opened.now));
  return PutReport(options, *report);
}

// A report of the site as it stands.
using ReadReport = Result<std::unique_ptr<reports::SiteReport>> (*)(
    const store::Store&, std::shared_ptr<const catalog::Site>, Time);
template <ReadReport kRead>
Status Standing(const ReportOptions& options) {
  TEMOIN_ASSIGN_OR_RETURN(const Opened opened, OpenReport(options));
  TEMOIN_ASSIGN_OR_RETURN(const PublishedSite published, OpenSite(opened, options));
  TEMOIN_ASSIGN_OR_RETURN(const std::unique_ptr<reports::SiteReport> report,
                          kRead(*opened.store, published.site, opened.now));
  return PutReport(options, *report);
}

Status Export(const ReportOptions& options) {
  const std::optional<reports::ExportFormat> format = reports::ExportFormatFromName(options.format);
  if (!format) {
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("--format {}: an export is csv, jsonl or jsonld", options.format));
  }
  TEMOIN_ASSIGN_OR_RETURN(const Opened opened, OpenReport(options));
  reports::RecordQuery query;
  if (!options.site.empty()) {
    // A name that nobody published under is a slip of the pen, and no empty export.
    TEMOIN_RETURN_IF_ERROR(OpenSite(opened, options));
    query.site = options.site;
  }
  Zones zones(opened, options);
  query.time_zone = zones.Of(options.site);
  TEMOIN_ASSIGN_OR_RETURN(const Period period, ReadPeriod(options, query.time_zone));
  query.from = period.from;
  query.to = period.to;
  FileDescriptor file;
  int out = STDOUT_FILENO;
  if (!options.out.empty()) {
    file.Reset(::open(options.out.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.valid()) return ErrnoError("create", options.out, errno);
    out = file.get();
  }
  std::string page = reports::ExportHead(*format, query, opened.now);
  const bool talk = ::isatty(STDERR_FILENO) != 0;
  uint64_t records = 0;
  reports::RecordPages pages(*opened.store, query);
  while (!pages.done()) {
    const auto append = [&](const store::Found& found) -> Result<bool> {
      TEMOIN_RETURN_IF_ERROR(
          reports::AppendRecord(*format, found, opened.now, page, zones.Of(found.row.site)));
      ++records;
      return page.size() < (size_t{1} << 20);
    };
    TEMOIN_RETURN_IF_ERROR(
        pages.Read(std::chrono::steady_clock::now() + std::chrono::milliseconds(500), append));
    TEMOIN_RETURN_IF_ERROR(WriteAll(out, AsBytes(page)));
    page.clear();
    if (talk && pages.total() > 0) {
      const uint64_t percent = pages.passed() * 100 / pages.total();
      ::dprintf(STDERR_FILENO, "\r%s", Worded("{} records, {} %", records, percent).c_str());
    }
  }
  page += reports::ExportTail(*format);
  TEMOIN_RETURN_IF_ERROR(WriteAll(out, AsBytes(page)));
  if (talk) ::dprintf(STDERR_FILENO, "\r%s\n", Worded("{} records, done", records).c_str());
  if (file.valid() && ::fsync(out) != 0) return ErrnoError("sync", options.out, errno);
  return {};
}

CLI::App* AddReport(CLI::App& parent, const std::shared_ptr<ReportOptions>& o, std::string name,
                    std::string words) {
  CLI::App* command = parent.add_subcommand(std::move(name), std::move(words));
  command->add_option("--data", o->data, "Data directory")->required();
  command->add_option("--at", o->at, "As of this time (2026-11-21T10:00:00Z), instead of now");
  command->add_option("--out", o->out, "Write here instead of standard output");
  return command;
}

void AddPeriod(CLI::App* command, const std::shared_ptr<ReportOptions>& o) {
  command->add_option("--from", o->from, "First day, such as 2026-03-01");
  command->add_option("--to", o->to, "Last day");
}

using Work = Status (*)(const ReportOptions&);
void Does(CLI::App* command, const std::shared_ptr<ReportOptions>& o, const std::string& kind,
          Work work, int& exit_code) {
  command->callback([o, kind, work, &exit_code] {
    Status done = NoteMaking(*o, kind);
    if (done.ok()) done = work(*o);
    exit_code = done.ok() ? kExitDone : Fail(done.error());
  });
}

}  // namespace

void AddReportCommands(CLI::App& app, int& exit_code) {
  CLI::App* report = app.add_subcommand("report", "Reports: what is handed to others");
  report->require_subcommand(1);
  const std::map<std::string, std::pair<std::string, Work>> pages = {
      {"statistics", {"Answers and rates of a period (12 months by default)", &Statistics}},
      {"register",
       {"The record of processing (RGPD article 30)", &Standing<&reports::ReadRegisterReport>}},
      {"compliance",
       {"Findings, waivers, retention, erasures done", &Standing<&reports::ReadComplianceReport>}}};
  for (const auto& [name, what] : pages) {
    const auto options = std::make_shared<ReportOptions>();
    CLI::App* command = AddReport(*report, options, name, what.first);
    command->add_option("--site", options->site, "Which site")->required();
    command
        ->add_option("--format", options->format,
                     "html, csv (for programs), csv-fr (for a French spreadsheet), xlsx or json; "
                     "of statistics also services-csv, revisions-csv, languages-csv, around-csv")
        ->capture_default_str();
    if (name == "statistics") {
      AddPeriod(command, options);
      command->add_option("--step", options->step, "day, week or month")->capture_default_str();
    }
    Does(command, options, name, what.second, exit_code);
  }

  const auto dossier = std::make_shared<ReportOptions>();
  CLI::App* folder =
      AddReport(*report, dossier, "dossier",
                "A folder or .zip of evidence that the receiver verifies without us");
  folder->add_option("--site", dossier->site, "Consents of this site");
  folder->add_option("--index", dossier->indices, "These consents (repeat)")->check(Digits());
  AddPeriod(folder, dossier);
  folder->add_option("--sample", dossier->sample, "Draw so many of the period")->check(Digits());
  folder->add_option(
      "--word,--seed", dossier->word,
      "The inspector's word, by which the sample is drawn; without: the controller's");
  folder
      ->add_flag("--all", dossier->all,
                 fmt::format("Every choice of the period; without, {} of more are drawn",
                             reports::kDefaultSample))
      ->excludes("--sample");
  folder->add_option("--service", dossier->services,
                     "For the controller of this service alone (repeat): an extract");
  folder->add_option("--purpose", dossier->purpose, "What it is handed out for: on its first page");
  folder->add_option("--recipient", dossier->recipient, "To whom: on its first page");
  folder->add_option("--destroy-by", dossier->destroy_by,
                     "The day (YYYY-MM-DD) by which they destroy it: on its first page");
  folder
      ->add_option("--despite", dossier->despite,
                   "Why consents of --index are handed out although the person had their "
                   "processing limited: person, claims, rights or interest (GDPR, article 18(2))")
      ->needs("--index")
      ->check(CLI::IsMember({"person", "claims", "rights", "interest"}));
  folder->add_option("--encrypt-to", dossier->encrypt_to,
                     "Certificates (PEM) of those who may open it: --out is then a .zip.p7m");
  folder->add_option("--log-journal", dossier->checkpoint_log, "Where the checkpoint log is");
  dossier->format.clear();
  AddFormatOption(*folder, dossier->format);
  Does(folder, dossier, "dossier", &MakeDossier, exit_code);

  const auto records = std::make_shared<ReportOptions>();
  records->format = "csv";
  CLI::App* command =
      AddReport(app, records, "export", "Kept records of a period, as CSV, JSONL or JSON-LD");
  command->add_option("--site", records->site, "Only this site");
  AddPeriod(command, records);
  command->add_option("--format", records->format, "csv, jsonl or jsonld")->capture_default_str();
  Does(command, records, "export", &Export, exit_code);
}

}  // namespace temoin::cli
