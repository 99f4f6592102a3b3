// The inside of the recorder: what waits, and the one thread that writes. recorder.cc is what
// others call, recorder_loop.cc what the thread does; nobody else includes this.
//
// Thread-safety: as its members say.
#ifndef TEMOIN_APP_RECORDING_RECORDER_IMPL_H_
#define TEMOIN_APP_RECORDING_RECORDER_IMPL_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <variant>

#include "app/recording/choice_batch.h"
#include "app/recording/key_memory.h"
#include "app/recording/recorder.h"
#include "app/recording/spent_keys.h"
#include "base/calendar.h"

namespace temoin::app {

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

// First layers that were shown since the last commit.
struct Shown {
  TimeZone time_zone;
  uint64_t count = 0;
};

struct Recorder::Impl {
  using SteadyClock = std::chrono::steady_clock;

  Impl(store::Store& s, const Clock& c, const ServerKeys& k, Readiness& r, RecorderOptions o)
      : store(s),
        clock(c),
        keys(k),
        readiness(r),
        options(std::move(o)),
        erasures(c, options.erase_patience),
        spent(options.data_directory, consent::kRetryLifetime) {}

  Status Push(Task task);
  void Loop();
  void LearnKeys();
  std::deque<Task> Take(SteadyClock::duration wait);
  SteadyClock::duration Pause() const;
  void Process(std::deque<Task> tasks);
  static void Refuse(std::deque<Task>& tasks, const Error& error);
  void RunWork(WorkTask& task);
  void Finish(ChoiceBatch& batch);
  void AddCounts(store::Batch& batch);
  void FlushCounts();
  void Failed(const Error& error);
  void Succeeded(const store::Head& head);
  void Housekeeping();
  void GoOnErasing();
  void EmptyWal();

  store::Store& store;
  const Clock& clock;
  const ServerKeys& keys;
  Readiness& readiness;
  const RecorderOptions options;
  RecorderMetrics metrics;
  Erasures erasures;
  std::function<void(const store::Head&)> on_commit;
  std::function<Status()> vouch = [] { return Status(); };
  std::atomic<int64_t> kept_since{0};  // steady nanoseconds since a reader keeps the WAL; 0: none

  std::mutex mutex;  // guards the queue, the counters and `stopping`
  std::condition_variable wake;
  std::deque<Task> queue;
  bool started = false;
  bool stopping = false;
  std::map<std::pair<std::string, std::string>, Shown> impressions;      // site, revision
  std::map<std::pair<std::string, std::string>, uint64_t> observations;  // site, name
  std::thread thread;

  // The writer thread's own.
  KeyMemory memory{consent::kRetryLifetime, kMaxKeys};
  SpentKeys spent;
  bool must_empty = true;       // the write-ahead log may hold what was erased; so at start
  bool emptied_before = false;  // once since the start; nothing is recorded before
  bool told_of_reader = false;
  bool failing = false;  // the last commit failed and the disk may recover
  SteadyClock::time_point next_empty{};
  SteadyClock::time_point next_probe{};
  SteadyClock::time_point next_look{};
  SteadyClock::time_point next_counts{};
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_RECORDER_IMPL_H_
