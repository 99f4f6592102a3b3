#include "app/log/verify/checkpoints.h"

#include <fmt/format.h>

#include <utility>

#include "app/log/log_anchor.h"
#include "base/calendar.h"

namespace temoin::app {

void CheckpointCheck::Begin() {
  LoadCheckpoints();
  LoadAnchors();
  next_ = expected_.cbegin();
  Compare();
}

void CheckpointCheck::Leaf(const Digest& /*leaf*/) { Compare(); }

void CheckpointCheck::Logged(const CheckpointBatch& batch) { logged_ = batch.checkpoint.size; }

void CheckpointCheck::Compare() {
  for (; next_ != expected_.cend() && next_->first == leaves().size(); ++next_) {
    if (next_->second.root == leaves().Root()) {
      ++report().checkpoints;
    } else {
      Find(
          fmt::format("{} has another root than the first {} entries: one of them was altered, "
                      "inserted or removed since.",
                      next_->second.what, next_->first));
    }
  }
}

void CheckpointCheck::End() {
  if (leaves().Root() != head().root) {
    Find("The root that the database keeps is not that of its entries.");
  }
  for (; next_ != expected_.cend(); ++next_) {
    if (Since(next_->first - 1)) continue;
    Find(
        fmt::format("{} covers {} entries, the database has {}: entries were removed from its "
                    "end.",
                    next_->second.what, next_->first, head().size));
  }
  if (!expected_.empty() && expected_.crbegin()->first > logged_) {
    Find(fmt::format(
        "The checkpoint log ends at {} entries, and {} covers {}: it was cut, or restored "
        "to an earlier state. Restore the latest one from its mirror.",
        logged_, expected_.crbegin()->second.what, expected_.crbegin()->first));
  }
}

void CheckpointCheck::LoadCheckpoints() {
  const auto kept = store().KeptCheckpoints();
  if (!kept) return Find("The kept checkpoints cannot be read: " + kept.error().message);
  for (const store::KeptCheckpoint& checkpoint : *kept) {
    Expect("The checkpoint kept on " + FormatDate(checkpoint.day), checkpoint.note,
           checkpoint.size);
  }
}

void CheckpointCheck::LoadAnchors() {
  if (options().data_dir.empty()) return;
  const auto anchors = ReadAnchors(options().data_dir);
  if (!anchors) return Find("The anchors cannot be read: " + anchors.error().message);
  for (const Anchor& anchor : *anchors) {
    const std::string what = fmt::format("The anchor of {} entries", anchor.size);
    Expect(what, anchor.note, anchor.size);
    if (anchor.tokens.empty()) ++report().unstamped_anchors;
    for (const auto& [tag, token] : anchor.tokens) {
      const auto stamp = CheckTimestamp(token, AsBytes(anchor.note), options().ca_file);
      if (!stamp) {
        Find(what + " has a bad time stamp: " + stamp.error().message + ".");
        continue;
      }
      report().anchors.push_back({.size = anchor.size,
                                  .at = stamp->at,
                                  .authority = stamp->authority,
                                  .chain_checked = stamp->chain_checked});
    }
  }
}

void CheckpointCheck::Expect(std::string what, std::string_view note, uint64_t size) {
  const auto opened = prooflog::OpenCheckpoint(note, options().keys);
  if (!opened) return Find(what + " does not verify: " + opened.error().message);
  if (opened->checkpoint.size != size) {
    return Find(fmt::format("{} is filed under {} entries and covers {}.", what, size,
                            opened->checkpoint.size));
  }
  expected_.emplace(size, Expected{.what = std::move(what), .root = opened->checkpoint.root});
}

}  // namespace temoin::app
