// `temoin catalog publish | history | in-force | rollback`: the published catalogue of a data
// directory. The server does it where one runs, else the command, holding the directory's lock.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/publish/earlier_revision.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "catalog/reader.h"
#include "catalog/rules/check.h"
#include "server/cli/cli.h"
#include "server/cli/data.h"

namespace temoin::cli {
namespace {

using nlohmann::json;

struct PublishOptions {
  std::string data;
  std::string checkpoint_log;
  std::string catalog = "catalog";
  std::string site;
  std::string to;
  std::string on;
  std::string author;
  std::string format;
  std::string language;
  bool catalog_given = false;
  bool yes = false;
  bool dry_run = false;
  bool document = false;

  bool as_json() const { return format == "json"; }
};

// Whoever runs the command, unless they say otherwise.
std::string Author(const PublishOptions& options) {
  if (!options.author.empty()) return options.author;
  for (const char* name : {"SUDO_USER", "USER", "LOGNAME"}) {
    if (const char* const user = std::getenv(name); user != nullptr && *user != '\0') return user;
  }
  return fmt::format("uid {}", ::getuid());
}

bool Confirmed(const PublishOptions& options) {
  if (options.yes) return true;
  fmt::print(stderr, "{} ", Worded("Publish? [y/N]"));
  std::string answer;
  std::getline(std::cin, answer);
  constexpr std::array<std::string_view, 8> kYes = {"o", "O", "oui", "Oui", "y", "Y", "yes", "Yes"};
  return std::find(kYes.begin(), kYes.end(), answer) != kYes.end();
}

// What breaks a rule is a finding; everything else could not run. The error's lines on what is
// broken are English; where the catalogue can be read here, its points are listed in the reader's
// words.
int FailedPublication(const PublishOptions& options, const Error& error) {
  if (error.code != ErrorCode::kUnprocessable) return Fail(error);
  const size_t head = error.message.find('\n');
  const bool listed = head != std::string::npos && !options.as_json();
  const auto outcome = listed ? catalog::LoadCatalog(options.catalog) : catalog::ReadOutcome();
  if (!outcome.ok()) {
    Fail(error);
    return kExitFindings;
  }
  Fail(Error(error.code, error.message.substr(0, head)));
  const auto report = catalog::CheckCatalog(*outcome.catalog, SystemClock().Now());
  fmt::print(stderr, "{}", catalog::BlockersText(report, options.language));
  return kExitFindings;
}

Result<json> AskToPublish(const PublishOptions& options, bool dry_run, const json& expected) {
  json arguments = {{"author", Author(options)}, {"dry_run", dry_run}};
  if (!expected.empty()) arguments["expected"] = expected;
  TEMOIN_ASSIGN_OR_RETURN(
      json result,
      RunOnData({options.data, options.catalog, options.checkpoint_log}, "publish", arguments));
  const std::string read = result.value("catalog", "");
  std::error_code problem;
  if (options.catalog_given && !std::filesystem::equivalent(read, options.catalog, problem)) {
    return Error(ErrorCode::kConflict,
                 fmt::format("the server that runs on {} publishes the catalogue in {}, not {}",
                             options.data, read, options.catalog));
  }
  return result;
}

void PrintPlan(const PublishOptions& options, const json& plan) {
  for (const json& site : plan["sites"]) {
    if (const auto settings = site["settings"].get<std::vector<std::string>>(); !settings.empty()) {
      Say("{}: settings, under the same revision: {}", site.value("site", ""),
          fmt::format("{}", fmt::join(settings, ", ")));
    }
    if (!site.value("changed", false)) continue;
    Say("{}: revision {} (generation {})", site.value("site", ""), site.value("revision", ""),
        site.value("generation", 1));
    if (site["changes"].empty()) Say("  first publication");
    Print(site["text"].value(options.language, ""));
  }
}

// What the pages that were published now can answer; of a catalogue that cannot be read here,
// nothing.
void PrintTrials(const PublishOptions& options, const json& done) {
  const auto outcome = catalog::LoadCatalog(done.value("catalog", ""));
  if (!outcome.ok()) return;
  const Time now = SystemClock().Now();
  for (const json& published : done["sites"]) {
    if (!published.value("changed", false)) continue;
    const auto site = outcome.catalog->FindSite(published.value("site", ""));
    if (site == nullptr) continue;
    Print(catalog::TrialsText(catalog::CheckSite(*site, now), options.language));
  }
}

// Check and diff, then, if the person agrees, publish what was shown and nothing else.
int Publish(const PublishOptions& options) {
  const Result<json> plan = AskToPublish(options, /*dry_run=*/true, json::object());
  if (!plan) return FailedPublication(options, plan.error());
  json expected = json::object();
  bool changed = false;
  for (const json& site : (*plan)["sites"]) {
    expected[site.value("site", "")] = site.value("revision", "");
    changed = changed || site.value("changed", false) || !site["settings"].empty();
  }
  if (options.as_json() && (options.dry_run || !changed)) {
    Print(plan->dump(2) + "\n");
  } else if (!options.as_json()) {
    PrintPlan(options, *plan);
  }
  if (!changed) {
    if (!options.as_json()) Say("Nothing to publish.");
    return kExitDone;
  }
  if (options.dry_run) {
    Remark(
        "Nothing was published (--dry-run); exit code 1 says that there is something to publish.");
    return kExitFindings;
  }
  if (!Confirmed(options)) {
    Remark("Nothing was published.");
    if (options.as_json()) Print(plan->dump(2) + "\n");
    return kExitFindings;
  }
  const Result<json> done = AskToPublish(options, /*dry_run=*/false, expected);
  if (!done) return FailedPublication(options, done.error());
  if (options.as_json()) {
    Print(done->dump(2) + "\n");
  } else {
    Say("Published.");
    PrintTrials(options, *done);
  }
  return kExitDone;
}

Result<std::vector<json>> Publications(const PublishOptions& options) {
  TEMOIN_ASSIGN_OR_RETURN(const json result, RunOnData({options.data, "", options.checkpoint_log},
                                                       "revision.list", {{"site", options.site}}));
  return result["publications"].get<std::vector<json>>();
}

int History(const PublishOptions& options) {
  const auto publications = Publications(options);
  if (!publications) return Fail(publications.error());
  if (options.as_json()) {
    Print(json{{"schema", 1}, {"site", options.site}, {"publications", *publications}}.dump(2) +
          "\n");
    return kExitDone;
  }
  std::map<std::string, std::string> first;  // when a revision was published for the first time
  std::vector<std::string> lines;
  for (const json& row : *publications) {
    const std::string revision = row.value("revision", "");
    const std::string at = row.value("published_at", "");
    const auto [known, added] = first.emplace(revision, at);
    lines.push_back(Worded("{}  generation {}  {}  {}{}", at, row.value("generation", 1), revision,
                           row.value("author", ""),
                           added ? "" : Worded("  (published again, first on {})", known->second)) +
                    "\n");
  }
  std::for_each(lines.rbegin(), lines.rend(), Print);
  return kExitDone;
}

void PrintInForce(const PublishOptions& options, const std::vector<json>& rows) {
  PrintedAsJson(options.format,
                {{"schema", 1}, {"site", options.site}, {"on", options.on}, {"in_force", rows}});
}

// All that was in force at some moment of that day, or at that very time.
int InForce(const PublishOptions& options) {
  const auto day = ParseDate(options.on);
  const auto time = day ? day : ParseTime(options.on);
  if (!time) return Fail(time.error());
  const Time last = day ? *day + std::chrono::days(1) - std::chrono::seconds(1) : *time;
  const auto publications = Publications(options);
  if (!publications) return Fail(publications.error());
  std::vector<json> rows;
  for (size_t i = 0; i < publications->size(); ++i) {
    json row = (*publications)[i];
    const auto from = ParseTime(row.value("published_at", ""));
    if (!from) return Fail(from.error());
    row["until"] = nullptr;
    if (i + 1 < publications->size()) row["until"] = (*publications)[i + 1]["published_at"];
    const auto until =
        row["until"].is_null() ? Time::max() : *ParseTime(row["until"].get<std::string>());
    if (*from <= last && until > *time) rows.push_back(std::move(row));
  }
  if (rows.empty()) {
    if (options.as_json()) {
      PrintInForce(options, rows);
    } else {
      Remark("Nothing was published yet.");
    }
    return kExitFindings;
  }
  if (options.document) {
    const auto shown = RunOnData({options.data, "", options.checkpoint_log}, "revision.show",
                                 {{"revision", rows.back().value("revision", "")}});
    if (!shown) return Fail(shown.error());
    Print(shown->value("document", "") + "\n");
    return kExitDone;
  }
  if (options.as_json()) {
    PrintInForce(options, rows);
    return kExitDone;
  }
  for (const json& row : rows) {
    const std::string from = row.value("published_at", "");
    const std::string term =
        row["until"].is_null() ? Worded("since {}", from)
                               : Worded("from {} until {}", from, row["until"].get<std::string>());
    Say("{}  generation {}, {}, by {}", row.value("revision", ""), row.value("generation", 1), term,
        row.value("author", ""));
  }
  return kExitDone;
}

// The full hash behind an abbreviation of at least eight digits.
Result<std::string> FullRevision(const PublishOptions& options) {
  TEMOIN_ASSIGN_OR_RETURN(const auto publications, Publications(options));
  std::string found;
  for (const json& row : publications) {
    const std::string revision = row.value("revision", "");
    if (options.to.size() < 8 || !revision.starts_with(options.to) || revision == found) continue;
    if (!found.empty()) return Error(ErrorCode::kInvalidArgument, "several revisions begin so");
    found = revision;
  }
  if (found.empty()) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("{} never published a revision {}", options.site, options.to));
  }
  return found;
}

