// A visitor's line of records: what one replaced and what replaced it.
//
// Thread-safety: pure functions over a store that may be read from any thread.
#ifndef TEMOIN_STORE_LINE_H_
#define TEMOIN_STORE_LINE_H_

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "store/consents.h"

namespace temoin::store {

// The records around `row`, oldest first, `row` itself included; at most `most` each way.
inline constexpr size_t kMaxLine = 50;
Result<std::vector<ChoiceRow>> LineOf(const ConsentStore& store, const ChoiceRow& row,
                                      size_t most = kMaxLine);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_LINE_H_
