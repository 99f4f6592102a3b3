#include "server/cli/data.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/log/log_survey.h"
#include "app/recording/retention.h"
#include "server/cli/cli.h"
#include "server/cli/given.h"
#include "server/composition.h"
#include "server/control/control.h"
#include "server/control/operations.h"

namespace temoin::cli {
namespace {

using nlohmann::json;

bool HasCheckpointLog(const DataPlace& place) {
  std::error_code ignored;
  return std::filesystem::exists(
      place.checkpoint_log.empty() ? place.data + "/log-journal" : place.checkpoint_log, ignored);
}

// The operation here, with the lock.
Result<json> RunHere(const DataPlace& place, std::string_view operation, const json& arguments) {
  server::Composition parts({.data = place.data,
                             .catalog = place.catalog,
                             .checkpoint_log = place.checkpoint_log,
                             .purge_percent = place.purge_percent});
  TEMOIN_RETURN_IF_ERROR(parts.OpenStore());
  TEMOIN_RETURN_IF_ERROR(parts.JudgeLog(/*reads_only=*/operation == "status"));
  TEMOIN_RETURN_IF_ERROR(parts.OpenParts());
  parts.recorder().Start();
  return control::Operate(parts.machine(), control::CommandActor(::getuid()), operation, arguments);
}

void PrintErasures(const json& erasures) {
  if (const auto waiting = erasures.value("waiting", uint64_t{0}); waiting > 0) {
    Say("{} erasures are not over, the oldest began {} s ago", waiting,
        erasures.value("oldest_seconds", uint64_t{0}));
  }
  if (const auto kept = erasures.value("kept_by_reader_seconds", uint64_t{0}); kept > 0) {
    Say("a reader keeps what was erased in the write-ahead log since {} s; another program that "
        "has the database open is named by: fuser temoin.db-shm",
        kept);
  }
}

// What is due and is not erased without an operator's word.
void PrintWaiting(const json& result) {
  for (const json& waiting : result["waiting"]) {
    Say("waits to be approved: {}", InWords(waiting.value("text", "")));
  }
}

void PrintPurged(const json& result) {
  Say("erased {}, held {}", result["purged"].get<uint64_t>(), result["held"].get<uint64_t>());
  if (!result.value("over", true)) {
    Say("The checkpoint log takes this in while the server runs; a backup restored before it did "
        "would bring the records back.");
  }
  PrintWaiting(result);
}

void PrintStatus(const json& result) {
  const std::string size =
      result.contains("size") ? std::to_string(result["size"].get<uint64_t>()) : Worded("unknown");
  if (result.value("ready", false)) {
    Say("ready, {} entries in the log", size);
  } else {
    Say("not ready, {} entries in the log", size);
  }
  for (const auto& [part, reason] : result["reasons"].items()) {
    Say("{}: {}", part, InWords(reason.get<std::string>()));
  }
  for (const json& notice : result.value("notices", json::array())) {
    Say("note: {}", InWords(notice.get<std::string>()));
  }
  PrintErasures(result.value("erasures", json::object()));
  const std::string until = result.value("retention_until", "");
  if (until.empty()) {
    Say("retention erases what was due once servers have run here for 24 hours");
  } else {
    Say("retention erases what was due until {}", until);
  }
  PrintWaiting(result);
}

// What the options of one command were set to.
struct DataOptions {
  std::string data, role, name, id, expires, site, file, checkpoint_log, format;
  std::vector<std::string> sites;
  uint64_t count = 0;
  uint64_t purge_percent = app::PurgeLimit().percent;
  bool acknowledge = false;
  bool last_resort = false;
  RevocationOptions revocation;
};

void AddPlace(CLI::App& command, DataOptions& options) {
  AddDataOptions(command, options.data, options.format);
}

int Do(const DataOptions& options, std::string_view operation, const json& arguments,
       const std::function<void(const json&)>& print) {
  return RunAndPrint({options.data, "", options.checkpoint_log}, options.format, operation,
                     arguments, print);
}

void AddTokenCommands(CLI::App& app, const std::shared_ptr<DataOptions>& o, int& exit_code) {
  CLI::App* token = app.add_subcommand("token", "Staff tokens: create, list, revoke");
  token->require_subcommand(1);
  CLI::App* create = token->add_subcommand("create", "Make a token; it is shown this once");
  AddPlace(*create, *o);
  create->add_option("--role", o->role, "marketing, auditor, dpo, approver, operator or scanner")
      ->required()
      ->check(CLI::IsMember({"marketing", "auditor", "dpo", "approver", "operator", "scanner"}));
  create->add_option("--name", o->name, "Whom it is for")->required();
  create->add_option("--expires", o->expires,
                     "Last day (2027-03-31) or time it is accepted, or never; without: a year");
  create->add_option("--site", o->sites,
                     "A site whose records and lines it opens (repeat); without: every one");
  create->add_flag("--last-resort", o->last_resort,
                   "For when nobody can sign in as they should: four hours, a day at most; each "
                   "use stands in the access log and raises an alert");
  create->callback([o, &exit_code] {
    exit_code = Do(*o, "token.create",
                   {{"role", o->role},
                    {"name", o->name},
                    {"expires", o->expires},
                    {"sites", o->sites},
                    {"last_resort", o->last_resort}},
                   [](const json& result) { fmt::print("{}\n", result.value("token", "")); });
  });
  CLI::App* list = token->add_subcommand("list", "Show every token, without its secret");
  AddPlace(*list, *o);
  list->callback([o, &exit_code] {
    exit_code = Do(*o, "token.list", json::object(), [](const json& result) {
      for (const json& entry : result["tokens"]) {
        const auto sites = entry.value("sites", std::vector<std::string>());
        fmt::print(
            "{}  {:<9}  {}  {}{}{}{}{}{}{}\n", entry.value("id", ""), entry.value("role", ""),
            entry.value("created", ""), entry.value("name", ""),
            sites.empty() ? "" : Worded("  of {}", fmt::join(sites, " ")),
            entry.contains("expires") ? Worded("  expires {}", entry.value("expires", "")) : "",
            entry.contains("revoked") ? Worded("  revoked {}", entry.value("revoked", "")) : "",
            entry.contains("used") ? Worded("  used {}", entry.value("used", "")) : "",
            entry.contains("from") ? Worded("  from {}", entry.value("from", "")) : "",
            entry.value("last_resort", false) ? Worded("  LAST RESORT") : "");
      }
    });
  });
  CLI::App* revoke =
      token->add_subcommand("revoke", "End a token, and the tokens and invitations that it made");
  AddPlace(*revoke, *o);
  revoke->add_option("id", o->id, "Its id, as `token list` shows it")->required();
  AddRevocationOptions(*revoke, o->revocation);
  revoke->callback([o, &exit_code] {
    exit_code = Do(*o, "token.revoke", RevocationOf(o->id, o->revocation),
                   [o](const json& result) { PrintGiven(result, o->revocation); });
  });
}

}  // namespace

Result<json> RunOnData(const DataPlace& place, std::string_view operation, const json& arguments) {
  Result<std::optional<json>> reply = control::AskServer(place.data, operation, arguments);
  if (!reply) return reply.error();
  if (reply->has_value()) return std::move(**reply);
  // Without a database only what makes sense before the first start may make one.
  const bool fresh = ::access((place.data + "/temoin.db").c_str(), F_OK) != 0;
  const bool begins = operation == "token.create" || operation == "publish";
  const bool lost =
      fresh && (HasCheckpointLog(place) || app::HasSigned(place.data, /*store=*/nullptr));
  // What was lost is completed from the checkpoint log first, and then acknowledged.
  const bool completes = operation == "loss.acknowledge" && HasCheckpointLog(place);
  if (lost && !completes) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("{0}/temoin.db is missing beside the keys or checkpoint log. Put the "
                             "latest database in place, or restore a backup (temoin restore --data "
                             "{0} FILE). If there is none, start the server: it says what is lost",
                             place.data));
  }
  if (fresh && !begins && !lost) {
    return Error(ErrorCode::kNotFound, fmt::format("{} holds no data of temoin", place.data));
  }
  return RunHere(place, operation, arguments);
}

