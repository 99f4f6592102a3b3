// Days of counts that are over, and what is committed to of each.
//
// Thread-safety: as the connection.
#ifndef TEMOIN_STORE_SQLITE_DAY_COUNTS_H_
#define TEMOIN_STORE_SQLITE_DAY_COUNTS_H_

#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/counts.h"
#include "store/sqlite/connection.h"

namespace temoin::store {

// What was counted for a site on a day, as an entry of type 7 with the index `entry` commits to it:
// with scans and marked records `apart`, or as by a manifest of schema 1.
Result<DayCounts> ReadDayCounts(Connection& db, std::string_view site, Time day, Index entry,
                                bool apart);

// The days of each site on which anything was counted, from `from_day` on, in their order.
Result<std::vector<CountedDay>> ReadCountedDays(Connection& db, Time from_day);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_DAY_COUNTS_H_
