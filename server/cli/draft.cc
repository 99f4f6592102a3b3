// `temoin catalog draft | import`: a first declaration of a site, out of what a scan saw or of what
// another consent tool declares.
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "catalog/audit/scan_traces.h"
#include "catalog/import.h"
#include "catalog/recognise.h"
#include "server/cli/cli.h"
#include "server/cli/library.h"
#include "server/cli/recording_file.h"

namespace temoin::cli {
namespace {

struct DraftOptions : DraftPlace {
  std::string tool;
  std::string file;
  catalog::NewSite wanted;
};

// Says what was recognised, and writes the site.
int DraftFrom(const DraftOptions& options, catalog::NewSite wanted,
              const std::vector<catalog::Trace>& traces, const catalog::HostSet& own) {
  const auto library = LoadLibraryFor(options.catalog, options.library);
  if (library == nullptr) return kExitFailed;
  const catalog::Recognition recognition = catalog::Recognise(*library, traces, own);
  for (const auto& row : recognition.found) wanted.services.push_back(row.service->id);
  wanted.to_decide = catalog::DecisionsOn(recognition);
  if (options.format != "json") {
    Say("{} service(s) of the library recognised, {} thing(s) that it does not know",
        recognition.found.size(), wanted.to_decide.size());
    Print(catalog::FoundText(recognition, options.language));
  }
  return WriteNewSite(options, std::move(wanted), *library);
}

int DraftScan(const DraftOptions& options) {
  const auto recording = ReadRecordingFile(options.file, SystemClock().Now());
  if (!recording.ok()) return Fail(recording.error());
  if (recording->format != catalog::Recording::Format::kScan) {
    return Fail(Error(ErrorCode::kInvalidArgument,
                      options.file + " is no recording of \"temoin scan\", which says what pages "
                                     "ask for, too"));
  }
  catalog::NewSite wanted = options.wanted;
  if (wanted.id.empty()) wanted.id = catalog::SiteIdOf(*recording);
  if (wanted.id.empty()) {
    return Fail(Error(ErrorCode::kInvalidArgument, "say which site it is: --site SITE"));
  }
  if (wanted.origins.empty()) {
    wanted.origins.assign(recording->origins.begin(), recording->origins.end());
  }
  if (recording->unread.contains("pages")) {
    Remark("temoin: pages are missing in this recording; \"stopped\" in it names them");
  }
  return DraftFrom(options, std::move(wanted), catalog::TracesOf(*recording), recording->hosts);
}

int DraftImport(const DraftOptions& options) {
  const auto text = ReadFile(options.file, catalog::kMostImportBytes);
  if (!text.ok()) return Fail(text.error());
  const auto imported = catalog::ReadImport(options.tool, *text);
  if (!imported.ok()) return Fail(imported.error());
  std::string read = Worded("{}: {} service(s) and {} name(s) read", options.tool,
                            imported->services, imported->names);
  if (imported->unread > 0) read += Worded(", {} entries not understood", imported->unread);
  if (imported->truncated) read += Worded(", the rest beyond {} left out", catalog::kMostImported);
  if (options.format != "json") Print(read + "\n");
  return DraftFrom(options, options.wanted, imported->traces, {});
}

}  // namespace

void AddDraftCommands(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<DraftOptions>();
  CLI::App* group = app.get_subcommand("catalog");
  const auto common = [&](const char* name, const char* help, int (*run)(const DraftOptions&)) {
    CLI::App* command = group->add_subcommand(name, help);
    command->callback([options, run, &exit_code] { exit_code = run(*options); });
    AddPlaceOptions(*command, *options);
    AddSiteOptions(*command, options->wanted, "");
    return command;
  };
  constexpr const char* kFooter =
      "Writes sites/SITE.json and the files of vendors that are not there yet. What the library\n"
      "does not know is in the list of what is to be decided.\n"
      "Exit 0: it may be published as it is; 1: written, and the list says what keeps it from\n"
      "being published; 2: nothing was written.\n";

  CLI::App* draft = common("draft", "Draft a site out of a scan", DraftScan);
  draft->add_option("SCAN", options->file, "A recording of \"temoin scan\"")->required();
  draft->add_option("--site", options->wanted.id, "Its id; else the scan's first host");
  draft->footer(std::string(kFooter) +
                "Example: temoin scan https://www.mutuelle.example/ --phases none --crawl 20 --out "
                "scan.json\n         temoin catalog draft scan.json --site mutuelle.example");

  CLI::App* import =
      common("import", "Draft a site out of another tool's configuration", DraftImport);
  import->add_option("TOOL", options->tool, "Whose configuration or export it is")
      ->required()
      ->check(CLI::IsMember(catalog::ImportTools()));
  import->add_option("FILE", options->file, "docs/migrate/ says where it is to be had")->required();
  import->add_option("--site", options->wanted.id, "The site's id, best its domain")->required();
  import->footer(std::string(kFooter) +
                 "Example: temoin catalog import klaro klaro-config.js --site mutuelle.example");
}

}  // namespace temoin::cli
