#include "app/staff/invitations.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "app/staff/given.h"
#include "app/staff/grant_rules.h"
#include "app/staff/passkeys.h"
#include "app/staff/staff_tokens.h"
#include "app/staff/unfit.h"
#include "base/encoding.h"

namespace temoin::app {
namespace {

constexpr size_t kMaxInvitedName = 80;  // as a provider's names are cut

bool SeesInvitation(const Actor& actor, const Invitation& invitation) {
  return std::ranges::all_of(invitation.grants,
                             [&](const Grant& grant) { return Within(actor, grant.sites); });
}

Status RequirePasskeys(const Context& context) {
  TEMOIN_RETURN_IF_ERROR(context.people->usable());
  if (context.passkeys != nullptr) return {};
  return Error(ErrorCode::kUnavailable,
               "People join with a passkey where the server runs with --staff-url, the console's "
               "address: https and a name, or http://localhost; and with --passkeys on.");
}

Status CheckInvitedName(const std::string& name) {
  if (name.size() > kMaxInvitedName) return Unfit("A name has 1 to 80 bytes.", "/name");
  const Status fit = CheckTokenName(name);
  return fit.ok() ? fit : Status(Unfit(fit.error().message, "/name"));
}

Status Withdraw(const Context& context, const Actor& actor, const std::string& id) {
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "person.withdraw", "", id));
  return context.people->Withdraw({id});
}

// The line, then the file. The caller holds StaffPeople::Changing().
Result<Invited> Send(const Context& context, const Actor& actor, std::string name,
                     std::vector<Grant> grants, std::chrono::seconds life) {
  const std::string secret = EncodeBase64Url(RandomArray<32>());
  Invited out{.invitation = {.id = EncodeHex(RandomArray<4>()),
                             .name = std::move(name),
                             .grants = std::move(grants),
                             .by = actor.name,
                             .from = actor.id,
                             .ends = context.now + life,
                             .hash = Sha256(secret)},
              .link = context.passkeys->site().origin + "/#/invitation/" + secret};
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "person.invite", "", InvitationLine(out.invitation)));
  TEMOIN_RETURN_IF_ERROR(context.people->Invite(out.invitation, context.now));
  return out;
}

}  // namespace

Result<Invited> Invite(const Context& context, const Actor& actor, const InvitePerson& command) {
  TEMOIN_RETURN_IF_ERROR(RequirePasskeys(context));
  TEMOIN_RETURN_IF_ERROR(CheckInvitedName(command.name));
  if (command.grants.empty()) return Unfit("Give one role at least.", "/grants");
  std::vector<Grant> grants;
  TEMOIN_RETURN_IF_ERROR(Give(context, actor, command.grants, {}, grants));
  const std::unique_lock changing = context.people->Changing();
  TEMOIN_RETURN_IF_ERROR(RequireInForce(context, actor));
  return Send(context, actor, command.name, std::move(grants), kInvitationLife);
}

Result<Invited> InviteFirst(const Context& context, const Actor& actor, const SetUp& command) {
  TEMOIN_RETURN_IF_ERROR(RequirePasskeys(context));
  TEMOIN_RETURN_IF_ERROR(CheckInvitedName(command.name));
  const std::unique_lock changing = context.people->Changing();
  const std::vector<StaffPerson> people = context.people->List();
  if (std::ranges::any_of(people,
                          [](const StaffPerson& each) { return each.changed.has_value(); })) {
    return Error(ErrorCode::kConflict,
                 "Somebody has a role here already: they invite others, or `temoin person invite` "
                 "does.");
  }
  std::vector<Grant> grants;
  TEMOIN_RETURN_IF_ERROR(Give(context, actor, command.grants, {}, grants));
  if (grants.empty()) grants = {{StaffRole::kOperator}};
  const std::vector<Invitation> earlier = context.people->Invitations(context.now);
  for (const Invitation& each : earlier) {
    TEMOIN_RETURN_IF_ERROR(Withdraw(context, actor, each.id));
  }
  TEMOIN_ASSIGN_OR_RETURN(Invited out,
                          Send(context, actor, command.name, std::move(grants), kSetUpLife));
  out.withdrawn = earlier.size();
  return out;
}

Result<std::vector<Invitation>> Invitations(const Context& context, const Actor& actor,
                                            const ListInvitations& /*command*/) {
  TEMOIN_RETURN_IF_ERROR(context.people->usable());
  std::vector<Invitation> out = context.people->Invitations(context.now);
  std::erase_if(out, [&](const Invitation& each) { return !SeesInvitation(actor, each); });
  return out;
}

Status WithdrawInvitation(const Context& context, const Actor& actor, const std::string& id) {
  const std::unique_lock changing = context.people->Changing();
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<Invitation> seen, Invitations(context, actor, {}));
  const auto found = std::ranges::find(seen, id, &Invitation::id);
  if (found == seen.end()) {
    return Error(ErrorCode::kNotFound, "There is no open invitation of this id.");
  }
  if (!std::ranges::all_of(found->grants,
                           [&](const Grant& each) { return MayTake(actor, each); })) {
    return Error(ErrorCode::kForbidden, "An operator withdraws an invitation to these roles.");
  }
  return Withdraw(context, actor, id);
}

}  // namespace temoin::app
