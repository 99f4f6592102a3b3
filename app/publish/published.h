// Everything that is published now, as one immutable value: replaced as a whole, never changed.
//
// Thread-safety: values; share them constant.
#ifndef TEMOIN_APP_PUBLISH_PUBLISHED_H_
#define TEMOIN_APP_PUBLISH_PUBLISHED_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/match.h"
#include "catalog/model.h"
#include "catalog/revision.h"
#include "consent/terms.h"
#include "store/publications.h"

namespace temoin::app {

struct PublishedSite {
  std::shared_ptr<const catalog::Site> site;
  std::shared_ptr<const catalog::Matcher> matcher;
  std::string revision;  // 64 lower hex
  int64_t generation = 1;
  std::string document;  // the revision document
  std::string config;    // config.json
  std::string excerpt;   // the part of it that stands in banner.js
  Time generation_since{};
  // False where the settings that no revision holds are lost: cookie names, retention. It is
  // served, and nothing is recorded or erased until the catalogue can be read again.
  bool settings_known = true;

  std::shared_ptr<const consent::Terms> terms;  // of the current revision
  // Of every revision that may be named: those of the current generation and of the one before.
  std::map<std::string, std::shared_ptr<const consent::Terms>, std::less<>> known;

  // The terms under which a choice naming the revision `named` is judged now; null when that
  // revision is unknown or no longer accepted (409).
  std::shared_ptr<const consent::Terms> Accepts(std::string_view named, Time now) const;
};

struct Published {
  std::map<std::string, PublishedSite, std::less<>> sites;
  std::string banner;     // SHA-256 of the banner's core, 64 lower hex; empty when none is built in
  bool fallback = false;  // the catalogue on disk could not be published; this is the last one

  const PublishedSite* Find(std::string_view site) const;
};

// The terms of one revision of `site`: its own services, languages and generations, under the
// site's present cookies and retentions.
Result<std::shared_ptr<const consent::Terms>> MakeTerms(const catalog::Site& site,
                                                        const catalog::Revision& revision,
                                                        int64_t generation,
                                                        const catalog::Since& since,
                                                        std::map<int64_t, Time> generations);

// Reads the JSON object of a publication's `since`.
Result<catalog::Since> ParseSince(std::string_view json);
std::string SinceJson(const catalog::Since& since);

// Puts together what is served for a site whose current revision is the publication `current`.
// `history`: every publication of the site, oldest first, `current` last.
Result<PublishedSite> MakePublishedSite(std::shared_ptr<const catalog::Site> site,
                                        catalog::Revision revision,
                                        const store::PublicationStore& store,
                                        const std::vector<store::Publication>& history);

}  // namespace temoin::app

#endif  // TEMOIN_APP_PUBLISH_PUBLISHED_H_
