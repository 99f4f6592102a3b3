// What a site's file says for those who work on it, and for no visitor: what is still to be
// decided, which services were adopted from the library, and who confirmed the criteria of an
// exemption. It is part of Site::source, which the reader has found good, and of no revision.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_DRAFTING_H_
#define TEMOIN_CATALOG_DRAFTING_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.h"

namespace temoin::catalog {

// It keeps the site from being published (rule "to-decide"), unless only its published pages can
// answer (rule "to-try").
struct OpenDecision {
  std::string id;
  Text question;
  Text proposed;  // what the file says meanwhile, and why; may be empty
  bool once_published = false;
};

struct Adoption {
  std::string library_id;
  int64_t version = 1;
};

// Answers to the CNIL's self-assessment beyond catalog::Exemption; those that are written.
struct SelfAssessment {
  std::map<std::string, std::optional<bool>, std::less<>> answers;  // nullopt: unknown
  bool confirmed = false;                                           // by a function, on a day
};

struct Drafting {
  std::vector<OpenDecision> to_decide;
  std::map<std::string, Adoption, std::less<>> adopted;            // by the service's id
  std::map<std::string, SelfAssessment, std::less<>> assessments;  // by the service's id
};

Drafting DraftingOf(const Site& site);

// The members of a service's "exemption" that answer a criterion with true, false or null.
inline constexpr std::array<const char*, 12> kCriteria = {"sole_account",
                                                          "anonymous_statistics",
                                                          "no_cross_checking",
                                                          "no_transmission",
                                                          "no_cross_site_identifier",
                                                          "lifetime_not_extended",
                                                          "no_acquisition_channels",
                                                          "location_by_city_at_most",
                                                          "address_shortened",
                                                          "referrer_host_only",
                                                          "opposition_link",
                                                          "no_visitor_path"};
// Those that SelfAssessment holds.
inline constexpr std::span kSelfAssessment = std::span(kCriteria).subspan<6>();

// The point of "to_decide" that asks about a criterion: "matomo-sole-account".
std::string CriterionPoint(std::string_view service, std::string_view criterion);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_DRAFTING_H_
