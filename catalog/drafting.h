// What a site's file says for those who work on it, and for no visitor: what is still to be
// decided, which services were adopted from the library, and who confirmed the criteria of an
// exemption. It is part of Site::source, which the reader has found good, and of no revision.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_DRAFTING_H_
#define TEMOIN_CATALOG_DRAFTING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/model.h"

namespace temoin::catalog {

// It keeps the site from being published (rule "to-decide").
struct OpenDecision {
  std::string id;
  Text question;
  Text proposed;  // what the file says meanwhile, and why; may be empty
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

// The members of a service's "exemption" that SelfAssessment holds.
inline constexpr const char* kSelfAssessment[] = {
    "no_acquisition_channels", "location_by_city_at_most", "address_shortened",
    "referrer_host_only",      "opposition_link",          "no_visitor_path"};

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_DRAFTING_H_
