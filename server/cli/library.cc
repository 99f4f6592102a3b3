// `temoin catalog library | new | add | outdated`: the library of services, and sites made of it.
#include "catalog/library.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "catalog/adopt.h"
#include "catalog/library_match.h"
#include "catalog/reader.h"
#include "catalog/rules/check.h"
#include "catalog/rules/decide.h"
#include "server/cli/cli.h"
#include "server/cli/library.h"

namespace temoin::cli {
namespace {

constexpr size_t kMostSiteBytes = 4 * 1024 * 1024;

struct LibraryOptions : DraftPlace {
  std::string site;
  std::string service;
  catalog::NewSite wanted;
  std::vector<std::string> answers;
  catalog::Deciding deciding;
};

int ShowLibrary(const LibraryOptions& options) {
  const auto library = LoadLibraryFor(options.catalog, options.library);
  if (library == nullptr) return kExitFailed;
  Print(options.format == "json" ? catalog::LibraryJson(*library)
                                 : catalog::LibraryText(*library, options.language));
  return kExitDone;
}

// A question at the terminal; without one the answer stays empty, and is left to complete.
void Ask(std::string& answer, Sentence<> question) {
  if (!answer.empty() || isatty(STDIN_FILENO) == 0) return;
  fmt::print(stderr, "{} ", Worded(question));
  std::getline(std::cin, answer);
}

Status MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0755) == 0 || errno == EEXIST) return {};
  return ErrnoError("create", path, errno);
}

nlohmann::json DraftDocument(const DraftPlace& options, const catalog::Draft& draft,
                             const std::string& site, const catalog::CheckReport& report) {
  nlohmann::json files = nlohmann::json::array();
  for (const catalog::SourceFile& file : draft.files) {
    files.push_back(fmt::format("{}/{}", options.catalog, file.path));
  }
  nlohmann::json services = nlohmann::json::array();
  for (const catalog::LibraryService* service : draft.services) {
    services.push_back({{"id", service->id}, {"name", service->name}});
    services.back()["tagging"] =
        service->tagging ? nlohmann::json(service->tagging->value) : nlohmann::json::array();
  }
  return {{"schema", 1},
          {"site", site},
          {"written", std::move(files)},
          {"services", std::move(services)},
          {"check", nlohmann::json::parse(catalog::CheckJson(report))}};
}

// What was adopted, how to tag it, and what keeps the site from being published.
int Report(const DraftPlace& options, const catalog::Draft& draft, const catalog::Catalog& catalog,
           const std::string& site, size_t most) {
  const auto report = catalog::CheckCatalog(catalog, SystemClock().Now(), site);
  const int code = report.clean() ? kExitDone : kExitFindings;
  if (PrintedAsJson(options.format, DraftDocument(options, draft, site, report))) return code;
  for (const catalog::SourceFile& file : draft.files)
    Say("Wrote {}/{}", options.catalog, file.path);
  for (const catalog::LibraryService* service : draft.services) {
    if (!service->tagging) continue;
    fmt::print("\n{}\n  {}\n", service->name, service->tagging_note.In(options.language));
    for (const std::string& html : service->tagging->value) fmt::print("    {}\n", html);
  }
  fmt::print("\n{}", catalog::BlockersText(report, options.language, most));
  if (report.clean()) {
    Say("Nothing keeps it from being published.");
    Print(catalog::TrialsText(report, options.language));
  }
  return code;
}

// Reads the catalogue as it will be before a file of it is written. `most`: how many of the points
// that are left it lists.
int Write(const DraftPlace& options, const catalog::Draft& draft, const std::string& site,
          size_t most = std::string::npos) {
  const auto outcome = catalog::LoadCatalog(options.catalog, {}, draft.files);
  if (!outcome.ok()) {
    return Fail(Error(ErrorCode::kUnprocessable, outcome.ToString() + "nothing was written"));
  }
  for (const catalog::SourceFile& file : draft.files) {
    const Status written = WriteFileDurably(options.catalog + "/" + file.path, file.text);
    if (!written.ok()) return Fail(written.error());
  }
  return Report(options, draft, *outcome.catalog, site, most);
}

