#include "app/recording/erasures.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace temoin::app {
namespace {

void Add(std::vector<store::Index>& to, const std::vector<store::Index>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void Add(store::Erased& to, const store::Erased& from) {
  Add(to.erased, from.erased);
  Add(to.scheduled, from.scheduled);
  Add(to.held, from.held);
  if (from.held_until) {
    to.held_until = std::max(to.held_until.value_or(*from.held_until), *from.held_until);
  }
}

}  // namespace

void Erasures::Begin(EraseDone done, std::span<const store::Erased> erased, Time at,
                     uint64_t size) {
  if (const Status noted = Promise(erased, at); !noted) {
    spdlog::error("an erasure was not noted beside the checkpoint log: {}", noted.error().message);
    if (done) std::exchange(done, {})(noted.error());
  }
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    Entry entry;
    entry.done = std::move(done);
    entry.at = at;
    entry.begun = std::chrono::steady_clock::now();
    entry.at_once = callers_ >= kMaxErasures;
    if (entry.done) ++callers_;
    for (const store::Erased& part : erased) {
      Add(entry.records, part);
      Add(entry.rest, part.rest);
    }
    if (erased.empty() || !entry.records.erased.empty()) entry.size = size;
    entries_.push_back(std::move(entry));
    Settle(calls, false);
  }
  Call(calls);
}

Status Erasures::Promise(std::span<const store::Erased> erased, Time at) const {
  if (!note_) return {};
  for (const store::Erased& part : erased) {
    for (const auto* records : {&part.scheduled, &part.held}) {
      if (!records->empty()) TEMOIN_RETURN_IF_ERROR(note_(*records, at));
    }
  }
  return {};
}

std::vector<store::ErasureRequest> Erasures::Rest() {
  const std::lock_guard lock(mutex_);
  std::vector<store::ErasureRequest> out;
  for (Entry& entry : entries_) {
    entry.asked = std::min(entry.rest.size(), store::kEraseAtOnce - out.size());
    for (size_t i = 0; i < entry.asked; ++i) out.push_back({entry.rest[i], entry.at});
  }
  return out;
}

void Erasures::WentOn(std::span<const store::Erased> erased, uint64_t size) {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    size_t next = 0;
    for (Entry& entry : entries_) {
      if (entry.asked == 0) continue;
      const auto parts = erased.subspan(next, std::min(entry.asked, erased.size() - next));
      if (const Status noted = Promise(parts, entry.at); !noted) {
        spdlog::error("an erasure was not noted beside the checkpoint log: {}",
                      noted.error().message);
      }
      entry.rest.erase(entry.rest.begin(), entry.rest.begin() + std::ptrdiff_t(entry.asked));
      for (; entry.asked > 0 && next < erased.size(); --entry.asked, ++next) {
        Add(entry.records, erased[next]);
        Add(entry.rest, erased[next].rest);
        if (erased[next].erased.empty()) continue;
        entry.size = size;
        entry.emptied = false;
      }
      entry.asked = 0;
    }
    Settle(calls, false);
  }
  Call(calls);
}

void Erasures::Emptied() {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    for (Entry& entry : entries_) entry.emptied = true;
    Settle(calls, false);
  }
  Call(calls);
}

void Erasures::LogSynced(uint64_t size) {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    synced_ = std::max(synced_, size);
    Settle(calls, false);
  }
  Call(calls);
}

void Erasures::Tick() {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    Settle(calls, false);
  }
  Call(calls);
}

void Erasures::GiveUp() {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    Settle(calls, true);
  }
  Call(calls);
}

// Takes out what is over, and answers who waits for it or has waited long enough.
void Erasures::Settle(Calls& calls, bool everyone) {
  const SteadyTime late = std::chrono::steady_clock::now() - patience_;
  for (auto at = entries_.begin(); at != entries_.end();) {
    const bool over = Over(*at);
    if (at->done && (over || everyone || at->at_once || at->begun <= late)) Conclude(*at, calls);
    at = over ? entries_.erase(at) : std::next(at);
  }
  if (entries_.size() > kMaxErasures) Share();
  changed_.notify_all();
}

void Erasures::Conclude(Entry& entry, Calls& calls) {
  --callers_;
  const Time now = clock_.Now();
  EraseOutcome outcome{.records = std::move(entry.records), .at = entry.at};
  entry.records = {};
  store::Erased& records = outcome.records;
  if (!Over(entry)) {
    if (records.scheduled.empty()) outcome.at = now + kErasureDate;
    Add(records.scheduled, records.erased);
    Add(records.scheduled, entry.rest);
    records.erased.clear();
  } else if (records.scheduled.empty()) {
    outcome.at = now;
  }
  if (!records.held.empty()) {
    records.held_until = std::max(records.held_until.value_or(now), now);
  }
  calls.push_back([done = std::exchange(entry.done, {}), outcome = std::move(outcome)]() mutable {
    done(std::move(outcome));
  });
}

// What nobody waits for any more and is only counted: what came later is over later.
void Erasures::Share() {
  Entry* last = nullptr;
  for (auto at = entries_.begin(); at != entries_.end();) {
    const bool counted = !at->done && at->rest.empty();
    if (counted && last != nullptr && last->emptied == at->emptied) {
      last->count += at->count;
      last->size = std::max(last->size, at->size);
      at = entries_.erase(at);
      continue;
    }
    if (counted) last = &*at;
    ++at;
  }
}

void Erasures::Call(const Calls& calls) {
  for (const auto& call : calls) call();
}

bool Erasures::Wait(std::chrono::milliseconds limit) {
  const SteadyTime until_now = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit,
                           [&] { return entries_.empty() || entries_.front().begun > until_now; });
}

bool Erasures::unfinished() const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(entries_, [](const Entry& entry) { return !entry.rest.empty(); });
}

bool Erasures::waited_for() const {
  const std::lock_guard lock(mutex_);
  return callers_ > 0;
}

Erasures::Waiting Erasures::waiting() const {
  const std::lock_guard lock(mutex_);
  Waiting out;
  for (const Entry& entry : entries_) out.count += entry.count;
  if (!entries_.empty()) {
    out.oldest = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - entries_.front().begun);
  }
  return out;
}

}  // namespace temoin::app
