#include "catalog/audit/seen_lifetime.h"

#include "base/calendar.h"
#include "catalog/lifetime.h"

namespace temoin::catalog {
namespace {

constexpr int64_t kMostMonths = 13;
constexpr int64_t kMost13Months = 397 * kSecondsADay;  // the longest 13 calendar months there are

// Between the setting of a cookie and the clock that its end is compared with.
int64_t Slack(int64_t seconds) { return seconds >= kSecondsADay ? 300 : 60; }

}  // namespace

bool OutlivesThirteenMonths(const SeenTracker& seen) {
  return seen.seconds && *seen.seconds > kMost13Months + Slack(kMost13Months);
}

bool Outlives(const SeenTracker& seen, const Duration& duration, Time now) {
  if (!seen.seconds) return false;
  const Time from = seen.from.value_or(now);
  const int64_t most = (AddDuration(from, duration) - from).count();
  return *seen.seconds > most + Slack(most);
}

bool OutlivesDeclared(const SeenTracker& seen, const Lifetime& declared, Time now) {
  if (!seen.seconds) return false;
  if (declared.kind == Lifetime::Kind::kSession) return true;
  const auto longest = LongestOf(declared);
  if (!longest) return false;  // no bound: the catalogue's own finding
  if (longest->months >= kMostMonths) return Outlives(seen, *longest, now);
  const int64_t most = MostSecondsIn(*longest);
  return *seen.seconds > most + Slack(most);
}

}  // namespace temoin::catalog
