#include "app/staff/passkeys.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "app/staff/staff_tokens.h"
#include "app/staff/unfit.h"
#include "base/encoding.h"

namespace temoin::app {
namespace {

constexpr size_t kUserDigits = 32;
constexpr std::string_view kToSignIn = "sign-in";
constexpr std::string_view kDerived = "challenge";

std::string ToJoin(const Invitation& invitation) { return "join " + invitation.id; }
std::string ToAdd(const StaffPerson& person) { return "add " + person.id; }

// The same for each look at an invitation, and told to whoever holds it alone.
std::string UserOf(std::string_view secret) {
  return EncodeHex(Sha256("temoin user " + std::string(secret))).substr(0, kUserDigits);
}

Result<Passkeys*> NeededPasskeys(const Context& context) {
  TEMOIN_RETURN_IF_ERROR(context.people->usable());
  if (context.passkeys != nullptr) return context.passkeys;
  return Error(ErrorCode::kNotFound, "Nobody signs in with a passkey here.");
}

Result<Invitation> Opened(const Context& context, std::string_view secret) {
  std::optional<Invitation> found = context.people->FindInvitation(secret, context.now);
  if (found) return std::move(*found);
  return Error(ErrorCode::kNotFound, "This invitation was used or withdrawn, or it is over.");
}

Result<StaffPasskey> Verified(const Context& context, const MadePasskey& made,
                              std::string_view purpose) {
  TEMOIN_ASSIGN_OR_RETURN(Passkeys* const passkeys, NeededPasskeys(context));
  TEMOIN_ASSIGN_OR_RETURN(const std::string challenge,
                          passkeys->Open(made.cookie, purpose, context.now));
  if (const Status fit = CheckTokenName(made.name); !fit) {
    return Unfit(fit.error().message, "/name");
  }
  TEMOIN_ASSIGN_OR_RETURN(identity::Passkey passkey,
                          identity::VerifyRegistration(passkeys->site(), challenge,
                                                       made.client_data, made.attestation));
  if (context.people->FindByPasskey(passkey.id)) {
    return Error(ErrorCode::kConflict, "This passkey is somebody's already.");
  }
  TEMOIN_RETURN_IF_ERROR(passkeys->Use(made.cookie, context.now));
  return StaffPasskey{
      .passkey = std::move(passkey), .name = made.name, .added = context.now, .used = {}};
}

Result<StaffPerson> Owner(const Context& context, const std::string& id) {
  TEMOIN_RETURN_IF_ERROR(context.people->usable());
  std::optional<StaffPerson> person = context.people->Find(id);
  if (person && person->issuer == kInvitedHere) return std::move(*person);
  return Error(ErrorCode::kUnprocessable, "Passkeys are of those who were invited here.");
}

Error Unknown() { return {ErrorCode::kUnauthorized, "the passkey is nobody's here"}; }

}  // namespace

Passkeys::Begun Passkeys::Begin(std::string_view purpose, Time now) const {
  std::string cookie = challenges_.Begin(purpose, now);
  std::string challenge = challenges_.Derived(kDerived, cookie);
  return {.challenge = std::move(challenge), .cookie = std::move(cookie)};
}

Result<std::string> Passkeys::Open(std::string_view cookie, std::string_view purpose,
                                   Time now) const {
  if (challenges_.Open(cookie, purpose, now)) return challenges_.Derived(kDerived, cookie);
  return Error(ErrorCode::kNotFound, "this was not begun in this browser, or is over");
}

Result<JoinBegun> BeginJoin(const Context& context, const LookAtInvitation& command) {
  TEMOIN_ASSIGN_OR_RETURN(Passkeys* const passkeys, NeededPasskeys(context));
  TEMOIN_ASSIGN_OR_RETURN(const Invitation invitation, Opened(context, command.secret));
  return JoinBegun{.invitation = invitation,
                   .user = UserOf(command.secret),
                   .begun = passkeys->Begin(ToJoin(invitation), context.now)};
}

Result<Recognized> Join(const Context& context, const JoinStaff& command) {
  TEMOIN_RETURN_IF_ERROR(NeededPasskeys(context));
  const std::unique_lock changing = context.people->Changing();
  TEMOIN_ASSIGN_OR_RETURN(const Invitation invitation, Opened(context, command.secret));
  TEMOIN_ASSIGN_OR_RETURN(const StaffPasskey passkey,
                          Verified(context, command.made, ToJoin(invitation)));
  const std::string user = UserOf(command.secret);
  const StaffPerson person{.id = PersonId(kInvitedHere, user),
                           .issuer = std::string(kInvitedHere),
                           .subject = user,
                           .name = invitation.name,
                           .grants = invitation.grants,
                           .changed = context.now,
                           .used = std::chrono::floor<std::chrono::days>(context.now),
                           .passkeys = {passkey},
                           .from = invitation.from};
  const Actor actor{.name = person.LogName(), .role = ""};
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "person.join", "", JoinLine(person, invitation)));
  TEMOIN_RETURN_IF_ERROR(
      Note(context, {.name = invitation.by, .role = ""}, "person.grant", "", PersonLine(person)));
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "passkey.add", "", PasskeyLine(person, passkey)));
  TEMOIN_RETURN_IF_ERROR(context.people->Join(person, invitation.id));
  return Recognized{.person = person, .fingerprint = passkey.Fingerprint()};
}

