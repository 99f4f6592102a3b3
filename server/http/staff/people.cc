// Staff routes about people: who may sign in, as what, until when.
#include "app/staff/people.h"

#include <nlohmann/json.hpp>

#include "app/staff/grant_rules.h"
#include "base/calendar.h"
#include "server/facts/facts.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

namespace {

nlohmann::json PersonJson(const app::StaffPerson& person) {
  return facts::OfPerson(person, GrantsJson(person.grants));
}

// A role with its sites and its last day.
Result<app::Grant> ReadGrant(const nlohmann::json& object) {
  if (!object.is_object()) {
    return Error(ErrorCode::kUnprocessable, "A grant is an object.", "/grants");
  }
  app::Grant grant;
  TEMOIN_ASSIGN_OR_RETURN(grant.role, RoleMember(object));
  TEMOIN_ASSIGN_OR_RETURN(grant.sites, facts::ReadSites(object));
  TEMOIN_ASSIGN_OR_RETURN(grant.until, DateMember(object, "until"));
  if (grant.until) *grant.until += std::chrono::days(1);  // good on that day, too
  return grant;
}

// The member `grants` of a body.
Result<std::vector<app::Grant>> GrantsMember(const nlohmann::json& body) {
  const auto grants = body.find("grants");
  if (grants == body.end() || !grants->is_array() || grants->size() > app::kMaxGrants) {
    return Error(ErrorCode::kUnprocessable, "Expected a list of roles.", "/grants");
  }
  std::vector<app::Grant> out;
  for (const nlohmann::json& object : *grants) {
    TEMOIN_ASSIGN_OR_RETURN(app::Grant grant, ReadGrant(object));
    out.push_back(std::move(grant));
  }
  return out;
}

nlohmann::json InvitationJson(const app::Invitation& invitation) {
  return facts::OfInvitation(invitation, GrantsJson(invitation.grants));
}

}  // namespace

Result<app::ListPeople> ReadListPeople(const StaffCall& /*call*/) { return app::ListPeople{}; }

Result<app::GrantRoles> ReadGrantRoles(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  app::GrantRoles command{.person = call.parameter(), .grants = {}};
  TEMOIN_ASSIGN_OR_RETURN(command.grants, GrantsMember(body));
  TEMOIN_ASSIGN_OR_RETURN(const std::string given, TextMember(body, "given", 4, false));
  if (!given.empty() && given != "keep") {
    return Error(ErrorCode::kUnprocessable, "Write \"keep\", or leave it out.", "/given");
  }
  command.keep_given = !given.empty();
  return command;
}

Result<app::ListInvitations> ReadListInvitations(const StaffCall& /*call*/) {
  return app::ListInvitations{};
}

Result<app::InvitePerson> ReadInvitePerson(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  app::InvitePerson command;
  TEMOIN_ASSIGN_OR_RETURN(command.name, TextMember(body, "name", 100, true));
  TEMOIN_ASSIGN_OR_RETURN(command.grants, GrantsMember(body));
  return command;
}

Result<std::string> ReadInvitationId(const StaffCall& call) { return call.parameter(); }

void WriteInvitations(const StaffCall& call, const std::vector<app::Invitation>& invitations) {
  nlohmann::json rows = nlohmann::json::array();
  for (const app::Invitation& each : invitations) rows.push_back(InvitationJson(each));
  call.Json({{"invitations", std::move(rows)}});
}

void WriteInvited(const StaffCall& call, const app::Invited& invited) {
  nlohmann::json out = InvitationJson(invited.invitation);
  out["link"] = invited.link;
  call.Json(out, 201);
}

Result<app::Revocation> ReadRevocation(const StaffCall& call) {
  app::Revocation command{.id = call.parameter()};
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> given, call.Query("given"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> dry_run, call.Query("dry_run"));
  if ((given && *given != "keep") || (dry_run && *dry_run != "true")) {
    return Error(ErrorCode::kInvalidArgument, "Write given=keep or dry_run=true, or neither.");
  }
  command.keep_given = given.has_value();
  command.dry_run = dry_run.has_value();
  return command;
}

void WriteGiven(const StaffCall& call, const app::Given& given) {
  const auto token = [&call](const app::StaffToken& each) { return TokenJson(each, call.now); };
  call.Json(facts::OfGiven(given, token, InvitationJson, PersonJson));
}

void WritePeople(const StaffCall& call, const std::vector<app::StaffPerson>& people) {
  nlohmann::json rows = nlohmann::json::array();
  for (const app::StaffPerson& person : people) rows.push_back(PersonJson(person));
  call.Json({{"people", std::move(rows)}, {"own", call.who.id}});
}

void WritePerson(const StaffCall& call, const app::StaffPerson& person) {
  call.Json(PersonJson(person));
}

}  // namespace temoin::http
