// The public log (C2SP tlog-tiles) and the visitor's receipt.
//
// Thread-safety: handlers run on the loop thread; what reads the database runs on the worker pool.
#ifndef TEMOIN_SERVER_HTTP_LOG_ROUTES_H_
#define TEMOIN_SERVER_HTTP_LOG_ROUTES_H_

#include "server/http/router.h"
#include "server/http/services.h"
#include "server/service/log_publisher.h"

namespace temoin::http {

// GET /log/checkpoint, /log/tile/<L>/<N>[.p/<W>], /log/tile/entries/<N>[.p/<W>] and
// /v1/sites/{site}/consents/current/receipt.
// `log` outlives the router.
void AddLogRoutes(Router& router, const Services& services, const service::LogPublisher& log);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_LOG_ROUTES_H_
