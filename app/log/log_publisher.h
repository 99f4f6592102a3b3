// Publishing the log: noted in the checkpoint log, then signed, then served. Two histories are
// never signed, whatever is killed when:
//   - a checkpoint is signed only after its leaves are synced in the checkpoint log;
//   - its root is computed from the checkpoint log's tree and the new leaves, and must be the
//     database's;
//   - at start keys, checkpoint log, database and kept checkpoints are looked at and judged as one
//     case (log_start.h): a database that is behind is completed from the checkpoint log and that
//     loss noted; what contradicts is refused.
// A refused log signs nothing until the operator acted and the server was started again.
//
// Thread-safety: Publish, Rotate and the accessors from any thread.
#ifndef TEMOIN_APP_LOG_LOG_PUBLISHER_H_
#define TEMOIN_APP_LOG_LOG_PUBLISHER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/log/checkpoint_log.h"
#include "app/log/log_keys.h"
#include "app/log/log_start.h"
#include "app/log/log_survey.h"
#include "base/clock.h"
#include "base/histogram.h"
#include "base/result.h"
#include "base/served_file.h"
#include "prooflog/checkpoint.h"
#include "prooflog/tree.h"
#include "prooflog/verify.h"
#include "store/log.h"
#include "store/publications.h"

namespace temoin::app {

struct PublishedLog {
  prooflog::Checkpoint checkpoint;
  std::string note;  // the signed note, as served at /log/checkpoint
  Time at{};         // when its leaves were synced in the checkpoint log
};

struct LogOptions {
  std::string data_dir;
  std::string checkpoint_log_dir;  // empty: data_dir + "/log-journal"
  std::string origin;              // empty: that of the key, or kDefaultLogOrigin for a new one
  // Keeps a day's first checkpoint (Store::KeepCheckpoint, on the thread that may write). May fail:
  // tried again a second later. Called inside Publish.
  std::function<Status(const store::KeptCheckpoint&)> keep;
  // server.key was there before this start opened the database: a missing one was lost.
  bool had_server_keys = false;
  // What the database knows of publications, held against the files beside it; may be null.
  const store::PublicationStore* publications = nullptr;
};

class LogPublisher {
 public:
  // Looks at what stands in the directory and acts by the case that it is (LogStart): makes key and
  // checkpoint log of a log that never signed, completes a database that is behind (a writing call
  // on the store: before anyone else writes). An error: could not be judged (I/O, a key that others
  // may read, another origin). A start that may not sign gives a publisher whose Refusal() says
  // what happened and what to do.
  static Result<std::unique_ptr<LogPublisher>> Open(LogOptions options, store::LogStore& store,
                                                    Time now);

  // Publishes what the database has and the checkpoint has not; nothing to do is ok. Call at most
  // once a second. kUnavailable: tried again at the next call; kDataLoss: refused from now on.
  Status Publish(Time now);

  // Replaces the key of a running log: signs the served checkpoint again with the new one. What the
  // old key signed keeps verifying.
  Result<std::shared_ptr<const LogKeys>> Rotate();

  // Asked before anything is acknowledged: kUnavailable once the checkpoint log's open file is not
  // the one that its path names, for good. Refusal() says so then.
  Status CheckServed();

  // What is served; null until the first checkpoint and when refused at start.
  std::shared_ptr<const PublishedLog> Current() const;

  // Why nothing is signed any more, for the operator; nullopt when all is well. The server is
  // unready while this has a value.
  std::optional<std::string> Refusal() const;
  // With a refusal: whether nothing may be recorded, because the database cannot be vouched for.
  bool HoldsChoices() const;

  LogStart start() const { return start_; }
  // Ids of earlier keys, 8 hex digits, that log.vkeys lacks: what they signed verifies no more.
  const std::vector<std::string>& missing_keys() const { return missing_keys_; }
  // Null while there is no key that can be read.
  std::shared_ptr<const LogKeys> keys() const;
  const std::string& origin() const { return origin_; }
  const std::string& checkpoint_log_dir() const { return options_.checkpoint_log_dir; }
  // How long it took to append to the checkpoint log and sync it.
  const Histogram& syncs() const { return syncs_; }
  // Size and time of what the checkpoint log ends with, as of Open; nothing when it could not be
  // opened.
  std::optional<std::pair<uint64_t, Time>> checkpoint_log_end() const {
    return checkpoint_log_end_;
  }

 private:
  LogPublisher(LogOptions options, store::LogStore& store, std::string origin);
  void LearnKept(const std::vector<store::KeptCheckpoint>& kept, Time now);
  Status Begin(LogSurvey survey, Time now);
  Status TakeKeys(LogSurvey& survey);
  Status Refuse(std::string what, bool holds = true);
  Status NameKey();
  Status Sign(const prooflog::Checkpoint& checkpoint, Time at);
  void GiveUp(const Error& why);
  void Watch();
  void KeepDaily(Time now);

  LogOptions options_;
  store::LogStore& store_;
  const std::string origin_;
  std::mutex publishing_;  // one publication or rotation at a time; guards up to kept_size_
  std::unique_ptr<CheckpointLog> checkpoint_log_;
  prooflog::Appender tree_;  // of what the checkpoint log holds
  LogStart start_ = LogStart::kFirst;
  std::vector<std::string> missing_keys_;
  std::optional<std::pair<uint64_t, Time>> checkpoint_log_end_;
  std::optional<Time> kept_day_;
  uint64_t kept_size_ = 0;
  Histogram syncs_{kMicroseconds};

  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<const LogKeys> keys_;
  std::shared_ptr<const PublishedLog> current_;
  std::optional<std::string> refusal_;
  bool holds_ = false;
  std::shared_ptr<const ServedFile> watched_;  // the open segment; null without one
  Status checkpoint_log_lost_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_PUBLISHER_H_
