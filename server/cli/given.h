// How `temoin token revoke` and `temoin person revoke` end what came of whom they end.
//
// Thread-safety: called from the main thread.
#ifndef TEMOIN_SERVER_CLI_GIVEN_H_
#define TEMOIN_SERVER_CLI_GIVEN_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace CLI {
class App;
}  // namespace CLI

namespace temoin::cli {

struct RevocationOptions {
  bool keep_given = false;
  bool dry_run = false;
};

// `--keep-given` and `--dry-run`.
void AddRevocationOptions(CLI::App& command, RevocationOptions& options);

// The arguments of the operation for this id.
nlohmann::json RevocationOf(const std::string& id, const RevocationOptions& options);

// A line for each token, invitation and person that came of the one who was revoked.
void PrintGiven(const nlohmann::json& given, const RevocationOptions& options);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_GIVEN_H_
