// Erases on time: what is past its evidence retention, what visitors asked to be erased later, and
// what a released hold had kept.
//
// A clock that is wrong must not empty a directory. What retention ends goes by a wall time that
// servers have had 24 running hours to be found wrong (JudgedClock::RetentionEnd), and where it is
// more than a usual day's, by an operator's word. What was asked to be erased never waits.
//
// Thread-safety: PurgeNow from any thread but the writer's; PurgeWatch from any thread.
#ifndef TEMOIN_APP_RECORDING_RETENTION_H_
#define TEMOIN_APP_RECORDING_RETENTION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/clock/judged_clock.h"
#include "app/recording/recorder.h"
#include "base/clock.h"
#include "base/result.h"

namespace temoin::app {

// What retention may erase of a site on one day without being asked for: what is over both waits.
struct PurgeLimit {
  uint64_t records = 1000;
  uint64_t percent = 5;  // of the site's kept records
};

struct PurgeReport {
  uint64_t purged = 0;
  uint64_t held = 0;                     // due, and kept by a hold
  std::vector<store::DueCount> waiting;  // by site: due, and over the limit
};

// An operator's word for what waits: exactly so many records of the site.
struct PurgeApproval {
  std::string site;
  uint64_t records = 0;
};

// One page is one transaction: small enough that nobody's choice waits long behind it.
inline constexpr size_t kPurgePage = 256;

// In pages, with choices let through in between. kUnavailable while the clock is not vouched for;
// kConflict when not so many records wait as are approved. An error may come after some pages were
// erased; they stay erased, calling again goes on. `stop`, asked after each page, ends it early.
Result<PurgeReport> PurgeNow(const store::ConsentStore& store, Recorder& recorder,
                             const JudgedClock& clock, const PurgeLimit& limit,
                             const std::optional<PurgeApproval>& approval = {},
                             const std::function<bool()>& stop = {});

// What waited when it was last looked at, and when that was done to the end: for the metrics.
class PurgeWatch {
 public:
  void Note(std::vector<store::DueCount> waiting) {
    const std::lock_guard lock(mutex_);
    waiting_ = std::move(waiting);
  }
  void Finished(Time at) {
    const std::lock_guard lock(mutex_);
    finished_ = at;
  }
  std::vector<store::DueCount> waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }
  // Nothing: not since the start.
  std::optional<Time> finished() const {
    const std::lock_guard lock(mutex_);
    return finished_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<store::DueCount> waiting_;
  std::optional<Time> finished_;
};

// Without erasing anything: what waits now.
Result<std::vector<store::DueCount>> PurgesWaiting(const store::ConsentStore& store,
                                                   const JudgedClock& clock,
                                                   const PurgeLimit& limit);

// "1,204 records of ameli.fr, the oldest given on …", with the command that approves them.
std::string WaitingInWords(const store::DueCount& waiting);

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_RETENTION_H_
