// Commands that change a data directory: by its server when one runs there, else here, holding the
// directory's lock.
//
// Thread-safety: called from the main thread.
#ifndef TEMOIN_SERVER_CLI_DATA_H_
#define TEMOIN_SERVER_CLI_DATA_H_

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace CLI {
class App;
}  // namespace CLI

namespace temoin::cli {

struct DataPlace {
  std::string data;
  std::string catalog{};  // for "publish" without a server; may be empty otherwise
  // Of the log without a server; empty: log-journal in the data directory.
  std::string checkpoint_log{};
  uint64_t purge_percent = 5;  // without a server
};

// Does an operation of server/control/operations.h. kNotFound when the directory holds no data yet
// (nothing is created), kConflict when a server holds it and cannot be asked.
Result<nlohmann::json> RunOnData(const DataPlace& place, std::string_view operation,
                                 const nlohmann::json& arguments);

// The same, and prints what came of it as `format` says (cli.h), or the error. Returns the exit
// code.
int RunAndPrint(const DataPlace& place, const std::string& format, std::string_view operation,
                const nlohmann::json& arguments,
                const std::function<void(const nlohmann::json&)>& print);

// `--data` and `--format` of such a command.
void AddDataOptions(CLI::App& command, std::string& data, std::string& format);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_DATA_H_
