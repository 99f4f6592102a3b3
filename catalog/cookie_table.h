// The published cookie table of a site, for people (HTML) and for programs (JSON), from the same
// values as the banner, so that the two cannot say different things.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_COOKIE_TABLE_H_
#define TEMOIN_CATALOG_COOKIE_TABLE_H_

#include <string>
#include <string_view>

#include "catalog/match.h"
#include "catalog/model.h"
#include "render/html.h"

namespace temoin::catalog {

// {"schema":1,"site","revision","controller","rights","trackers":[{...}],"vendors":[{...}]}; see
// docs/formats.md. `revision` is the hash of the published revision.
std::string CookiesJson(const Site& site, std::string_view revision);

// The public answer about one name (cookies.json?name=, optionally with a host): declared trackers
// that match, the rule that matched, and nothing that is for staff only.
std::string CookieVerdictJson(const Site& site, const Matcher& matcher, std::string_view revision,
                              std::string_view name, std::string_view host = {});

// One page, the site's languages one after the other: one URL, one body. Its own words are French
// or English. No script, no inline style attribute, nothing loaded. The whole policy that suits it:
// default-src 'none'; style-src <its source>; base-uri 'none'; form-action 'none'.
render::HtmlPage CookiesPage(const Site& site, std::string_view revision);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_COOKIE_TABLE_H_
