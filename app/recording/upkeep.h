// Erasing what is due on an operator's word, copying the database and putting a copy back, and
// saying how the service does. Only for who has the machine in hand.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_RECORDING_UPKEEP_H_
#define TEMOIN_APP_RECORDING_UPKEEP_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/machine.h"
#include "app/recording/retention.h"
#include "base/clock.h"
#include "base/result.h"
#include "catalog/model.h"

namespace temoin::app {

// Erases what is due; with an approval also what waits of that site, which leaves a line in the
// access log, written first. kUnavailable after a loss that nobody acknowledged, because the holds
// that a lost database had are not known, and whenever choices are not taken.
struct Purge {
  std::optional<PurgeApproval> approval;
};
struct Purged {
  PurgeReport report;
  bool over = false;  // nothing of what was erased can be read, nor come back with a backup
};
Result<Purged> EraseDue(const Machine& machine, const Actor& actor, const Purge& command);

// A copy holds what is erased after it: it goes before the evidence would, once a choice has no
// more effect. kUnprocessable where the site's evidence retention is not over `days`.
Status CheckBackupLife(const catalog::Site& site, int64_t days, Time now);

// Copies the database, choices going on in between. The line of the access log is written first,
// and so stands in the copy.
struct Backup {
  static constexpr int64_t kMostDays = 36'500;
  std::string to;                      // absolute, and not there yet
  std::optional<int64_t> kept_days{};  // for how long it is kept, where somebody says so
};
// Bytes of the copy. kInvalidArgument with the pointer /to; what CheckBackupLife says of a revision
// that is kept in DATA/published. One that cannot be read keeps no backup from being made.
Result<uint64_t> CopyDatabase(const Machine& machine, const Actor& actor, const Backup& command);

// Puts a backup in place of a database that was moved away. Only while no server runs: `put` is the
// store's own way, which takes the directory's lock and looks the backup through first.
// kInvalidArgument without a file; else what `put` says.
struct RestoreFile {
  std::string file;
  std::string data_directory;
};
using PutInPlace = std::function<Status(const std::string& file, const std::string& directory)>;
Status Restore(const PutInPlace& put, const RestoreFile& command);

struct ShowStatus {};
struct ServiceStatus {
  bool ready = false;
  std::map<std::string, std::string, std::less<>> reasons;  // by part, why it is not
  std::vector<std::string> notices;                         // what is no reason to be unready
  std::vector<store::DueCount> waiting;                     // due, and waits to be approved
  Recorder::ErasureState erasures;
  std::optional<Time> retention_until;
  std::optional<store::Head> head;  // while the store can be read
};
Result<ServiceStatus> StatusOf(const Machine& machine, const Actor& actor,
                               const ShowStatus& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_UPKEEP_H_