int RunAndPrint(const DataPlace& place, const std::string& format, std::string_view operation,
                const json& arguments, const std::function<void(const json&)>& print) {
  const Result<json> result = RunOnData(place, operation, arguments);
  if (!result) return Fail(result.error());
  if (!PrintedAsJson(format, *result)) print(*result);
  return kExitDone;
}

void AddDataOptions(CLI::App& command, std::string& data, std::string& format) {
  command.add_option("--data", data, "Data directory")->required();
  AddFormatOption(command, format);
}

namespace {

int AcknowledgeLoss(const DataOptions& o) {
  const Result<json> result =
      RunOnData({o.data, "", o.checkpoint_log}, "loss.acknowledge", json::object());
  if (!result) return Fail(result.error());
  if (PrintedAsJson(o.format, *result)) return kExitDone;
  for (const json& loss : (*result)["acknowledged"]) {
    Say("acknowledged: {}", InWords(loss.get<std::string>()));
  }
  Say("Choices are recorded again. Set the holds again that no backup had.");
  return kExitDone;
}

int Restore(const DataOptions& o) {
  if (o.acknowledge) return AcknowledgeLoss(o);
  const Status restored = server::RestoreBackup(o.file, o.data);
  if (!restored) return Fail(restored.error());
  if (PrintedAsJson(o.format, {{"restored", o.file}, {"data", o.data}})) return kExitDone;
  Say("restored {} to {}", o.file, o.data);
  Say("Start the server with the latest checkpoint log: it completes the log, erases again what "
      "was "
      "erased since and says what is lost. Choices wait until \"temoin restore --acknowledge-loss "
      "--data {}\".",
      o.data);
  return kExitDone;
}

}  // namespace

