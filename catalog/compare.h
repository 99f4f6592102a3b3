// What changed from one revision document to the next, and whether visitors must be asked again.
//
// A change is material when a choice given before does not cover it: a new service, vendor or
// purpose, a tracker that is new or stays longer, a new transfer, another basis, role or
// controller. Everything else (wording, order, a removal, a shorter stay) is editorial. A material
// change raises the site's generation; only the services it touches are asked for again.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_COMPARE_H_
#define TEMOIN_CATALOG_COMPARE_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.h"
#include "catalog/revision.h"

namespace temoin::catalog {

struct Change {
  bool material = false;
  std::string code;     // "service-added", "lifetime-longer" ...: stable, for machines
  std::string pointer;  // into the new document; into the old one for what was removed
  std::string service;  // the service it touches; empty: the site as a whole
  Text sentence;        // for a data protection officer
};

struct Comparison {
  std::vector<Change> changes;  // in the order of the new document, removals last
  // Services of the new document that a visitor can refuse and that must be asked for again.
  std::set<std::string, std::less<>> services;

  bool material() const;
};

Comparison Compare(const Revision& before, const Revision& after);

// Adds what changed of the records of processing that the cookie page prints; always editorial, and
// told of catalogues only: a revision document does not hold them.
void CompareRecords(const Site& before, const Site& after, Comparison& comparison);

// The same of what is kept of a choice and of accesses, and for how long; reasons are for staff.
void CompareKeeping(const Site& before, const Site& after, Comparison& comparison);

// For a data protection officer: each change with its weight, then who is asked again.
std::string ComparisonText(const Comparison& comparison, std::string_view language);
// Of a site's first publication: what visitors read, purpose by purpose, with whoever stands behind
// each service; its languages, and whose pages may post a choice. In `language`, "fr" or "en".
std::string FirstPublicationText(const Site& site, std::string_view language);
// {"material","services":[…],"changes":[…]}; see docs/formats.md. `whole`: what stands for the
// service of a change that touches the site as a whole.
nlohmann::json ComparisonJson(const Comparison& comparison, const nlohmann::json& whole);

// The generation and `since` of the new revision. Without changes, or with editorial ones only,
// both stay as they were; services that are gone leave `since`.
struct Generation {
  int64_t number = 1;
  Since since;
};
Generation NextGeneration(const Generation& current, const Comparison& comparison);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_COMPARE_H_
