// temoin limitation add|list|lift
#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "server/cli/cli.h"
#include "server/cli/data.h"

namespace temoin::cli {
namespace {

using nlohmann::json;

struct LimitationOptions {
  std::string data, checkpoint_log, format, ground, shown, request, author, review, informed;
  uint64_t index = 0;
  int64_t limitation = 0;
  bool all = false;

  DataPlace place() const {
    return {.data = data, .catalog = "", .checkpoint_log = checkpoint_log};
  }
};

void PrintLimitation(const json& limitation) {
  Say("{}  {}, {} records  {}  (by {}, review {}){}", limitation["id"].get<int64_t>(),
      limitation.value("site", ""), limitation["records"].size(), limitation.value("ground", ""),
      limitation.value("author", ""), limitation.value("review", ""),
      limitation.contains("lifted") ? Worded("  lifted {}", limitation.value("lifted", "")) : "");
}

}  // namespace

void AddLimitationCommands(CLI::App& app, int& exit_code) {
  const auto o = std::make_shared<LimitationOptions>();
  CLI::App* limitation = app.add_subcommand(
      "limitation", "What is kept and not used, at a person's request (GDPR, article 18)");
  limitation->require_subcommand(1);
  CLI::App* add = limitation->add_subcommand("add", "Limit the processing of a browser's choices");
  AddDataOptions(*add, o->data, o->format);
  AddCheckpointLogOption(*add, o->checkpoint_log);
  add->add_option("--index", o->index, "Index of one of the browser's choices")
      ->required()
      ->check(Digits());
  add->add_option("--ground", o->ground, "accuracy, unlawful, claims or objection")->required();
  add->add_option("--shown", o->shown, "What the person showed: token or receipt")->required();
  add->add_option("--request", o->request, "The site's own number of the request");
  add->add_option("--author", o->author, "Who decided it")->required();
  add->add_option("--review", o->review, "Day on which it is looked at again")->required();
  add->callback([o, &exit_code] {
    exit_code =
        RunAndPrint(o->place(), o->format, "limitation.add",
                    {{"index", o->index},
                     {"ground", o->ground},
                     {"shown", o->shown},
                     {"request", o->request},
                     {"author", o->author},
                     {"review", o->review}},
                    [](const json& result) { Say("limitation {}", result["id"].get<int64_t>()); });
  });
  CLI::App* list = limitation->add_subcommand("list", "Show the limitations in force");
  AddDataOptions(*list, o->data, o->format);
  list->add_flag("--all", o->all, "Lifted ones, too");
  list->callback([o, &exit_code] {
    exit_code = RunAndPrint(o->place(), o->format, "limitation.list", {{"all", o->all}},
                            [](const json& result) {
                              for (const json& entry : result["limitations"]) {
                                PrintLimitation(entry);
                              }
                            });
  });
  CLI::App* lift = limitation->add_subcommand(
      "lift", "End a limitation that the person was told will end: what is due is then erased");
  AddDataOptions(*lift, o->data, o->format);
  AddCheckpointLogOption(*lift, o->checkpoint_log);
  lift->add_option("id", o->limitation, "Its number, as `limitation list` shows it")
      ->required()
      ->check(Digits());
  lift->add_option("--informed", o->informed, "Day on which the person was told")->required();
  lift->add_option("--author", o->author, "Who decided it")->required();
  lift->callback([o, &exit_code] {
    exit_code =
        RunAndPrint(o->place(), o->format, "limitation.lift",
                    {{"id", o->limitation}, {"informed", o->informed}, {"author", o->author}},
                    [](const json&) {});
  });
}

}  // namespace temoin::cli
