// The one writer: takes choices and erasures from a bounded queue, commits what is waiting in one
// transaction with one sync, then answers everyone. No waiting window: a batch is what arrived
// while the one before was being synced.
//
//   recorder.Submit({terms, std::move(choice), tokens}, [](Result<ChoiceOutcome> outcome) { … });
//
// A callback with a value is called only after the commit is durable. A failed commit answers its
// whole batch with kUnavailable, makes the server unready, and is tried again by itself until the
// disk takes writes; nothing was recorded then.
//
// Idempotency: a choice with a `key` seen within consent::kRetryLifetime is not recorded again. Its
// sender gets the token of the first one (derived, not kept) only with what no script can read: the
// nonce that the first answer set, or that very token. After a restart the keys of records with a
// token are known again from the records themselves. At most kMaxKeys are remembered, the oldest go
// first.
//
// Thread-safety: Submit, Erase, Run, Count and the getters from any thread; callbacks run on the
// writer thread and must not block or call Run.
#ifndef TEMOIN_APP_RECORDING_RECORDER_H_
#define TEMOIN_APP_RECORDING_RECORDER_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/recording/erasures.h"
#include "app/recording/readiness.h"
#include "app/recording/server_keys.h"
#include "base/clock.h"
#include "base/histogram.h"
#include "base/result.h"
#include "consent/choice.h"
#include "consent/context.h"
#include "consent/terms.h"
#include "consent/token.h"
#include "consent/validity.h"
#include "store/store.h"

namespace temoin::app {

inline constexpr size_t kMaxKeys = 256 * 1024;

// A choice that passed consent::CheckChoice against `terms`, the revision it names.
struct ChoiceJob {
  std::shared_ptr<const consent::Terms> terms;
  consent::ChoiceRequest choice;
  std::vector<consent::Token> tokens{};       // what the browser sent; unverified
  std::vector<consent::RetryNonce> nonces{};  // likewise
};

struct ChoiceOutcome {
  enum class Kind : uint8_t {
    kRecorded,   // now, or by an earlier sending that is proved to be this browser's
    kUnchanged,  // the same answer stood already
    kWithheld,   // recorded by an earlier sending that is not proved so: only `index` is said
  };
  Kind kind = Kind::kRecorded;
  std::optional<store::Index> index;         // none for a refusal that leaves no identifier
  std::optional<consent::Token> token;       // for the cookie; none likewise
  std::optional<consent::RetryNonce> nonce;  // for the cookie of a token that is new
  consent::Standing standing = consent::Standing::kValid;
  consent::Context context;
};

// Somebody asks for the erasure of what their tokens open, or of the line of one record.
struct EraseJob {
  std::shared_ptr<const consent::Terms> terms;  // of the site's current revision
  std::vector<consent::Token> tokens;
  std::optional<store::Index> index{};  // by staff, in place of tokens
  Time at{};                            // with it: when; a time that is past is now
};

using ChoiceDone = std::function<void(Result<ChoiceOutcome>)>;

struct RecorderOptions {
  size_t max_queue = 8192;
  size_t max_batch = 1024;
  std::string data_directory;                      // where the disk is tried after a failure
  std::chrono::milliseconds erase_patience{5000};  // an erasure is answered by then, over or not
};

// Plain counters, read from anywhere.
struct RecorderMetrics {
  Histogram commits{kMicroseconds};    // from a batch's first write to its answers
  Histogram syncs{kMicroseconds};      // of these, what the disk takes
  Histogram batches{kPowersOfTwo};     // choices recorded by a commit
  std::atomic<uint64_t> choices{0};    // recorded
  std::atomic<uint64_t> unchanged{0};  // the same answer stood already
  std::atomic<uint64_t> repeated{0};   // answered from a known key
  std::atomic<uint64_t> withheld{0};   // of these, without the token
  std::atomic<uint64_t> erasures{0};
  std::atomic<uint64_t> refused_full{0};  // queue full
  std::atomic<uint64_t> failed_commits{0};
  std::atomic<int64_t> queued{0};
};

// What a visitor is answered while nothing is recorded, and while no record is told of either.
Error ChoicesHeld();
Error RecordsHeld();

class Recorder {
 public:
  // All references outlive the recorder. Nothing runs before Start.
  Recorder(store::Store& store, const Clock& clock, const ServerKeys& keys, Readiness& readiness,
           RecorderOptions options);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // Called on the writer thread after each durable commit with the log's new head. Set before
  // Start.
  void OnCommit(std::function<void(const store::Head&)> hook);

  // Asked before and after each commit: an error answers everybody who waits, and nothing is
  // recorded, or acknowledged. For what is promised elsewhere than in the store. Called on the
  // writer thread; whoever answers with an error has the readiness say so. Set before Start.
  void AskBeforeResponses(std::function<Status()> vouch);

  // Holds the choices (part "store") until what an earlier run left in the write-ahead log is gone:
  // while a disk is full, or another process reads. Tried again every second.
  void Start();
  // Refuses new work, finishes what was accepted, ends the thread. Idempotent.
  void Stop();

  // kUnavailable when the queue is full, the recorder stops or a part of the service holds the
  // choices (Readiness::HoldChoices); `done` is then not called.
  Status Submit(ChoiceJob job, ChoiceDone done);
  // A part of the service holds what was recorded (Readiness::HoldRecords): erasures are refused.
  bool HoldsRecords() const;
  // Answered when the erasure is over (erasures.h), or as scheduled. kNotFound in the outcome when
  // no token opens a record. `done` is called on the writer thread or on that of LogSynced.
  Status Erase(EraseJob job, EraseDone done);
  // The same for one record and its line, by staff; waits for the outcome.
  Result<EraseOutcome> EraseRecord(store::Index index, Time at);

  // To be called inside Run by work that erased: the log has `size` entries with its purge entry.
  void Erased(uint64_t size);
  // To be told of each sync of the checkpoint log: it holds the first `size` entries.
  void LogSynced(uint64_t size);
  // Before Start: notes what is promised for later (Erasures::OnPromise).
  void OnPromisedErasure(Erasures::NotePromise note);
  // True: every erasure that has begun is over, within `limit`.
  bool AwaitErasures(std::chrono::milliseconds limit);

  struct ErasureState {
    Erasures::Waiting waiting;  // erasures that are not over
    // How long a reader, of ours or of another process, has kept bytes in the write-ahead log that
    // are to go; 0: none does.
    std::chrono::milliseconds kept_by_reader{0};
  };
  ErasureState erasure_state() const;

  // A line of the access log; returns when it is durable. It is written with the choices that
  // wait at the same moment, so that staff who look around make no visitor wait for a sync more.
  // kUnavailable as above.
  Status LogAccess(store::Access access);

  // Runs `work` on the writer thread, between batches, and waits for it. For publication, purge,
  // holds: everything else that writes. kUnavailable when the recorder stops.
  Status Run(std::function<Status(store::Store&)> work);

  // Anonymous counts that ride along with a batch, at the latest after some seconds. Bounded: what
  // is too much is dropped.
  void CountImpressions(std::string_view site, const TimeZone& time_zone, std::string_view revision,
                        uint64_t count);
  void CountObservation(std::string_view site, std::string_view name);

  const RecorderMetrics& metrics() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_RECORDER_H_
