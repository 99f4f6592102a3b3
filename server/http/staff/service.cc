#include "server/http/staff/service.h"

#include <fmt/format.h>

namespace temoin::http {
namespace {

StaffPrincipal PrincipalOf(const app::StaffToken& token) {
  return {token.name, token.id, {token.grant()}};
}

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

}  // namespace

Result<StaffPrincipal> ServiceBackend::FindToken(std::string_view token) {
  if (!parts_.tokens.usable()) {
    return Error(
        ErrorCode::kUnavailable,
        "Nobody can sign in: the file of the staff's tokens cannot be read. `temoin status` "
        "says what to do.");
  }
  const std::optional<app::StaffToken> found = parts_.tokens.Find(token, Now());
  if (!found) {
    return Error(ErrorCode::kUnauthorized, "This token is unknown, was revoked or has expired.");
  }
  parts_.tokens.NoteUse(found->id, Now());
  return PrincipalOf(*found);
}

Result<StaffPrincipal> ServiceBackend::AdmitPerson(const app::ProviderSignIn::Person& person) {
  TEMOIN_ASSIGN_OR_RETURN(
      const app::StaffPerson known,
      parts_.people.SignedIn(person.issuer, person.subject, person.name, Now()));
  StaffPrincipal out{known.LogName(), known.id, GrantsNow(known, person.grants, Now()),
                     StaffPrincipal::FromProvider{person.grants, person.id_token}};
  if (!out.grants.empty()) return out;
  return Error(ErrorCode::kForbidden, known.revoked
                                          ? fmt::format("the access of {} was revoked", out.name)
                                          : fmt::format("{} has no role here", out.name));
}

std::optional<StaffPrincipal> ServiceBackend::Refresh(const StaffPrincipal& who) {
  if (who.provider) {
    const std::optional<app::StaffPerson> person = parts_.people.Find(who.id);
    if (!person) return std::nullopt;
    StaffPrincipal out = who;
    out.grants = GrantsNow(*person, who.provider->grants, Now());
    return out.grants.empty() ? std::nullopt : std::optional(std::move(out));
  }
  const std::optional<app::StaffToken> found = parts_.tokens.FindById(who.id, Now());
  if (!found) return std::nullopt;
  parts_.tokens.NoteUse(found->id, Now());
  return PrincipalOf(*found);
}

std::string ServiceBackend::Checkpoint() const {
  const std::shared_ptr<const app::PublishedLog> log = parts_.log.Current();
  return log ? log->note : std::string();
}

std::string ServiceBackend::VerifierKey() const {
  const auto keys = parts_.log.keys();
  return keys ? keys->vkeys.front() : "";
}

std::vector<std::string> ServiceBackend::VerifierKeys() const {
  const auto keys = parts_.log.keys();
  return keys ? keys->vkeys : std::vector<std::string>();
}

std::vector<std::string> ServiceBackend::Problems() const {
  std::vector<std::string> out;
  for (const auto& [part, reason] : parts_.readiness.reasons()) out.push_back(reason);
  return out;
}

}  // namespace temoin::http
