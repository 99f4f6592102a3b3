// temoin request add|list|extend|answer
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

struct RequestOptions {
  std::string data, checkpoint_log, format, site, number, kind, received, shown, letter, answered,
      due, reason;
  std::string author;
  std::vector<uint64_t> records;
  int64_t request = 0;
  bool open = false;

  DataPlace place() const {
    return {.data = data, .catalog = "", .checkpoint_log = checkpoint_log};
  }
};

void PrintRequest(const json& request) {
  std::string line = Worded(
      "{}  {}  {}  {}  received {}  due {}{}  {}", request["id"].get<int64_t>(),
      request.value("number", ""), request.value("site", ""), InWords(request.value("kind", "")),
      request.value("received", ""), request.value("due", ""),
      request.contains("reason") ? Worded(" (extended)") : "", InWords(request.value("state", "")));
  if (request.value("late", false)) line += Worded("  late");
  for (const json& letter : request["letters"]) {
    line +=
        fmt::format("  {} {}", InWords(letter.value("letter", "")), letter.value("answered", ""));
  }
  fmt::print("{}\n", line);
}

// Which record the person showed, as both commands ask it.
void AddShownOptions(CLI::App& command, const std::shared_ptr<RequestOptions>& o) {
  command.add_option("--shown", o->shown, "What the person showed: token or receipt")
      ->check(CLI::IsMember({"token", "receipt"}));
  command.add_option("--record", o->records, "Index of the record it is about")
      ->check(Digits())
      ->expected(1);
}

json RecordArgument(const RequestOptions& options) {
  return options.records.empty() ? json() : json(options.records.front());
}

}  // namespace

void AddRequestCommands(CLI::App& app, int& exit_code) {
  const auto o = std::make_shared<RequestOptions>();
  CLI::App* request =
      app.add_subcommand("request", "The register of people's requests, by number, never by name");
  request->require_subcommand(1);
  const auto number = [o](CLI::App* command) {
    command->add_option("id", o->request, "Its number here, as `request list` shows it")
        ->required()
        ->check(Digits());
    command->add_option("--author", o->author, "Who decided it")->required();
  };
  CLI::App* add = request->add_subcommand("add", "Note a request; the answer is due in one month");
  AddDataOptions(*add, o->data, o->format);
  AddCheckpointLogOption(*add, o->checkpoint_log);
  add->add_option("--site", o->site, "The site it is about")->required();
  add->add_option("--number", o->number, "The site's own number of it; never a name")->required();
  add->add_option("--kind", o->kind, "access, rectification, limitation, erasure or objection")
      ->required();
  add->add_option("--received", o->received, "The day it came")->required();
  AddShownOptions(*add, o);
  add->add_option("--author", o->author, "Who notes it")->required();
  add->callback([o, &exit_code] {
    exit_code = RunAndPrint(o->place(), o->format, "request.add",
                            {{"site", o->site},
                             {"number", o->number},
                             {"kind", o->kind},
                             {"received", o->received},
                             {"shown", o->shown},
                             {"record", RecordArgument(*o)},
                             {"author", o->author}},
                            PrintRequest);
  });
  CLI::App* list = request->add_subcommand("list", "Show the register, what is due first");
  AddDataOptions(*list, o->data, o->format);
  list->add_option("--site", o->site, "Only this site");
  list->add_option("--due", o->due, "Only those due by this day");
  list->add_flag("--open", o->open, "Only those without an answer");
  list->callback([o, &exit_code] {
    exit_code = RunAndPrint(o->place(), o->format, "request.list",
                            {{"site", o->site}, {"due", o->due}, {"open", o->open}},
                            [](const json& result) {
                              for (const json& entry : result["requests"]) PrintRequest(entry);
                            });
  });
  CLI::App* extend = request->add_subcommand(
      "extend", "Two months more (GDPR article 12(3)); the person is told within the first");
  AddDataOptions(*extend, o->data, o->format);
  AddCheckpointLogOption(*extend, o->checkpoint_log);
  number(extend);
  extend->add_option("--reason", o->reason, "Why, as the person is told; no name")->required();
  extend->callback([o, &exit_code] {
    exit_code = RunAndPrint(o->place(), o->format, "request.extend",
                            {{"id", o->request}, {"reason", o->reason}, {"author", o->author}},
                            PrintRequest);
  });
  CLI::App* answer = request->add_subcommand("answer", "Note a letter that went out");
  AddDataOptions(*answer, o->data, o->format);
  AddCheckpointLogOption(*answer, o->checkpoint_log);
  number(answer);
  answer
      ->add_option("--letter", o->letter,
                   "access, proof, erased, refused, withdrawal, other; none: the person desists")
      ->required();
  answer->add_option("--answered", o->answered, "The day it went out")->required();
  AddShownOptions(*answer, o);
  answer->callback([o, &exit_code] {
    exit_code = RunAndPrint(o->place(), o->format, "request.answer",
                            {{"id", o->request},
                             {"letter", o->letter},
                             {"answered", o->answered},
                             {"shown", o->shown},
                             {"record", RecordArgument(*o)},
                             {"author", o->author}},
                            PrintRequest);
  });
}

}  // namespace temoin::cli
