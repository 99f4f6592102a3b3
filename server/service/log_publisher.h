// Publishing the log: journaled, then signed, then served (DESIGN 7). Two histories are never
// signed, whatever is killed when:
//   - a checkpoint is signed only after its leaves are synced in the log journal;
//   - its root is computed from the journal's tree and the new leaves, and must be the database's;
//   - at start the database must continue what the journal says was signed: one that is behind is
//     completed from the journal, one that contradicts it is refused.
// A refused log signs nothing until the operator acted and the server was started again.
//
// Thread-safety: Publish, Rotate and the accessors from any thread.
#ifndef TEMOIN_SERVER_SERVICE_LOG_PUBLISHER_H_
#define TEMOIN_SERVER_SERVICE_LOG_PUBLISHER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "server/prooflog/checkpoint.h"
#include "server/prooflog/tree.h"
#include "server/prooflog/verify.h"
#include "server/service/log_journal.h"
#include "server/service/log_keys.h"
#include "server/store/store.h"

namespace temoin::service {

struct PublishedLog {
  prooflog::Checkpoint checkpoint;
  std::string note;  // the signed note, as served at /log/checkpoint
};

// What a database that was behind the journal was given at start.
struct LogCompletion {
  uint64_t first = 0;
  uint64_t entries = 0;
  uint64_t lost_consents = 0;    // records whose content is gone
  uint64_t lost_others = 0;      // revisions and journal days whose content is gone
  uint64_t purges_replayed = 0;  // purge entries
};

struct LogOptions {
  std::string data_dir;
  std::string journal_dir;  // empty: data_dir + "/log-journal"
  std::string origin;       // empty: that of the key, or kDefaultLogOrigin for a new one
  // Keeps a day's first checkpoint (Store::KeepCheckpoint, on the thread that may write). May fail:
  // tried again a second later. Called inside Publish.
  std::function<Status(const store::KeptCheckpoint&)> keep;
};

class LogPublisher {
 public:
  // Creates key and journal for an empty database; otherwise judges the database against its
  // journal, completing it when it is behind (a writing call on the store: before anyone else
  // writes). An error: could not be judged (I/O, key file, other origin). A database that
  // contradicts its journal gives a publisher whose Refusal() says what happened and what to do.
  static Result<std::unique_ptr<LogPublisher>> Open(LogOptions options, store::Store& store,
                                                    Time now);

  // Publishes what the database has and the checkpoint has not; nothing to do is ok. Call at most
  // once a second. kUnavailable: tried again at the next call; kDataLoss: refused from now on.
  Status Publish(Time now);

  // Replaces the key of a running log: signs the served checkpoint again with the new one. What the
  // old key signed keeps verifying.
  Result<std::shared_ptr<const LogKeys>> Rotate();

  // What is served; null until the first checkpoint and when refused at start.
  std::shared_ptr<const PublishedLog> Current() const;

  // Why nothing is signed any more, for the operator; nullopt when all is well. The server is
  // unready while this has a value.
  std::optional<std::string> Refusal() const;

  const std::optional<LogCompletion>& completion() const { return completion_; }
  std::shared_ptr<const LogKeys> keys() const;
  const std::string& origin() const { return origin_; }
  const std::string& journal_dir() const { return options_.journal_dir; }

 private:
  LogPublisher(LogOptions options, store::Store& store, LogKeys keys);
  Status Judge();
  Status CompleteStore(const store::Head& head);
  Status Refuse(std::string what);
  Status Sign(const prooflog::Checkpoint& checkpoint);
  void KeepDaily(Time now);

  LogOptions options_;
  store::Store& store_;
  const std::string origin_;
  std::mutex publishing_;  // one publication or rotation at a time; guards up to kept_size_
  std::unique_ptr<LogJournal> journal_;
  prooflog::Appender tree_;  // of what the journal holds
  std::optional<LogCompletion> completion_;
  std::optional<Time> kept_day_;
  uint64_t kept_size_ = 0;

  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<const LogKeys> keys_;
  std::shared_ptr<const PublishedLog> current_;
  std::optional<std::string> refusal_;
};

}  // namespace temoin::service

#endif  // TEMOIN_SERVER_SERVICE_LOG_PUBLISHER_H_
