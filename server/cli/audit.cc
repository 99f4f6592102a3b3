// `temoin audit FILE`: what a browser recorded, against what is declared.
#include "catalog/audit/audit.h"

#include <fmt/format.h>

#include <memory>
#include <string>

#include "base/calendar.h"
#include "base/clock.h"
#include "catalog/reader.h"
#include "catalog/rules/check.h"
#include "server/cli/cli.h"
#include "server/cli/recording_file.h"

namespace temoin::cli {
namespace {

struct AuditOptions {
  std::string file;
  std::string catalog = "catalog";
  std::string site;
  std::string phase;
  std::string at;
  std::string format = "text";
  std::string language;
};

int RunAudit(const AuditOptions& options) {
  const auto outcome = catalog::LoadCatalog(options.catalog);
  if (!outcome.ok()) {
    return Fail(outcome);
  }
  const auto site = outcome.catalog->FindSite(options.site);
  if (site == nullptr) {
    return Fail(NoSuchSite(*outcome.catalog, options.site));
  }
  const Time now = SystemClock().Now();
  Time exported = now;
  if (!options.at.empty()) {
    const auto at = options.at.size() > 10 ? ParseTime(options.at) : ParseDate(options.at);
    if (!at.ok()) {
      return Fail(
          Error(ErrorCode::kInvalidArgument, "--at: write 2026-11-21T12:00:00Z or 2026-11-21"));
    }
    exported = *at;
  }
  const auto recording = ReadRecordingFile(options.file, exported);
  if (!recording.ok()) return Fail(recording.error());
  const auto phase = catalog::PhaseNamed(options.phase).value_or(catalog::Phase::kUnknown);
  const auto report = catalog::Audit(site, *recording, phase, now);
  if (!report.ok()) return Fail(report.error());
  const std::string text = options.format == "json" ? catalog::AuditJson(*report)
                           : options.format == "html"
                               ? catalog::AuditHtml(*report, options.language)
                               : catalog::AuditText(*report, options.language);
  Print(text);
  // Whoever looks at the published pages is told what they alone can answer.
  if (options.format == "text") {
    Print(catalog::TrialsText(catalog::CheckSite(*site, now), options.language));
  }
  return report->clean() ? kExitDone : kExitFindings;
}

}  // namespace

void AddAuditCommands(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<AuditOptions>();
  CLI::App* audit =
      app.add_subcommand("audit", "Set a browser's recording against what is declared");
  audit->footer(
      "Exit 0: clean, every cookie in the recording was understood and nothing was found.\n"
      "Exit 1: findings, or inconclusive: something was not recorded, redacted or not understood,\n"
      "        or depends on the phase that was not given; the report says what, how often and\n"
      "        where first.\n"
      "Exit 2: the file or the catalogue cannot be read, or the file is of no format known "
      "here.\n\n"
      "A cookie may live 13 calendar months: up to 397 days and 5 minutes pass.\n\n"
      "Example: temoin audit visit.har --site ameli.fr --phase none");
  audit->callback([options, &exit_code] { exit_code = RunAudit(*options); });
  audit
      ->add_option("FILE", options->file,
                   "HAR 1.2, inspection.json, Set-Cookie lines, a recording of scripts/scan, or an "
                   "export of cookies: Playwright's storage state, DevTools, Cookie-Editor, "
                   "Selenium, cookies.txt")
      ->required();
  audit->add_option("--site", options->site, "Which site was visited")->required();
  audit->add_option("--catalog", options->catalog, "The catalogue's folder")->capture_default_str();
  audit
      ->add_option("--phase", options->phase,
                   "What the visitor had answered by then; of a recording that says it, the "
                   "only phase looked at")
      ->check(CLI::IsMember({"none", "refused", "accepted", "withdrawn"}));
  audit->add_option("--at", options->at,
                    "When an export of cookies was made (2026-11-21T12:00:00Z or 2026-11-21); "
                    "otherwise its lifetimes are counted from now");
  audit->add_option("--format", options->format, "text, json or html")
      ->check(CLI::IsMember({"text", "json", "html"}))
      ->capture_default_str();
  AddLanguageOption(*audit, options->language);
}

}  // namespace temoin::cli
