// The visitor's own routes: give a choice, read it back, have it erased.
//
// Thread-safety: handlers run on the loop thread; what waits for the disk is parked.
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_CONSENT_ROUTES_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_CONSENT_ROUTES_H_

#include "server/http/router.h"
#include "server/http/services.h"

namespace temoin::http {

// POST /v1/sites/{site}/consents, GET and DELETE …/consents/current, POST …/impressions and
// …/observed.
void AddConsentRoutes(Router& router, const Services& services);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_CONSENT_ROUTES_H_