catalog::HasVendor VendorsOf(const std::string& directory) {
  return [directory](std::string_view id) {
    return access(fmt::format("{}/vendors/{}.json", directory, id).c_str(), F_OK) == 0;
  };
}

int New(const LibraryOptions& options) {
  const auto library = LoadLibraryFor(options.catalog, options.library);
  if (library == nullptr) return kExitFailed;
  return WriteNewSite(options, options.wanted, *library);
}

int AddToSite(const LibraryOptions& options) {
  const auto library = LoadLibraryFor(options.catalog, options.library);
  if (library == nullptr) return kExitFailed;
  const auto text =
      ReadFile(fmt::format("{}/sites/{}.json", options.catalog, options.site), kMostSiteBytes);
  if (!text.ok()) {
    return Fail(Error(text.error().code, fmt::format("{}; begin with \"temoin catalog new {}\"",
                                                     text.error().message, options.site)));
  }
  const auto draft =
      catalog::AddService(*text, options.service, *library, VendorsOf(options.catalog));
  if (!draft.ok()) return Fail(draft.error());
  return Write(options, *draft, options.site);
}

int DecideOnSite(const LibraryOptions& options) {
  const auto outcome = catalog::LoadCatalog(options.catalog);
  if (!outcome.ok()) return Fail(outcome);
  if (outcome.catalog->FindSite(options.site) == nullptr) {
    return Fail(NoSuchSite(*outcome.catalog, options.site));
  }
  catalog::Deciding deciding = options.deciding;
  deciding.language = options.language;
  for (const std::string& answer : options.answers) {
    const size_t equals = answer.rfind('=');
    if (equals == std::string::npos) {
      return Fail(
          Error(ErrorCode::kInvalidArgument, answer + " has no answer: write POINT=ANSWER"));
    }
    deciding.answers.push_back({answer.substr(0, equals), answer.substr(equals + 1)});
  }
  const auto read = [&](const char* folder, const std::string& id) {
    return ReadFile(fmt::format("{}/{}/{}.json", options.catalog, folder, id), kMostSiteBytes);
  };
  const auto text = read("sites", options.site);
  if (!text.ok()) return Fail(text.error());
  const Time now = SystemClock().Now();
  auto files = catalog::Decide(
      *text, [&](const std::string& id) { return read("vendors", id); },
      catalog::CheckCatalog(*outcome.catalog, now, options.site), deciding, now);
  if (!files.ok()) return Fail(files.error());
  // Whoever decides point by point has read the list; the next ones stand below.
  constexpr size_t kNextPoints = 3;
  return Write(options, {.files = *std::move(files), .services = {}}, options.site, kNextPoints);
}

void PrintOutdated(const catalog::OutdatedService& row, std::string_view language) {
  if (row.library == nullptr) {
    Say("{} ({}): the library has it no longer", row.service->name, row.adopted.library_id);
    return;
  }
  fmt::print("{} ({}): version {} -> {}\n", row.service->name, row.adopted.library_id,
             row.adopted.version, row.library->version);
  for (const catalog::LibraryChange* change : row.changes) {
    fmt::print("  {} ({}) {}\n", change->version, change->date, change->what.In(language));
  }
  for (const catalog::Text& difference : row.differences) {
    fmt::print("  - {}\n", difference.In(language));
  }
}

