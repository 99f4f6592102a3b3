#include "server/daemon/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "tests/unit/log_capture.h"

namespace temoin::daemon {
namespace TEMOIN_TEST_FILE {

using std::chrono::hours;
using std::chrono::milliseconds;

// Counts runs, and holds one up while it is told to. Nothing here measures time: an interval of an
// hour means "not in this test".
class Work {
 public:
  void operator()() {
    std::unique_lock lock(mutex_);
    ++runs_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
    ++ended_;
    changed_.notify_all();
  }
  void Hold() {
    const std::lock_guard lock(mutex_);
    held_ = true;
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    held_ = false;
    changed_.notify_all();
  }
  void WaitForRuns(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return runs_ >= count; });
  }
  void WaitForEnds(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ >= count; });
  }
  int runs() {
    const std::lock_guard lock(mutex_);
    return runs_;
  }
  int ended() {
    const std::lock_guard lock(mutex_);
    return ended_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int runs_ = 0;
  int ended_ = 0;
  bool held_ = false;
};

TEST(Worker, RunsAtOnceAndEachTimeItIsAsked) {
  Work work;
  Worker worker([&] { work(); }, hours(1), milliseconds(0));
  work.WaitForEnds(1);
  worker.Notify();
  work.WaitForEnds(2);
  worker.Notify();
  work.WaitForEnds(3);
  worker.Stop();
  EXPECT_EQ(work.runs(), 3);
}

TEST(Worker, RunsByItselfAtEveryInterval) {
  Work work;
  Worker worker([&] { work(); }, milliseconds(1), milliseconds(0));
  work.WaitForRuns(5);
}

TEST(Worker, WhatIsAskedDuringARunIsOneMoreRun) {
  Work work;
  work.Hold();
  Worker worker([&] { work(); }, hours(1), milliseconds(0));
  work.WaitForRuns(1);
  for (int i = 0; i < 10; ++i) worker.Notify();
  work.Release();
  work.WaitForEnds(2);
  worker.Stop();
  EXPECT_EQ(work.runs(), 2);
}

TEST(Worker, StopWaitsForARunInProgressAndIsTheLastOne) {
  Work work;
  work.Hold();
  Worker worker([&] { work(); }, milliseconds(1), milliseconds(0));
  work.WaitForRuns(1);
  std::thread stopping([&] {
    worker.Stop();
    EXPECT_EQ(work.ended(), work.runs());
  });
  work.Release();
  stopping.join();
  const int runs = work.runs();
  worker.Notify();
  worker.Stop();
  EXPECT_EQ(work.runs(), runs);
}

TEST(Worker, AskingDoesNotShortenTheTimeBetweenTwoRuns) {
  Work work;
  Worker worker([&] { work(); }, hours(2), hours(1));
  work.WaitForEnds(1);
  worker.Notify();
  worker.Stop();  // and does not have to wait for it
  EXPECT_EQ(work.runs(), 1);
}

TEST(Worker, SurvivesWorkThatThrowsAndSaysSo) {
  const LogCapture log;
  Work work;
  std::atomic<int> turn{0};
  {
    Worker worker(
        [&] {
          if (turn.fetch_add(1) == 0) throw std::runtime_error("secret");
          work();
        },
        milliseconds(1), milliseconds(0));
    work.WaitForRuns(1);
  }
  EXPECT_NE(log.Text().find("std::runtime_error"), std::string::npos);
  EXPECT_EQ(log.Text().find("secret"), std::string::npos);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::daemon
