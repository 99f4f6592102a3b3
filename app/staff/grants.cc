#include "app/staff/grants.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/calendar.h"

namespace temoin::app {
namespace {

// "a,b" as its parts; an empty one is kept, and fits nothing.
std::vector<std::string> Parts(std::string_view text) {
  std::vector<std::string> out;
  while (true) {
    const size_t comma = text.find(',');
    out.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return out;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

std::string_view StaffRoleName(StaffRole role) {
  switch (role) {
    case StaffRole::kMarketing:
      return "marketing";
    case StaffRole::kAuditor:
      return "auditor";
    case StaffRole::kOperator:
      return "operator";
    case StaffRole::kDpo:
      return "dpo";
    case StaffRole::kApprover:
      return "approver";
    case StaffRole::kScanner:
      return "scanner";
  }
  return "marketing";
}

std::optional<StaffRole> StaffRoleFromName(std::string_view name) {
  for (const StaffRole role : kStaffRoles) {
    if (StaffRoleName(role) == name) return role;
  }
  return std::nullopt;
}

std::string StaffRoleNames() {
  std::string out;
  for (const StaffRole role : kStaffRoles) {
    out += out.empty() ? "" : ", ";
    out += StaffRoleName(role);
  }
  return out;
}

void SortSites(std::vector<std::string>& sites) {
  std::ranges::sort(sites);
  sites.erase(std::unique(sites.begin(), sites.end()), sites.end());
}

std::string GrantWords(const Grant& grant) {
  return fmt::format("{}{}{}", StaffRoleName(grant.role),
                     grant.sites.empty() ? "" : fmt::format(", of {}", fmt::join(grant.sites, " ")),
                     grant.until ? ", until " + FormatTime(*grant.until) : "");
}

std::optional<Grant> ParseGrant(std::string_view text) {
  const size_t at = text.find('@');
  const auto role = StaffRoleFromName(text.substr(0, at));
  if (!role) return std::nullopt;
  Grant grant{.role = *role};
  if (at != std::string_view::npos) grant.sites = Parts(text.substr(at + 1));
  if (std::ranges::find(grant.sites, "") != grant.sites.end()) return std::nullopt;
  SortSites(grant.sites);
  return grant;
}

bool Covers(StaffRole role, StaffRole other) {
  if (role == other) return true;
  if (role == StaffRole::kScanner) return false;
  if (other == StaffRole::kMarketing) return true;
  return (role == StaffRole::kOperator &&
          (other == StaffRole::kApprover || other == StaffRole::kScanner)) ||
         (role == StaffRole::kDpo && other == StaffRole::kAuditor);
}

std::optional<Actor> ActorWith(Actor actor, std::span<const Grant> grants, unsigned roles,
                               Time now) {
  unsigned with = 0;
  bool every_site = false;
  for (const Grant& grant : grants) {
    if ((roles & RoleBit(grant.role)) == 0 || !grant.InForce(now)) continue;
    with |= RoleBit(grant.role);
    actor.grants.push_back(grant);
    every_site = every_site || grant.sites.empty();
    actor.sites.insert(actor.sites.end(), grant.sites.begin(), grant.sites.end());
  }
  if (with == 0) return std::nullopt;
  if (every_site) actor.sites.clear();
  SortSites(actor.sites);
  for (const StaffRole role : kStaffRoles) {
    if ((with & RoleBit(role)) == 0) continue;
    actor.role += actor.role.empty() ? "" : "+";
    actor.role += StaffRoleName(role);
  }
  return actor;
}

bool Within(const Actor& actor, std::span<const std::string> sites) {
  if (sites.empty()) return actor.sites.empty();
  return std::ranges::all_of(sites, [&](const std::string& site) { return actor.Sees(site); });
}

}  // namespace temoin::app
