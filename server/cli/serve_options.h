// The settings of `temoin serve` as options of a command, and as what the server is made of.
//
// Thread-safety: AddSettings from main; the others are pure.
#ifndef TEMOIN_SERVER_CLI_SERVE_OPTIONS_H_
#define TEMOIN_SERVER_CLI_SERVE_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/daemon.h"
#include "server/http/live_options.h"
#include "server/settings/settings.h"

namespace temoin::cli {

// What a command line gave of the settings, and the file that it names.
struct SettingOptions {
  std::string file;
  std::map<std::string, std::vector<std::string>, std::less<>> written;  // empty: not given
  std::map<std::string, bool, std::less<>> switches;

  // With this process's environment. Without --config, TEMOIN_CONFIG names the file.
  settings::Sources Sources() const;
};

// One option for each row of the table, and --config.
std::shared_ptr<SettingOptions> AddSettings(CLI::App& command);

// An error that says where the value was given.
Error BadSetting(const settings::Settings& settings, std::string_view option,
                 std::string_view what);

// kInvalidArgument where a value is none that the server can run with.
Result<server::DaemonOptions> MakeDaemonOptions(const settings::Settings& settings);
Result<http::LiveOptions> MakeLiveOptions(const settings::Settings& settings);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_SERVE_OPTIONS_H_
