// Which declared services somebody means by the name of a company, of a product, or by hosts.
//
// A service is found when a host lies in its domains, or when nothing is said but names of it and
// of its vendor, beside words that say what sort of thing it is ("the Vimeo player"). Another
// product of its vendor ("Vimeo Livestream") is near, never found.
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
  std::string by;  // a domain of its vendor, or a name
};

struct ServiceResult {
  std::vector<ServiceMatch> found;         // all that was asked for is one of these
  std::vector<ServiceMatch> near;          // of the same vendor, and another product was asked for
  std::vector<std::string> unknown_hosts;  // that no declared service loads from
};

// `asked`: a company or a product, empty where an address or a snippet was asked about. Of the
// sites of the matcher (or of `site` alone).
ServiceResult FindServices(const Matcher& matcher, std::string_view asked,
                           std::vector<std::string> hosts, std::string_view site = {});

// The hosts that a snippet loads from by the functions it calls (fbq, gtag), where it names none.
std::vector<std::string> HostsOfCalls(std::string_view code);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SERVICE_SEARCH_H_
