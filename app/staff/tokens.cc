#include "app/staff/tokens.h"

#include <algorithm>

#include "app/staff/invitations.h"

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
  std::optional<Time> end = command.expires;
  if (!end && !command.endless) {
    end = context.now + (command.last_resort ? std::chrono::seconds(kLastResortLife) : kTokenLife);
  }
  if (command.last_resort && (!end || *end > context.now + kLongestLastResort)) {
    return Error(ErrorCode::kUnprocessable, "A token of last resort ends within a day.",
                 "/expires");
  }
  if (!Within(actor, command.sites)) {
    return Error(ErrorCode::kUnprocessable, "A token opens no more than the one that makes it.",
                 "/sites");
  }
  for (const std::string& site : command.sites) {
    if (const Status known = RequireSite(context, site); !known) {
      return Error(known.error().code, known.error().message, "/sites");
    }
  }
  TEMOIN_ASSIGN_OR_RETURN(StaffTokens::Created minted,
                          StaffTokens::Mint(command.role, command.name, context.now, end,
                                            command.sites, command.last_resort));
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "token.create", "", TokenLine(minted.token)));
  TEMOIN_RETURN_IF_ERROR(context.tokens->Keep(minted));
  return minted;
}

Status RevokeToken(const Context& context, const Actor& actor, const std::string& id) {
  TEMOIN_RETURN_IF_ERROR(context.tokens->usable());
  const std::vector<StaffToken> known = context.tokens->List();
  const auto token = std::ranges::find(known, id, &StaffToken::id);
  if (token == known.end() || !Within(actor, token->sites)) {
    return Error(ErrorCode::kNotFound, "There is no token of this id.");
  }
  const std::string name = token->name;
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "token.revoke", "", id));
  TEMOIN_RETURN_IF_ERROR(context.tokens->Revoke(id, context.now));
  // Whom it invited does not come in after it.
  return context.people == nullptr ? Status() : WithdrawSentBy(context, actor, name);
}

Status NoteLastResort(const Context& context, const Actor& actor, std::string_view what) {
  context.tokens->CountLastResort();
  return Note(context, actor, "token.last-resort", "", what);
}

Result<std::vector<StaffToken>> Tokens(const Context& context, const Actor& actor,
                                       const ListTokens& /*command*/) {
  TEMOIN_RETURN_IF_ERROR(context.tokens->usable());
  std::vector<StaffToken> out = context.tokens->List();
  std::erase_if(out, [&](const StaffToken& token) { return !Within(actor, token.sites); });
  return out;
}

}  // namespace temoin::app
