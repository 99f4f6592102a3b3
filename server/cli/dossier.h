// `temoin report dossier`: the evidence that a receiver verifies without us, as a folder or a .zip.
//
// Thread-safety: none; a command has one thread.
#ifndef TEMOIN_SERVER_CLI_DOSSIER_H_
#define TEMOIN_SERVER_CLI_DOSSIER_H_

#include "base/result.h"
#include "server/cli/report_source.h"

namespace temoin::cli {

// Writes it to options.out, whole or not at all, and prints what it holds. kInvalidArgument without
// --out; kConflict when something stands at --out.
Status MakeDossier(const ReportOptions& options);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_DOSSIER_H_
