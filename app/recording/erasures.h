// Erasures that are under way: from the commit that began them until nothing of what they erased
// can be read, nor come back with a backup.
//
// One is over when
//   - its lines were gone through to their ends (a transaction takes a bounded part of them),
//   - the checkpoint log holds its purge entries, synced: whatever is restored is purged again, and
//   - the write-ahead log was emptied after its last commit.
// Whoever asked is answered then, or when patience is over: "scheduled" then, with a date.
//
// Bounds: at most kMaxErasures callers wait, whoever comes then is answered with a date at once;
// and of those nobody waits for, about as many are told apart, further ones share an entry.
//
// Thread-safety: all functions may be called from any thread. Callbacks run on the thread that
// brought the last piece of news, without a lock.
#ifndef TEMOIN_APP_RECORDING_ERASURES_H_
#define TEMOIN_APP_RECORDING_ERASURES_H_

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/consents.h"

namespace temoin::app {

inline constexpr size_t kMaxErasures = 1024;
// By when an erasure whose response could not wait is usually over.
inline constexpr std::chrono::seconds kErasureDate{10};

struct EraseOutcome {
  // `erased`: nothing of them can be read. `scheduled`: gone at `at`. `rest` is empty.
  store::Erased records{};
  Time at{};

  bool over() const { return records.scheduled.empty() && records.held.empty(); }
  // When the last of it may be gone, unless over.
  Time until() const { return records.held.empty() ? at : std::max(at, *records.held_until); }
};
using EraseDone = std::function<void(Result<EraseOutcome>)>;

class Erasures {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  // How long a callback is kept waiting.
  explicit Erasures(const Clock& clock, std::chrono::milliseconds patience)
      : clock_(clock), patience_(patience) {}
  ~Erasures() { GiveUp(); }
  Erasures(const Erasures&) = delete;
  Erasures& operator=(const Erasures&) = delete;

  // Notes, durably, what is promised for later: records and the date. Set before the first Begin;
  // called on the thread that commits.
  using NotePromise = std::function<Status(std::span<const store::Index>, Time)>;
  void OnPromise(NotePromise note) { note_ = std::move(note); }

  // A commit that left the log at `size` erased, or scheduled, `erased`; `at` is the date that was
  // asked for. `done` may be empty: then it is only counted. What cannot be noted is answered with
  // the error.
  void Begin(EraseDone done, std::span<const store::Erased> erased, Time at, uint64_t size);

  // What is left of lines, as requests of the next transaction, at most kEraseAtOnce; and what came
  // of them. One thread calls both, in turn.
  std::vector<store::ErasureRequest> Rest();
  void WentOn(std::span<const store::Erased> erased, uint64_t size);

  // The write-ahead log was emptied after every commit that was told of.
  void Emptied();
  // The checkpoint log holds the first `size` entries, synced.
  void LogSynced(uint64_t size);
  // Answers those who waited long enough.
  void Tick();
  // Answers everyone: the server stops.
  void GiveUp();

  // True: everything that has begun until now was over within `limit`.
  bool Wait(std::chrono::milliseconds limit);

  bool unfinished() const;  // lines are left
  bool waited_for() const;  // by a callback

  struct Waiting {
    uint64_t count = 0;
    std::chrono::milliseconds oldest{0};
  };
  Waiting waiting() const;

 private:
  struct Entry {
    EraseDone done;
    store::Erased records;
    Time at{};
    std::vector<store::Index> rest;
    uint64_t asked = 0;  // how many of `rest` are in the transaction under way
    uint64_t size = 0;   // of the log after its last commit; 0: nothing was erased
    bool emptied = false;
    uint64_t count = 1;
    SteadyTime begun{};
    bool at_once = false;  // too many wait already
  };
  using Calls = std::vector<std::function<void()>>;

  bool Over(const Entry& entry) const {
    return entry.rest.empty() && (entry.size == 0 || (entry.emptied && entry.size <= synced_));
  }
  Status Promise(std::span<const store::Erased> erased, Time at) const;
  void Settle(Calls& calls, bool everyone);
  void Conclude(Entry& entry, Calls& calls);
  void Share();
  static void Call(const Calls& calls);

  const Clock& clock_;
  const std::chrono::milliseconds patience_;
  NotePromise note_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Entry> entries_;  // oldest first
  size_t callers_ = 0;        // that wait
  uint64_t synced_ = 0;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_ERASURES_H_
