#include "consent/terms.h"

#include <algorithm>

namespace temoin::consent {

std::string_view BasisName(Basis basis) {
  return basis == Basis::kConsent ? "consent" : "exempt-with-opt-out";
}

std::optional<Basis> BasisFromName(std::string_view name) {
  for (const Basis basis : {Basis::kConsent, Basis::kExemptWithOptOut}) {
    if (BasisName(basis) == name) return basis;
  }
  return std::nullopt;
}

const RefusableService* Terms::Find(std::string_view service_id) const {
  const auto at = std::ranges::lower_bound(services, service_id, {}, &RefusableService::id);
  return at != services.end() && at->id == service_id ? &*at : nullptr;
}

RevisionStanding JudgeRevision(int64_t named_generation, int64_t current_generation,
                               Time current_generation_since, Time now) {
  if (named_generation == current_generation) return RevisionStanding::kAccepted;
  if (named_generation == current_generation - 1 &&
      now < current_generation_since + kRevisionGrace) {
    return RevisionStanding::kAccepted;
  }
  return RevisionStanding::kOutdated;
}

}  // namespace temoin::consent
