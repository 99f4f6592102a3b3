// The holds in force, ready to be asked about one record.
//
// Thread-safety: immutable after construction; share it.
#ifndef TEMOIN_SERVER_STORE_SQLITE_HOLD_SET_H_
#define TEMOIN_SERVER_STORE_SQLITE_HOLD_SET_H_

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "server/store/types.h"

namespace temoin::store {

class HoldSet {
 public:
  HoldSet() = default;
  explicit HoldSet(std::vector<Hold> holds) : holds_(std::move(holds)) {
    std::erase_if(holds_, [](const Hold& hold) { return hold.released.has_value(); });
    for (Hold& hold : holds_) std::ranges::sort(hold.records);
  }

  bool empty() const { return holds_.empty(); }

  bool Covers(std::string_view site, Time given_at, Index index) const {
    return std::ranges::any_of(holds_, [&](const Hold& hold) {
      return (hold.site.empty() || hold.site == site) && (!hold.from || given_at >= *hold.from) &&
             (!hold.to || given_at < *hold.to) &&
             (hold.records.empty() || std::ranges::binary_search(hold.records, index));
    });
  }

 private:
  std::vector<Hold> holds_;
};

}  // namespace temoin::store

#endif  // TEMOIN_SERVER_STORE_SQLITE_HOLD_SET_H_
