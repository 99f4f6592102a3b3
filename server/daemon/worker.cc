#include "server/daemon/worker.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "base/exception.h"

namespace temoin::daemon {

Worker::Worker(std::function<void()> work, std::chrono::milliseconds interval,
               std::chrono::milliseconds at_least)
    : work_(std::move(work)), interval_(interval), at_least_(at_least) {
  thread_ = std::thread([this] { Loop(); });
}

void Worker::Notify() {
  {
    const std::lock_guard lock(mutex_);
    notified_ = true;
  }
  wake_.notify_one();
}

void Worker::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Worker::Loop() {
  while (true) {
    try {
      work_();
    } catch (...) {
      spdlog::error("work that runs by itself failed ({}); it is tried again",
                    CurrentExceptionType());
    }
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, at_least_, [this] { return stopping_; })) return;
    wake_.wait_for(lock, interval_ - at_least_, [this] { return stopping_ || notified_; });
    if (stopping_) return;
    notified_ = false;
  }
}

}  // namespace temoin::daemon
