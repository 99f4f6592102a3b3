#include "server/http/staff/service.h"

namespace temoin::http {

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

std::optional<StaffPrincipal> ServiceBackend::Refresh(const StaffPrincipal& who) {
  if (who.IsPerson()) return http::Refresh(parts_.people, who, Now());
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
  if (const auto authorities = Authorities()) {
    for (const app::AuthorityStanding& standing : *authorities) {
      if (standing.late) out.push_back(app::LateSentence(standing));
    }
  }
  return out;
}

}  // namespace temoin::http
