// Finding consents without a secondary index: a walk in the order of the log over narrow columns,
// which passes over the blocks of entries (schema.h) that can hold nothing of what is asked for.
//
// Cost: a block that is passed over, some microseconds; one that is looked through, a fraction of a
// millisecond; a row that is handed out, some microseconds more.
//
// Thread-safety: as the connection. No read transaction is left open.
#ifndef TEMOIN_STORE_SQLITE_SEARCH_H_
#define TEMOIN_STORE_SQLITE_SEARCH_H_

#include <functional>

#include "base/result.h"
#include "store/consents.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/hold_set.h"

namespace temoin::store {

// Asks `late` after each kSearchStep entries it looked through, wherever they are, and after each
// block it passed over: what lies between two questions must be short even when it comes from a
// cold disk.
inline constexpr Index kSearchStep = 256;
Result<SearchPage> SearchRows(Connection& db, const HoldSet& holds, const SearchQuery& search,
                              const std::function<bool()>& late);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_SEARCH_H_
