// Keeps watch over the machine's clock: judges it every second (clock_judge.h), keeps what it needs
// for that in DATA/clock (clock_file.h), and tells the rest of the service what time to go by.
//
// Thread-safety: Learn before anyone else uses it; all other functions from any thread.
#ifndef TEMOIN_APP_CLOCK_CLOCK_GUARD_H_
#define TEMOIN_APP_CLOCK_CLOCK_GUARD_H_

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/clock/clock_file.h"
#include "app/clock/clock_judge.h"
#include "app/clock/judged_clock.h"
#include "app/recording/readiness.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/log.h"

namespace temoin::app {

// The machine's clocks.
class MachineClock {
 public:
  virtual ~MachineClock() = default;
  virtual Time Wall() const = 0;
  virtual std::chrono::seconds Running() const = 0;  // since the boot, sleep included
  virtual bool Synchronised() const = 0;             // as the kernel says; false when it does not
  virtual std::string Boot() const = 0;              // which boot this is; empty: unknown
};

// CLOCK_REALTIME, CLOCK_BOOTTIME, adjtimex(2) and /proc/sys/kernel/random/boot_id.
class SystemMachineClock final : public MachineClock {
 public:
  Time Wall() const override;
  std::chrono::seconds Running() const override;
  bool Synchronised() const override;
  std::string Boot() const override;
};

// How long servers must have run before retention goes by a wall time.
inline constexpr std::chrono::hours kRetentionDelay{24};

struct ClockGuardOptions {
  std::string data_directory;
  bool demo = false;      // ahead is a warning
  bool visitors = false;  // this run serves visitors
};

class ClockGuard final : public JudgedClock {
 public:
  // Reads DATA/clock; a file that is damaged counts as none, which is logged.
  ClockGuard(ClockGuardOptions options, const MachineClock& machine);

  // What else was kept: the database, and the end of the checkpoint log when that is known. May be
  // called again, to learn more. After an error no time is vouched for until it succeeds.
  Status Learn(const store::LogStore& store,
               std::optional<std::pair<uint64_t, Time>> checkpoint_log_end);

  // Judges, once a second; keeps DATA/clock once a minute. Speaks for the part "clock".
  void Check(Readiness& readiness);
  // Writes DATA/clock now, when the time is vouched for.
  Status Save();

  // The log holds `entries` that were signed: kept in DATA/clock, so that a database and a
  // checkpoint log that were both set back are seen at a start.
  void Signed(uint64_t entries);

  // An operator typed the time, and it was taken (Store::CorrectClock): whatever was known of a
  // later one is no more.
  void Confirmed(Time time, uint64_t entry);

  Time Now() const override;
  Status Vouched() const override;
  std::optional<Time> RetentionEnd() const override;

  // As of this moment.
  ClockVerdict verdict() const;
  Time Wall() const { return machine_.Wall(); }
  Time newest() const;

 private:
  Result<std::optional<Time>> LearnKept(
      const store::LogStore& store, std::optional<std::pair<uint64_t, Time>> checkpoint_log_end);
  // With the lock held.
  ClockInput Input() const;
  ClockVerdict Judge() const;
  Time GoOn() const;  // from the last time that was vouched for
  void NoteNormal(const ClockInput& input, ClockState state);
  void NoteMark(Time wall);
  ClockFile File() const;

  Status Write(const ClockFile& file);

  const ClockGuardOptions options_;
  const MachineClock& machine_;
  const std::string boot_;
  const std::chrono::seconds opened_;  // running then

  mutable std::mutex mutex_;            // guards what follows
  std::optional<ClockFile> known_;      // as it was read
  std::optional<Error> unknown_;        // why it is not known what was kept
  mutable std::optional<Time> newest_;  // kept
  std::optional<ClockAnchor> anchor_;
  std::optional<uint64_t> correction_;  // the last one known
  std::optional<uint64_t> signed_;      // entries
  std::chrono::seconds running_{};      // of servers, in all
  std::chrono::seconds last_check_;
  std::optional<std::chrono::seconds> last_save_;  // running_ then
  std::vector<ClockMark> marks_;
  ClockState said_ = ClockState::kNormal;
  bool said_unknown_ = false;

  std::mutex writing_;  // guards what follows
  bool save_failed_ = false;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_CLOCK_CLOCK_GUARD_H_
