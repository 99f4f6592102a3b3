// What rules walk through beside trackers (ForEachTracker in catalog/model.h): each service and
// each vendor of a site, in published order.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_RULES_VISIT_H_
#define TEMOIN_CATALOG_RULES_VISIT_H_

#include <functional>
#include <string>

#include "catalog/model.h"

namespace temoin::catalog {

// `pointer` is the RFC 6901 pointer of the service in the site's file.
void ForEachService(
    const Site& site,
    const std::function<void(const std::string& pointer, const Purpose&, const Service&)>& visit);

// Each vendor that the site names, its services' before its processors', once each.
void ForEachVendor(const Site& site, const std::function<void(const Vendor&)>& visit);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_RULES_VISIT_H_
