// What anyone may read: the verdict on one cookie name, published revisions and their pictures,
// banner builds, health.
//
// Thread-safety: handlers run on the loop thread; what reads the disk runs on the worker pool.
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_DOCUMENT_ROUTES_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_DOCUMENT_ROUTES_H_

#include "server/http/router.h"
#include "server/http/services.h"

namespace temoin::http {

// GET /v1/sites/{site}/cookies.json?name=, /v1/revisions/{hash} and its /pictures,
// /v1/pictures/{file}, /v1/banner/{hash}.js, and 404 with a reason for the prepared paths of an
// unknown site.
void AddDocumentRoutes(Router& router, const Services& services);

// GET /healthz (the process answers) and /readyz (it should be sent visitors; 503 says why).
void AddHealthRoutes(Router& router, const Services& services);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_DOCUMENT_ROUTES_H_
