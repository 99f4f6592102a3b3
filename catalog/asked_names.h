// A question that names a service by several names ("Facebook Pixel (Meta)") or several services
// ("Google Tag Manager, YouTube"). Each name is answered as it is alone; of names of the same
// service it is that service, of others none is found and all are near.
//
// Bounds: a list of more than kMostNames is none, nor is each of more than 40 names of one question
// looked for; 12 words at most are tried as names of one service.
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_ASKED_NAMES_H_
#define TEMOIN_CATALOG_ASKED_NAMES_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "catalog/match.h"
#include "catalog/service_search.h"

namespace temoin::catalog {

inline constexpr size_t kMostNames = 1000;

// The names of a list with commas or semicolons, in which the last may follow on an "et" or "and".
// A legal form belongs to the name before it ("Vimeo.com, Inc."). One name: no list, or one that
// has the members of a cookie or a table ("=", a tab).
std::vector<std::string_view> NamesOfList(std::string_view text);

// As FindServices without addresses, for a text that may hold several names.
ServiceResult FindByNames(const Matcher& matcher, std::string_view asked,
                          std::string_view site = {});

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_ASKED_NAMES_H_
