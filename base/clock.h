// The time, passed in: no code of this program reads the wall clock inside its logic.
//
// Time is UTC with a resolution of one second, which is what records, cookies and the law count in.
// Short waits and deadlines use std::chrono::steady_clock directly.
//
// Thread-safety: SystemClock and ManualClock may be shared between threads.
#ifndef TEMOIN_BASE_CLOCK_H_
#define TEMOIN_BASE_CLOCK_H_

#include <atomic>
#include <chrono>

namespace temoin {

using Time = std::chrono::sys_seconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time Now() const = 0;
};

// The machine's clock, moved by a constant number of seconds: 0 in production; the demonstration
// and the tests move it to look at what happens 13 months later.
class SystemClock final : public Clock {
 public:
  explicit SystemClock(std::chrono::seconds offset = std::chrono::seconds(0)) : offset_(offset) {}
  Time Now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + offset_;
  }

 private:
  std::chrono::seconds offset_;
};

// A clock that moves only when told to, for tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time now) : now_(now) {}
  Time Now() const override { return now_.load(); }
  void Set(Time now) { now_.store(now); }
  void Advance(std::chrono::seconds by) { now_.store(now_.load() + by); }

 private:
  std::atomic<Time> now_;
};

}  // namespace temoin

#endif  // TEMOIN_BASE_CLOCK_H_
