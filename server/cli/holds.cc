// temoin hold add|list|release
#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/cli/cli.h"
#include "server/cli/data.h"

namespace temoin::cli {
namespace {

using nlohmann::json;

struct HoldOptions {
  std::string data, checkpoint_log, format, site, from, to, reason, author, review;
  std::vector<uint64_t> records;
  int64_t hold = 0;
  bool all = false;

  DataPlace place() const {
    return {.data = data, .catalog = "", .checkpoint_log = checkpoint_log};
  }
};

void PrintHold(const json& hold) {
  std::string what = hold.value("site", "").empty() ? Worded("every site") : hold.value("site", "");
  // The days that are held, the last one too.
  if (hold.contains("first_day")) what += Worded(" from {}", hold.value("first_day", ""));
  if (hold.contains("last_day")) what += Worded(" to {}", hold.value("last_day", ""));
  if (!hold["records"].empty()) what += Worded(", {} records", hold["records"].size());
  Say("{}  {}  {}  (by {}, review {}){}", hold["id"].get<int64_t>(), what, hold.value("reason", ""),
      hold.value("author", ""), hold.value("review", ""),
      hold.contains("released") ? Worded("  released {}", hold.value("released", "")) : "");
}

}  // namespace

void AddHoldCommands(CLI::App& app, int& exit_code) {
  const auto o = std::make_shared<HoldOptions>();
  CLI::App* hold = app.add_subcommand("hold", "Legal holds: what must not be erased yet");
  hold->require_subcommand(1);
  CLI::App* add = hold->add_subcommand("add", "Suspend erasure of a site, a period or records");
  AddDataOptions(*add, o->data, o->format);
  AddCheckpointLogOption(*add, o->checkpoint_log);
  add->add_option("--site", o->site, "Only this site");
  add->add_option("--from", o->from, "Choices given from this day on");
  add->add_option("--to", o->to, "The last day held; or a time, before which they were given");
  add->add_option("--record", o->records, "Index of a record (repeat)")->check(Digits());
  add->add_option("--reason", o->reason, "Why")->required();
  add->add_option("--author", o->author, "Who decided it")->required();
  add->add_option("--review", o->review, "Day on which it is looked at again")->required();
  add->callback([o, &exit_code] {
    exit_code =
        RunAndPrint(o->place(), o->format, "hold.add",
                    {{"site", o->site},
                     {"from", o->from},
                     {"to", o->to},
                     {"records", o->records},
                     {"reason", o->reason},
                     {"author", o->author},
                     {"review", o->review}},
                    [](const json& result) { Say("hold {}", result["id"].get<int64_t>()); });
  });
  CLI::App* list = hold->add_subcommand("list", "Show the holds in force");
  AddDataOptions(*list, o->data, o->format);
  list->add_flag("--all", o->all, "Released ones, too");
  list->callback([o, &exit_code] {
    exit_code =
        RunAndPrint(o->place(), o->format, "hold.list", {{"all", o->all}}, [](const json& result) {
          for (const json& entry : result["holds"]) PrintHold(entry);
        });
  });
  CLI::App* release = hold->add_subcommand("release", "End a hold: what is due is then erased");
  AddDataOptions(*release, o->data, o->format);
  AddCheckpointLogOption(*release, o->checkpoint_log);
  release->add_option("id", o->hold, "Its number, as `hold list` shows it")
      ->required()
      ->check(Digits());
  release->add_option("--author", o->author, "Who decided it")->required();
  release->callback([o, &exit_code] {
    exit_code = RunAndPrint(o->place(), o->format, "hold.release",
                            {{"id", o->hold}, {"author", o->author}}, [](const json&) {});
  });
}

}  // namespace temoin::cli
