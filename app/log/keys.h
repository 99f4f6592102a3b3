// The use cases of the log's keys, anchors and journal. Only for who has the machine in hand.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_LOG_KEYS_H_
#define TEMOIN_APP_LOG_KEYS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "app/machine.h"

namespace temoin::app {

// Replaces the key that signs. The verifier keys, the new one first. The line of the access log is
// written first: a rotation without a line cannot be. kConflict while the log cannot vouch for the
// database.
struct RotateKey {};
Result<std::vector<std::string>> Rotate(const Machine& machine, const Actor& actor,
                                        const RotateKey& command);

// Files the anchors of the directory with the checkpoints that they stamp; how many were new.
struct FileAnchors {};
Result<size_t> FileStamps(const Machine& machine, const Actor& actor, const FileAnchors& command);

// Starts a new log journal out of what the database holds (log_adopt.h). Only while no server runs:
// the caller holds the directory's lock. kConflict, naming what is newer, for a database that is
// not the latest, or of which nothing tells that it is this log's.
struct AdoptLog {
  std::string data_directory;
  std::string journal_directory;
  // The latest is lost for good: a new key tells the two histories apart, and the loss is noted.
  bool older = false;
};
Status Adopt(const Context& context, const Actor& actor, const AdoptLog& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_KEYS_H_
