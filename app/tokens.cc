#include "app/tokens.h"

#include <fmt/format.h>

#include <algorithm>

namespace temoin::app {

Result<service::StaffTokens::Created> Create(const Context& context, service::StaffTokens& tokens,
                                             const Actor& actor, const CreateToken& command) {
  if (const Status fit = service::CheckTokenName(command.name); !fit) {
    return Error(ErrorCode::kUnprocessable, fit.error().message, "/name");
  }
  if (command.expires && *command.expires <= context.now) {
    return Error(ErrorCode::kUnprocessable, "The token's last day is over already.", "/expires");
  }
  TEMOIN_RETURN_IF_ERROR(
      Note(context, actor, "token.create", "",
           fmt::format("{}, {}", command.name, service::StaffRoleName(command.role))));
  return tokens.Create(command.role, command.name, context.now, command.expires);
}

Status RevokeToken(const Context& context, service::StaffTokens& tokens, const Actor& actor,
                   std::string_view id) {
  const std::vector<service::StaffToken> known = tokens.List();
  if (std::ranges::find(known, id, &service::StaffToken::id) == known.end()) {
    return Error(ErrorCode::kNotFound, "There is no token of this id.");
  }
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "token.revoke", "", id));
  return tokens.Revoke(id, context.now);
}

}  // namespace temoin::app
