// How long a tracker that was seen lives, against what may be and what is declared.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_AUDIT_SEEN_LIFETIME_H_
#define TEMOIN_CATALOG_AUDIT_SEEN_LIFETIME_H_

#include <cstdint>

#include "base/clock.h"
#include "catalog/audit/recording.h"
#include "catalog/model.h"

namespace temoin::catalog {

inline constexpr int64_t kSecondsADay = 86400;

// False where it is not known how long it lives.
bool OutlivesThirteenMonths(const SeenTracker& seen);
// Months are counted from the day on which it was set; `now` where that is not known.
bool Outlives(const SeenTracker& seen, const Duration& duration, Time now);
// Whoever publishes months sets a number of days, whatever day it is: six months are up to 184
// days. From the legal limit of 13 months on they are counted from the day.
bool OutlivesDeclared(const SeenTracker& seen, const Lifetime& declared, Time now);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_SEEN_LIFETIME_H_