// As they were before, when nobody agreed.
void PutBack(app::ReplacedFiles& files) {
  if (const Status done = files.PutBack(); !done) Fail(done.error());
}

int Rollback(const PublishOptions& given) {
  PublishOptions options = given;
  options.catalog_given = true;  // a server must publish the very folder that is written to
  const auto revision = FullRevision(options);
  if (!revision) return Fail(revision.error());
  auto files = app::PutBackRevision(options.data, options.catalog, {options.site, *revision});
  if (!files) return Fail(files.error());
  const std::vector<std::string> changed = files->changed();
  if (!options.as_json()) {
    Say("The files of revision {} are put back; it is published again, under a generation that "
        "never goes down. Commit them where the catalogue is kept:",
        *revision);
    for (const std::string& path : changed) fmt::print("  {}\n", path);
  }
  const int result = Publish(options);
  if (result != kExitDone || options.dry_run) PutBack(*files);
  return result;
}

}  // namespace

void AddPublishCommands(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<PublishOptions>();
  CLI::App* const group = app.get_subcommand("catalog");
  const auto common = [&](const char* name, const char* help, int (*run)(const PublishOptions&)) {
    CLI::App* command = group->add_subcommand(name, help);
    command->add_option("--data", options->data, "Data directory")->required();
    AddCheckpointLogOption(*command, options->checkpoint_log);
    AddLanguageOption(*command, options->language);
    AddFormatOption(*command, options->format);
    command->callback([options, run, command, &exit_code] {
      const CLI::Option* const catalog = command->get_option_no_throw("--catalog");
      options->catalog_given = catalog != nullptr && catalog->count() > 0;
      exit_code = run(*options);
    });
    return command;
  };
  const auto publishes = [&](CLI::App* command) {
    command->add_option("--catalog", options->catalog, "The catalogue's folder")
        ->capture_default_str();
    command->add_option("--author", options->author, "Who publishes (default: the user)");
    command->add_flag("--yes", options->yes, "Do not ask");
    command->add_flag("--dry-run", options->dry_run, "Only show what would change");
  };
  publishes(common("publish", "Check, show what changes, ask, and publish the catalogue", Publish));
  CLI::App* history = common("history", "What was published when, and by whom", History);
  CLI::App* in_force = common("in-force", "Which revision was in force on a day", InForce);
  in_force->add_option("--on", options->on, "A day (2026-03-03) or a time (2026-03-03T10:00:00Z)")
      ->required();
  in_force->add_flag("--document", options->document,
                     "Print the revision itself (the last one of the day)");
  CLI::App* rollback =
      common("rollback", "Put an earlier revision's files back and publish them again", Rollback);
  publishes(rollback);
  rollback->add_option("--to", options->to, "The revision, or its first eight digits at least")
      ->required();
  for (CLI::App* command : {history, in_force, rollback}) {
    command->add_option("--site", options->site, "Which site")->required();
  }
}

}  // namespace temoin::cli
