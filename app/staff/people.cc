#include "app/staff/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "app/staff/grant_rules.h"
#include "app/staff/unfit.h"
#include "store/walk.h"

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

// Whoever was invited comes back by another invitation, with another passkey.
Status LiftRevocation(const Actor& actor, StaffPerson& person) {
  if (!person.revoked) return {};
  // Who sees some sites gives their roles to one who was revoked, and does not let them in again.
  if (!actor.sites.empty()) return Unfit("Their access was revoked.", "/person");
  if (person.issuer == kInvitedHere) {
    return Unfit("Their access was revoked: invite them anew.", "/person");
  }
  person.revoked = false;
  return {};
}

// What they gave by roles that were taken away, and could not give by those that they have now.
// What they gave by a provider's claims is not judged: nobody knows these before they come again.
Given NoMoreTheirs(const Context& context, const StaffPerson& person,
                   const std::vector<Grant>& had) {
  const auto with = [](const std::vector<Grant>& grants) { return Actor{.grants = grants}; };
  const auto gives = [](const Actor& actor, const std::vector<Grant>& grants) {
    return std::ranges::all_of(grants, [&](const Grant& each) { return MayGive(actor, each); });
  };
  const Actor before = with(had);
  const Actor now = with(person.grants);
  return GivenBy(context, person.id, [&](const std::vector<Grant>& grants) {
    return gives(before, grants) && !gives(now, grants);
  });
}

}  // namespace

Error PeopleMissing(const std::string& data_directory) {
  return {ErrorCode::kDataLoss,
          fmt::format("{}/staff-people.json is missing, and the access log says that people were "
                      "let in or revoked; restore it from a backup. Without one, write [] into it, "
                      "mode 600, invite everybody anew and revoke again who was revoked",
                      data_directory)};
}

Status CheckKept(StaffPeople& people, const store::Store& store, const std::string& data_directory,
                 bool begins) {
  if (people.kept()) return {};
  auto lines = store::WalkAccesses(store);
  while (const store::AccessRow* const row = lines.Next()) {
    const std::string& action = row->access.action;
    if (action == "person.grant" || action == "person.revoke") return PeopleMissing(data_directory);
  }
  TEMOIN_RETURN_IF_ERROR(lines.status());
  return begins ? people.Keep() : Status();
}

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
  TEMOIN_RETURN_IF_ERROR(RequireInForce(context, actor));
  TEMOIN_ASSIGN_OR_RETURN(StaffPerson person, ToChange(context, actor, command.person));
  const std::vector<Grant> had = person.grants;
  std::erase_if(person.grants, [&](const Grant& grant) { return MayTake(actor, grant); });
  TEMOIN_RETURN_IF_ERROR(Give(context, actor, command.grants, had, person.grants));
  TEMOIN_RETURN_IF_ERROR(LiftRevocation(actor, person));
  person.changed = context.now;
  const Given lost = command.keep_given ? Given() : NoMoreTheirs(context, person, had);
  TEMOIN_RETURN_IF_ERROR(EndGiven(
      context, actor, {Line(context, actor, "person.grant", "", PersonLine(person))},
      [&] { return context.people->Replace(person); }, lost));
  KeepSeen(actor, person.grants);
  return person;
}

Result<Given> RevokePerson(const Context& context, const Actor& actor, const Revocation& command) {
  const std::unique_lock changing = context.people->Changing();
  TEMOIN_RETURN_IF_ERROR(RequireInForce(context, actor));
  TEMOIN_ASSIGN_OR_RETURN(StaffPerson person, ToChange(context, actor, command.id));
  if (!actor.sites.empty()) {
    return Unfit("Take away the roles of your sites: others gave theirs.", "/person");
  }
  Given given = GivenBy(context, person.id);
  if (command.dry_run) return given;
  const Given ends = command.keep_given ? Given() : given;
  if (person.revoked) {
    TEMOIN_RETURN_IF_ERROR(EndGiven(
        context, actor, {}, [] { return Status(); }, ends));
    return given;
  }
  person.revoked = true;
  person.grants.clear();
  person.changed = context.now;
  TEMOIN_RETURN_IF_ERROR(EndGiven(
      context, actor, {Line(context, actor, "person.revoke", "", PersonLine(person))},
      [&] { return context.people->Replace(person); }, ends));
  return given;
}

}  // namespace temoin::app
