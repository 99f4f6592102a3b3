// Content-Security-Policy for a site's web server, out of the catalogue: what each answer allows.
//
// A second lock behind the banner: whatever a page's code does, the browser loads nothing of a
// vendor that was not accepted. Only hosts are known here, so a policy covers scripts, images,
// connections and frames; the site adds its own directives.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_CSP_H_
#define TEMOIN_CATALOG_CSP_H_

#include <set>
#include <string>

#include "catalog/model.h"

namespace temoin::catalog {

// The policy when exactly `allowed` (ids of refusable services) are accepted. Exempt services are
// always there.
std::string ContentSecurityPolicy(const Site& site,
                                  const std::set<std::string, std::less<>>& allowed);

// One line per answer: nothing allowed, each service alone, everything.
std::string CspText(const Site& site);

// The same for nginx: one map per service over the site's context cookie, and one add_header.
std::string CspNginx(const Site& site);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_CSP_H_
