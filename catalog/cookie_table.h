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

namespace temoin::catalog {

// {"schema":1,"site","revision","controller","rights","trackers":[{...}],"vendors":[{...}]}; see
// docs/formats.md. `revision` is the hash of the published revision.
std::string CookiesJson(const Site& site, std::string_view revision);

// The public answer about one name (cookies.json?name=, optionally with a host): declared trackers
// that match, the rule that matched, and nothing that is for staff only.
std::string CookieVerdictJson(const Site& site, const Matcher& matcher, std::string_view revision,
                              std::string_view name, std::string_view host = {});

// One page, French first, then the same in English (lang="en"): one URL, one body. No script, no
// inline style attribute, nothing loaded.
struct HtmlPage {
  std::string html;
  // Source expression for the page's one <style> element: 'sha256-…', quotes included. The whole
  // policy that suits it: default-src 'none'; style-src <this>; base-uri 'none'; form-action
  // 'none'.
  std::string style_source;
};
HtmlPage CookiesPage(const Site& site, std::string_view revision);

// "13 mois", "30 jours", "30 minutes", "session", "non publiée"; "13 months" ...
std::string DurationWords(const Duration& duration, std::string_view language);
std::string LifetimeWords(const Lifetime& lifetime, std::string_view language);

// Text for HTML content and quoted attributes.
std::string EscapeHtml(std::string_view text);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_COOKIE_TABLE_H_
