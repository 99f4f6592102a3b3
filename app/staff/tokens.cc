#include "app/staff/tokens.h"

#include <fmt/format.h>

#include <algorithm>

namespace temoin::app {

Result<app::StaffTokens::Created> Create(const Context& context, app::StaffTokens& tokens,
                                         const Actor& actor, const CreateToken& command) {
  if (const Status fit = app::CheckTokenName(command.name); !fit) {
    return Error(ErrorCode::kUnprocessable, fit.error().message, "/name");
  }
  if (command.expires && *command.expires <= context.now) {
    return Error(ErrorCode::kUnprocessable, "The token's last day is over already.", "/expires");
  }
  TEMOIN_RETURN_IF_ERROR(
      Note(context, actor, "token.create", "",
           fmt::format("{}, {}", command.name, app::StaffRoleName(command.role))));
  return tokens.Create(command.role, command.name, context.now, command.expires);
}

Status RevokeToken(const Context& context, app::StaffTokens& tokens, const Actor& actor,
                   std::string_view id) {
  const std::vector<app::StaffToken> known = tokens.List();
  if (std::ranges::find(known, id, &app::StaffToken::id) == known.end()) {
    return Error(ErrorCode::kNotFound, "There is no token of this id.");
  }
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "token.revoke", "", id));
  return tokens.Revoke(id, context.now);
}

}  // namespace temoin::app
