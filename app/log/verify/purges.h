// What was erased against the purge entries: each record that is gone is named by a manifest that
// the log committed to, each that a manifest names is gone, and the checkpoint log has the same
// manifests.
//
// Memory: one range for each run of erased records, one digest for each purge.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_PURGES_H_
#define TEMOIN_APP_LOG_VERIFY_PURGES_H_

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "app/log/verify/checker.h"

namespace temoin::app {

class PurgeCheck final : public Checker {
 public:
  using Checker::Checker;

  void Begin() override { LoadManifests(0); }
  void Entry(const WalkedEntry& entry) override;
  void Logged(const CheckpointBatch& batch) override;
  void End() override;

 private:
  struct Range {
    store::Index last = 0;
    store::Index purge = 0;  // the entry that names it
    uint64_t met = 0;        // consents of it seen
    store::PurgeReason reason = store::PurgeReason::kRetention;
  };

  // Purge manifests from entry `from` on.
  void LoadManifests(store::Index from);
  bool IsPurgeEntry(store::Index index) const;
  void Purge(const WalkedEntry& entry);
  void Purged(const WalkedEntry& entry, const Range* range);
  Range* FindRange(store::Index index);

  std::map<store::Index, Digest> manifests_;  // SHA-256, by purge entry
  std::map<store::Index, Range> ranges_;      // by first index
  // Record and the purge entry it names, which came since the walk began, perhaps.
  std::vector<std::pair<store::Index, store::Index>> since_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_PURGES_H_
