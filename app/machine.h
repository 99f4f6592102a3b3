// What the use cases are given that are only for who has the machine in hand: keys, backup, clock,
// approval of an erasure, a loss. The staff's listener holds a Context and never one of these, so
// it cannot offer them.
//
// Thread-safety: a Machine is a value of one call.
#ifndef TEMOIN_APP_MACHINE_H_
#define TEMOIN_APP_MACHINE_H_

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "app/clock/clock_guard.h"
#include "app/clock/judged_clock.h"
#include "app/context.h"
#include "app/log/anchor_watch.h"
#include "app/log/log_publisher.h"
#include "app/publish/publisher.h"
#include "app/recording/readiness.h"
#include "app/recording/recorder.h"
#include "app/recording/retention.h"

namespace temoin::app {

struct Machine {
  Context context;
  Recorder& recorder;
  const JudgedClock& clock;
  Readiness& readiness;
  Publisher& publisher;
  PurgeLimit purge_limit{};
  std::chrono::milliseconds erase_wait{0};  // how long a command waits for what it erased
  std::string data_directory{};
  LogPublisher* log = nullptr;  // null while no server runs
  ClockGuard* guard = nullptr;  // null with a pretended time
  // Held while a time is confirmed: whoever writes a time into the checkpoint log holds it from
  // asking for that time on.
  std::mutex* publishing = nullptr;
  const AnchorWatch* anchors = nullptr;  // null where nobody asks authorities
  PurgeWatch* purges = nullptr;          // null where nobody asks what waits
  std::function<void()> losses_noted{};  // runs once an acknowledgement is durable
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_MACHINE_H_
