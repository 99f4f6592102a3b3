#include "store/index_ranges.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "consent/token.h"

namespace temoin::store {

IndexRanges MakeRanges(std::vector<Index> indices) {
  IndexRanges out;
  std::ranges::sort(indices);
  for (const Index index : indices) {
    if (!out.empty() && index <= out.back().second + 1) {
      out.back().second = index;
    } else {
      out.emplace_back(index, index);
    }
  }
  return out;
}

uint64_t CountOf(const IndexRanges& ranges) {
  uint64_t count = 0;
  for (const auto& [first, last] : ranges) count += last - first + 1;
  return count;
}

bool InRanges(const IndexRanges& ranges, Index index) {
  const auto after = std::ranges::upper_bound(ranges, index, {}, &std::pair<Index, Index>::first);
  return after != ranges.begin() && index <= std::prev(after)->second;
}

std::string FormatRanges(const IndexRanges& ranges) {
  std::string out = "[";
  for (const auto& [first, last] : ranges) {
    if (out.back() == ']') out += ',';
    out += fmt::format("[{},{}]", first, last);
  }
  out += ']';
  return out;
}

Result<IndexRanges> ParseRanges(const nlohmann::json& value) {
  const auto malformed = [](std::string what) {
    return Error(ErrorCode::kInvalidArgument, std::move(what));
  };
  if (!value.is_array()) return malformed("the ranges are not a list");
  IndexRanges out;
  for (const auto& range : value) {
    if (!range.is_array() || range.size() != 2 || !range[0].is_number_unsigned() ||
        !range[1].is_number_unsigned()) {
      return malformed("a range is not two indices");
    }
    const auto first = range[0].get<uint64_t>();
    const auto last = range[1].get<uint64_t>();
    if (first > last || last > consent::kMaxIndex ||
        (!out.empty() && first <= out.back().second + 1)) {
      return malformed("the ranges are not ascending and apart");
    }
    out.emplace_back(first, last);
  }
  return out;
}

}  // namespace temoin::store
