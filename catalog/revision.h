// The revision document: what a visitor of a site is shown, as one canonical text, and its hash.
//
// A revision is the SHA-256 of the canonical JSON (RFC 8785) of config.json without the members
// `revision`, `generation` and `since`. The same catalogue always gives the same bytes. The format
// is in docs/formats.md, "config.json and the revision document".
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_REVISION_H_
#define TEMOIN_CATALOG_REVISION_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "catalog/model.h"

namespace temoin::catalog {

struct Revision {
  std::string document;  // canonical JSON
  std::string hash;      // SHA-256 of it, 64 lower-case hex digits
};

// The generation in which a service was last materially changed or added. Absent means 1.
using Since = std::map<std::string, int64_t, std::less<>>;

Revision RevisionDocument(const Site& site);

// What is served as config.json: the document with `revision`, `generation` and `since` added;
// `since` lists only services that are in the document. kInvalidArgument when `document` is not a
// revision document, or `generation` is below 1.
Result<std::string> ConfigJson(std::string_view document, int64_t generation, const Since& since);

// The part of a config.json that stands in banner.js: what the first layer, the gating, the guard
// and a withdrawal need, marked with `"excerpt": true`. The second layer takes the rest from the
// revision when it opens. kInvalidArgument when `config` is no config.json.
Result<std::string> ExcerptJson(std::string_view config);

// What judging a choice needs to know of a revision that may be older than the catalogue.
struct RevisionService {
  std::string id;
  std::string name;     // the id where the document has none
  std::string purpose;  // its id
  Text purpose_title;   // may be empty
  Basis basis = Basis::kConsent;

  bool refusable() const { return basis != Basis::kExempt; }
};

struct RevisionView {
  std::string site;
  std::string hash;
  std::vector<std::string> languages;
  Duration choice_validity;
  std::string controller;                 // its name
  std::vector<RevisionService> services;  // in the order shown

  // Refusable ones, sorted by id.
  std::vector<std::string> RefusableServices() const;
};

Result<RevisionView> ReadRevision(std::string_view document);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_REVISION_H_
