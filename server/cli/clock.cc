// `temoin clock confirm`: an operator at the machine says what time it is.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "server/cli/cli.h"
#include "server/cli/data.h"

namespace temoin::cli {
namespace {

struct ClockOptions {
  std::string data, now, checkpoint_log, format;
};

int Confirm(const ClockOptions& options) {
  DataPlace place{.data = options.data};
  place.checkpoint_log = options.checkpoint_log;
  const auto result = RunOnData(place, "clock.confirm", {{"now", options.now}});
  if (!result) return Fail(result.error());
  if (PrintedAsJson(options.format, *result)) return kExitDone;
  if (!result->value("confirmed", false)) {
    Say("the clock is in order: there was nothing to confirm");
    return kExitDone;
  }
  Say("confirmed: it is {}", result->value("time", ""));
  Say("{} entries were dated later by a wrong clock and count as of then (entry {} of the log "
      "names them)",
      (*result)["entries"].get<uint64_t>(), (*result)["entry"].get<uint64_t>());
  return kExitDone;
}

}  // namespace

void AddClockCommands(CLI::App& app, int& exit_code) {
  CLI::App* clock = app.add_subcommand(
      "clock", "Settle a clock that was doubted: `temoin status` says whether it is");
  clock->require_subcommand(1);
  const auto options = std::make_shared<ClockOptions>();
  CLI::App* confirm = clock->add_subcommand(
      "confirm",
      "Say what time it is, when the machine's clock is right and the server doubts it.\n"
      "Look at another clock and type the time; it must be the machine's own within 5 minutes.\n"
      "What a wrong clock dated later counts as of that time, and an entry of the log says so.");
  confirm->add_option("--data", options->data, "Data directory")->required();
  confirm
      ->add_option("--now", options->now,
                   "The time it is: 2026-11-26T09:00:00Z, or with an offset "
                   "2026-11-26T10:00:00+01:00")
      ->required();
  confirm->add_option("--log-journal", options->checkpoint_log,
                      "Directory of the checkpoint log, when no server runs and it is elsewhere");
  AddFormatOption(*confirm, options->format);
  confirm->callback([options, &exit_code] { exit_code = Confirm(*options); });
}

}  // namespace temoin::cli
