// The checkpoint log: its own tree, from its own leaves, at each of its checkpoints; and its
// entries against those of the database.
//
// Memory: one batch at a time.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_CHECKPOINT_LOG_H_
#define TEMOIN_APP_LOG_VERIFY_CHECKPOINT_LOG_H_

#include <cstdint>

#include "app/log/verify/checker.h"

namespace temoin::app {

class CheckpointLogCheck final : public Checker {
 public:
  using Checker::Checker;

  void Logged(const CheckpointBatch& batch) override;
  void End() override;

 private:
  // How many entries of the batch are not those of the database.
  uint64_t Differing(const CheckpointBatch& batch);

  prooflog::RootAccumulator root_;
  uint64_t differing_ = 0;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_CHECKPOINT_LOG_H_
