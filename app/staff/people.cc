#include "app/staff/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "app/staff/unfit.h"

namespace temoin::app {
namespace {

void KeepSeen(const Actor& actor, std::vector<Grant>& grants) {
  std::erase_if(grants, [&](const Grant& grant) { return !Within(actor, grant.sites); });
}

bool SeesPerson(const Actor& actor, const StaffPerson& person) {
  return actor.sites.empty() || std::ranges::any_of(person.grants, [&](const Grant& grant) {
           return Within(actor, grant.sites);
         });
}

// The person whose rights the actor is about to change.
Result<StaffPerson> ToChange(const Context& context, const Actor& actor, const std::string& id) {
  TEMOIN_RETURN_IF_ERROR(context.people->usable());
  const std::optional<StaffPerson> person = context.people->Find(id);
  if (!person || !SeesPerson(actor, *person)) {
    return Error(ErrorCode::kNotFound, "There is nobody of this id.");
  }
  if (actor.name == person->LogName()) {
    return Error(ErrorCode::kUnprocessable, "Nobody changes their own rights.");
  }
  return *person;
}

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

Result<std::vector<StaffPerson>> People(const Context& context, const Actor& actor,
                                        const ListPeople& /*command*/) {
  TEMOIN_RETURN_IF_ERROR(context.people->usable());
  std::vector<StaffPerson> out = context.people->List();
  std::erase_if(out, [&](const StaffPerson& person) { return !SeesPerson(actor, person); });
  for (StaffPerson& person : out) KeepSeen(actor, person.grants);
  return out;
}

Result<StaffPerson> Grants(const Context& context, const Actor& actor, const GrantRoles& command) {
  const std::unique_lock changing = context.people->Changing();
  TEMOIN_ASSIGN_OR_RETURN(StaffPerson person, ToChange(context, actor, command.person));
  std::erase_if(person.grants, [&](const Grant& grant) { return Within(actor, grant.sites); });
  for (Grant grant : command.grants) {
    SortSites(grant.sites);
    TEMOIN_RETURN_IF_ERROR(CheckGrant(context, actor, grant));
    if (std::ranges::find(person.grants, grant) == person.grants.end()) {
      person.grants.push_back(std::move(grant));
    }
  }
  if (person.grants.size() > StaffPeople::kMaxGrants) {
    return Unfit(fmt::format("At most {} roles are given to a person.", StaffPeople::kMaxGrants),
                 "/grants");
  }
  // Who sees some sites gives their roles to one who was revoked, and does not let them in again.
  if (actor.sites.empty()) person.revoked = false;
  if (person.revoked) return Unfit("Their access was revoked.", "/person");
  person.changed = context.now;
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "person.grant", "", PersonLine(person)));
  TEMOIN_RETURN_IF_ERROR(context.people->Replace(person));
  KeepSeen(actor, person.grants);
  return person;
}

Status RevokePerson(const Context& context, const Actor& actor, const std::string& id) {
  const std::unique_lock changing = context.people->Changing();
  TEMOIN_ASSIGN_OR_RETURN(StaffPerson person, ToChange(context, actor, id));
  if (!actor.sites.empty()) {
    return Unfit("Take away the roles of your sites: others gave theirs.", "/person");
  }
  if (person.revoked) return {};
  person.revoked = true;
  person.grants.clear();
  person.changed = context.now;
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "person.revoke", "", PersonLine(person)));
  return context.people->Replace(person);
}

}  // namespace temoin::app
