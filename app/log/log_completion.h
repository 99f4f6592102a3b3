// A database against its checkpoint log: whether it continues what was signed, and completing one
// that is behind.
//
// Thread-safety: free functions; completing is a writing call on the store.
#ifndef TEMOIN_APP_LOG_LOG_COMPLETION_H_
#define TEMOIN_APP_LOG_LOG_COMPLETION_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/log/checkpoint_log.h"
#include "app/log/log_start.h"
#include "base/result.h"
#include "prooflog/checkpoint.h"
#include "prooflog/tree.h"
#include "store/log.h"

namespace temoin::app {

// The manifests of a batch, of purges and of the entries of type 5 to 11, each held against the
// commitment of its entry. They are in the order of their indices. kDataLoss names the entry.
Status CheckManifests(const CheckpointBatch& batch);
std::vector<Digest> LeafHashes(std::span<const prooflog::EntryBytes> entries);

// What the checkpoint log must take next of a database that continues it: the entries from `tree`'s
// size on, at most kMaxCheckpointBatch, with their manifests and the checkpoint. kDataLoss, saying
// what to do, when the database is not what its own tree says; `tree` then stays as it was.
Result<CheckpointBatch> NextBatch(const store::LogStore& store, const store::Head& head,
                                  std::string_view origin, Time now, prooflog::Appender& tree);

struct CheckpointLogComparison {
  LogFound::Relation relation = LogFound::Relation::kUnknown;
  std::string detail;       // a clause: what differs and where
  prooflog::Appender tree;  // of what the checkpoint log holds, unless they contradict
  store::Loss loss;         // with kBehind: what the database lacks
};

// Reads, and changes nothing. A database that is not behind is compared at one size; one that is
// behind is continued by the whole rest of the checkpoint log. `signed_before`: checkpoints that
// are kept elsewhere; one within the rest of the checkpoint log must be there with its root (else
// kContradicts). An error: could not be compared.
Result<CheckpointLogComparison> CompareWithCheckpointLog(
    const store::LogStore& store, const std::string& checkpoint_log_dir,
    const prooflog::Checkpoint& last, std::span<const prooflog::Checkpoint> signed_before);

// Adds what `loss` names to the database, batch by batch: contents are lost, erasures are carried
// out. Cut anywhere it goes on at the next start.
Status CompleteFromCheckpointLog(store::LogStore& store, const std::string& checkpoint_log_dir,
                                 const store::Loss& loss);

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_LOG_COMPLETION_H_
