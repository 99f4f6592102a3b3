// temoin: a witness of cookie consent. This file only gathers the commands; each area keeps its own
// in server/cli_<area>.cc.
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "base/terminal.h"
#include "base/version.h"
#include "server/cli/cli.h"

namespace {

// The first word that names no command where one was expected; nullptr when there is none.
const char* UnknownCommand(const CLI::App* app, int argc, char** argv) {
  for (int i = 1; i < argc && argv[i][0] != '-'; ++i) {
    const std::vector<const CLI::App*> known =
        app->get_subcommands([](const CLI::App*) { return true; });
    if (known.empty()) return nullptr;
    const auto next = std::ranges::find(known, argv[i], &CLI::App::get_name);
    if (next == known.end()) return argv[i];
    app = *next;
  }
  return nullptr;
}

int Run(int argc, char** argv) {
  CLI::App app{"Témoin: cookie consent that can be proved, and forgotten on time.", "temoin"};
  app.set_version_flag("--version", fmt::format("temoin {}", temoin::ProgramVersion()));
  app.require_subcommand(1);
  int exit_code = temoin::cli::kExitDone;
  temoin::cli::AddServeCommands(app, exit_code);
  temoin::cli::AddScanCommand(app, exit_code);
  temoin::cli::AddAuditCommands(app, exit_code);
  temoin::cli::AddCatalogCommands(app, exit_code);
  temoin::cli::AddLibraryCommands(app, exit_code);
  temoin::cli::AddDraftCommands(app, exit_code);
  temoin::cli::AddPublishCommands(app, exit_code);
  temoin::cli::AddPictureCommands(app, exit_code);
  temoin::cli::AddReportCommands(app, exit_code);
  temoin::cli::AddLogCommands(app, exit_code);
  temoin::cli::AddKeyCommands(app, exit_code);
  temoin::cli::AddClockCommands(app, exit_code);
  temoin::cli::AddDataCommands(app, exit_code);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (const char* word = UnknownCommand(&app, argc, argv)) {
      fmt::print(stderr, "temoin: there is no command '{}' here. Run with --help for a list.\n",
                 word);
      return temoin::cli::kExitFailed;
    }
    // CLI11 has an exit code of its own for each mistake; here they are all "could not run".
    return app.exit(error) == 0 ? temoin::cli::kExitDone : temoin::cli::kExitFailed;
  }
  return exit_code;
}

// Keys, tokens and records of visitors stand in this process's memory: no dump of it is written,
// not even by a system that hands dumps to a program.
void ForbidCoreDumps() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace

// What no command foresaw (out of memory, a library's own exception) still ends with a sentence.
int main(int argc, char** argv) {
  ForbidCoreDumps();
  temoin::EscapeOutput();
  try {
    return Run(argc, argv);
  } catch (const std::exception& error) {
    std::fputs("temoin: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
  } catch (...) {
    std::fputs("temoin: an unknown error\n", stderr);
  }
  return temoin::cli::kExitFailed;
}
