// What the hosts of a recording say beside its cookies: whether it is of the site at all, and which
// services were called without a cookie of theirs being seen.
//
// Thread-safety: pure functions; what is pointed at lives as long as the site.
#ifndef TEMOIN_CATALOG_AUDIT_HOSTS_SEEN_H_
#define TEMOIN_CATALOG_AUDIT_HOSTS_SEEN_H_

#include <string>
#include <utility>
#include <vector>

#include "catalog/audit/recording.h"
#include "catalog/model.h"

namespace temoin::catalog {

// Whether it shows anything of the site: one of its hosts, or nothing but the hosts of what it
// declares. A recording of another site proves nothing.
bool ShowsSite(const Site& site, const Visit& visit);

struct CalledHost {
  std::string host;
  // The declared services that load from it; empty: none.
  std::vector<std::pair<const Purpose*, const Service*>> services;
  std::string products;  // what is known to load from it otherwise: "Meta Pixel"
};

// Hosts of others where nothing was seen that a visitor's device keeps; those of unknown products
// are left out.
std::vector<CalledHost> HostsCalled(const Site& site, const Visit& visit);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_HOSTS_SEEN_H_
