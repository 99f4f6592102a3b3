// Staff routes about tokens: who may sign in, as what, until when.
#include "app/staff/tokens.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "server/facts/facts.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

nlohmann::json TokenJson(const app::StaffToken& token, Time now) {
  nlohmann::json out = facts::OfToken(token);
  out["in_force"] = token.InForce(now);
  out["sites"] = token.sites;
  return out;
}

nlohmann::json GrantJson(const app::Grant& grant) {
  nlohmann::json out = {{"role", app::StaffRoleName(grant.role)}, {"sites", grant.sites}};
  if (grant.until) out["until"] = FormatTime(*grant.until);
  return out;
}

nlohmann::json GrantsJson(const std::vector<app::Grant>& grants) {
  nlohmann::json out = nlohmann::json::array();
  for (const app::Grant& grant : grants) out.push_back(GrantJson(grant));
  return out;
}

Result<StaffRole> RoleMember(const nlohmann::json& object) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string name, TextMember(object, "role", 16, true));
  if (const auto role = app::StaffRoleFromName(name)) return *role;
  return Error(ErrorCode::kUnprocessable, "'role' is one of " + app::StaffRoleNames() + ".",
               "/role");
}

Result<app::ListTokens> ReadListTokens(const StaffCall& /*call*/) { return app::ListTokens{}; }

Result<app::CreateToken> ReadCreateToken(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  app::CreateToken command;
  TEMOIN_ASSIGN_OR_RETURN(command.name, TextMember(body, "name", 100, true));
  TEMOIN_ASSIGN_OR_RETURN(command.role, RoleMember(body));
  TEMOIN_ASSIGN_OR_RETURN(command.sites, facts::ReadSites(body));
  const auto expires = body.find("expires");
  command.endless = expires != body.end() && *expires == "never";
  if (command.endless) return command;
  TEMOIN_ASSIGN_OR_RETURN(command.expires, DateMember(body, "expires"));
  if (command.expires) *command.expires += std::chrono::days(1);  // good on that day, too
  return command;
}

void WriteTokens(const StaffCall& call, const std::vector<app::StaffToken>& tokens) {
  nlohmann::json rows = nlohmann::json::array();
  for (const app::StaffToken& token : tokens) rows.push_back(TokenJson(token, call.now));
  call.Json({{"tokens", std::move(rows)}, {"own", call.who.id}});
}

void WriteCreated(const StaffCall& call, const app::StaffTokens::Created& created) {
  nlohmann::json out = TokenJson(created.token, call.now);
  out["token"] = created.secret;
  call.Json(out, 201);
}

}  // namespace temoin::http
