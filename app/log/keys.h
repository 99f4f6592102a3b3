// The use cases of the log's keys, anchors and checkpoint log. Only for who has the machine in
// hand.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_LOG_KEYS_H_
#define TEMOIN_APP_LOG_KEYS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/log/log_anchor.h"
#include "app/machine.h"
#include "app/outbound.h"

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

// The checkpoint of the most entries that is kept; kNotFound before the first.
Result<store::KeptCheckpoint> LatestKept(const store::LogStore& log);

// Writes the latest kept checkpoint to a file, for someone who will keep it, and notes it beside
// the anchors. How many entries it covers.
struct ExportCheckpoint {
  std::string data_directory;
  std::string file;
};
Result<uint64_t> Export(const store::LogStore& log, const ExportCheckpoint& command);

// Has one time stamping authority stamp the latest kept checkpoint, and keeps what it says with the
// anchors; FileAnchors files it in the database. Checked first, as CheckTimestamp does. Anchors are
// as public as what they stamp, and leave no line in the access log.
struct StampCheckpoint {
  std::string data_directory;
  std::string authority;  // its URL
  std::string ca_file;    // may be empty
};
struct StampedCheckpoint {
  uint64_t size = 0;
  std::optional<Timestamp> stamp{};  // none: that one stamped it already, and is not asked
};
Result<StampedCheckpoint> Stamp(const store::LogStore& log, Outbound& outbound,
                                const StampCheckpoint& command);

// Starts a new checkpoint log out of what the database holds (log_adopt.h). Only while no server
// runs: the caller holds the directory's lock. kConflict, naming what is newer, for a database that
// is not the latest, or of which nothing tells that it is this log's.
struct AdoptLog {
  std::string data_directory;
  std::string checkpoint_log_directory;
  // The latest is lost for good: a new key tells the two histories apart, and the loss is noted.
  bool older = false;
};
Status Adopt(const Context& context, const Actor& actor, const AdoptLog& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_KEYS_H_
