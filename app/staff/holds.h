// Legal holds: reasons not to erase (docs/operate.md).
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_HOLDS_H_
#define TEMOIN_APP_STAFF_HOLDS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"

namespace temoin::app {

inline constexpr size_t kMaxHeldRecords = 1000;
inline constexpr size_t kMaxHoldReason = 500;  // bytes

struct AddHold {
  std::string site;                   // empty: every site
  std::optional<Time> from;           // choices given at this time or later
  std::optional<Time> to;             // choices given before this time
  std::vector<store::Index> records;  // at most kMaxHeldRecords; empty: all of site and period
  std::string reason;                 // 1 to kMaxHoldReason bytes
  Time review{};                      // lies ahead
};

// The hold as it is kept, with its number. kUnprocessable with a pointer for a command that names
// an unknown site, holds nothing (a period that ends before it begins) or states no reason or
// review. The hold and its line of the access log are one transaction.
Result<store::Hold> Add(const Context& context, const Actor& actor, const AddHold& command);

// kNotFound without a hold of that number in force. What is due is erased after that.
Status ReleaseHold(const Context& context, const Actor& actor, int64_t id);

struct ListHolds {
  bool released = false;  // those, too
};
Result<std::vector<store::Hold>> Holds(const Context& context, const Actor& actor,
                                       const ListHolds& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_HOLDS_H_