nlohmann::json OutdatedJson(const catalog::OutdatedService& row) {
  nlohmann::json changes = nlohmann::json::array();
  for (const catalog::LibraryChange* change : row.changes) {
    changes.push_back({{"version", change->version},
                       {"date", change->date},
                       {"what", {{"fr", change->what.fr}, {"en", change->what.en}}}});
  }
  nlohmann::json differences = nlohmann::json::array();
  for (const catalog::Text& each : row.differences) {
    differences.push_back({{"fr", each.fr}, {"en", each.en}});
  }
  nlohmann::json out = {{"id", row.service->id},          {"library", row.adopted.library_id},
                        {"adopted", row.adopted.version}, {"version", nullptr},
                        {"changes", std::move(changes)},  {"differences", std::move(differences)}};
  if (row.library != nullptr) out["version"] = row.library->version;
  return out;
}

int Outdated(const LibraryOptions& options) {
  const auto outcome = catalog::LoadCatalog(options.catalog);
  if (!outcome.ok()) return Fail(outcome);
  const auto site = outcome.catalog->FindSite(options.site);
  if (site == nullptr) return Fail(NoSuchSite(*outcome.catalog, options.site));
  const auto library = LoadLibraryFor(options.catalog, options.library);
  if (library == nullptr) return kExitFailed;
  const auto rows = catalog::OutdatedServices(*site, *library);
  if (options.format == "json") {
    nlohmann::json services = nlohmann::json::array();
    for (const auto& row : rows) services.push_back(OutdatedJson(row));
    Print(nlohmann::json{{"schema", 1}, {"site", site->id}, {"services", services}}.dump(2) + "\n");
  } else {
    for (const auto& row : rows) PrintOutdated(row, options.language);
    if (rows.empty()) {
      Say("Nothing changed in the library since these services were adopted.");
    } else {
      Say("To take a change over: edit the site's file, raise \"version\" in \"library\", and have "
          "it reviewed.");
    }
  }
  return rows.empty() ? kExitDone : kExitFindings;
}

}  // namespace

std::string LibraryFolder(const std::string& catalog, const std::string& library) {
  if (!library.empty()) return library;
  std::vector<std::string> places = {catalog + "/library"};
  const std::string own = OwnFolder();
  if (!own.empty()) places.push_back(own + "../share/temoin/catalog/library");
  for (const std::string& place : places) {
    if (access(place.c_str(), F_OK) == 0) return place;
  }
  return {};
}

std::shared_ptr<const catalog::Library> LoadLibraryFor(const std::string& catalog,
                                                       const std::string& library) {
  const std::string found = LibraryFolder(catalog, library);
  const std::string directory = found.empty() ? catalog + "/library" : found;
  auto outcome = catalog::LoadLibrary(directory);
  if (outcome.ok()) return outcome.library;
  Fail(Error(
      ErrorCode::kNotFound,
      fmt::format("{}no library of services in {}: name its folder with --library, or copy it "
                  "beside the sites",
                  outcome.ToString(), directory)));
  return nullptr;
}

int WriteNewSite(const DraftPlace& place, catalog::NewSite wanted,
                 const catalog::Library& library) {
  const std::string path = fmt::format("{}/sites/{}.json", place.catalog, wanted.id);
  if (access(path.c_str(), F_OK) == 0) {
    return Fail(Error(ErrorCode::kConflict,
                      path + " is there already: add services with \"temoin catalog add\""));
  }
  wanted.language = place.language;
  Ask(wanted.controller, "Who publishes the site (controller)?");
  Ask(wanted.email, "E-mail of the data protection officer?");
  const auto draft = catalog::DraftSite(wanted, library, VendorsOf(place.catalog));
  if (!draft.ok()) return Fail(draft.error());
  for (const char* folder : {"", "/sites", "/vendors"}) {
    const Status made = MakeFolder(place.catalog + folder);
    if (!made.ok()) return Fail(made.error());
  }
  return Write(place, *draft, wanted.id);
}

void AddPlaceOptions(CLI::App& command, DraftPlace& place) {
  AddLanguageOption(command, place.language);
  AddFormatOption(command, place.format);
  command.add_option("--catalog", place.catalog, "The catalogue's folder")->capture_default_str();
  command.add_option("--library", place.library,
                     "The library's folder; without it, library/ in the catalogue's, else the "
                     "installed one");
}

