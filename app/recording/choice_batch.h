// One transaction of choices, erasures and lines of the access log in the making: each is
// judged as it is added, all are committed together, then everyone is answered.
//
// Thread-safety: not thread-safe; lives on the writer thread.
#ifndef TEMOIN_APP_RECORDING_CHOICE_BATCH_H_
#define TEMOIN_APP_RECORDING_CHOICE_BATCH_H_

#include <array>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "app/recording/erasures.h"
#include "app/recording/key_memory.h"
#include "app/recording/recorder.h"
#include "app/recording/spent_keys.h"
#include "base/clock.h"
#include "store/store.h"

namespace temoin::app {

class ChoiceBatch {
 public:
  ChoiceBatch(store::Store& store, const ServerKeys& keys, KeyMemory& memory, SpentKeys& spent,
              RecorderMetrics& metrics, Erasures& erasures, Time now, size_t expected = 0)
      : store_(store),
        keys_(keys),
        memory_(memory),
        spent_(spent),
        metrics_(metrics),
        under_way_(erasures),
        expected_(expected) {
    batch_.now = now;
    batch_.choices.reserve(expected);
    waiting_.reserve(expected);
  }
  ~ChoiceBatch();

  // Not behind an erasure: it would be recorded before it.
  void Add(ChoiceJob job, ChoiceDone done);
  void Add(EraseJob job, EraseDone done);
  void Add(store::Access access, std::promise<Status> done);
  store::Batch& counts() { return batch_; }  // to add impressions and observations to

  bool empty() const {
    return batch_.choices.empty() && batch_.erasures.empty() && batch_.impressions.empty() &&
           batch_.observations.empty() && batch_.accesses.empty();
  }
  bool erases() const { return !batch_.erasures.empty(); }

  // Commits, if there is anything to commit, and answers everyone: with an error when `vouch` gives
  // one after the commit. `failed` is told of an error before they are. Returns the new head when
  // it committed.
  std::optional<store::Head> Commit(const std::function<Status()>& vouch,
                                    const std::function<void(const Error&)>& failed);

 private:
  struct Waiting {
    ChoiceDone done;
    size_t choice = 0;          // position in batch_.choices
    std::optional<Digest> key;  // to remember it by
    std::optional<consent::TokenSecret> secret;
    std::optional<consent::RetryNonce> nonce;  // that the secret is derived from
    // The same key again, in this very batch: nobody can show a nonce that was not given out yet.
    std::vector<ChoiceDone> followers;
  };
  struct WaitingErasure {
    EraseDone done;
    size_t first = 0;  // position in batch_.erasures
    size_t count = 0;
    Time at{};
  };

  using Drawn = std::array<uint8_t, 16>;  // a secret, or a nonce
  Drawn Draw();
  Result<ChoiceOutcome> RespondAgain(const RememberedChoice& known, const ChoiceJob& job) const;
  bool Repeats(const ChoiceJob& job);
  void CountAgain(const ChoiceOutcome& outcome);
  void Settle(Waiting& waiting, store::Index index);
  void BeginErasures(const store::Appended& appended);

  store::Store& store_;
  const ServerKeys& keys_;
  KeyMemory& memory_;
  SpentKeys& spent_;
  RecorderMetrics& metrics_;
  Erasures& under_way_;
  const size_t expected_;  // how many choices will be added; a guess costs only time
  store::Batch batch_;
  std::vector<Drawn> drawn_;  // not given to anyone yet
  std::vector<Waiting> waiting_;
  std::vector<WaitingErasure> erasures_;
  std::vector<std::promise<Status>> accesses_;
  std::map<Digest, size_t> by_key_;  // key -> position in waiting_
  std::set<store::Index> answered_;  // records that this batch replaces
  std::set<Digest> repeated_;        // keys that a choice of this batch repeats
};

// Notes the keys of the choices that are erased, or are to be, before anybody is told so. What
// cannot be noted is logged: the erasure stands.
void NoteSpent(std::span<const store::Erased> erased, const KeyMemory& memory, SpentKeys& spent,
               Time now);

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_CHOICE_BATCH_H_
