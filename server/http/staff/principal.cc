#include "server/http/staff/principal.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace temoin::http {
namespace {

// What a person may do now: what the claims gave and what is granted here.
std::vector<app::Grant> GrantsNow(const app::StaffPerson& person,
                                  const std::vector<app::Grant>& claimed, Time now) {
  std::vector<app::Grant> out;
  if (person.revoked) return out;
  out = claimed;
  out.insert(out.end(), person.grants.begin(), person.grants.end());
  std::erase_if(out, [now](const app::Grant& grant) { return !grant.InForce(now); });
  return out;
}

// Whether the passkey that they came with, if they did, is still theirs.
bool Holds(const app::StaffPerson& person, const std::string& passkey) {
  return passkey.empty() ||
         std::ranges::any_of(person.passkeys, [&](const app::StaffPasskey& each) {
           return each.Fingerprint() == passkey;
         });
}

// Who may do nothing is not let in.
Result<StaffPrincipal> Admitted(StaffPrincipal who, const app::StaffPerson& person) {
  if (!who.grants.empty()) return who;
  return Error(ErrorCode::kForbidden, person.revoked
                                          ? fmt::format("the access of {} was revoked", who.name)
                                          : fmt::format("{} has no role here", who.name));
}

}  // namespace

StaffPrincipal PrincipalOf(const app::StaffToken& token) {
  return {.name = token.name,
          .id = token.id,
          .grants = {token.grant()},
          .last_resort = token.last_resort};
}

Result<StaffPrincipal> Admit(app::StaffPeople& people, const app::ProviderSignIn::Person& person,
                             Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const app::StaffPerson known,
                          people.SignedIn(person.issuer, person.subject, person.name, now));
  return Admitted({.name = known.LogName(),
                   .id = known.id,
                   .grants = GrantsNow(known, person.grants, now),
                   .provider = StaffPrincipal::FromProvider{person.grants, person.id_token}},
                  known);
}

Result<StaffPrincipal> Admit(const app::Recognized& person, Time now) {
  return Admitted({.name = person.person.LogName(),
                   .id = person.person.id,
                   .grants = GrantsNow(person.person, {}, now),
                   .passkey = person.fingerprint},
                  person.person);
}

std::optional<StaffPrincipal> Refresh(app::StaffPeople& people, const StaffPrincipal& who,
                                      Time now) {
  const std::optional<app::StaffPerson> person = people.Find(who.id);
  if (!person || !Holds(*person, who.passkey)) return std::nullopt;
  people.NoteUse(who.id, now);
  StaffPrincipal out = who;
  out.grants =
      GrantsNow(*person, who.provider ? who.provider->grants : std::vector<app::Grant>(), now);
  return out.grants.empty() ? std::nullopt : std::optional(std::move(out));
}

}  // namespace temoin::http
