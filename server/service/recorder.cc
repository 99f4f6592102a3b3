#include "server/service/recorder.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>

#include "base/calendar.h"
#include "base/file.h"
#include "base/scheduling.h"
#include "server/service/choice_batch.h"
#include "server/service/key_memory.h"

namespace temoin::service {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::seconds kCountsDelay{5};
constexpr size_t kMaxCounted = 4096;  // distinct counters between two commits
constexpr size_t kProbeBytes = 64 * 1024;

struct ChoiceTask {
  ChoiceJob job;
  ChoiceDone done;
};
struct EraseTask {
  EraseJob job;
  EraseDone done;
};
struct AccessTask {
  store::Access access;
  std::promise<Status> done;
};
struct WorkTask {
  std::function<Status(store::Store&)> work;
  std::promise<Status> done;
};
using Task = std::variant<ChoiceTask, EraseTask, AccessTask, WorkTask>;

// Whether the disk takes a durable write of some size.
Status TryDisk(const std::string& directory) {
  const std::string path = directory + "/disk-probe";
  Status written = WriteFileDurably(path, std::string(kProbeBytes, '.'), 0600);
  ::unlink(path.c_str());
  ::unlink((path + ".new").c_str());
  return written;
}

Error Held() {
  return {ErrorCode::kUnavailable, "choices cannot be recorded at the moment; try again later"};
}

Error Stopping() { return {ErrorCode::kUnavailable, "the server is stopping; try again"}; }

}  // namespace

struct Recorder::Impl {
  Impl(store::Store& s, const Clock& c, const ServerKeys& k, Readiness& r, RecorderOptions o)
      : store(s), clock(c), keys(k), readiness(r), options(std::move(o)) {}

  Status Push(Task task);
  void Loop();
  std::deque<Task> Take();
  void Process(std::deque<Task> tasks);
  void RunWork(WorkTask& task);
  void Finish(ChoiceBatch& batch);
  void AddCounts(store::Batch& batch);
  void FlushCounts();
  void Failed(const Error& error);
  void Succeeded(const store::Head& head);
  void Housekeeping();

  store::Store& store;
  const Clock& clock;
  const ServerKeys& keys;
  Readiness& readiness;
  const RecorderOptions options;
  RecorderMetrics metrics;
  std::function<void(const store::Head&)> on_commit;

  std::mutex mutex;  // guards the queue, the counters and `stopping`
  std::condition_variable wake;
  std::deque<Task> queue;
  bool started = false;
  bool stopping = false;
  std::map<std::pair<std::string, std::string>, uint64_t> impressions;   // site, revision
  std::map<std::pair<std::string, std::string>, uint64_t> observations;  // site, name
  std::thread thread;

  // The writer thread's own.
  KeyMemory memory{kKeyLifetime, kMaxKeys};
  bool wal_dirty = false;
  bool failing = false;  // the last commit failed and the disk may recover
  SteadyClock::time_point next_truncate{};
  SteadyClock::time_point next_probe{};
  SteadyClock::time_point next_counts{};
};

Recorder::Recorder(store::Store& store, const Clock& clock, const ServerKeys& keys,
                   Readiness& readiness, RecorderOptions options)
    : impl_(std::make_unique<Impl>(store, clock, keys, readiness, std::move(options))) {}

Recorder::~Recorder() { Stop(); }

void Recorder::OnCommit(std::function<void(const store::Head&)> hook) {
  impl_->on_commit = std::move(hook);
}

void Recorder::Start() {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->started) return;
  impl_->started = true;
  impl_->thread = std::thread([impl = impl_.get()] {
    TakeShortTurns();
    impl->Loop();
  });
}

void Recorder::Stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wake.notify_all();
  if (impl_->thread.joinable()) impl_->thread.join();
}

const RecorderMetrics& Recorder::metrics() const { return impl_->metrics; }

Status Recorder::Impl::Push(Task task) {
  bool first = false;
  {
    const std::lock_guard lock(mutex);
    if (stopping) return Stopping();
    if (queue.size() >= options.max_queue) {
      metrics.refused_full.fetch_add(1, std::memory_order_relaxed);
      return Error(ErrorCode::kUnavailable, "too many choices are waiting; try again");
    }
    first = queue.empty();
    queue.push_back(std::move(task));
    metrics.queued.store(static_cast<int64_t>(queue.size()), std::memory_order_relaxed);
  }
  if (first) wake.notify_one();
  return {};
}

Status Recorder::Submit(ChoiceJob job, ChoiceDone done) {
  if (impl_->readiness.holds_choices()) return Held();
  return impl_->Push(ChoiceTask{std::move(job), std::move(done)});
}

Status Recorder::Erase(EraseJob job, EraseDone done) {
  return impl_->Push(EraseTask{std::move(job), std::move(done)});
}

Status Recorder::Journal(store::Access access) {
  AccessTask task{std::move(access), {}};
  std::future<Status> done = task.done.get_future();
  TEMOIN_RETURN_IF_ERROR(impl_->Push(std::move(task)));
  return done.get();
}

Status Recorder::Run(std::function<Status(store::Store&)> work) {
  WorkTask task{std::move(work), {}};
  std::future<Status> done = task.done.get_future();
  TEMOIN_RETURN_IF_ERROR(impl_->Push(std::move(task)));
  return done.get();
}

