#include "app/log/verify/access_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/calendar.h"

namespace temoin::app {
namespace {

constexpr size_t kLinesAtATime = 500;

}  // namespace

void AccessLineCheck::Begin() {
  auto losses = store().Losses();
  if (losses) losses_ = std::move(*losses);
  const auto kept = store().ReadAccessChain();
  if (!kept) return Find("The access log cannot be read: " + kept.error().message);
  kept_ = *kept;
}

// Whether the database may lack lines that the batch binds: they were written to one that was lost
// since, or, beside a copy, after it was made. Lines come between an entry and the batch that binds
// it, so that a batch which ends where the database does binds some that it has and some that not.
bool AccessLineCheck::OfAnotherState(const CheckpointBatch& batch) const {
  const uint64_t size = batch.checkpoint.size;
  if (WasLostAt(losses_, size)) return true;
  if (!options().copy || size < head().size) return false;
  return size > head().size || batch.accesses->count > kept_.count;
}

void AccessLineCheck::Logged(const CheckpointBatch& batch) {
  if (!batch.accesses || OfAnotherState(batch)) return;
  const uint64_t count = batch.accesses->count;
  if (!bound_.empty() && bound_.back().count > count && !std::exchange(mismatch_, true)) {
    Find(fmt::format("The access log had {} lines when the log had {} entries, and {} before.",
                     count, batch.checkpoint.size, bound_.back().count));
  }
  std::erase_if(bound_, [&](const store::AccessChain& bound) { return bound.count > count; });
  if (bound_.empty() || bound_.back().count < count) return bound_.push_back(*batch.accesses);
  if (bound_.back().hash != batch.accesses->hash && !std::exchange(mismatch_, true)) {
    Find(fmt::format("The checkpoint log binds {} lines of the access log in two ways.", count));
  }
}

void AccessLineCheck::Compare() {
  if (walked_.count == kept_.count && walked_.hash != kept_.hash &&
      !std::exchange(mismatch_, true)) {
    Find("The running hash that the database keeps of the access log is not that of its lines.");
  }
  if (next_ == bound_.size() || bound_[next_].count != walked_.count) return;
  if (bound_[next_].hash != walked_.hash && !std::exchange(mismatch_, true)) {
    Find(
        fmt::format("The first {} lines of the access log are not those that the checkpoint log "
                    "bound: one was altered, inserted or removed since.",
                    walked_.count));
  }
  ++next_;
}

void AccessLineCheck::End() {
  Compare();
  for (bool more = true; more;) {
    const auto page = store().ReadAccessLinks(last_, kLinesAtATime);
    if (!page) return Find("The access log cannot be read: " + page.error().message);
    for (const store::AccessLink& line : *page) Line(line);
    more = page->size() == kLinesAtATime;
  }
  const uint64_t bound = std::max(kept_.count, bound_.empty() ? 0 : bound_.back().count);
  if (walked_.count < bound) {
    Find(fmt::format("The access log has {} lines, and {} were bound: some were removed.",
                     walked_.count, bound));
  }
  // Each of them is noted with its line, in one transaction.
  if (report().forgotten_lines > told_) {
    Find(
        fmt::format("{} lines of the access log are empty, and it says that {} were forgotten in "
                    "their time.",
                    report().forgotten_lines, told_));
  }
}

void AccessLineCheck::Line(const store::AccessLink& line) {
  const bool next = last_ + 1 == line.id;
  last_ = line.id;
  if (!line.commitment) {
    if (walked_.count > 0) {
      Find(fmt::format("Line {} of the access log was written without a commitment.", line.id));
    }
    return;
  }
  if (walked_.count > 0 && !next) {
    Find(fmt::format("Lines of the access log are missing before line {}.", line.id));
  }
  ++report().access_lines;
  told_ += line.forgotten;
  if (line.emptied) {
    ++report().forgotten_lines;
    if (!line.closed) {
      Find(fmt::format("Line {} of the access log is empty, and its day ({}) is not closed.",
                       line.id, FormatDate(line.at)));
    }
  } else if (line.computed != line.commitment) {
    Find(fmt::format("Line {} of the access log is not what it committed to.", line.id));
  }
  walked_ = store::Linked(walked_, line.id, line.at, *line.commitment);
  Compare();
}

}  // namespace temoin::app
