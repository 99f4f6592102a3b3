// Which grants somebody may give: of roles that their own hold, of their own sites, of sites that
// are here, with an end that lies ahead and not behind their own end.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_GRANT_RULES_H_
#define TEMOIN_APP_STAFF_GRANT_RULES_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/staff/grants.h"

namespace temoin::app {

inline constexpr size_t kMaxGrants = 32;  // of a person, of those that the giver sees

// Whose routes give, in the words of RoleBit: what each may give, MayGiveUntil says.
inline constexpr unsigned kGivers = RoleBit(StaffRole::kOperator) | RoleBit(StaffRole::kDpo);

// Until when the actor may give the role for these sites (none: every one): nothing where they may
// not at all, Time::max() where they have no end themselves.
std::optional<Time> MayGiveUntil(const Actor& actor, StaffRole role,
                                 std::span<const std::string> sites);
bool MayGive(const Actor& actor, const Grant& grant);

// Whether the actor may take it away: what they may give, whatever its end, and who operates the
// sites everything there.
bool MayTake(const Actor& actor, const Grant& grant);

// kUnprocessable for a role, sites or an end that the actor may not give; `pointers` names the
// members that say them.
struct GrantPointers {
  const char* role = "/grants";
  const char* sites = "/grants";
  const char* until = "/grants";
};
Status CheckGiven(const Actor& actor, const Grant& grant, const GrantPointers& pointers = {});

// Adds those that may be given, each once, with its sites sorted; `had` may be given again as they
// are. kUnprocessable with the pointer /grants for one that will not do, an auditor's without an
// end among them, and for too many.
Status Give(const Context& context, const Actor& actor, std::vector<Grant> given,
            std::span<const Grant> had, std::vector<Grant>& grants);

// Takes away those that the actor does not see whole.
void KeepSeen(const Actor& actor, std::vector<Grant>& grants);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_GRANT_RULES_H_
