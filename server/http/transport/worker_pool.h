// A few threads and a bounded queue, for handlers that may wait for a disk.
//
// Thread-safety: TryRun may be called from any thread. Stop must not run on a worker.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_WORKER_POOL_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_WORKER_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace temoin::http {

class WorkerPool {
 public:
  // `queue` is how many jobs may wait for a thread. With 0 threads every TryRun is refused.
  // `background`: the threads step back (base/scheduling.h).
  WorkerPool(size_t threads, size_t queue, bool background = false);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when the queue is full or the pool is stopping. `job` must not throw.
  [[nodiscard]] bool TryRun(std::function<void()> job);
  // Drops what has not begun and waits for what has.
  void Stop();

 private:
  void Work();

  const size_t bound_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_WORKER_POOL_H_
