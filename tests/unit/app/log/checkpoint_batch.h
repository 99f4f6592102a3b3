// Batches of the checkpoint log, made up.
#ifndef TEMOIN_TESTS_UNIT_APP_LOG_CHECKPOINT_BATCH_H_
#define TEMOIN_TESTS_UNIT_APP_LOG_CHECKPOINT_BATCH_H_

#include <cstddef>
#include <string>

#include "app/log/checkpoint_log.h"
#include "base/calendar.h"

namespace temoin::app {

inline const Time kBatchTime = *ParseTime("2026-11-21T12:00:00Z");

inline CheckpointBatch MakeBatch(const prooflog::Checkpoint& last, size_t count,
                                 size_t manifest_bytes = 0) {
  CheckpointBatch batch;
  batch.first = last.size;
  batch.at = kBatchTime;
  for (size_t i = 0; i < count; ++i) {
    batch.entries.push_back(
        prooflog::EncodeEntry({.commitment = Sha256("entry " + std::to_string(last.size + i))}));
  }
  if (manifest_bytes > 0) {
    batch.purges.push_back({.index = last.size, .manifest = std::string(manifest_bytes, 'm')});
  }
  batch.checkpoint = {.origin = last.origin,
                      .size = last.size + count,
                      .root = Sha256("root " + std::to_string(last.size + count))};
  return batch;
}

}  // namespace temoin::app

#endif  // TEMOIN_TESTS_UNIT_APP_LOG_CHECKPOINT_BATCH_H_
