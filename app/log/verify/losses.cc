#include "app/log/verify/losses.h"

#include <fmt/format.h>

namespace temoin::app {

void LossCheck::Entry(const WalkedEntry& entry) {
  // A manifest comes back from the log journal with its entry.
  if (entry.found.row.state != store::State::kLost || prooflog::CarriesManifest(entry.found.type)) {
    return;
  }
  ++report().lost;
  if (run_ && run_->second + 1 == entry.index) {
    run_->second = entry.index;
    return;
  }
  End();
  run_ = {entry.index, entry.index};
}

void LossCheck::End() {
  if (!run_) return;
  Find(
      fmt::format("Entries {} to {} are lost: they stand in the log, completed from its journal, "
                  "and their content is gone without a purge.",
                  run_->first, run_->second));
  run_.reset();
}

}  // namespace temoin::app