Result<Passkeys::Begun> BeginPasskeySignIn(const Context& context) {
  TEMOIN_ASSIGN_OR_RETURN(Passkeys* const passkeys, NeededPasskeys(context));
  return passkeys->Begin(std::string(kToSignIn), context.now);
}

Result<Recognized> SignInByPasskey(const Context& context, const PasskeySignIn& command) {
  TEMOIN_ASSIGN_OR_RETURN(Passkeys* const passkeys, NeededPasskeys(context));
  TEMOIN_ASSIGN_OR_RETURN(const std::string challenge,
                          passkeys->Open(command.cookie, kToSignIn, context.now));
  const std::unique_lock changing = context.people->Changing();
  std::optional<StaffPerson> person = context.people->FindByPasskey(command.id);
  if (!person || (!command.user.empty() && command.user != person->subject)) return Unknown();
  const auto used = std::ranges::find(person->passkeys, command.id,
                                      [](const StaffPasskey& each) { return each.passkey.id; });
  TEMOIN_ASSIGN_OR_RETURN(
      used->passkey.counter,
      identity::VerifyAssertion(passkeys->site(), challenge, used->passkey, command.assertion));
  TEMOIN_RETURN_IF_ERROR(passkeys->Use(command.cookie, context.now));
  used->used = std::chrono::floor<std::chrono::days>(context.now);
  person->used = *used->used;
  // Before the session begins, so that no counter is taken twice.
  TEMOIN_RETURN_IF_ERROR(context.people->Replace(*person));
  return Recognized{.person = *person, .fingerprint = used->Fingerprint()};
}

Result<std::vector<StaffPasskey>> PasskeysOf(const Context& context, const Actor& /*actor*/,
                                             const std::string& person) {
  TEMOIN_ASSIGN_OR_RETURN(StaffPerson owner, Owner(context, person));
  return std::move(owner.passkeys);
}

Result<AddBegun> BeginAdd(const Context& context, const Actor& /*actor*/,
                          const std::string& person) {
  TEMOIN_ASSIGN_OR_RETURN(Passkeys* const passkeys, NeededPasskeys(context));
  TEMOIN_ASSIGN_OR_RETURN(StaffPerson owner, Owner(context, person));
  Passkeys::Begun begun = passkeys->Begin(ToAdd(owner), context.now);
  return AddBegun{.person = std::move(owner), .begun = std::move(begun)};
}

Result<StaffPasskey> KeepPasskey(const Context& context, const Actor& actor,
                                 const AddPasskey& command) {
  const std::unique_lock changing = context.people->Changing();
  TEMOIN_ASSIGN_OR_RETURN(StaffPerson person, Owner(context, command.person));
  TEMOIN_ASSIGN_OR_RETURN(StaffPasskey passkey, Verified(context, command.made, ToAdd(person)));
  if (person.passkeys.size() >= Passkeys::kMaxOfPerson) {
    return Unfit("A person has ten passkeys at most.", "/name");
  }
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "passkey.add", "", PasskeyLine(person, passkey)));
  person.passkeys.push_back(passkey);
  TEMOIN_RETURN_IF_ERROR(context.people->Replace(person));
  return passkey;
}

Status EndPasskey(const Context& context, const Actor& actor, const RemovePasskey& command) {
  const std::unique_lock changing = context.people->Changing();
  TEMOIN_ASSIGN_OR_RETURN(StaffPerson person, Owner(context, command.person));
  const auto found = std::ranges::find(person.passkeys, command.fingerprint,
                                       [](const StaffPasskey& each) { return each.Fingerprint(); });
  if (found == person.passkeys.end()) {
    return Error(ErrorCode::kNotFound, "There is no passkey of this id.");
  }
  if (person.passkeys.size() == 1) {
    return Unfit("This is your only passkey: add another one first.", "/id");
  }
  TEMOIN_RETURN_IF_ERROR(Note(context, actor, "passkey.remove", "", PasskeyLine(person, *found)));
  person.passkeys.erase(found);
  return context.people->Replace(person);
}

}  // namespace temoin::app
