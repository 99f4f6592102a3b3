// What a provider's claims about a person give them: each rule names a claim, the value that it
// holds, and the role and sites that follow.
//
//   auditor@cramif,camieg realm_access.roles temoin-auditeur
//
// reads: whoever has `temoin-auditeur` in the claim `realm_access.roles` (text, or a list of texts;
// a dot goes into an object) is an auditor of these two sites. Without "@", of every site. The
// value goes to the end of the line.
//
// Thread-safety: pure.
#ifndef TEMOIN_APP_STAFF_CLAIM_GRANTS_H_
#define TEMOIN_APP_STAFF_CLAIM_GRANTS_H_

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/staff/grants.h"
#include "base/result.h"

namespace temoin::app {

struct ClaimRule {
  std::string claim;
  std::string value;
  Grant grant{};
};

// kInvalidArgument, with what it should read like.
Result<ClaimRule> ParseClaimRule(std::string_view text);

// What the rules give for these claims, each grant once; looked for in each of the objects.
std::vector<Grant> GrantsOfClaims(std::span<const ClaimRule> rules,
                                  std::span<const nlohmann::json> claims);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_CLAIM_GRANTS_H_
