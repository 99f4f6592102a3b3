// What somebody of the staff may do: roles, each for some sites and up to a day. A call acts with
// those of the grants that its route allows and that are in force, so that an auditor of one site
// who operates another reads records of the first alone.
//
// Thread-safety: pure.
#ifndef TEMOIN_APP_STAFF_GRANTS_H_
#define TEMOIN_APP_STAFF_GRANTS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/staff/grant.h"
#include "base/clock.h"

namespace temoin::app {

inline constexpr std::array kStaffRoles = {StaffRole::kMarketing, StaffRole::kAuditor,
                                           StaffRole::kDpo,       StaffRole::kApprover,
                                           StaffRole::kOperator,  StaffRole::kScanner};

std::string_view StaffRoleName(StaffRole role);  // "marketing", "auditor", "dpo", ...
std::optional<StaffRole> StaffRoleFromName(std::string_view name);
// "marketing, auditor, dpo, approver, operator, scanner": what a role may be, for a sentence.
std::string StaffRoleNames();

// Roles as a set: one bit each, from its number.
constexpr unsigned RoleBit(StaffRole role) { return 1U << static_cast<unsigned>(role); }

// Whether whoever has the one role may do all that whoever has the other may do: who gives a role
// has one that holds it. An operator's holds an approver's and a scanner's, a dpo's an auditor's,
// all but a scanner's a marketing role.
bool Covers(StaffRole role, StaffRole other);

// Sorted, each once.
void SortSites(std::vector<std::string>& sites);

// "auditor, of cramif ameli.fr, until 2027-01-01T00:00:00Z": sites with spaces between, of every
// site without that part.
std::string GrantWords(const Grant& grant);

// "auditor@cramif,ameli.fr", of every site without "@": how an option writes one that has no end.
std::optional<Grant> ParseGrant(std::string_view text);

// `actor`, by name and id, acting with those of the grants in force whose role is one of `roles`
// (RoleBit): the role is theirs, with "+" between several, and the sites are theirs together.
// Nothing when there is none.
std::optional<Actor> ActorWith(Actor actor, std::span<const Grant> grants, unsigned roles,
                               Time now);

// Whether a grant to `sites` (none: every one) opens nothing that the actor does not see.
bool Within(const Actor& actor, std::span<const std::string> sites);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_GRANTS_H_
