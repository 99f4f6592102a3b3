// What the consent service itself stores on a site, which no site need declare: its cookies, where
// the site's published rows do not name them, and the banner's memory (banner-js/src/storage.ts).
// It is named by the service in answers and in the public table, never written into a site's rows.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_OWN_STORAGE_H_
#define TEMOIN_CATALOG_OWN_STORAGE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.h"

namespace temoin::catalog {

struct OwnItem {
  std::string name;
  TrackerKind kind = TrackerKind::kCookie;
  Text purpose;
  Text lifetime;                 // in words …
  std::optional<Duration> most;  // … and at most, of a cookie
};

// In a fixed order; empty for a site that asks nothing.
std::vector<OwnItem> OwnStorage(const Site& site);

// The one of that name. `host`: normal, where it was seen; empty: not known. Another site's host
// holds nothing of the service.
std::optional<OwnItem> FindOwn(const Site& site, std::string_view name, const std::string& host);

// "déposé par le service de consentement"; "set by the consent service".
Text SetByTheService();

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_OWN_STORAGE_H_
