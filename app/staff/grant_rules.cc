#include "app/staff/grant_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/staff/unfit.h"

namespace temoin::app {
namespace {

Status CheckGrant(const Context& context, const Actor& actor, const Grant& grant) {
  if (grant.until && *grant.until <= context.now) {
    return Unfit("The last day of a role is over already.", "/grants");
  }
  if (grant.role == StaffRole::kAuditor && !grant.until) {
    return Unfit("An auditor's role has an end.", "/grants");
  }
  if (!Within(actor, grant.sites)) {
    return Unfit("Nobody gives more than the sites they see themselves.", "/grants");
  }
  for (const std::string& site : grant.sites) {
    if (const Status known = RequireSite(context, site); !known) {
      return Error(known.error().code, known.error().message, "/grants");
    }
  }
  return {};
}

}  // namespace

Status Give(const Context& context, const Actor& actor, std::vector<Grant> given,
            std::vector<Grant>& grants) {
  for (Grant& grant : given) {
    SortSites(grant.sites);
    TEMOIN_RETURN_IF_ERROR(CheckGrant(context, actor, grant));
    if (std::ranges::find(grants, grant) == grants.end()) grants.push_back(std::move(grant));
  }
  if (grants.size() <= kMaxGrants) return {};
  return Unfit(fmt::format("At most {} roles are given to a person.", kMaxGrants), "/grants");
}

void KeepSeen(const Actor& actor, std::vector<Grant>& grants) {
  std::erase_if(grants, [&](const Grant& grant) { return !Within(actor, grant.sites); });
}

}  // namespace temoin::app
