#include "app/log/verify/losses.h"

#include <fmt/format.h>

#include <utility>

namespace temoin::app {

void LossCheck::Begin() {
  if (auto losses = store().Losses()) losses_ = std::move(*losses);
}

void LossCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type == store::EntryType::kConsent &&
      entry.found.row.state == store::State::kKept && WasLost(losses_, entry.index)) {
    Find(fmt::format("Record {} is kept, and the database says that it was lost.", entry.index));
  }
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
