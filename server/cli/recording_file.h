// A browser's recording that a command names.
//
// Thread-safety: free function.
#ifndef TEMOIN_SERVER_CLI_RECORDING_FILE_H_
#define TEMOIN_SERVER_CLI_RECORDING_FILE_H_

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/audit/recording.h"

namespace temoin::cli {

// Read in bounded memory, of any size; `exported` dates what the recording does not. The errors of
// ReadRecording, and those of opening and reading the file, which name it.
Result<catalog::Recording> ReadRecordingFile(const std::string& path, Time exported);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_RECORDING_FILE_H_
