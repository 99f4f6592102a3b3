// Ranges of indices as manifests write them: [[first,last],…], both inside, ascending and apart.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_STORE_INDEX_RANGES_H_
#define TEMOIN_STORE_INDEX_RANGES_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/types.h"

namespace temoin::store {

using IndexRanges = std::vector<std::pair<Index, Index>>;

// Of indices in any order; equal ones count once.
IndexRanges MakeRanges(std::vector<Index> indices);

// How many indices they hold: no overflow, for they are apart and below 2^53.
uint64_t CountOf(const IndexRanges& ranges);

bool InRanges(const IndexRanges& ranges, Index index);

std::string FormatRanges(const IndexRanges& ranges);

// kInvalidArgument for anything FormatRanges would not have written.
Result<IndexRanges> ParseRanges(const nlohmann::json& value);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_INDEX_RANGES_H_
