// Which declared services somebody means by the name of a company, of a product, or by addresses.
//
// A service is found when it is the product that an address loads (catalog/products.h), when an
// address that is no product lies in its domains, or when nothing is said but names of it and of
// its vendor, beside words that say what sort of thing it is ("the Vimeo player"). Another product
// of its vendor ("Vimeo Livestream", another vendor's tag at the same domain) is near, never found.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_SERVICE_SEARCH_H_
#define TEMOIN_CATALOG_SERVICE_SEARCH_H_

#include <string>
#include <string_view>
#include <vector>

#include "catalog/match.h"

namespace temoin::catalog {

// A declared service that was asked for, and by what it was found.
struct ServiceMatch {
  const Site* site = nullptr;
  const Purpose* purpose = nullptr;
  const Service* service = nullptr;
  std::string by;  // a host that was asked about, or a name
};

struct ServiceResult {
  std::vector<ServiceMatch> found;  // all that was asked for is one of these
  // Of the same vendor, and another product was asked for; or of the product, and the site does not
  // name the host that was.
  std::vector<ServiceMatch> near;
  std::vector<std::string> unknown_hosts;  // from which no declared service loads
  std::vector<std::string> own_hosts;      // the site's, from which no service is said to load
  std::vector<std::string> products;       // names of those that were asked for and not found
};

// `asked`: a company or a product, empty where an address or a snippet was asked about.
// `addresses`: hosts, with what follows them. `calls`: addresses of the products that a code calls,
// wherever it has them from. Of the sites of the matcher (or of `site` alone).
ServiceResult FindServices(const Matcher& matcher, std::string_view asked,
                           std::vector<std::string> addresses, std::string_view site = {},
                           const std::vector<std::string>& calls = {});

// The addresses that vendors' snippets load from whose functions a code calls (fbq, gtag), or whose
// scripts fill an element of its class (fb-like, h-captcha).
std::vector<std::string> AddressesOfCalls(std::string_view code);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SERVICE_SEARCH_H_
