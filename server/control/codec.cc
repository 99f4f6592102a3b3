// Tokens and people of the staff, and what a command notes of reports and dossiers.
#include "server/control/codec.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "server/control/arguments.h"
#include "server/facts/facts.h"

namespace temoin::control {

using nlohmann::json;

namespace {

json TokenJson(const app::StaffToken& token) {
  json out = facts::OfToken(token);
  if (!token.sites.empty()) out["sites"] = token.sites;
  return out;
}

json GrantsJson(const std::vector<app::Grant>& grants) {
  json out = json::array();
  for (const app::Grant& grant : grants) out.push_back(app::GrantWords(grant));
  return out;
}

json InvitationJson(const app::Invitation& invitation) {
  return facts::OfInvitation(invitation, GrantsJson(invitation.grants));
}

json PersonJson(const app::StaffPerson& person) {
  return facts::OfPerson(person, GrantsJson(person.grants));
}

// Each role as "auditor@cramif,ameli.fr", until the last day that is named for all of them.
Result<std::vector<app::Grant>> ReadGrants(const json& arguments) {
  std::vector<app::Grant> out;
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> until,
                          TimeOf(arguments, "until", /*last=*/true));
  const auto roles = arguments.find("roles");
  if (roles == arguments.end() || !roles->is_array()) {
    return BadArgument("roles are a list", "roles");
  }
  for (const json& role : *roles) {
    std::optional<app::Grant> grant =
        role.is_string() ? app::ParseGrant(role.get<std::string>()) : std::nullopt;
    if (!grant) {
      return BadArgument("a role is one of " + app::StaffRoleNames() +
                             ", with its sites as in "
                             "auditor@ameli.fr,cramif",
                         "roles");
    }
    grant->until = until;
    out.push_back(std::move(*grant));
  }
  return out;
}

}  // namespace

Result<app::Actor> AuthorOf(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string author, NeededText(arguments, "author"));
  return app::Actor{std::move(author), "operator"};
}

Result<int64_t> ReadId(const json& arguments) {
  const auto id = arguments.find("id");
  if (id == arguments.end() || !id->is_number_integer()) return BadArgument("id is missing", "id");
  return id->get<int64_t>();
}

Result<app::CreateToken> ReadCreateToken(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string role_name, NeededText(arguments, "role"));
  app::CreateToken command;
  TEMOIN_ASSIGN_OR_RETURN(command.name, NeededText(arguments, "name"));
  const auto role = app::StaffRoleFromName(role_name);
  if (!role) return BadArgument("a role is one of " + app::StaffRoleNames(), "role");
  command.role = *role;
  TEMOIN_ASSIGN_OR_RETURN(command.last_resort, FlagOf(arguments, "last_resort"));
  // A day is the last one on which the token is good.
  TEMOIN_ASSIGN_OR_RETURN(const std::string expires, TextOf(arguments, "expires"));
  command.endless = expires == "never";
  if (!command.endless) {
    TEMOIN_ASSIGN_OR_RETURN(command.expires, TimeOf(arguments, "expires", /*last=*/true));
  }
  TEMOIN_ASSIGN_OR_RETURN(command.sites, facts::ReadSites(arguments));
  return command;
}

Result<app::Revocation> ReadRevocation(const json& arguments) {
  app::Revocation command;
  TEMOIN_ASSIGN_OR_RETURN(command.id, NeededText(arguments, "id"));
  TEMOIN_ASSIGN_OR_RETURN(command.keep_given, FlagOf(arguments, "keep_given"));
  TEMOIN_ASSIGN_OR_RETURN(command.dry_run, FlagOf(arguments, "dry_run"));
  return command;
}

Result<app::GrantRoles> ReadGrantRoles(const json& arguments) {
  app::GrantRoles command;
  TEMOIN_ASSIGN_OR_RETURN(command.person, NeededText(arguments, "id"));
  TEMOIN_ASSIGN_OR_RETURN(command.grants, ReadGrants(arguments));
  TEMOIN_ASSIGN_OR_RETURN(command.keep_given, FlagOf(arguments, "keep_given"));
  return command;
}

Result<app::InvitePerson> ReadInvitePerson(const json& arguments) {
  app::InvitePerson command;
  TEMOIN_ASSIGN_OR_RETURN(command.name, NeededText(arguments, "name"));
  TEMOIN_ASSIGN_OR_RETURN(command.grants, ReadGrants(arguments));
  return command;
}

Result<app::SetUp> ReadSetUp(const json& arguments) {
  app::SetUp command;
  TEMOIN_ASSIGN_OR_RETURN(command.name, NeededText(arguments, "name"));
  if (!arguments.contains("roles")) return command;
  TEMOIN_ASSIGN_OR_RETURN(command.grants, ReadGrants(arguments));
  return command;
}

Result<std::string> ReadInvitationId(const json& arguments) { return NeededText(arguments, "id"); }

Result<app::MakeReport> ReadMakeReport(const json& arguments) {
  app::MakeReport command;
  TEMOIN_ASSIGN_OR_RETURN(command.kind, NeededText(arguments, "kind"));
  TEMOIN_ASSIGN_OR_RETURN(command.site, TextOf(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(command.detail, TextOf(arguments, "detail"));
  return command;
}

Result<app::RegisterDossier> ReadRegisterDossier(const json& arguments) {
  app::RegisterDossier command;
  TEMOIN_ASSIGN_OR_RETURN(command.site, TextOf(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(command.manifest, NeededText(arguments, "manifest"));
  return command;
}

json WriteRegistered(const app::RegisteredDossier& dossier) {
  return {{"entry", dossier.entry}, {"key_entry", dossier.key_entry}, {"note", dossier.note}};
}

json WriteCreated(const app::StaffTokens::Created& created) {
  json out = TokenJson(created.token);
  out["token"] = created.secret;
  return out;
}

json WritePerson(const app::StaffPerson& person) { return PersonJson(person); }

json WritePeople(const std::vector<app::StaffPerson>& people) {
  json list = json::array();
  for (const app::StaffPerson& person : people) list.push_back(PersonJson(person));
  return {{"people", std::move(list)}};
}

json WriteInvited(const app::Invited& invited) {
  json out = InvitationJson(invited.invitation);
  out["link"] = invited.link;
  out["withdrawn"] = invited.withdrawn;
  return out;
}

json WriteGiven(const app::Given& given) {
  return facts::OfGiven(given, TokenJson, InvitationJson, PersonJson);
}

json WriteInvitations(const std::vector<app::Invitation>& invitations) {
  json list = json::array();
  for (const app::Invitation& each : invitations) list.push_back(InvitationJson(each));
  return {{"invitations", std::move(list)}};
}

json WriteTokens(const std::vector<app::StaffToken>& tokens) {
  json list = json::array();
  for (const app::StaffToken& token : tokens) list.push_back(TokenJson(token));
  return {{"tokens", std::move(list)}};
}

}  // namespace temoin::control
