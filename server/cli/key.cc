// The log's keys: temoin key generate|show|rotate.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <vector>

#include "app/log/log_keys.h"
#include "app/log/log_start.h"
#include "app/log/log_survey.h"
#include "server/cli/cli.h"
#include "server/cli/data.h"

namespace temoin::cli {
namespace {

namespace fs = std::filesystem;

struct KeyOptions {
  std::string data;
  std::string checkpoint_log;
  std::string format;
  std::string origin = app::kDefaultLogOrigin;
};

std::string CheckpointLogDir(const KeyOptions& options) {
  return options.checkpoint_log.empty() ? (fs::path(options.data) / "log-journal").string()
                                        : options.checkpoint_log;
}

// The current one first.
int PrintKeys(const KeyOptions& options, const std::vector<std::string>& vkeys) {
  if (PrintedAsJson(options.format, {{"vkeys", vkeys}})) return kExitDone;
  for (const std::string& vkey : vkeys) fmt::print("{}\n", vkey);
  return kExitDone;
}

int ShowKeys(const KeyOptions& options) {
  const auto vkeys = app::LoadLogKeys(options.data);
  if (!vkeys) return Fail(vkeys.error());
  if (vkeys->standing == app::KeyStanding::kForeign ||
      vkeys->standing == app::KeyStanding::kEarlier) {
    return Fail(Error(ErrorCode::kConflict,
                      app::StartSentence(vkeys->standing == app::KeyStanding::kForeign
                                             ? app::LogStart::kKeyForeign
                                             : app::LogStart::kKeyEarlier,
                                         {options.data, CheckpointLogDir(options), ""})));
  }
  return PrintKeys(options, vkeys->vkeys);
}

int GenerateKey(const KeyOptions& options) {
  std::error_code error;
  fs::create_directories(options.data, error);
  const auto keys = app::GenerateLogKeys(options.data, options.origin);
  if (!keys) return Fail(keys.error());
  return PrintKeys(options, {keys->vkeys.front()});
}

int RotateKey(const KeyOptions& options) {
  // A key that was made before the first start and has signed nothing.
  const fs::path data = options.data;
  std::error_code error;
  const bool unused = !fs::exists(data / "temoin.db", error) &&
                      !fs::exists(CheckpointLogDir(options), error) &&
                      !app::HasSigned(options.data, /*store=*/nullptr);
  if (unused) {
    const auto keys = app::RotateLogKeys(options.data);
    if (!keys) return Fail(keys.error());
    return PrintKeys(options, keys->vkeys);
  }
  DataPlace place{.data = options.data};
  place.checkpoint_log = options.checkpoint_log;
  const auto reply = RunOnData(place, "key.rotate", nlohmann::json::object());
  if (!reply) return Fail(reply.error());
  return PrintKeys(options, (*reply)["vkeys"].get<std::vector<std::string>>());
}

}  // namespace

void AddKeyCommands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<KeyOptions>();
  CLI::App* key = app.add_subcommand("key", "The log's keys");
  key->require_subcommand(1);
  const auto add = [&](const char* name, const char* words, int (*run)(const KeyOptions&)) {
    CLI::App* command = key->add_subcommand(name, words);
    command->add_option("--data", options->data, "Directory of the database, keys and log")
        ->required();
    AddFormatOption(*command, options->format);
    command->callback([options, run, &exit_code] { exit_code = run(*options); });
    return command;
  };
  add("generate", "Make the log's first key; prints its verifier key", GenerateKey)
      ->add_option("--log-origin", options->origin, "Name of the log, fixed from then on")
      ->capture_default_str();
  add("show", "Print the verifier keys, the current one first", ShowKeys);
  AddCheckpointLogOption(
      *add("rotate", "Replace the key; what the old one signed keeps verifying", RotateKey),
      options->checkpoint_log);
}

}  // namespace temoin::cli
