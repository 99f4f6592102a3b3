// Local days: which date it is somewhere, by the IANA time zones of this machine (tzdata).
//
// A date is written as everywhere else here: as midnight UTC of that date (base/calendar.h). So the
// local date of 22:30 UTC on 24 October in Europe/Paris is the Time of 2026-10-25T00:00:00Z, while
// that day *begins* at 2026-10-24T22:00:00Z.
//
// Rules reach as far as the files of tzdata spell them out: to 2037 in Debian's. Later instants get
// the last offset spelled out (winter's, in Europe).
//
// Source: IANA tz database; Howard Hinnant's date library, built for the system's files.
//
// Thread-safety: values; the database behind them is read once, on first use.
#ifndef TEMOIN_BASE_ZONES_H_
#define TEMOIN_BASE_ZONES_H_

#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace date {
class time_zone;
}

namespace temoin {

class TimeZone {
 public:
  TimeZone() = default;  // UTC

  // "Europe/Paris", "UTC". kInvalidArgument for a name that is none or that this machine does not
  // know; kUnavailable when its zones cannot be read, or hold no rules for today.
  static Result<TimeZone> Find(std::string_view name);
  // Whether `name` is spelled as names are: words of letters, digits, `_`, `+` and `-`, each with a
  // capital first, at most three, with `/` between them; at most 64 bytes.
  static bool HasForm(std::string_view name);

  std::string_view name() const;
  bool utc() const { return zone_ == nullptr; }
  // What the local clock is ahead of UTC.
  std::chrono::seconds OffsetAt(Time at) const;
  // The local date on which `at` falls.
  Time DateAt(Time at) const;
  // The first instant of a local date: where midnight is left out, the one after the gap; where it
  // comes twice, the earlier.
  Time StartOf(Time date) const;

  bool operator==(const TimeZone&) const = default;

 private:
  explicit TimeZone(const date::time_zone* zone) : zone_(zone) {}

  const date::time_zone* zone_ = nullptr;  // null: UTC. Of the database, which is never given back
};

}  // namespace temoin

#endif  // TEMOIN_BASE_ZONES_H_
