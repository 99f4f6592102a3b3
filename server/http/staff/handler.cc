#include "server/http/staff/handler.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "server/http/answers.h"
#include "server/http/metrics.h"

namespace temoin::http {

void StaffHandler::Handle(Exchange& exchange) {
  if (interceptor_ && interceptor_(exchange)) return;
  const Request& request = exchange.request();
  Response& response = exchange.response();
  std::vector<std::string_view> params;
  const Router::Route* route = router_.Find(request.path, &params);
  if (!route) {
    return AnswerProblem(response, Error(ErrorCode::kNotFound, "there is nothing at this path"),
                         {});
  }
  const auto method = route->methods.find(request.method == "HEAD" ? "GET" : request.method);
  if (method == route->methods.end()) {
    if (request.method == "OPTIONS") {
      response.status = 204;
    } else {
      AnswerProblem(response, 405, "method-not-allowed", "this path allows " + route->allow, {});
    }
    response.AddHeader("Allow", route->allow);
    return;
  }
  RouteRequest routed{exchange, services_.snapshot.Get(), std::move(params), {}};
  method->second(routed);
}

void AddStaffHealthRoutes(Router& router, const Services& services,
                          std::function<std::string()> collect) {
  router.Add("GET", "/healthz", Cors::kNone, [](RouteRequest& request) {
    AnswerJson(request.exchange.response(), {{"status", "alive"}}, "no-store", {});
  });
  router.Add(
      "GET", "/readyz", Cors::kNone, [&readiness = services.readiness](RouteRequest& request) {
        const auto reasons = readiness.reasons();
        Response& response = request.exchange.response();
        if (reasons.empty()) {
          return AnswerJson(response, {{"status", "ready"}}, "no-store", {});
        }
        AnswerProblemWith(response, Error(ErrorCode::kUnavailable, "the service is not ready"),
                          nlohmann::json{{"reasons", reasons}}, {});
      });
  router.Add("GET", "/metrics", Cors::kNone, [collect = std::move(collect)](RouteRequest& request) {
    Response& response = request.exchange.response();
    response.status = 200;
    response.body = collect();
    response.AddHeader("Content-Type", std::string(kMetricsType));
    response.AddHeader("Cache-Control", "no-store");
  });
}

}  // namespace temoin::http
