#include "catalog/audit/hosts_seen.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/host.h"
#include "catalog/match.h"
#include "catalog/products.h"

namespace temoin::catalog {

bool ShowsSite(const Site& site, const Visit& visit) {
  if (!visit.hosts_told) return true;
  std::vector<std::string> declared;
  ForEachTracker(site,
                 [&](const std::string&, const Purpose&, const Service&, const Tracker& tracker) {
                   if (!tracker.host.empty()) declared.push_back(tracker.host);
                 });
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      declared.insert(declared.end(), service.Hosts().begin(), service.Hosts().end());
    }
  }
  bool all_declared = !visit.hosts.empty();
  for (const std::string& host : visit.hosts) {
    if (IsSiteHost(site, host)) return true;
    all_declared = all_declared && LongestAbove(declared, host) > 0;
  }
  return all_declared;
}

std::vector<CalledHost> HostsCalled(const Matcher& matcher, const Site& site, const Visit& visit) {
  std::vector<CalledHost> out;
  std::set<std::string, std::less<>> hosts = visit.hosts;
  hosts.insert(visit.called.begin(), visit.called.end());
  for (const std::string& host : hosts) {
    const bool seen =
        std::any_of(visit.trackers.begin(), visit.trackers.end(), [&](const auto& tracker) {
          const std::string& other = tracker.second.host;
          return HostWithin(host, other) || HostWithin(other, host);
        });
    if (seen || IsSiteHost(site, host)) continue;
    CalledHost called{host, FindServices(matcher, {}, {host}, site.id).found, {}, false};
    if (called.services.empty()) {
      // Of a host that several share, the address says whose it is.
      const std::string below = host + "/";
      const auto first = visit.addresses.lower_bound(below);
      std::vector<std::string> addresses;
      for (auto it = first; it != visit.addresses.end() && it->starts_with(below); ++it) {
        addresses.push_back(*it);
      }
      called.services = FindServices(matcher, {}, addresses, site.id).found;
    }
    if (called.services.empty()) {
      for (const Product& product : ProductsAt(host)) {
        called.products += (called.products.empty() ? "" : ", ") + product.name;
        called.asks_consent = called.asks_consent || AsksConsent(product);
      }
    }
    out.push_back(std::move(called));
  }
  return out;
}

}  // namespace temoin::catalog
