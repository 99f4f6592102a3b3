// The holds in force, ready to be asked about one record.
//
// Thread-safety: immutable after construction; share it.
#ifndef TEMOIN_STORE_SQLITE_HOLD_SET_H_
#define TEMOIN_STORE_SQLITE_HOLD_SET_H_

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "store/consents.h"

namespace temoin::store {

class HoldSet {
 public:
  HoldSet() = default;
  explicit HoldSet(std::vector<Hold> holds) : holds_(std::move(holds)) {
    std::erase_if(holds_, [](const Hold& hold) { return hold.released.has_value(); });
    for (Hold& hold : holds_) std::ranges::sort(hold.records);
  }

  bool empty() const { return holds_.empty(); }

  // Whether what retention ends stays.
  bool Covers(std::string_view site, Time given_at, Index index) const {
    return std::ranges::any_of(
        holds_, [&](const Hold& hold) { return Covers(hold, site, given_at, index); });
  }
  // When the last of the holds that cover it, limitations apart, is looked at again.
  std::optional<Time> Review(std::string_view site, Time given_at, Index index) const {
    std::optional<Time> out;
    for (const Hold& hold : holds_) {
      if (hold.kind != HoldKind::kHold || !Covers(hold, site, given_at, index)) continue;
      out = std::max(out.value_or(hold.review), hold.review);
    }
    return out;
  }
  // Since when its processing is limited.
  std::optional<Time> LimitedSince(std::string_view site, Time given_at, Index index) const {
    std::optional<Time> out;
    for (const Hold& hold : holds_) {
      if (hold.kind != HoldKind::kLimitation || !Covers(hold, site, given_at, index)) continue;
      out = std::min(out.value_or(hold.created), hold.created);
    }
    return out;
  }

 private:
  static bool Covers(const Hold& hold, std::string_view site, Time given_at, Index index) {
    return (hold.site.empty() || hold.site == site) && (!hold.from || given_at >= *hold.from) &&
           (!hold.to || given_at < *hold.to) &&
           (hold.records.empty() || std::ranges::binary_search(hold.records, index));
  }

  std::vector<Hold> holds_;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_HOLD_SET_H_
