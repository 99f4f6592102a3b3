// What a server writes to standard error while it runs: for people, or as lines of JSON
// ({"time": RFC 3339, "level", "message"}). Messages never hold what a visitor sent: no address,
// reference, token or value of a cookie.
//
// Thread-safety: spdlog's; SetMessages at any time from the main thread.
#ifndef TEMOIN_SERVER_CLI_MESSAGES_H_
#define TEMOIN_SERVER_CLI_MESSAGES_H_

#include "server/settings/settings.h"

namespace temoin::cli {

// By `message-level` and `message-format`.
void SetMessages(const settings::Settings& settings);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_MESSAGES_H_
