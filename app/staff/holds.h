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
  std::string site;  // empty: every site
  // Which choices, by the days of the site's zone that they were given on (dates at 00:00 UTC; the
  // last is held whole) or by instants, from `from` on and before `to`. A day goes before.
  std::optional<Time> first_day;
  std::optional<Time> last_day;
  std::optional<Time> from;
  std::optional<Time> to;
  std::vector<store::Index> records;  // at most kMaxHeldRecords; empty: all of site and period
  std::string reason;                 // 1 to kMaxHoldReason bytes
  Time review{};                      // lies ahead
};

// A hold, and the first and the last day of the site's zone that its period reaches.
struct ShownHold {
  store::Hold hold;
  std::optional<Time> first_day;
  std::optional<Time> last_day;
};

// The hold as it is kept, with its number. kUnprocessable with a pointer for a command that names
// an unknown site, holds nothing (a period that ends before it begins) or states no reason or
// review. The hold and its line of the access log are one transaction.
Result<ShownHold> Add(const Context& context, const Actor& actor, const AddHold& command);

// kNotFound without a hold of that number in force. What is due is erased after that.
Status ReleaseHold(const Context& context, const Actor& actor, int64_t id);

struct ListHolds {
  bool released = false;  // those, too
};
bool SeesHold(const Actor& actor, const store::Hold& hold);

Result<std::vector<ShownHold>> Holds(const Context& context, const Actor& actor,
                                     const ListHolds& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_HOLDS_H_
