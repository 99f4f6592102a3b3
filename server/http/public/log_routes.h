// The public log (C2SP tlog-tiles) and the visitor's receipt.
//
// Thread-safety: handlers run on the loop thread; what reads the database runs on the worker pool.
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_LOG_ROUTES_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_LOG_ROUTES_H_

#include "app/log/log_publisher.h"
#include "server/http/router.h"
#include "server/http/services.h"

namespace temoin::http {

// GET /log/checkpoint, /log/tile/<L>/<N>[.p/<W>], /log/tile/entries/<N>[.p/<W>] and
// /v1/sites/{site}/consents/current/receipt.
// `log` outlives the router.
void AddLogRoutes(Router& router, const Services& services, const app::LogPublisher& log);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_LOG_ROUTES_H_
