// A thread that does one thing now and then: at once when started, when asked, and at every
// interval.
//
// Thread-safety: Notify and Stop from any thread; the work runs on the worker's own.
#ifndef TEMOIN_SERVER_DAEMON_WORKER_H_
#define TEMOIN_SERVER_DAEMON_WORKER_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace temoin::daemon {

class Worker {
 public:
  // An exception of `work` is logged by its type, and the work goes on at its next turn.
  // `at_least` passes between the end of one run and the next, however often it is asked.
  Worker(std::function<void()> work, std::chrono::milliseconds interval,
         std::chrono::milliseconds at_least);
  ~Worker() { Stop(); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void Notify();
  // Waits for a run in progress. Idempotent.
  void Stop();

 private:
  void Loop();

  const std::function<void()> work_;
  const std::chrono::milliseconds interval_;
  const std::chrono::milliseconds at_least_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool notified_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace temoin::daemon

#endif  // TEMOIN_SERVER_DAEMON_WORKER_H_
