// DATA/clock: what was last known of the time. Written every minute, whole and synced; read at
// start, and judged like everything else that is read.
//
//   temoin clock v1
//   wall 2026-11-26T09:00:00Z             the last wall time that was judged normal
//   boot 4204d74e-9bb8-… 123456           in which boot of the machine, after how many seconds
//   running 86400                         seconds that servers of this directory have run
//   correction 412                        last clock correction known ("none": there is none)
//   visitors yes                          whether it ever served otherwise than with --demo
//   signed 4096                           entries of the log that were signed; absent: not known
//   mark 3600 2026-11-26T08:00:00Z        wall times by running seconds, an hour apart, at most 32
//   check 0123456789abcdef                of all lines before
//
// Beside it `demo-now` marks a directory whose time is pretended.
//
// Thread-safety: free functions and values.
#ifndef TEMOIN_APP_CLOCK_CLOCK_FILE_H_
#define TEMOIN_APP_CLOCK_CLOCK_FILE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/clock/clock_judge.h"
#include "base/clock.h"
#include "base/result.h"

namespace temoin::app {

inline constexpr size_t kMaxClockMarks = 32;

struct ClockMark {
  std::chrono::seconds running{};  // of servers of this directory, in all
  Time wall{};

  bool operator==(const ClockMark&) const = default;
};

struct ClockFile {
  ClockAnchor anchor;
  std::string boot;  // of the anchor's running time
  std::chrono::seconds running{};
  std::optional<uint64_t> correction;
  bool visitors = false;
  std::optional<uint64_t> signed_entries{};
  std::vector<ClockMark> marks;  // ascending in both, none after `wall` or `running`

  bool operator==(const ClockFile&) const = default;
};

std::string FormatClockFile(const ClockFile& file);

// kDataLoss for anything FormatClockFile would not have written.
Result<ClockFile> ParseClockFile(std::string_view text);

// kNotFound without one; kDataLoss for a damaged one.
Result<ClockFile> ReadClockFile(const std::string& data_directory);
Status WriteClockFile(const std::string& data_directory, const ClockFile& file);

// Whether the directory may be opened: kConflict when it is marked and this is not --demo-now, or
// when it has served visitors and this is. Asked before anything is opened.
Status CheckPretendedTime(const std::string& data_directory, bool demo_now);
// Marks it. The caller holds the directory's lock.
// Whether a time may be pretended on a log of `entries`: where it was before, in an empty one, or
// in one whose clock file says that it served a demonstration only. kConflict: what is due at the
// pretended time would be erased.
Status CheckPretendedLog(const std::string& data_directory, uint64_t entries);
Status MarkPretendedTime(const std::string& data_directory);

}  // namespace temoin::app

#endif  // TEMOIN_APP_CLOCK_CLOCK_FILE_H_
