// What the writer thread does: one batch after the other, and between them what nobody asked for.
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>

#include "app/recording/recorder_impl.h"
#include "base/file.h"

namespace temoin::app {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::milliseconds kErasurePace{250};  // while somebody waits for an erasure
constexpr std::chrono::seconds kLongReading{10};
constexpr std::chrono::seconds kCountsDelay{5};
// Why a start waits, when it is not the disk.
constexpr char kStillRead[] =
    "what an earlier run left in the write-ahead log may have been erased since, and another "
    "process keeps reading the database, so that it cannot be emptied. Nothing is recorded until "
    "then: end that process (fuser temoin.db-shm names it)";
constexpr size_t kProbeBytes = 64 * 1024;

// Whether the disk takes a durable write of some size.
Status TryDisk(const std::string& directory) {
  const std::string path = directory + "/disk-probe";
  Status written = WriteFileDurably(path, std::string(kProbeBytes, '.'), 0600);
  ::unlink(path.c_str());
  ::unlink((path + ".new").c_str());
  return written;
}

}  // namespace

// How long nothing need be done without being asked.
SteadyClock::duration Recorder::Impl::Pause() const {
  if (failing) return kTick;
  if (erasures.unfinished()) return {};
  SteadyClock::duration pause = kTick;
  if (erasures.waited_for()) pause = kErasurePace;
  if (must_empty) pause = std::min(pause, next_empty - SteadyClock::now());
  return std::max(pause, SteadyClock::duration::zero());
}

// What waits now, at most one batch of it. Empty when the recorder stops, or after `wait`.
std::deque<Task> Recorder::Impl::Take(SteadyClock::duration wait) {
  std::unique_lock lock(mutex);
  const auto something = [&] { return stopping || !queue.empty(); };
  wake.wait_for(lock, wait, something);
  std::deque<Task> taken;
  if (queue.size() <= options.max_batch) taken.swap(queue);
  while (!queue.empty() && taken.size() < options.max_batch) {
    taken.push_back(std::move(queue.front()));
    queue.pop_front();
  }
  metrics.queued.store(static_cast<int64_t>(queue.size()), std::memory_order_relaxed);
  return taken;
}

void Recorder::Impl::LearnKeys() {
  if (const Status read = spent.Read(clock.Now()); !read) {
    spdlog::warn("keys of choices erased just now are not known: {}", read.error().message);
  }
  if (const Status learnt = memory.Learn(store, clock.Now()); !learnt) {
    spdlog::warn("keys of the last minutes are not known again: {}", learnt.error().message);
  }
}

void Recorder::Impl::Loop() {
  LearnKeys();
  while (true) {
    std::deque<Task> tasks = Take(Pause());
    if (!tasks.empty()) {
      Process(std::move(tasks));
    } else {
      const std::lock_guard lock(mutex);
      if (stopping && queue.empty()) break;
    }
    Housekeeping();
  }
  next_counts = {};
  if (emptied_before) FlushCounts();
  EmptyWal();
}

void Recorder::Impl::Refuse(std::deque<Task>& tasks, const Error& error) {
  for (Task& task : tasks) {
    if (auto* choice = std::get_if<ChoiceTask>(&task)) {
      choice->done(error);
    } else if (auto* erase = std::get_if<EraseTask>(&task)) {
      erase->done(error);
    } else if (auto* access = std::get_if<AccessTask>(&task)) {
      access->done.set_value(error);
    } else if (auto* work = std::get_if<WorkTask>(&task)) {
      work->done.set_value(error);
    }
  }
}

void Recorder::Impl::Process(std::deque<Task> tasks) {
  if (const Status vouched = vouch(); !vouched) return Refuse(tasks, vouched.error());
  auto batch = std::make_unique<ChoiceBatch>(store, keys, memory, spent, metrics, erasures,
                                             clock.Now(), tasks.size());
  const auto finish = [&] {
    Finish(*batch);
    batch =
        std::make_unique<ChoiceBatch>(store, keys, memory, spent, metrics, erasures, clock.Now());
  };
  for (Task& task : tasks) {
    if (auto* choice = std::get_if<ChoiceTask>(&task)) {
      if (readiness.holds_choices()) {
        choice->done(ChoicesHeld());
        continue;
      }
      // A choice behind an erasure is not of what was erased.
      if (batch->erases()) finish();
      batch->Add(std::move(choice->job), std::move(choice->done));
    } else if (auto* erase = std::get_if<EraseTask>(&task)) {
      batch->Add(std::move(erase->job), std::move(erase->done));
    } else if (auto* access = std::get_if<AccessTask>(&task)) {
      batch->Add(std::move(access->access), std::move(access->done));
    } else if (auto* work = std::get_if<WorkTask>(&task)) {
      finish();
      RunWork(*work);
    }
  }
  Finish(*batch);
}

void Recorder::Impl::RunWork(WorkTask& task) {
  must_empty = true;  // it may have erased
  Status status = task.work(store);
  if (status) {
    // Work that had nothing to write proves nothing about the disk: only a commit or the probe
    // does.
    if (const auto head = store.ReadHead(); head && on_commit) on_commit(*head);
    status = vouch();
  } else if (status.error().code == ErrorCode::kUnavailable ||
             status.error().code == ErrorCode::kDataLoss) {
    Failed(status.error());
  }
  task.done.set_value(std::move(status));
}

