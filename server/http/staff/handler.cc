#include "server/http/staff/handler.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/ascii.h"
#include "server/http/address.h"
#include "server/http/metrics.h"
#include "server/http/responses.h"

namespace temoin::http {

// Without a Host, which HTTP/1.0 allows, there is no browser.
bool StaffHandler::IsAskedBy(std::string_view host) const {
  if (host.empty()) return true;
  const size_t port = host.rfind(':');
  if (port != std::string_view::npos && host.find(']', port) == std::string_view::npos) {
    host = host.substr(0, port);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (ParseIpAddress(host)) return true;
  std::string name = LowerAscii(host);
  if (name.ends_with('.')) name.pop_back();
  if (name == "localhost" || name.ends_with(".localhost")) return true;
  const std::shared_ptr<const LiveOptions> live = services_.live.Get();
  return std::ranges::find(live->staff_hosts, name) != live->staff_hosts.end();
}

void StaffHandler::Handle(Exchange& exchange) {
  const Request& request = exchange.request();
  Response& response = exchange.response();
  if (!IsAskedBy(request.Header("Host"))) {
    return RespondProblem(response, 421, "misdirected-request",
                          "the staff listener is not asked by this name: serve it with "
                          "--staff-host NAME, or ask it by its address",
                          {});
  }
  if (api_ != nullptr && request.path.starts_with("/v1/")) {
    return exchange.RunBlocking(
        [this](const Request& copy, Response& later) { api_->Serve(copy, later); });
  }
  Router::Found found = router_.Find(request.method, request.path);
  if (!found.path) {
    return RespondProblem(response, Error(ErrorCode::kNotFound, "there is nothing at this path"),
                          {});
  }
  if (!found.route) {
    const std::string allow = router_.Allow(request.path);
    if (request.method != "OPTIONS") return RespondMethodNotAllowed(response, allow, {});
    response.status = 204;
    response.AddHeader("Allow", allow);
    return;
  }
  RouteRequest routed{{request, response, found.route->policy, std::move(found.params)},
                      exchange,
                      services_.snapshot.Get(),
                      nullptr,
                      {}};
  found.route->handler(routed);
}

void AddStaffHealthRoutes(Router& router, const Services& services,
                          std::function<std::string()> collect) {
  router.Add("GET", "/healthz", Policy{}, [](RouteRequest& request) {
    RespondJson(request.exchange.response(), {{"status", "alive"}}, "no-store", {});
  });
  router.Add("GET", "/readyz", Policy{}, [&readiness = services.readiness](RouteRequest& request) {
    const auto reasons = readiness.reasons();
    Response& response = request.exchange.response();
    if (reasons.empty()) {
      return RespondJson(response, {{"status", "ready"}}, "no-store", {});
    }
    RespondProblemWith(response, Error(ErrorCode::kUnavailable, "the service is not ready"),
                       nlohmann::json{{"reasons", reasons}}, {});
  });
  router.Add("GET", "/metrics", Policy{}, [collect = std::move(collect)](RouteRequest& request) {
    Response& response = request.exchange.response();
    response.status = 200;
    response.body = collect();
    response.AddHeader("Content-Type", std::string(kMetricsType));
    response.AddHeader("Cache-Control", "no-store");
  });
}

}  // namespace temoin::http
