#include "catalog/model.h"

#include <algorithm>

namespace temoin::catalog {

std::string_view Text::LanguageFor(std::string_view language) const {
  if (language == "en" && !en.empty()) return "en";
  if (const auto found = others.find(language); found != others.end()) return found->first;
  if (!fr.empty()) return "fr";
  if (!en.empty()) return "en";
  return others.empty() ? "fr" : std::string_view(others.begin()->first);
}

const std::string& Text::In(std::string_view language) const {
  const std::string_view taken = LanguageFor(language);
  if (taken == "fr") return fr;
  if (taken == "en") return en;
  return others.find(taken)->second;
}

bool Lifetime::operator==(const Lifetime& other) const {
  return kind == other.kind && fixed == other.fixed && rolling == other.rolling &&
         accepted == other.accepted && refused == other.refused && words == other.words &&
         at_most == other.at_most && conditions == other.conditions;
}

bool Site::refusable() const {
  return std::any_of(purposes.begin(), purposes.end(), [](const Purpose& purpose) {
    return purpose.refusable() && !purpose.services.empty();
  });
}

std::vector<std::string> Site::RefusableServices() const {
  std::vector<std::string> ids;
  for (const Purpose& purpose : purposes) {
    if (!purpose.refusable()) continue;
    for (const Service& service : purpose.services) ids.push_back(service.id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

const Service* Site::FindService(std::string_view wanted) const {
  for (const Purpose& purpose : purposes) {
    for (const Service& service : purpose.services) {
      if (service.id == wanted) return &service;
    }
  }
  return nullptr;
}

const Purpose* Site::FindPurposeOf(std::string_view service_id) const {
  for (const Purpose& purpose : purposes) {
    for (const Service& service : purpose.services) {
      if (service.id == service_id) return &purpose;
    }
  }
  return nullptr;
}

bool Site::AllowsOrigin(std::string_view origin) const {
  return std::find(origins.begin(), origins.end(), origin) != origins.end();
}

void ForEachTracker(const Site& site,
                    const std::function<void(const std::string& pointer, const Purpose&,
                                             const Service&, const Tracker&)>& visit) {
  for (size_t p = 0; p < site.purposes.size(); ++p) {
    const Purpose& purpose = site.purposes[p];
    for (size_t s = 0; s < purpose.services.size(); ++s) {
      const Service& service = purpose.services[s];
      const std::string at =
          "/purposes/" + std::to_string(p) + "/services/" + std::to_string(s) + "/trackers/";
      for (size_t t = 0; t < service.trackers.size(); ++t) {
        visit(at + std::to_string(t), purpose, service, service.trackers[t]);
      }
    }
  }
}

std::shared_ptr<const Site> Catalog::FindSite(std::string_view id) const {
  const auto found = sites_.find(id);
  return found == sites_.end() ? nullptr : found->second;
}

TimeZone Catalog::ZoneOf(std::string_view id) const {
  const auto found = FindSite(id);
  return found != nullptr ? found->time_zone : TimeZone();
}

std::string_view BasisName(Basis basis) {
  switch (basis) {
    case Basis::kConsent:
      return "consent";
    case Basis::kExempt:
      return "exempt";
    case Basis::kExemptWithOptOut:
      return "exempt-with-opt-out";
  }
  return "";
}

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kPublisher:
      return "publisher";
    case Role::kProcessor:
      return "processor";
    case Role::kJointController:
      return "joint-controller";
    case Role::kController:
      return "controller";
    case Role::kUnpublished:
      return "unpublished";
  }
  return "";
}

std::string_view TrackerKindName(TrackerKind kind) {
  switch (kind) {
    case TrackerKind::kCookie:
      return "cookie";
    case TrackerKind::kLocalStorage:
      return "local-storage";
    case TrackerKind::kSessionStorage:
      return "session-storage";
    case TrackerKind::kPixel:
      return "pixel";
    case TrackerKind::kIndexedDb:
      return "indexeddb";
    case TrackerKind::kCache:
      return "cache";
    case TrackerKind::kFingerprint:
      return "fingerprint";
    case TrackerKind::kEmailPixel:
      return "email-pixel";
  }
  return "";
}

std::string_view TransferStatusName(TransferStatus status) {
  switch (status) {
    case TransferStatus::kNone:
      return "none";
    case TransferStatus::kNoneByContract:
      return "none-by-contract";
    case TransferStatus::kNonePublished:
      return "none-published";
    case TransferStatus::kUnpublished:
      return "unpublished";
    case TransferStatus::kDeclared:
      return "declared";
  }
  return "";
}

std::string_view TransferBasisName(TransferBasis basis) {
  switch (basis) {
    case TransferBasis::kAdequacy:
      return "adequacy";
    case TransferBasis::kStandardClauses:
      return "standard-clauses";
    case TransferBasis::kBindingRules:
      return "binding-rules";
    case TransferBasis::kDerogation:
      return "derogation";
    case TransferBasis::kUnpublished:
      return "unpublished";
  }
  return "";
}

}  // namespace temoin::catalog
