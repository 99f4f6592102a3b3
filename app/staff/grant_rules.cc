#include "app/staff/grant_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/staff/unfit.h"
#include "base/calendar.h"

namespace temoin::app {
namespace {

// Whether a grant of some site is one of this: of every site, where it is empty.
bool IsOf(const Grant& grant, std::string_view site) {
  return grant.sites.empty() ||
         (!site.empty() && std::ranges::find(grant.sites, site) != grant.sites.end());
}

std::optional<Time> LastEnd(const Actor& actor, StaffRole role, std::string_view site) {
  std::optional<Time> end;
  for (const Grant& held : actor.grants) {
    if (!Covers(held.role, role) || !IsOf(held, site)) continue;
    end = std::max(end.value_or(Time::min()), held.until.value_or(Time::max()));
  }
  return end;
}

Status CheckGrant(const Context& context, const Actor& actor, const Grant& grant) {
  if (grant.until && *grant.until <= context.now) {
    return Unfit("The last day of a role is over already.", "/grants");
  }
  if (grant.role == StaffRole::kAuditor && !grant.until) {
    return Unfit("An auditor's role has an end.", "/grants");
  }
  TEMOIN_RETURN_IF_ERROR(CheckGiven(actor, grant));
  for (const std::string& site : grant.sites) {
    if (const Status known = RequireSite(context, site); !known) {
      return Error(known.error().code, known.error().message, "/grants");
    }
  }
  return {};
}

}  // namespace

std::optional<Time> MayGiveUntil(const Actor& actor, StaffRole role,
                                 std::span<const std::string> sites) {
  if (actor.at_machine) return Time::max();
  if (sites.empty()) return LastEnd(actor, role, {});
  Time end = Time::max();
  for (const std::string& site : sites) {
    const std::optional<Time> there = LastEnd(actor, role, site);
    if (!there) return std::nullopt;
    end = std::min(end, *there);
  }
  return end;
}

bool MayGive(const Actor& actor, const Grant& grant) {
  const std::optional<Time> end = MayGiveUntil(actor, grant.role, grant.sites);
  return end && grant.until.value_or(Time::max()) <= *end;
}

bool MayTake(const Actor& actor, const Grant& grant) {
  return MayGiveUntil(actor, grant.role, grant.sites) ||
         MayGiveUntil(actor, StaffRole::kOperator, grant.sites);
}

Status CheckGiven(const Actor& actor, const Grant& grant, const GrantPointers& pointers) {
  if (!Within(actor, grant.sites)) {
    return Unfit("Nobody gives more than the sites they see themselves.", pointers.sites);
  }
  const std::optional<Time> end = MayGiveUntil(actor, grant.role, grant.sites);
  if (!end) {
    return Unfit(
        "Nobody gives a role that theirs does not hold: a data protection officer gives "
        "those that read records, an operator the others, a command on the machine all.",
        pointers.role);
  }
  if (grant.until.value_or(Time::max()) <= *end) return {};
  return Unfit(
      fmt::format("Your own rights end at {}: nothing that you give ends later.", FormatTime(*end)),
      pointers.until);
}

Status Give(const Context& context, const Actor& actor, std::vector<Grant> given,
            std::span<const Grant> had, std::vector<Grant>& grants) {
  for (Grant& grant : given) {
    SortSites(grant.sites);
    if (std::ranges::find(had, grant) == had.end()) {
      TEMOIN_RETURN_IF_ERROR(CheckGrant(context, actor, grant));
    }
    if (std::ranges::find(grants, grant) == grants.end()) grants.push_back(std::move(grant));
  }
  const auto seen =
      std::ranges::count_if(grants, [&](const Grant& grant) { return Within(actor, grant.sites); });
  if (static_cast<size_t>(seen) <= kMaxGrants) return {};
  return Unfit(fmt::format("At most {} roles are given to a person.", kMaxGrants), "/grants");
}

void KeepSeen(const Actor& actor, std::vector<Grant>& grants) {
  std::erase_if(grants, [&](const Grant& grant) { return !Within(actor, grant.sites); });
}

}  // namespace temoin::app
