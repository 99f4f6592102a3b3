// Staff routes about people: who may sign in, as what, until when.
#include "app/staff/people.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

namespace {

nlohmann::json PersonJson(const app::StaffPerson& person) {
  nlohmann::json grants = nlohmann::json::array();
  for (const app::Grant& grant : person.grants) grants.push_back(GrantJson(grant));
  return {{"id", person.id},           {"name", person.name},
          {"issuer", person.issuer},   {"grants", std::move(grants)},
          {"revoked", person.revoked}, {"used", FormatDate(person.used)}};
}

// A role with its sites and its last day.
Result<app::Grant> ReadGrant(const nlohmann::json& object) {
  if (!object.is_object()) {
    return Error(ErrorCode::kUnprocessable, "A grant is an object.", "/grants");
  }
  app::Grant grant;
  TEMOIN_ASSIGN_OR_RETURN(grant.role, RoleMember(object));
  TEMOIN_ASSIGN_OR_RETURN(grant.sites, SitesMember(object));
  TEMOIN_ASSIGN_OR_RETURN(grant.until, DateMember(object, "until"));
  if (grant.until) *grant.until += std::chrono::days(1);  // good on that day, too
  return grant;
}

}  // namespace

Result<app::ListPeople> ReadListPeople(const StaffCall& /*call*/) { return app::ListPeople{}; }

Result<app::GrantRoles> ReadGrantRoles(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  const auto grants = body.find("grants");
  if (grants == body.end() || !grants->is_array() ||
      grants->size() > app::StaffPeople::kMaxGrants) {
    return Error(ErrorCode::kUnprocessable, "Expected a list of roles.", "/grants");
  }
  app::GrantRoles command{.person = call.parameter(), .grants = {}};
  for (const nlohmann::json& object : *grants) {
    TEMOIN_ASSIGN_OR_RETURN(app::Grant grant, ReadGrant(object));
    command.grants.push_back(std::move(grant));
  }
  return command;
}

Result<std::string> ReadPersonId(const StaffCall& call) { return call.parameter(); }

void WritePeople(const StaffCall& call, const std::vector<app::StaffPerson>& people) {
  nlohmann::json rows = nlohmann::json::array();
  for (const app::StaffPerson& person : people) rows.push_back(PersonJson(person));
  call.Json({{"people", std::move(rows)}, {"own", call.who.id}});
}

void WritePerson(const StaffCall& call, const app::StaffPerson& person) {
  call.Json(PersonJson(person));
}

}  // namespace temoin::http
