// What the hosts of a recording say beside its cookies: whether it is of the site at all, and which
// services were called without a cookie of theirs being seen.
//
// Thread-safety: pure functions; what is pointed at lives as long as the site.
#ifndef TEMOIN_CATALOG_AUDIT_HOSTS_SEEN_H_
#define TEMOIN_CATALOG_AUDIT_HOSTS_SEEN_H_

#include <string>
#include <vector>

#include "catalog/audit/recording.h"
#include "catalog/match.h"
#include "catalog/model.h"
#include "catalog/service_search.h"

namespace temoin::catalog {

// Whether it shows anything of the site: one of its hosts, or nothing but the hosts of what it
// declares. A recording of another site proves nothing.
bool ShowsSite(const Site& site, const Visit& visit);

struct CalledHost {
  std::string host;
  std::vector<ServiceMatch> services;  // declared ones that load from it; empty: none
  std::string products;                // what is known to load from it otherwise: "Meta Pixel"
  bool asks_consent = false;           // one of `products` does

  // Whether the site or the library tells of it.
  bool known() const { return !services.empty() || !products.empty(); }
};

// Hosts of others where nothing was seen that a visitor's device keeps.
std::vector<CalledHost> HostsCalled(const Matcher& matcher, const Site& site, const Visit& visit);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_HOSTS_SEEN_H_
