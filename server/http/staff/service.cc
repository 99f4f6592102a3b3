#include "server/http/staff/service.h"

#include <algorithm>
#include <utility>

namespace temoin::http {

std::shared_ptr<const catalog::Catalog> ServiceBackend::Catalogue() const {
  catalog::Catalog::Sites sites;
  // Nothing was ever published: there is nothing to show.
  if (const auto current = parts_.publisher.Current()) {
    for (const auto& [id, published] : current->sites) sites.emplace(id, published.site);
  }
  return std::make_shared<const catalog::Catalog>(std::move(sites), catalog::Catalog::Vendors{});
}

Result<StaffPrincipal> ServiceBackend::FindToken(std::string_view token) {
  const std::optional<app::StaffToken> found = parts_.tokens.Find(token, Now());
  if (!found) {
    return Error(ErrorCode::kUnauthorized, "This token is unknown, was revoked or has expired.");
  }
  return StaffPrincipal{found->name, found->role, found->id};
}

bool ServiceBackend::TokenInForce(std::string_view token_id) {
  return parts_.tokens.InForce(token_id, Now());
}

app::Context ServiceBackend::Context() {
  return {parts_.store,
          [this](std::function<Status(store::Store&)> work) {
            return parts_.recorder.Run(std::move(work));
          },
          Now()};
}

Status ServiceBackend::RecordAccess(const store::Access& access) {
  return parts_.recorder.Journal(access);
}

Result<app::EraseOutcome> ServiceBackend::Erase(store::Index index, Time at) {
  return parts_.recorder.EraseRecord(index, at);
}

Result<std::vector<app::SitePublication>> ServiceBackend::Republish(
    std::string_view site, std::string_view revision, std::string_view author, bool dry_run,
    const app::Publisher::Expected& expected) {
  return parts_.publisher.Republish(site, revision, author, dry_run, expected);
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
