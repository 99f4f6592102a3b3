// What stands in a directory when its log starts: keys, checkpoint log, database, signed
// checkpoints and published files, looked at once and compared. Changes nothing on disk but what
// was torn at the end of the checkpoint log, and a rotation that was cut.
//
// Thread-safety: a value with one owner.
#ifndef TEMOIN_APP_LOG_LOG_SURVEY_H_
#define TEMOIN_APP_LOG_LOG_SURVEY_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/log/checkpoint_log.h"
#include "app/log/log_completion.h"
#include "app/log/log_keys.h"
#include "app/log/log_start.h"
#include "base/result.h"
#include "store/log.h"
#include "store/publications.h"

namespace temoin::app {

struct LogSurvey {
  LogFound found;
  std::optional<LogKeys> keys;  // where log.key can be used
  PublicKeys known;  // also where it cannot; with those that only the checkpoint log still names
  std::unique_ptr<CheckpointLog> checkpoint_log;
  CheckpointLogComparison comparison;
  // What a case rests on, a clause each; empty where there is nothing to say.
  std::string about_keys;
  std::string about_checkpoint_log;
  std::string about_checkpoints;  // of the database: comparison.detail
  std::string about_remains;
  std::string about_anchor;
  std::string about_newer;
  // Ids of keys of this log, 8 hex digits, that signed what is kept here and that log.vkeys and
  // checkpoint log do not hold.
  std::vector<std::string> missing_keys;
};

// The clause that belongs to a case.
std::string DetailOf(const LogSurvey& survey, LogStart start);

// kConflict for a checkpoint log that another process has open or a newer version wrote;
// kUnavailable for a database that cannot be read at the moment.
Result<LogSurvey> SurveyLog(const std::string& data_dir, const std::string& checkpoint_log_dir,
                            const store::LogStore& store);

// Whether the files beside a database that continues its checkpoint log know of publications that
// it does not, though no loss found since explains it: both were set back then.
Status LookAtPublications(const std::string& data_dir, const store::PublicationStore& publications,
                          const store::LogStore& log, LogSurvey& survey);
// The same as a clause, empty for nothing.
Result<std::string> PublishedBeyond(const std::string& data_dir,
                                    const store::PublicationStore& publications,
                                    const store::LogStore& log);

// What tells that more than `entries` were signed: the clock file; a clause, empty for nothing.
std::string SignedBeyond(const std::string& data_dir, uint64_t entries);

// Whether anything but the checkpoint log tells that this log has signed: keys, anchors, the clock
// of a server for visitors, checkpoints kept in `store` (null: there is none). Also what cannot be
// read.
bool HasSigned(const std::string& data_dir, const store::LogStore* store);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_SURVEY_H_