void AddBackupCommands(CLI::App& app, const std::shared_ptr<DataOptions>& o, int& exit_code) {
  CLI::App* backup =
      app.add_subcommand("backup", "Copy the database to a file, while the server runs or not");
  AddPlace(*backup, *o);
  backup->add_option("file", o->file, "Where to; it must not exist yet")->required();
  CLI::Option* const kept =
      backup
          ->add_option("--kept-days", o->count,
                       "How many days it is kept: refused where that outlives a site's evidence")
          ->check(Digits());
  backup->callback([o, kept, &exit_code] {
    // The server that writes it may stand in another directory.
    const std::string to = std::filesystem::absolute(o->file).lexically_normal().string();
    json arguments = {{"to", to}};
    if (kept->count() > 0) arguments["kept_days"] = o->count;
    exit_code = Do(*o, "backup", arguments, [&](const json& result) {
      Say("{}: {} bytes", to, result["bytes"].get<uint64_t>());
      Say("Keep log.key and the checkpoint log apart from it (docs/operate.md).");
    });
  });
  CLI::App* restore = app.add_subcommand(
      "restore",
      "Put a backup in place of a database that was moved away (no server may run); or, with "
      "--acknowledge-loss, take note of what a start found to be lost");
  restore->add_option("--data", o->data, "Data directory; without a database to restore FILE")
      ->required();
  AddFormatOption(*restore, o->format);
  restore->add_option("--log-journal", o->checkpoint_log,
                      "Directory of the checkpoint log, to acknowledge while no server runs");
  CLI::Option* acknowledge = restore->add_flag(
      "--acknowledge-loss", o->acknowledge,
      "No FILE: `temoin status` names the loss; from now on choices are recorded again");
  restore->add_option("file", o->file, "What `temoin backup` wrote")->excludes(acknowledge);
  restore->callback([o, &exit_code] { exit_code = Restore(*o); });
}

void AddDataCommands(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<DataOptions>();
  AddTokenCommands(app, options, exit_code);
  AddBackupCommands(app, options, exit_code);
  AddHoldCommands(app, exit_code);
  AddLimitationCommands(app, exit_code);
  AddRequestCommands(app, exit_code);
  CLI::App* purge =
      app.add_subcommand("purge", "Erase now what is due (the server does it hourly)");
  AddPlace(*purge, *options);
  AddCheckpointLogOption(*purge, options->checkpoint_log);
  CLI::Option* approve = purge->add_option(
      "--approve", options->site,
      "Also erase what waits of this site, because it is more than on a usual day");
  CLI::Option* records =
      purge->add_option("--records", options->count, "With --approve: how many, as they are shown")
          ->check(Digits());
  approve->needs(records);
  records->needs(approve);
  purge
      ->add_option("--purge-percent", options->purge_percent,
                   "When no server runs: the share that goes in one day without an approval; more "
                   "than the default goes by --approve only")
      ->check(Digits())
      ->check(CLI::Range(uint64_t{0}, app::PurgeLimit().percent))
      ->capture_default_str();
  purge->callback([options, &exit_code] {
    json arguments = json::object();
    if (!options->site.empty()) {
      arguments = {{"approve", options->site}, {"records", options->count}};
    }
    DataPlace place{.data = options->data};
    place.checkpoint_log = options->checkpoint_log;
    place.purge_percent = options->purge_percent;
    const Result<json> result = RunOnData(place, "purge", arguments);
    if (!result) {
      exit_code = Fail(result.error());
      return;
    }
    if (!PrintedAsJson(options->format, *result)) PrintPurged(*result);
    // Who approves one site is done when that site no longer waits.
    const auto counts = [&](const json& waiting) {
      return options->site.empty() || waiting.value("site", "") == options->site;
    };
    const json& waiting = (*result)["waiting"];
    exit_code = std::any_of(waiting.begin(), waiting.end(), counts) ? kExitFindings : kExitDone;
  });
  CLI::App* status = app.add_subcommand("status", "Say how a data directory is doing");
  AddPlace(*status, *options);
  AddCheckpointLogOption(*status, options->checkpoint_log);
  status->callback([options, &exit_code] {
    DataPlace place{.data = options->data};
    place.checkpoint_log = options->checkpoint_log;
    const Result<json> result = RunOnData(place, "status", json::object());
    if (!result) {
      exit_code = Fail(result.error());
      return;
    }
    if (!PrintedAsJson(options->format, *result)) PrintStatus(*result);
    exit_code = result->value("ready", false) ? kExitDone : kExitFindings;
  });
}

}  // namespace temoin::cli
