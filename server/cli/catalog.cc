// `temoin catalog …`: check, ask about a name, compare, suggest, and print what the catalogue gives
// to a web server or a policy page. Only files are read; no data directory is touched.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "catalog/compare.h"
#include "catalog/csp.h"
#include "catalog/library_match.h"
#include "catalog/policy.h"
#include "catalog/question.h"
#include "catalog/reader.h"
#include "catalog/revision.h"
#include "catalog/rules/check.h"
#include "catalog/suggest.h"
#include "catalog/verdict_report.h"
#include "server/cli/cli.h"
#include "server/cli/library.h"

namespace temoin::cli {
namespace {

constexpr size_t kMaxPasted = 1024 * 1024;
constexpr size_t kMaxDocument = 16 * 1024 * 1024;

struct CatalogOptions {
  std::string catalog = "catalog";
  std::string site;
  std::string format;
  std::string language;
  std::vector<std::string> names;
  std::string host;
  std::string pasted;
  std::string before;
  std::string after;
  std::string database;
  bool nginx = false;
  bool draft_waivers = false;
  bool blocking = false;
  std::string library;
};

// What is wrong with a catalogue is written out whole, one problem a line.
std::shared_ptr<const catalog::Catalog> Load(const std::string& directory) {
  const catalog::ReadOutcome outcome = catalog::LoadCatalog(directory);
  if (!outcome.ok()) Fail(outcome);
  return outcome.catalog;
}

std::shared_ptr<const catalog::Site> LoadSite(const CatalogOptions& options) {
  const auto loaded = Load(options.catalog);
  if (loaded == nullptr) return nullptr;
  auto site = loaded->FindSite(options.site);
  if (site == nullptr) Fail(NoSuchSite(*loaded, options.site));
  return site;
}

int Check(const CatalogOptions& options) {
  if (options.format == "sarif" && (options.draft_waivers || options.blocking)) {
    return Fail(Error(ErrorCode::kInvalidArgument,
                      "--format sarif is of the whole check: leave out --blocking and "
                      "--draft-waivers"));
  }
  const auto loaded = Load(options.catalog);
  if (loaded == nullptr) return kExitFailed;
  if (!options.site.empty() && loaded->FindSite(options.site) == nullptr) {
    return Fail(NoSuchSite(*loaded, options.site));
  }
  const Time now = SystemClock().Now();
  const auto report = catalog::CheckCatalog(*loaded, now, options.site);
  if (options.draft_waivers) {
    Print(catalog::DraftWaivers(*loaded, report, now));
    return report.clean() ? kExitDone : kExitFindings;
  }
  if (options.blocking && options.format != "json") {
    Print(catalog::BlockersText(report, options.language));
    if (report.clean()) Say("Nothing keeps it from being published.");
    return report.clean() ? kExitDone : kExitFindings;
  }
  if (options.format == "json") {
    Print(catalog::CheckJson(report));
  } else if (options.format == "sarif") {
    Print(catalog::CheckSarif(report, options.catalog));
  } else {
    const bool colours = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    Print(catalog::CheckText(report, options.language, colours));
  }
  return report.clean() ? kExitDone : kExitFindings;
}

Result<std::string> ReadPasted(const std::string& path) {
  if (path != "-") return ReadInput(path, kMaxPasted);
  std::string text(std::istreambuf_iterator<char>(std::cin), {});
  if (text.size() > kMaxPasted) return Error(ErrorCode::kTooLarge, "at most 1 MiB is read");
  return text;
}

// What the library knows of each question that no site answers; nothing without a library.
std::vector<std::vector<const catalog::LibraryService*>> KnownInLibrary(
    const catalog::Library* library, const catalog::Matcher& matcher, const std::string& site,
    const std::vector<catalog::Question>& questions,
    const std::vector<catalog::VerdictReport>& reports) {
  std::vector<std::vector<const catalog::LibraryService*>> out(reports.size());
  for (size_t i = 0; library != nullptr && i < reports.size(); ++i) {
    if (reports[i].verdict != catalog::Verdict::kNotDeclared) continue;
    out[i] = catalog::FindInLibrary(*library, questions[i], &matcher, site);
  }
  return out;
}

void PrintReports(const CatalogOptions& options, const std::vector<catalog::VerdictReport>& reports,
                  const std::vector<std::vector<const catalog::LibraryService*>>& known) {
  if (options.format == "json") {
    nlohmann::json document = nlohmann::json::parse(catalog::VerdictsJson(reports));
    for (size_t i = 0; i < known.size(); ++i) {
      nlohmann::json rows = nlohmann::json::array();
      for (const catalog::LibraryService* service : known[i]) {
        rows.push_back({{"id", service->id}, {"name", service->name}});
      }
      document["answers"][i]["library"] = std::move(rows);
    }
    return Print(document.dump(2) + "\n");
  }
  for (size_t i = 0; i < reports.size(); ++i) {
    if (i > 0) Print("\n");
    Print(catalog::VerdictsText({reports[i]}, options.language));
    Print(catalog::KnownInLibraryText(known[i], options.site, options.language));
  }
}

int Which(const CatalogOptions& options) {
  const auto loaded = Load(options.catalog);
  if (loaded == nullptr) return kExitFailed;
  if (!options.site.empty() && loaded->FindSite(options.site) == nullptr) {
    return Fail(NoSuchSite(*loaded, options.site));
  }
  const Time now = SystemClock().Now();
  const catalog::Matcher matcher(loaded);
  std::vector<catalog::Question> questions;
  for (const std::string& name : options.names) {
    for (auto& question : catalog::ReadAsked(name, options.host, matcher, now)) {
      questions.push_back(std::move(question));
    }
  }
  if (!options.pasted.empty()) {
    const auto text = ReadPasted(options.pasted);
    if (!text.ok()) return Fail(text.error());
    for (auto& question : catalog::ReadQuestions(*text, matcher, now)) {
      if (question.seen.host.empty()) question.seen.host = options.host;
      questions.push_back(std::move(question));
    }
  }
  if (questions.empty()) return Fail(Error(ErrorCode::kInvalidArgument, "no name was given"));
  std::vector<catalog::VerdictReport> reports;
  bool in_order = true;
  for (const catalog::Question& question : questions) {
    reports.push_back(catalog::ReportOn(matcher, question, options.site, now));
    const catalog::VerdictReport& report = reports.back();
    const bool open = report.verdict == catalog::Verdict::kNotDeclared ||
                      report.verdict == catalog::Verdict::kAmbiguous ||
                      (report.verdict == catalog::Verdict::kOverLimit && report.waiver == nullptr);
    in_order = in_order && !open;
  }
  std::shared_ptr<const catalog::Library> library;
  if (!LibraryFolder(options.catalog, options.library).empty()) {
    library = LoadLibraryFor(options.catalog, options.library);
  }
  PrintReports(options, reports,
               KnownInLibrary(library.get(), matcher, options.site, questions, reports));
  return in_order ? kExitDone : kExitFindings;
}

// The revisions that a path stands for: of a catalogue's folder all sites (or the one
// asked for), of a site's file that site, of a published revision or config.json itself.
struct DiffSide {
  catalog::Revision revision;
  std::shared_ptr<const catalog::Site> site;  // nullptr: of a document
};
using Revisions = std::map<std::string, DiffSide>;

Result<Revisions> RevisionsOf(const std::string& path, const std::string& site) {
  Revisions out;
  std::error_code error;
  const std::filesystem::path where(path);
  const bool folder = std::filesystem::is_directory(where, error);
  const bool site_file = !folder && where.parent_path().filename() == "sites";
  if (folder || site_file) {
    const std::string root =
        folder ? path : (where.parent_path().parent_path() / ".").lexically_normal().string();
    const std::string wanted = site_file ? where.stem().string() : site;
    const auto loaded = Load(root.empty() ? "." : root);
    if (loaded == nullptr) {
      return Error(ErrorCode::kInvalidArgument, path + " is not a readable catalogue");
    }
    for (const auto& [id, found] : loaded->sites()) {
      if (wanted.empty() || wanted == id) out[id] = {catalog::RevisionDocument(*found), found};
    }
    if (out.empty()) return NoSuchSite(*loaded, wanted);
    return out;
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, ReadInput(path, kMaxDocument));
  TEMOIN_ASSIGN_OR_RETURN(nlohmann::json value,
                          ParseJson(text, {.max_bytes = kMaxDocument, .max_depth = 32}));
  if (value.is_object()) {
    for (const char* member : {"revision", "generation", "since"}) value.erase(member);
  }
  TEMOIN_ASSIGN_OR_RETURN(std::string document, CanonicalJson(value));
  TEMOIN_ASSIGN_OR_RETURN(catalog::Revision revision, catalog::ReadRevision(std::move(document)));
  const std::string id = revision.view.site;
  out[id] = {std::move(revision), nullptr};
  return out;
}

int Diff(const CatalogOptions& options) {
  const auto before = RevisionsOf(options.before, options.site);
  if (!before.ok()) return Fail(before.error());
  const auto after = RevisionsOf(options.after, options.site);
  if (!after.ok()) return Fail(after.error());
  bool changed = false;
  nlohmann::json rows = nlohmann::json::object();
  for (const auto& [site, now] : *after) {
    const auto old = before->find(site);
    if (old == before->end()) {
      changed = true;
      if (options.format == "json") {
        rows[site] = {{"added", true}};
      } else {
        Say("{}: new site", site);
      }
      continue;
    }
    catalog::Comparison comparison = catalog::Compare(old->second.revision, now.revision);
    if (old->second.site != nullptr && now.site != nullptr) {
      catalog::CompareRecords(*old->second.site, *now.site, comparison);
      catalog::CompareKeeping(*old->second.site, *now.site, comparison);
    }
    changed = changed || !comparison.changes.empty();
    if (options.format == "json") {
      rows[site] = catalog::ComparisonJson(comparison, nullptr);
      rows[site]["schema"] = 1;
    } else {
      fmt::print("{}\n{}", site, catalog::ComparisonText(comparison, options.language));
    }
  }
  for (const auto& [site, was] : *before) {
    if (after->contains(site)) continue;
    changed = true;
    if (options.format == "json") {
      rows[site] = {{"removed", true}};
    } else {
      Say("{}: site removed", site);
    }
  }
  if (options.format == "json") Print(rows.dump(2) + "\n");
  return changed ? kExitFindings : kExitDone;
}

int Suggest(const CatalogOptions& options) {
  const auto csv = ReadInput(options.database, catalog::CookieDatabase::kMaxBytes);
  if (!csv.ok()) return Fail(csv.error());
  const auto database = catalog::CookieDatabase::Read(*csv);
  if (!database.ok()) return Fail(database.error());
  bool all_found = true;
  nlohmann::json names = nlohmann::json::array();
  for (const std::string& name : options.names) {
    const auto rows = database->Find(name);
    all_found = all_found && !rows.empty();
    if (options.format == "json") {
      names.push_back(nlohmann::json::parse(catalog::SuggestionsJson(name, rows)));
    } else {
      Print(catalog::SuggestionsText(name, rows, options.language));
    }
  }
  // One name: its own document.
  PrintedAsJson(options.format, names.size() == 1
                                    ? names.front()
                                    : nlohmann::json{{"schema", 1}, {"names", names}});
  return all_found ? kExitDone : kExitFindings;
}

// The policy of each answer: of none, of each service alone, of all.
nlohmann::json CspDocument(const catalog::Site& site) {
  const auto services = site.RefusableServices();
  nlohmann::json each = nlohmann::json::object();
  for (const std::string& service : services) {
    each[service] = catalog::ContentSecurityPolicy(site, {service});
  }
  return {{"schema", 1},
          {"site", site.id},
          {"none", catalog::ContentSecurityPolicy(site, {})},
          {"services", std::move(each)},
          {"all", catalog::ContentSecurityPolicy(site, {services.begin(), services.end()})}};
}

nlohmann::json RulesDocument() {
  nlohmann::json rows = nlohmann::json::array();
  for (const catalog::Rule* rule : catalog::AllRules()) {
    rows.push_back({{"id", rule->id},
                    {"severity", catalog::SeverityName(rule->severity)},
                    {"title", {{"fr", rule->title_fr}, {"en", rule->title_en}}},
                    {"source", {{"fr", rule->source_fr}, {"en", rule->source_en}}}});
  }
  return {{"schema", 1}, {"rules", std::move(rows)}};
}

}  // namespace

void AddCatalogCommands(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<CatalogOptions>();
  CLI::App* group =
      app.add_subcommand("catalog", "What may be set, why, and whether it is in order");
  group->require_subcommand(1);
  const auto common = [&](const char* name, const char* help, int (*run)(const CatalogOptions&),
                          bool reads_catalog = true) {
    CLI::App* command = group->add_subcommand(name, help);
    command->callback([options, run, &exit_code] { exit_code = run(*options); });
    AddLanguageOption(*command, options->language);
    if (reads_catalog) {
      command->add_option("--catalog", options->catalog, "The catalogue's folder")
          ->capture_default_str();
    }
    return command;
  };
  const auto text_or_json = [&](CLI::App* command) { AddFormatOption(*command, options->format); };

  CLI::App* check = common("check", "Judge the catalogue by every rule (docs/rules.md)", Check);
  check->add_option("--site", options->site, "Only this site");
  check->add_option("--format", options->format, "text, json or sarif")
      ->check(CLI::IsMember({"text", "json", "sarif"}))
      ->default_str("text");
  check->add_flag("--draft-waivers", options->draft_waivers,
                  "Print waivers to complete for what keeps the catalogue from being published");

  check->add_flag("--blocking", options->blocking,
                  "Only the list of what keeps a site from being published");

  CLI::App* which = common("which", "May this cookie, service or snippet be set?", Which);
  which->add_option("NAME", options->names,
                    "Names as observed; or a company, a product, an address, a snippet");
  which->add_option("--host", options->host,
                    "Who sets it: the cookie's Domain, or the host that sent it. Without it the "
                    "answer says \"host not seen\"");
  which->footer(
      "Examples: temoin catalog which _gcl_au --host www.ameli.fr\n"
      "          temoin catalog which \"Meta pixel\" https://player.vimeo.com/api/player.js\n"
      "          temoin catalog which --pasted snippet.html\n"
      "Exit 0: all may be set as the answer says; 1: something is not declared, ambiguous or over "
      "the limit.");
  which->add_option("--site", options->site, "Only this site");
  which->add_option("--library", options->library,
                    "The library's folder, for what no site declares; without it, library/ in the "
                    "catalogue's, else the installed one");
  which->add_option(
      "--pasted", options->pasted,
      "A file (- for standard input) with names, document.cookie, Set-Cookie lines or a "
      "snippet");
  text_or_json(which);

  CLI::App* diff = common("diff", "What changes for visitors, and who is asked again", Diff, false);
  diff->add_option("BEFORE", options->before, "A catalogue, a site's file, or a published revision")
      ->required();
  diff->add_option("AFTER", options->after, "The same, afterwards")->required();
  diff->add_option("--site", options->site, "Only this site");
  text_or_json(diff);

  CLI::App* suggest =
      common("suggest", "Propose a declaration from the Open Cookie Database", Suggest, false);
  suggest->add_option("NAME", options->names, "Names as observed")->required();
  suggest->add_option("--database", options->database, "Its CSV file")->required();
  text_or_json(suggest);

  CLI::App* csp =
      common("csp", "Content-Security-Policy of each answer", [](const CatalogOptions& o) {
        const auto site = LoadSite(o);
        if (site == nullptr) return kExitFailed;
        if (PrintedAsJson(o.format, CspDocument(*site))) return kExitDone;
        Print(o.nginx ? catalog::CspNginx(*site) : catalog::CspText(*site));
        return kExitDone;
      });
  csp->add_option("--site", options->site, "Of which site")->required();
  text_or_json(csp);
  csp->add_flag("--nginx", options->nginx, "As nginx maps over the context cookie");

  CLI::App* policy =
      common("policy", "Paragraphs on processors and transfers, HTML", [](const CatalogOptions& o) {
        const auto site = LoadSite(o);
        if (site == nullptr) return kExitFailed;
        const std::string html = catalog::PolicyFragment(*site, o.language);
        if (!PrintedAsJson(
                o.format,
                {{"schema", 1}, {"site", site->id}, {"language", o.language}, {"html", html}})) {
          Print(html);
        }
        return kExitDone;
      });
  policy->add_option("--site", options->site, "Of which site")->required();
  policy->add_option("--format", options->format, "html or json")
      ->check(CLI::IsMember({"html", "json"}))
      ->default_str("html");

  common(
      "rules", "The rules as docs/rules.md",
      [](const CatalogOptions& o) {
        if (!PrintedAsJson(o.format, RulesDocument())) Print(catalog::RulesMarkdown());
        return kExitDone;
      },
      false)
      ->add_option("--format", options->format, "markdown or json")
      ->check(CLI::IsMember({"markdown", "json"}))
      ->default_str("markdown");
}

}  // namespace temoin::cli
