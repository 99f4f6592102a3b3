#include "app/recording/recorder.h"

#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "app/recording/recorder_impl.h"
#include "base/scheduling.h"

namespace temoin::app {
namespace {

constexpr size_t kMaxCounted = 4096;  // distinct counters between two commits

Error Stopping() { return {ErrorCode::kUnavailable, "the server is stopping; try again"}; }

}  // namespace

Error ChoicesHeld() {
  return {ErrorCode::kUnavailable, "choices cannot be recorded at the moment; try again later"};
}

Error RecordsHeld() {
  return {ErrorCode::kUnavailable, "records cannot be told of at the moment; try again later"};
}

Recorder::Recorder(store::Store& store, const Clock& clock, const ServerKeys& keys,
                   Readiness& readiness, RecorderOptions options)
    : impl_(std::make_unique<Impl>(store, clock, keys, readiness, std::move(options))) {}

Recorder::~Recorder() { Stop(); }

void Recorder::OnCommit(std::function<void(const store::Head&)> hook) {
  impl_->on_commit = std::move(hook);
}

void Recorder::AskBeforeResponses(std::function<Status()> vouch) {
  impl_->vouch = std::move(vouch);
}

void Recorder::Start() {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->started) return;
  impl_->started = true;
  impl_->EmptyWal();
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
  impl_->erasures.GiveUp();
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
  if (impl_->readiness.holds_choices()) return ChoicesHeld();
  return impl_->Push(ChoiceTask{std::move(job), std::move(done)});
}

Status Recorder::Erase(EraseJob job, EraseDone done) {
  if (impl_->readiness.holds_records()) return RecordsHeld();
  return impl_->Push(EraseTask{std::move(job), std::move(done)});
}

bool Recorder::HoldsRecords() const { return impl_->readiness.holds_records(); }

Status Recorder::LogAccess(store::Access access) {
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

Result<EraseOutcome> Recorder::EraseRecord(store::Index index, Time at) {
  auto done = std::make_shared<std::promise<Result<EraseOutcome>>>();
  std::future<Result<EraseOutcome>> outcome = done->get_future();
  TEMOIN_RETURN_IF_ERROR(
      Erase({.terms = nullptr, .tokens = {}, .index = index, .at = at},
            [done](Result<EraseOutcome> result) { done->set_value(std::move(result)); }));
  return outcome.get();
}

void Recorder::Erased(uint64_t size) { impl_->erasures.Begin({}, {}, impl_->clock.Now(), size); }

void Recorder::OnPromisedErasure(Erasures::NotePromise note) {
  impl_->erasures.OnPromise(std::move(note));
}

void Recorder::LogSynced(uint64_t size) { impl_->erasures.LogSynced(size); }

bool Recorder::AwaitErasures(std::chrono::milliseconds limit) {
  return impl_->erasures.Wait(limit);
}

Recorder::ErasureState Recorder::erasure_state() const {
  ErasureState out{.waiting = impl_->erasures.waiting(), .kept_by_reader = {}};
  if (const int64_t since = impl_->kept_since.load()) {
    out.kept_by_reader = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch() - std::chrono::nanoseconds(since));
  }
  return out;
}

void Recorder::CountImpressions(std::string_view site, const TimeZone& time_zone,
                                std::string_view revision, uint64_t count) {
  if (impl_->readiness.holds_choices()) return;
  const std::lock_guard lock(impl_->mutex);
  if (impl_->impressions.size() >= kMaxCounted) return;
  Shown& shown = impl_->impressions[{std::string(site), std::string(revision)}];
  shown.time_zone = time_zone;
  shown.count += count;
}

void Recorder::CountObservation(std::string_view site, std::string_view name) {
  if (impl_->readiness.holds_choices()) return;
  const std::lock_guard lock(impl_->mutex);
  if (impl_->observations.size() >= kMaxCounted) return;
  impl_->observations[{std::string(site), std::string(name)}] += 1;
}

}  // namespace temoin::app
