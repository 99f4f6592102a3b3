// `temoin scan`: the scanner, a program of its own (scanner/), under this program's name.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <vector>

#include "server/cli/cli.h"

namespace temoin::cli {
namespace {

constexpr const char* kMissing =
    "the scanner is not installed: \"apt install temoin-scanner\" brings it, with Node.js and "
    "Chromium; in the sources it is scripts/scan";

// Does not return where the program is there.
void Become(const std::string& program, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), program);
  std::vector<char*> raw;
  raw.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  execvp(program.c_str(), raw.data());
}

int Scan(const std::vector<std::string>& arguments) {
  setenv("TEMOIN_PROGRAM", "temoin scan", 1);
  const std::string own = OwnFolder();
  std::vector<std::string> places;
  if (!own.empty()) places.push_back(own + "temoin-scan");
  // A program that was just built: build/<preset>/temoin.
  const size_t build = own.rfind("/build/");
  if (build != std::string::npos) places.push_back(own.substr(0, build) + "/scripts/scan");
  places.emplace_back("temoin-scan");
  for (const std::string& place : places) {
    Become(place, arguments);
    if (errno != ENOENT && errno != ENOTDIR) {
      return Fail(Error(ErrorCode::kInternal, fmt::format("{} does not start", place)));
    }
  }
  return Fail(Error(ErrorCode::kNotFound, kMissing));
}

}  // namespace

void AddScanCommand(CLI::App& app, int& exit_code) {
  CLI::App* scan = app.add_subcommand("scan", "Record what a site's pages set, answer by answer");
  scan->prefix_command();
  scan->callback([scan, &exit_code] { exit_code = Scan(scan->remaining()); });
  scan->footer(
      "temoin scan URL... --out FILE [--crawl N] [--phases none,refused,some,accepted,withdrawn]\n"
      "Visits pages with Chromium before any choice, after each answer and after a withdrawal, "
      "and\n"
      "writes names, hosts and lifetimes to FILE, with the script and the tag that led to each.\n"
      "\"temoin-scan --help\" lists every option (package temoin-scanner).\n"
      "Then: temoin audit FILE --site SITE, or temoin catalog draft FILE.\n"
      "Exit 0: recorded; 1: recorded, and a page is missing or not whole; 2: nothing was "
      "recorded.\n"
      "Example: temoin scan https://www.mutuelle.example/ --phases none --crawl 20 --out "
      "scan.json");
}

}  // namespace temoin::cli
