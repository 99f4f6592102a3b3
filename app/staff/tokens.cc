#include "app/staff/tokens.h"

#include <algorithm>

namespace temoin::app {

Result<StaffTokens::Created> Create(const Context& context, const Actor& actor,
                                    const CreateToken& command) {
  TEMOIN_RETURN_IF_ERROR(context.tokens->usable());
  if (const Status fit = CheckTokenName(command.name); !fit) {
    return Error(ErrorCode::kUnprocessable, fit.error().message, "/name");
  }
  if (command.expires && *command.expires <= context.now) {
    return Error(ErrorCode::kUnprocessable, "The token's last day is over already.", "/expires");
  }
  TEMOIN_ASSIGN_OR_RETURN(
      StaffTokens::Created minted,
      StaffTokens::Mint(command.role, command.name, context.now, command.expires));
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "token.create", "", TokenLine(minted.token)));
  TEMOIN_RETURN_IF_ERROR(context.tokens->Keep(minted));
  return minted;
}

Status RevokeToken(const Context& context, const Actor& actor, const std::string& id) {
  TEMOIN_RETURN_IF_ERROR(context.tokens->usable());
  const std::vector<StaffToken> known = context.tokens->List();
  if (std::ranges::find(known, id, &StaffToken::id) == known.end()) {
    return Error(ErrorCode::kNotFound, "There is no token of this id.");
  }
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "token.revoke", "", id));
  return context.tokens->Revoke(id, context.now);
}

Result<std::vector<StaffToken>> Tokens(const Context& context, const Actor& /*actor*/,
                                       const ListTokens& /*command*/) {
  TEMOIN_RETURN_IF_ERROR(context.tokens->usable());
  return context.tokens->List();
}

}  // namespace temoin::app
