#include "server/cli/given.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "server/cli/words.h"

namespace temoin::cli {
namespace {

using nlohmann::json;

void PrintEach(const json& list, const std::string& what, const std::string& becomes) {
  for (const json& each : list) {
    fmt::print("{} {}  {}: {}\n", what, each.value("id", ""), each.value("name", ""), becomes);
  }
}

}  // namespace

void AddRevocationOptions(CLI::App& command, RevocationOptions& options) {
  command.add_flag("--keep-given", options.keep_given,
                   "Keep the tokens and invitations that came of it");
  command.add_flag("--dry-run", options.dry_run, "Show what came of it, and end nothing");
}

json RevocationOf(const std::string& id, const RevocationOptions& options) {
  return {{"id", id}, {"keep_given", options.keep_given}, {"dry_run", options.dry_run}};
}

void PrintGiven(const json& given, const RevocationOptions& options) {
  const std::string becomes = options.keep_given ? Worded("stays")
                              : options.dry_run  ? Worded("would end")
                                                 : Worded("ended");
  PrintEach(given.value("tokens", json::array()), Worded("token"), becomes);
  PrintEach(given.value("invitations", json::array()), Worded("invitation"), becomes);
  PrintEach(given.value("people", json::array()), Worded("joined by invitation:"), Worded("stays"));
}

}  // namespace temoin::cli
