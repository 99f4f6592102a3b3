#include "app/log/verify/checkpoint_log.h"

#include <fmt/format.h>

#include <algorithm>

namespace temoin::app {

void CheckpointLogCheck::Logged(const CheckpointBatch& batch) {
  for (const prooflog::EntryBytes& entry : batch.entries) {
    root_.Add(prooflog::VerifierLeafHash(entry));
  }
  if (root_.Root() != batch.checkpoint.root) {
    Find(
        fmt::format("The checkpoint log's checkpoint of {} entries is not that of its own entries.",
                    batch.checkpoint.size));
  }
  differing_ += Differing(batch);
}

void CheckpointLogCheck::End() {
  if (differing_ > 0) {
    Find(fmt::format("{} entries in all are not those of the checkpoint log.", differing_));
  }
  // A server that runs beside goes on: what it added since the walk began is in its database, too.
  const auto now = store().ReadHead();
  const uint64_t size = std::max(head().size, now ? now->size : 0);
  report().newer_entries = root_.size() - std::min(root_.size(), size);
  if (report().newer_entries > 0 && !options().copy) {
    Find(
        fmt::format("The checkpoint log holds {} entries, the database {}: it is an older state. "
                    "Starting the server completes it.",
                    root_.size(), size));
  }
  report().checkpoint_log_entries = std::min(root_.size(), head().size);
}

uint64_t CheckpointLogCheck::Differing(const CheckpointBatch& batch) {
  uint64_t differing = 0;
  store::Index at = batch.first;
  const store::Index end = std::min<store::Index>(batch.checkpoint.size, head().size);
  while (at < end) {
    const auto entries =
        store().ReadEntries(at, std::min<store::Index>(end - at, store::kMaxEntries));
    if (!entries || entries->empty()) return differing + (end - at);  // said by the walk
    for (const store::LogEntry& entry : *entries) {
      if (entry != batch.entries[at - batch.first] && ++differing == 1) {
        Find(fmt::format("Entry {} is another in the checkpoint log than in the database.", at));
      }
      ++at;
    }
  }
  return differing;
}

}  // namespace temoin::app
