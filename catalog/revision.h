// The revision document: what a visitor of a site is shown, as one canonical text, and its hash.
//
// A revision is the SHA-256 of the canonical JSON (RFC 8785) of config.json without the members
// `revision`, `generation`, `since` and `partners`. The same catalogue always gives the same bytes.
// The format is in docs/formats.md, "config.json and the revision document".
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_REVISION_H_
#define TEMOIN_CATALOG_REVISION_H_

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "catalog/model.h"

namespace temoin::catalog {

// The generation in which a service was last materially changed or added. Absent means 1.
using Since = std::map<std::string, int64_t, std::less<>>;

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
  std::vector<std::string> languages;
  Duration choice_validity;
  std::string controller;                 // its name
  std::vector<RevisionService> services;  // in the order shown

  // The whole document, for what looks further: comparison, configuration. Never null.
  std::shared_ptr<const nlohmann::json> members;

  // Refusable ones, sorted by id.
  std::vector<std::string> RefusableServices() const;
};

// One revision, made of a catalogue or read from what was published: once, and never changed or
// read again afterwards.
struct Revision {
  std::string document;  // canonical JSON
  std::string hash;      // SHA-256 of it, 64 lower-case hex digits
  RevisionView view;     // what the document says
};

Revision RevisionDocument(const Site& site);

// kInvalidArgument when `document` is not a revision document.
Result<Revision> ReadRevision(std::string document);

// What is served of a revision in force. `config`: config.json, the document with `revision`,
// `generation`, `since` and `partners` added; `since` lists only services that are in the document,
// `partners` counts who gets data beside the publisher. `excerpt`: the part of it that stands in
// banner.js, marked with `"excerpt": true`: what the first layer, the gating, the guard and a
// withdrawal need. The second layer takes the rest from the revision when it opens.
struct Config {
  std::string config;
  std::string excerpt;
};
// kInvalidArgument when `generation` is below 1.
Result<Config> MakeConfig(const Revision& revision, int64_t generation, const Since& since);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_REVISION_H_
