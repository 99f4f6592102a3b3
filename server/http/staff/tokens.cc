// Staff routes about tokens: who may sign in, as what, until when.
#include "app/staff/tokens.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "server/http/staff/api.h"

namespace temoin::http {

namespace {

nlohmann::json TokenJson(const app::StaffToken& token, Time now) {
  nlohmann::json out = {{"id", token.id},
                        {"name", token.name},
                        {"role", app::StaffRoleName(token.role)},
                        {"created", FormatTime(token.created)},
                        {"in_force", token.InForce(now)}};
  if (token.expires) out["expires"] = FormatTime(*token.expires);
  if (token.revoked) out["revoked"] = FormatTime(*token.revoked);
  return out;
}

}  // namespace

Status ListTokens(StaffCall& call) {
  nlohmann::json rows = nlohmann::json::array();
  for (const app::StaffToken& token : call.backend.Tokens().List()) {
    rows.push_back(TokenJson(token, call.now));
  }
  call.Json({{"tokens", std::move(rows)}, {"own", call.who.token_id}});
  return {};
}

Status CreateToken(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  TEMOIN_ASSIGN_OR_RETURN(const std::string name, TextMember(body, "name", 100, true));
  TEMOIN_ASSIGN_OR_RETURN(const std::string role_name, TextMember(body, "role", 16, true));
  const std::optional<StaffRole> role = app::StaffRoleFromName(role_name);
  if (!role) {
    return Error(ErrorCode::kUnprocessable, "'role' is marketing, auditor or operator.", "/role");
  }
  TEMOIN_ASSIGN_OR_RETURN(std::optional<Time> expires, DateMember(body, "expires"));
  if (expires) *expires += std::chrono::days(1);  // good on that day, too
  TEMOIN_ASSIGN_OR_RETURN(
      const app::StaffTokens::Created created,
      app::Create(call.backend.Context(), call.backend.Tokens(), call.who.actor(),
                  {.role = *role, .name = name, .expires = expires}));
  nlohmann::json out = TokenJson(created.token, call.now);
  out["token"] = created.secret;
  call.Json(out, 201);
  return {};
}

Status RevokeToken(StaffCall& call) {
  TEMOIN_RETURN_IF_ERROR(app::RevokeToken(call.backend.Context(), call.backend.Tokens(),
                                          call.who.actor(), call.parameter));
  call.response.status = 204;
  return {};
}

}  // namespace temoin::http
