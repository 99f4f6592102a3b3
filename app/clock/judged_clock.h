// The clock that everything goes by: the machine's, as far as it is vouched for.
//
// Now() never gives a time that was not judged: while the machine's clock cannot be right it goes
// on from the last time that could, by the time the machine has been running since. What cannot be
// undone asks Vouched() first.
//
// Thread-safety: all functions from any thread.
#ifndef TEMOIN_APP_CLOCK_JUDGED_CLOCK_H_
#define TEMOIN_APP_CLOCK_JUDGED_CLOCK_H_

#include <optional>

#include "base/clock.h"
#include "base/result.h"

namespace temoin::app {

class JudgedClock : public Clock {
 public:
  // kUnavailable, with what is wrong and what to do, while nothing irreversible may go by the time:
  // no erasure on time, no closed day, no kept checkpoint.
  virtual Status Vouched() const = 0;

  // Up to which date retention may erase: the wall time of 24 running hours ago. Nothing before
  // servers of this directory ran for so long.
  virtual std::optional<Time> RetentionEnd() const = 0;
};

// A clock that is taken at its word: a demonstration's pretended time, and tests.
class UnjudgedClock final : public JudgedClock {
 public:
  explicit UnjudgedClock(const Clock& clock) : clock_(clock) {}
  Time Now() const override { return clock_.Now(); }
  Status Vouched() const override { return {}; }
  std::optional<Time> RetentionEnd() const override { return clock_.Now(); }

 private:
  const Clock& clock_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_CLOCK_JUDGED_CLOCK_H_