void AddSiteOptions(CLI::App& command, catalog::NewSite& wanted, std::string_view else_origins) {
  command.add_option("--name", wanted.name, "As visitors know it; else the id");
  command.add_option("--controller", wanted.controller, "Who publishes the site");
  command.add_option("--email", wanted.email, "Of the data protection officer");
  command.add_option("--origin", wanted.origins,
                     fmt::format("https://host whose pages ask; several times{}", else_origins));
}

void AddLibraryCommands(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<LibraryOptions>();
  CLI::App* group = app.get_subcommand("catalog");
  const auto common = [&](const char* name, const char* help, int (*run)(const LibraryOptions&)) {
    CLI::App* command = group->add_subcommand(name, help);
    command->callback([options, run, &exit_code] { exit_code = run(*options); });
    AddPlaceOptions(*command, *options);
    return command;
  };

  const auto for_programs = [&](CLI::App* command) {
    command->add_flag_callback(
        "--json", [options] { options->format = "json"; }, "The same as --format json");
  };
  CLI::App* library = common("library", "The services that are known, and how well", ShowLibrary);
  for_programs(library);

  CLI::App* fresh = common("new", "Draft a site, with services of the library", New);
  fresh->add_option("SITE", options->wanted.id, "Its id, best its domain: example.fr")->required();
  fresh
      ->add_option("--services", options->wanted.services,
                   "Ids of the library, between commas: matomo,youtube")
      ->delimiter(',');
  AddSiteOptions(*fresh, options->wanted, "; else https://www.SITE");
  fresh->footer(
      "Writes sites/SITE.json and the files of vendors that are not there yet. What is asked at a\n"
      "terminal and not answered is left to complete.\n"
      "Exit 0: it may be published as it is; 1: written, and the list says what keeps it from\n"
      "being published; 2: nothing was written.\n"
      "Example: temoin catalog new mutuelle.example --services matomo,youtube,google-maps,crisp");

  CLI::App* add = common("add", "Add a service of the library to a site", AddToSite);
  add->add_option("SITE", options->site, "The site's id")->required();
  add->add_option("SERVICE", options->service, "Its id in the library")->required();
  add->footer("Keeps the order of the site's file. Exit codes as of \"catalog new\".");

  CLI::App* decide =
      common("decide", "Answer what keeps a site from being published", DecideOnSite);
  decide->add_option("SITE", options->site, "The site's id")->required();
  decide->add_option("ANSWER", options->answers,
                     "POINT=ANSWER as \"catalog check --blocking\" prints it, several times");
  decide->add_flag("--rest-later", options->deciding.rest_later,
                   "A waiver for every other point that can have one");
  decide->add_option("--reason", options->deciding.reason, "Of the waivers; staff read it");
  decide->add_option("--until", options->deciding.until, "Their end, a day; else in six months");
  decide->add_option("--by", options->deciding.confirmed_by,
                     "The function that confirms an exemption");
  decide->add_option("--retention", options->deciding.data_retention,
                     "How long exempt measurement keeps its data: P25M");
  decide->footer(
      "yes: what the file says is right. later: a waiver, with --reason. What cannot be waived is\n"
      "corrected in the file. Nothing is written where one answer is refused. Exit codes as of\n"
      "\"catalog new\".\n"
      "Example: temoin catalog decide mutuelle.example youtube-role=controller "
      "matomo-exemption=no\n"
      "         --rest-later --reason \"With the officer, by the end of the quarter\"");

  CLI::App* outdated =
      common("outdated", "What the library has changed since a site adopted from it", Outdated);
  outdated->add_option("SITE", options->site, "The site's id")->required();
  for_programs(outdated);
  outdated->footer("Exit 0: nothing; 1: something is to be looked at. No file is changed.");
}

}  // namespace temoin::cli
