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
// Idempotency: a choice with a `key` seen within kKeyLifetime gets the outcome of the first one
// (the token's secret is derived, not kept). After a restart the keys of linked records are known
// again from the records themselves. At most kMaxKeys are remembered, the oldest go first.
//
// Thread-safety: Submit, Erase, Run, Count and the getters from any thread; callbacks run on the
// writer thread and must not block or call Run.
#ifndef TEMOIN_SERVER_SERVICE_RECORDER_H_
#define TEMOIN_SERVER_SERVICE_RECORDER_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "server/consent/choice.h"
#include "server/consent/context.h"
#include "server/consent/terms.h"
#include "server/consent/token.h"
#include "server/consent/validity.h"
#include "server/service/readiness.h"
#include "server/service/server_keys.h"
#include "server/store/store.h"

namespace temoin::service {

inline constexpr std::chrono::minutes kKeyLifetime{10};
inline constexpr size_t kMaxKeys = 256 * 1024;

// A choice that passed consent::CheckChoice against `terms`, the revision it names.
struct ChoiceJob {
  std::shared_ptr<const consent::Terms> terms;
  consent::ChoiceRequest choice;
  std::vector<consent::Token> tokens;  // what the browser sent; unverified
};

struct ChoiceOutcome {
  bool created = false;                 // false: the same answer stood already
  std::optional<store::Index> index;    // none for a refusal that leaves no identifier
  std::optional<consent::Token> token;  // for the cookie; none likewise
  consent::Standing standing = consent::Standing::kValid;
  consent::Context context;
};

// A visitor asks for the erasure of their record.
struct EraseJob {
  std::shared_ptr<const consent::Terms> terms;  // of the site's current revision
  std::vector<consent::Token> tokens;
};

struct EraseOutcome {
  enum class State : uint8_t { kErased, kScheduled, kHeld };
  State state = State::kErased;
  std::optional<Time> at;  // with kScheduled
};

using ChoiceDone = std::function<void(Result<ChoiceOutcome>)>;
using EraseDone = std::function<void(Result<EraseOutcome>)>;

struct RecorderOptions {
  size_t max_queue = 8192;
  size_t max_batch = 1024;
  std::string data_directory;  // where the disk is tried after a failure
};

// Plain counters, read from anywhere.
struct RecorderMetrics {
  std::atomic<uint64_t> batches{0};
  std::atomic<uint64_t> choices{0};    // recorded
  std::atomic<uint64_t> unchanged{0};  // the same answer stood already
  std::atomic<uint64_t> repeated{0};   // answered from a known key
  std::atomic<uint64_t> erasures{0};
  std::atomic<uint64_t> refused_full{0};  // queue full
  std::atomic<uint64_t> failed_commits{0};
  std::atomic<uint64_t> commit_micros{0};  // sum over batches
  std::atomic<int64_t> queued{0};
};

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

  void Start();
  // Refuses new work, finishes what was accepted, ends the thread. Idempotent.
  void Stop();

  // kUnavailable when the queue is full, the recorder stops or a part of the service holds the
  // choices (Readiness::HoldChoices); `done` is then not called.
  Status Submit(ChoiceJob job, ChoiceDone done);
  // kNotFound in the outcome when no token opens a record.
  Status Erase(EraseJob job, EraseDone done);

  // A line of the access journal; returns when it is durable. It is written with the choices that
  // wait at the same moment, so that staff who look around make no visitor wait for a sync more.
  // kUnavailable as above.
  Status Journal(store::Access access);

  // Runs `work` on the writer thread, between batches, and waits for it. For publication, purge,
  // holds: everything else that writes. kUnavailable when the recorder stops.
  Status Run(std::function<Status(store::Store&)> work);

  // Anonymous counts that ride along with a batch, at the latest after some seconds. Bounded: what
  // is too much is dropped.
  void CountImpressions(std::string_view site, std::string_view revision, uint64_t count);
  void CountObservation(std::string_view site, std::string_view name);

  const RecorderMetrics& metrics() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace temoin::service

#endif  // TEMOIN_SERVER_SERVICE_RECORDER_H_
