// What the database says of time: the corrections of clocks that were wrong, the newest time that
// anything in it was kept at, and how much is due to be erased.
//
// Thread-safety: as the connection.
#ifndef TEMOIN_STORE_SQLITE_KEPT_TIMES_H_
#define TEMOIN_STORE_SQLITE_KEPT_TIMES_H_

#include <optional>
#include <vector>

#include "base/result.h"
#include "store/clock_correction.h"
#include "store/consents.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/hold_set.h"

namespace temoin::store {

// In the order of their entries. kDataLoss when a manifest is none.
Result<std::vector<ClockCorrection>> ReadCorrections(Connection& db);

// As the corrections let it count; nothing in a new database.
Result<std::optional<Time>> ReadNewestTime(Connection& db,
                                           const std::vector<ClockCorrection>& corrections);

// Adds to `counts` what the blocks from `block` on hold that is due by `due` and was not asked to
// go, at most `limit` such blocks. The block to go on with; nothing at the end.
Result<std::optional<uint64_t>> CountDueRows(Connection& db, const HoldSet& holds, Time due,
                                             uint64_t block, size_t limit,
                                             std::vector<DueCount>& counts);

// The kept consents of `site` in the blocks from `block` on, at most `limit` of them.
Result<uint64_t> CountKeptRows(Connection& db, std::string_view site, uint64_t block, size_t limit);

// What retention erased of a site on the day of `now`.
Result<uint64_t> ReadRetired(Connection& db, std::string_view site, Time now);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_KEPT_TIMES_H_