void Recorder::Impl::Finish(ChoiceBatch& batch) {
  if (!batch.empty()) AddCounts(batch.counts());
  if (batch.empty()) return;
  const bool erases = batch.erases();
  const auto begin = SteadyClock::now();
  const auto head = batch.Commit(vouch, [this](const Error& error) { Failed(error); });
  if (!head) return;
  metrics.commits.Observe(SteadyClock::now() - begin);
  if (erases) {
    must_empty = true;
    next_empty = std::min(next_empty, SteadyClock::now() + kErasurePace);
  }
  Succeeded(*head);
}

void Recorder::Impl::AddCounts(store::Batch& batch) {
  const std::lock_guard lock(mutex);
  for (const auto& [key, shown] : impressions) {
    batch.impressions.push_back({key.first, batch.now, shown.time_zone, key.second, shown.count});
  }
  for (const auto& [key, count] : observations) {
    batch.observations.push_back({key.first, key.second, batch.now, count});
  }
  impressions.clear();
  observations.clear();
  next_counts = SteadyClock::now() + kCountsDelay;
}

void Recorder::Impl::FlushCounts() {
  if (failing || SteadyClock::now() < next_counts) return;
  ChoiceBatch batch(store, keys, memory, spent, metrics, erasures, clock.Now());
  AddCounts(batch.counts());
  Finish(batch);
}

void Recorder::Impl::Failed(const Error& error) {
  metrics.failed_commits.fetch_add(1, std::memory_order_relaxed);
  // Damage does not go away by itself; a full disk or a failing one may.
  failing = error.code == ErrorCode::kUnavailable;
  next_probe = SteadyClock::now() + kTick;
  if (const Status served = store.CheckServed(); !served) {
    return readiness.HoldChoices("store", served.error().message);
  }
  if (!emptied_before) return readiness.HoldChoices("store", error.message);
  if (!vouch()) {
    failing = false;  // that part complains, and holds the choices
    return;
  }
  readiness.Complain("store", error.message);
}

void Recorder::Impl::Succeeded(const store::Head& head) {
  failing = false;
  if (emptied_before) readiness.Withdraw("store");
  if (on_commit) on_commit(head);
}

void Recorder::Impl::Housekeeping() {
  erasures.Tick();
  const auto now = SteadyClock::now();
  // Each batch looks for itself.
  if (now >= next_look) {
    if (const Status served = store.CheckServed(); !served) {
      return readiness.HoldChoices("store", served.error().message);
    }
    if (!vouch()) return;
    spent.Forget(clock.Now());
    next_look = now + kTick;
  }
  if (!emptied_before) {
    if (now >= next_empty) EmptyWal();
    if (!emptied_before) return;
    failing = false;
  }
  if (failing && now >= next_probe) {
    next_probe = now + kTick;
    const Status disk = TryDisk(options.data_directory);
    if (disk && store.Truncate().ok()) {
      failing = false;
      readiness.Withdraw("store");
    }
  }
  if (failing) return;
  GoOnErasing();
  FlushCounts();
  if (must_empty && SteadyClock::now() >= next_empty) EmptyWal();
}

// A part of the lines that are left; choices are let through before the next.
void Recorder::Impl::GoOnErasing() {
  store::Batch batch;
  batch.now = clock.Now();
  batch.erasures = erasures.Rest();
  if (batch.erasures.empty()) return;
  const Result<store::Appended> appended = store.Append(batch);
  if (!appended) return Failed(appended.error());
  must_empty = true;
  NoteSpent(appended->erasures, memory, spent, batch.now);
  erasures.WentOn(appended->erasures, appended->head.size);
  Succeeded(appended->head);
}

// Not more often than a reader could be expected to be done, nor than the disk should sync for it.
void Recorder::Impl::EmptyWal() {
  const auto now = SteadyClock::now();
  next_empty = now + (erasures.waited_for() ? kErasurePace : kTick);
  const Result<bool> emptied = store.Truncate();
  if (!emptied && emptied_before) return Failed(emptied.error());
  if (!emptied) return readiness.HoldChoices("store", emptied.error().message);
  if (*emptied) {
    if (!std::exchange(emptied_before, true)) readiness.Withdraw("store");
    must_empty = false;
    told_of_reader = false;
    kept_since = 0;
    erasures.Emptied();
    return;
  }
  if (!emptied_before) readiness.HoldChoices("store", kStillRead);
  int64_t since = 0;
  if (kept_since.compare_exchange_strong(since, now.time_since_epoch().count())) return;
  if (told_of_reader || now.time_since_epoch() - std::chrono::nanoseconds(since) < kLongReading) {
    return;
  }
  told_of_reader = true;
  spdlog::warn(
      "something keeps reading the database, so that what was erased stays in its write-ahead log: "
      "another program has it open (fuser temoin.db-shm names it)");
}

}  // namespace temoin::app
