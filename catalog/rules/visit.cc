#include "catalog/rules/visit.h"

#include <fmt/format.h>

#include <cstddef>
#include <set>
#include <string_view>

namespace temoin::catalog {

void ForEachService(
    const Site& site,
    const std::function<void(const std::string& pointer, const Purpose&, const Service&)>& visit) {
  for (size_t p = 0; p < site.purposes.size(); ++p) {
    const Purpose& purpose = site.purposes[p];
    for (size_t s = 0; s < purpose.services.size(); ++s) {
      visit(fmt::format("/purposes/{}/services/{}", p, s), purpose, purpose.services[s]);
    }
  }
}

void ForEachVendor(const Site& site, const std::function<void(const Vendor&)>& visit) {
  std::set<std::string_view> seen;
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      if (seen.insert(service.vendor->id).second) visit(*service.vendor);
    }
  }
  for (const Processor& processor : site.processors) {
    if (seen.insert(processor.vendor->id).second) visit(*processor.vendor);
  }
}

}  // namespace temoin::catalog
