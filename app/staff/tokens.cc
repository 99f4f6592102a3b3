#include "app/staff/tokens.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "app/staff/grant_rules.h"
#include "app/staff/unfit.h"

namespace temoin::app {
namespace {

// When a token ends of which nobody said so.
Time UsualEnd(const Context& context, const Actor& actor, const CreateToken& command) {
  const Time usual = context.now + (command.last_resort ? std::chrono::seconds(kLastResortLife)
                                                        : std::chrono::seconds(kTokenLife));
  return std::min(usual, MayGiveUntil(actor, command.role, command.sites).value_or(usual));
}

Status CheckCreated(const Context& context, const Actor& actor, const StaffToken& token) {
  if (const Status fit = CheckTokenName(token.name); !fit) {
    return Error(ErrorCode::kUnprocessable, fit.error().message, "/name");
  }
  if (token.expires && *token.expires <= context.now) {
    return Unfit("The token's last day is over already.", "/expires");
  }
  if (token.last_resort && (!token.expires || *token.expires > context.now + kLongestLastResort)) {
    return Unfit("A token of last resort ends within a day.", "/expires");
  }
  TEMOIN_RETURN_IF_ERROR(
      CheckGiven(actor, token.grant(), {.role = "/role", .sites = "/sites", .until = "/expires"}));
  for (const std::string& site : token.sites) {
    if (const Status known = RequireSite(context, site); !known) {
      return Error(known.error().code, known.error().message, "/sites");
    }
  }
  return {};
}

}  // namespace

Result<StaffTokens::Created> Create(const Context& context, const Actor& actor,
                                    const CreateToken& command) {
  TEMOIN_RETURN_IF_ERROR(context.tokens->usable());
  StaffToken wanted{.name = command.name,
                    .role = command.role,
                    .expires = command.expires,
                    .sites = command.sites,
                    .last_resort = command.last_resort,
                    .from = actor.id};
  if (!wanted.expires && !command.endless) wanted.expires = UsualEnd(context, actor, command);
  TEMOIN_RETURN_IF_ERROR(CheckCreated(context, actor, wanted));
  const std::unique_lock changing = context.people->Changing();
  TEMOIN_RETURN_IF_ERROR(RequireInForce(context, actor));
  TEMOIN_ASSIGN_OR_RETURN(StaffTokens::Created minted,
                          StaffTokens::Mint(std::move(wanted), context.now));
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "token.create", "", TokenLine(minted.token)));
  TEMOIN_RETURN_IF_ERROR(context.tokens->Keep(minted));
  return minted;
}

Result<Given> RevokeToken(const Context& context, const Actor& actor, const Revocation& command) {
  TEMOIN_RETURN_IF_ERROR(context.tokens->usable());
  const std::unique_lock changing = context.people->Changing();
  const std::vector<StaffToken> known = context.tokens->List();
  const auto token = std::ranges::find(known, command.id, &StaffToken::id);
  if (token == known.end() || !Within(actor, token->sites)) {
    return Error(ErrorCode::kNotFound, "There is no token of this id.");
  }
  if (!MayTake(actor, token->grant())) {
    return Error(ErrorCode::kForbidden, "An operator revokes a token of this role.");
  }
  Given given = GivenBy(context, token->id);
  if (command.dry_run) return given;
  TEMOIN_RETURN_IF_ERROR(EndGiven(
      context, actor, {Line(context, actor, "token.revoke", "", token->id)},
      [&] { return context.tokens->Revoke({token->id}, context.now); },
      command.keep_given ? Given() : given));
  return given;
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
