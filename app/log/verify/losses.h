// Entries whose content is gone without a purge: they were completed from the checkpoint log. A run
// of them is one finding. And losses that never were: of what was lost no record is kept, and the
// access log says who took note.
//
// Thread-safety: one thread.
#ifndef TEMOIN_APP_LOG_VERIFY_LOSSES_H_
#define TEMOIN_APP_LOG_VERIFY_LOSSES_H_

#include <optional>
#include <utility>
#include <vector>

#include "app/log/verify/checker.h"

namespace temoin::app {

class LossCheck final : public Checker {
 public:
  using Checker::Checker;

  void Begin() override;
  void Entry(const WalkedEntry& entry) override;
  void End() override;

 private:
  void TellRun();
  void TellUnnoted();

  std::vector<store::Loss> losses_;
  std::optional<std::pair<store::Index, store::Index>> run_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_LOSSES_H_
