// A new checkpoint log out of what the database holds, when the old one is lost for good
// (docs/decisions/0008).
//
// Thread-safety: a free function; the caller holds the directory's lock.
#ifndef TEMOIN_APP_LOG_LOG_ADOPT_H_
#define TEMOIN_APP_LOG_LOG_ADOPT_H_

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "store/log.h"

namespace temoin::app {

// Makes the checkpoint log whole before it returns: one that is cut to less than what was signed is
// known as such at the next start. kConflict when there is a checkpoint log, or when keys, kept
// checkpoints and anchors say that this database is not the latest of this log, or the caller does:
// `beyond`, a clause that may be empty, names what is newer. Cut by a kill it is refused at the
// next start; move it away and adopt again.
Status MakeCheckpointLog(const std::string& data_dir, const std::string& checkpoint_log_dir,
                         const store::LogStore& store, std::string beyond, Time now);

// Whether anything tells that this database is of the log whose keys lie beside it. A server keeps
// a checkpoint with the first that it signs: a database with entries and without one, and without
// an anchor, may be any log's, and is a kConflict.
Status CheckIdentity(const std::string& data_dir, const store::LogStore& store);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_ADOPT_H_
