// temoin: a witness of cookie consent. This file only gathers the commands; each area keeps its own
// in server/cli/<area>.cc.
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/near_word.h"
#include "base/terminal.h"
#include "base/version.h"
#include "server/cli/cli.h"

namespace {

// The first word that names no command where one was expected, or no option of the command before
// it; empty: there is none, and nothing is said here.
std::string UnknownWord(const CLI::App* app, int argc, char** argv) {
  const auto tell = [](std::string_view kind, std::string_view word,
                       const std::vector<std::string>& known) {
    const std::string near = temoin::NearWord(word, known);
    return fmt::format("there is no {} '{}' here{} Run with --help for a list.", kind, word,
                       near.empty() ? "." : fmt::format("; did you mean '{}'?", near));
  };
  int at = 1;
  for (; at < argc && argv[at][0] != '-'; ++at) {
    const std::vector<const CLI::App*> known =
        app->get_subcommands([](const CLI::App*) { return true; });
    if (known.empty()) break;
    const auto next = std::ranges::find(known, argv[at], &CLI::App::get_name);
    if (next == known.end()) {
      std::vector<std::string> names;
      names.reserve(known.size());
      for (const CLI::App* each : known) names.push_back(each->get_name());
      return tell("command", argv[at], names);
    }
    app = *next;
  }
  std::vector<std::string> names;
  for (const CLI::Option* option : app->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (; at < argc && std::string_view(argv[at]) != "--"; ++at) {
    const std::string_view word = argv[at];
    const std::string option(word.substr(0, word.find('=')));
    if (option.starts_with("--") && std::ranges::find(names, option) == names.end()) {
      return tell("option", option, names);
    }
  }
  return {};
}

int Run(int argc, char** argv) {
  temoin::cli::Speak(temoin::cli::ReadVoice(argc, argv, ::getenv));
  CLI::App app{"Témoin: cookie consent that can be proved, and forgotten on time.", "temoin"};
  app.set_version_flag("--version", fmt::format("temoin {}", temoin::ProgramVersion()));
  app.require_subcommand(1);
  int exit_code = temoin::cli::kExitDone;
  temoin::cli::AddServeCommands(app, exit_code);
  temoin::cli::AddConfigCommands(app, exit_code);
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
  temoin::cli::AddPersonCommands(app, exit_code);
  temoin::cli::SpeakHelp(app);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) {
      std::string words = UnknownWord(&app, argc, argv);
      if (words.empty()) words = fmt::format("{}. Run with --help for more.", error.what());
      // CLI11 has an exit code of its own for each mistake; here they are all "could not run".
      return temoin::cli::Fail(
          temoin::Error(temoin::ErrorCode::kInvalidArgument, std::move(words)));
    }
    // It writes to the streams of C++, which nothing escapes.
    std::ostringstream out;
    app.exit(error, out, out);
    fmt::print("{}", out.str());
    return temoin::cli::kExitDone;
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
  // Standard output is the command's own; the log keeps to what went wrong.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("temoin"));
  spdlog::set_level(spdlog::level::warn);
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
