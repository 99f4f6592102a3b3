#include "app/staff/people.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "app/staff/grant_rules.h"
#include "app/staff/invitations.h"
#include "app/staff/unfit.h"

namespace temoin::app {
namespace {

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
  if (person->IsNamed(actor.name)) {
    return Error(ErrorCode::kUnprocessable, "Nobody changes their own rights.");
  }
  return *person;
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
  TEMOIN_RETURN_IF_ERROR(Give(context, actor, command.grants, person.grants));
  // Who sees some sites gives their roles to one who was revoked, and does not let them in again.
  if (actor.sites.empty()) person.revoked = false;
  if (person.revoked) return Unfit("Their access was revoked.", "/person");
  person.changed = context.now;
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "person.grant", "", PersonLine(person)));
  TEMOIN_RETURN_IF_ERROR(context.people->Replace(person));
  TEMOIN_RETURN_IF_ERROR(WithdrawUncovered(context, actor, person));
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
  TEMOIN_RETURN_IF_ERROR(context.people->Replace(person));
  // Whom they invited does not come in after them.
  return WithdrawUncovered(context, actor, person);
}

}  // namespace temoin::app