void Recorder::CountImpressions(std::string_view site, std::string_view revision, uint64_t count) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->impressions.size() >= kMaxCounted) return;
  impl_->impressions[{std::string(site), std::string(revision)}] += count;
}

void Recorder::CountObservation(std::string_view site, std::string_view name) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->observations.size() >= kMaxCounted) return;
  impl_->observations[{std::string(site), std::string(name)}] += 1;
}

// What waits now, at most one batch of it; waits at most a tick when there is something to do
// without being asked. Empty when the recorder stops, or at a tick.
std::deque<Task> Recorder::Impl::Take() {
  std::unique_lock lock(mutex);
  const auto something = [&] { return stopping || !queue.empty(); };
  wake.wait_for(lock, kTick, something);
  std::deque<Task> taken;
  if (queue.size() <= options.max_batch) taken.swap(queue);
  while (!queue.empty() && taken.size() < options.max_batch) {
    taken.push_back(std::move(queue.front()));
    queue.pop_front();
  }
  metrics.queued.store(static_cast<int64_t>(queue.size()), std::memory_order_relaxed);
  return taken;
}

void Recorder::Impl::Loop() {
  if (const Status learnt = memory.Learn(store, clock.Now()); !learnt) {
    spdlog::warn("keys of the last minutes are not known again: {}", learnt.error().message);
  }
  while (true) {
    std::deque<Task> tasks = Take();
    if (!tasks.empty()) {
      Process(std::move(tasks));
    } else {
      const std::lock_guard lock(mutex);
      if (stopping && queue.empty()) break;
    }
    Housekeeping();
  }
  next_counts = {};
  FlushCounts();
  if (wal_dirty) (void)store.Truncate();
}

void Recorder::Impl::Process(std::deque<Task> tasks) {
  auto batch =
      std::make_unique<ChoiceBatch>(store, keys, memory, metrics, clock.Now(), tasks.size());
  for (Task& task : tasks) {
    if (auto* choice = std::get_if<ChoiceTask>(&task)) {
      if (readiness.holds_choices()) {
        choice->done(Held());
        continue;
      }
      batch->Add(std::move(choice->job), std::move(choice->done));
    } else if (auto* erase = std::get_if<EraseTask>(&task)) {
      batch->Add(std::move(erase->job), std::move(erase->done));
    } else if (auto* access = std::get_if<AccessTask>(&task)) {
      batch->Add(std::move(access->access), std::move(access->done));
    } else if (auto* work = std::get_if<WorkTask>(&task)) {
      Finish(*batch);
      RunWork(*work);
      batch = std::make_unique<ChoiceBatch>(store, keys, memory, metrics, clock.Now());
    }
  }
  Finish(*batch);
}

void Recorder::Impl::RunWork(WorkTask& task) {
  wal_dirty = true;
  Status status = task.work(store);
  if (status) {
    // Work that had nothing to write proves nothing about the disk: only a commit or the probe
    // does.
    if (const auto head = store.ReadHead(); head && on_commit) on_commit(*head);
  } else if (status.error().code == ErrorCode::kUnavailable ||
             status.error().code == ErrorCode::kDataLoss) {
    Failed(status.error());
  }
  task.done.set_value(std::move(status));
}

void Recorder::Impl::Finish(ChoiceBatch& batch) {
  if (!batch.empty()) AddCounts(batch.counts());
  if (batch.empty()) return;
  if (batch.erases()) next_truncate = {};  // what was erased must leave the WAL at once
  const auto begin = SteadyClock::now();
  const auto head = batch.Commit([this](const Error& error) { Failed(error); });
  metrics.commit_micros.fetch_add(
      static_cast<uint64_t>(
          std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begin)
              .count()),
      std::memory_order_relaxed);
  if (!head) return;
  wal_dirty = true;
  metrics.batches.fetch_add(1, std::memory_order_relaxed);
  Succeeded(*head);
}

void Recorder::Impl::AddCounts(store::Batch& batch) {
  const std::lock_guard lock(mutex);
  const Time day = std::chrono::floor<std::chrono::days>(batch.now);
  for (const auto& [key, count] : impressions) {
    batch.impressions.push_back({key.first, day, key.second, count});
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
  ChoiceBatch batch(store, keys, memory, metrics, clock.Now());
  AddCounts(batch.counts());
  Finish(batch);
}

void Recorder::Impl::Failed(const Error& error) {
  metrics.failed_commits.fetch_add(1, std::memory_order_relaxed);
  // Damage does not go away by itself; a full disk or a failing one may.
  failing = error.code == ErrorCode::kUnavailable;
  next_probe = SteadyClock::now() + kTick;
  readiness.Complain("store", error.message);
}

void Recorder::Impl::Succeeded(const store::Head& head) {
  failing = false;
  readiness.Withdraw("store");
  if (on_commit) on_commit(head);
}

void Recorder::Impl::Housekeeping() {
  const auto now = SteadyClock::now();
  if (failing && now >= next_probe) {
    next_probe = now + kTick;
    const Status disk = TryDisk(options.data_directory);
    if (disk && store.Truncate().ok()) {
      failing = false;
      readiness.Withdraw("store");
    }
  }
  if (failing) return;
  FlushCounts();
  if (wal_dirty && now >= next_truncate) {
    next_truncate = now + kTick;
    const Result<bool> truncated = store.Truncate();
    if (!truncated) return Failed(truncated.error());
    wal_dirty = !*truncated;
  }
}

}  // namespace temoin::service
