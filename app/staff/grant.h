// What somebody of the staff was given: a role, for some sites and up to a day.
//
// Thread-safety: values.
#ifndef TEMOIN_APP_STAFF_GRANT_H_
#define TEMOIN_APP_STAFF_GRANT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace temoin::app {

// Marketing sees trackers and rates, never a single consent; auditors and the data protection
// officer (dpo) read everything; approvers decide what is published; operators publish, hold,
// erase, let others in, and read no record; a scanner is a machine, which asks for what lacks
// pictures and files them.
enum class StaffRole : uint8_t { kMarketing, kAuditor, kOperator, kDpo, kApprover, kScanner };

struct Grant {
  StaffRole role = StaffRole::kMarketing;
  std::vector<std::string> sites{};  // sorted, each once; none: every site
  std::optional<Time> until{};       // from then on it is nobody's

  bool InForce(Time now) const { return !until || now < *until; }
  bool operator==(const Grant&) const = default;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_GRANT_H_
