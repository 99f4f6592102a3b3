// The names of the cookies that the service itself sets on a site.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_COOKIE_NAMES_H_
#define TEMOIN_CATALOG_COOKIE_NAMES_H_

#include <string>

#include "catalog/model.h"

namespace temoin::catalog {

// Carries for 10 minutes what lets a choice be sent again (consent/cookies.h).
inline std::string RetryCookieName(const CookieSettings& cookie) {
  return cookie.choice + "_retry";
}

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_COOKIE_NAMES_H_
