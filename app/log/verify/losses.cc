#include "app/log/verify/losses.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/calendar.h"
#include "store/walk.h"

namespace temoin::app {
void LossCheck::Begin() {
  if (auto losses = store().Losses()) losses_ = std::move(*losses);
  report().losses = losses_;
}

void LossCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type == store::EntryType::kConsent &&
      entry.found.row.state == store::State::kKept && WasLost(losses_, entry.index)) {
    Find(fmt::format("Record {} is kept, and the database says that it was lost.", entry.index));
  }
  // A manifest comes back from the checkpoint log with its entry.
  if (entry.found.row.state != store::State::kLost || prooflog::CarriesManifest(entry.found.type)) {
    return;
  }
  ++report().lost;
  if (run_ && run_->second + 1 == entry.index) {
    run_->second = entry.index;
    return;
  }
  TellRun();
  run_ = {entry.index, entry.index};
}

void LossCheck::End() {
  TellRun();
  TellUnnoted();
}

// Row and line are written in one transaction, and stay.
void LossCheck::TellUnnoted() {
  std::erase_if(losses_, [](const store::Loss& loss) { return !loss.acknowledged; });
  if (losses_.empty()) return;
  auto lines = store::WalkAccesses(store());
  while (const store::AccessRow* const row = lines.Next()) {
    const store::Access& line = row->access;
    if (line.action != "loss.acknowledge") continue;
    std::erase_if(losses_, [&line](const store::Loss& loss) {
      return loss.acknowledged == line.at && loss.acknowledged_by == line.who &&
             store::LossLine(loss) == line.detail;
    });
  }
  if (const Status& read = lines.status(); !read) {
    return Find("The access log cannot be read: " + read.error().message);
  }
  for (const store::Loss& loss : losses_) {
    Find(
        fmt::format("A loss of entries {} to {} counts as acknowledged by {} on {}, and no line of "
                    "the access log says so.",
                    loss.first, loss.end, loss.acknowledged_by, FormatTime(*loss.acknowledged)));
  }
}

void LossCheck::TellRun() {
  if (!run_) return;
  Find(fmt::format(
      "Entries {} to {} are lost: they stand in the log, completed from the checkpoint log, "
      "and their content is gone without a purge.",
      run_->first, run_->second));
  run_.reset();
}

}  // namespace temoin::app
