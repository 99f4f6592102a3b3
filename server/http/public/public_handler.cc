#include "server/http/public/public_handler.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "server/http/answers.h"
#include "server/http/fields.h"

namespace temoin::http {
namespace {

const HeaderList& OpenCors() {
  static const HeaderList headers = {{"Access-Control-Allow-Origin", "*"}};
  return headers;
}

bool IsSafe(std::string_view method) { return method == "GET" || method == "HEAD"; }

std::string ForwardedFor(const Request& request) {
  std::string joined;
  for (const Headers::Field& header : request.headers.All("X-Forwarded-For")) {
    if (!joined.empty()) joined += ',';
    joined += header.second;
  }
  return joined;
}

// One that cannot be read is the route's to refuse.
bool AsksOfAName(std::string_view query) {
  const auto name = QueryParameter(query, "name");
  return !name || name->has_value();
}

}  // namespace

PublicHandler::PublicHandler(Services services, PublicOptions options)
    : services_(services), options_(std::move(options)), limiter_(options_.rate_limit_per_minute) {}

void PublicHandler::Handle(Exchange& exchange) {
  if (interceptor_ && interceptor_(exchange)) return;
  std::shared_ptr<const Snapshot> snapshot = services_.snapshot.Get();
  const std::string& path = exchange.request().path;
  if (const Resource* resource = snapshot->Find(path)) return HandleResource(exchange, *resource);

  std::string_view inside = path;
  if (!options_.base_path.empty()) {
    if (inside.starts_with(options_.base_path + "/")) {
      inside.remove_prefix(options_.base_path.size());
    } else if (inside != "/healthz" && inside != "/readyz") {  // for whoever watches the process
      inside = {};
    }
  }
  HandleRoute(exchange, std::move(snapshot), inside);
}

void PublicHandler::HandleResource(Exchange& exchange, const Resource& resource) {
  const Request& request = exchange.request();
  if (IsSafe(request.method)) {
    // A question about one name shares its path with the whole table.
    if (!request.Query().empty() && request.path.ends_with("/cookies.json") &&
        AsksOfAName(request.Query())) {
      return HandleRoute(exchange, services_.snapshot.Get(),
                         std::string_view(request.path).substr(options_.base_path.size()));
    }
    return exchange.Send(
        resource.Answer(exchange.accept_encoding(), request.Header("If-None-Match")));
  }
  Response& response = exchange.response();
  const std::string allow = "GET, HEAD, OPTIONS";
  if (request.method == "OPTIONS") {
    response.status = 204;
    AddHeaders(response, OpenCors());
    response.AddHeader("Allow", allow);
    response.AddHeader("Access-Control-Allow-Methods", "GET, HEAD");
    response.AddHeader("Access-Control-Max-Age", "86400");
    return;
  }
  AnswerProblem(response, 405, "method-not-allowed", "this can only be read: " + allow, OpenCors());
  response.AddHeader("Allow", allow);
}

bool PublicHandler::AllowsOrigin(const Snapshot& snapshot, std::string_view site,
                                 std::string_view origin) const {
  const app::PublishedSite* published = snapshot.published->Find(site);
  if (!published || origin.empty()) return false;
  if (published->site->AllowsOrigin(origin)) return true;
  if (options_.also_allows && options_.also_allows(origin)) return true;
  return std::find(options_.allowed_origins.begin(), options_.allowed_origins.end(), origin) !=
         options_.allowed_origins.end();
}

void PublicHandler::NoteRefused(std::string_view site, std::string_view origin) {
  metrics_.wrong_origin.fetch_add(1, std::memory_order_relaxed);
  const std::string line = refused_origins_.Note(site, origin);
  if (!line.empty()) spdlog::warn("{}", line);
}

bool PublicHandler::PassesRateLimit(Exchange& exchange, const HeaderList& cors) {
  const Request& request = exchange.request();
  const IpAddress peer = ParseIpAddress(request.remote_addr).value_or(IpAddress{});
  const IpAddress client = ClientAddress(peer, ForwardedFor(request), options_.trusted_proxies);
  const std::chrono::seconds wait = limiter_.Admit(client, std::chrono::steady_clock::now());
  if (wait.count() == 0) return true;
  metrics_.rate_limited.fetch_add(1, std::memory_order_relaxed);
  AnswerProblem(exchange.response(),
                Error(ErrorCode::kRateLimited, "too many requests from this address"), cors,
                static_cast<int>(wait.count()));
  return false;
}

void PublicHandler::AnswerPreflight(Exchange& exchange, const Router::Route& route,
                                    const HeaderList& cors, bool origin_allowed) {
  Response& response = exchange.response();
  const Request& request = exchange.request();
  const bool preflight = request.HasHeader("Access-Control-Request-Method");
  if (preflight && route.cors == Cors::kCredentials && !origin_allowed) {
    return AnswerProblem(response,
                         Error(ErrorCode::kForbidden, "this origin is none of the site's"), cors);
  }
  response.status = 204;
  response.AddHeader("Allow", route.allow);
  if (!preflight) return AddHeaders(response, cors);
  if (route.cors == Cors::kNone) return;
  AddHeaders(response, cors);
  response.AddHeader("Access-Control-Allow-Methods", route.allow);
  response.AddHeader("Access-Control-Allow-Headers", "Content-Type");
  response.AddHeader("Access-Control-Max-Age", "86400");
}

void PublicHandler::HandleRoute(Exchange& exchange, std::shared_ptr<const Snapshot> snapshot,
                                std::string_view path) {
  const Request& request = exchange.request();
  Response& response = exchange.response();
  std::vector<std::string_view> params;
  const Router::Route* route = path.empty() ? nullptr : router_.Find(path, &params);
  if (!route) {
    return AnswerProblem(response, Error(ErrorCode::kNotFound, "there is nothing at this path"),
                         OpenCors());
  }

  HeaderList cors;
  bool origin_allowed = false;
  if (route->cors == Cors::kAnyone) cors = OpenCors();
  if (route->cors == Cors::kCredentials) {
    const std::string origin = request.Header("Origin");
    origin_allowed = !params.empty() && AllowsOrigin(*snapshot, params[0], origin);
    cors.reserve(4);
    cors.emplace_back("Vary", "Origin");
    if (origin_allowed) {
      cors.emplace_back("Access-Control-Allow-Origin", origin);
      cors.emplace_back("Access-Control-Allow-Credentials", "true");
      cors.emplace_back("Access-Control-Expose-Headers", "Retry-After, Temoin-Cookies-Unread");
    }
  }
  if (request.method == "OPTIONS") {
    if (route->cors == Cors::kCredentials && !origin_allowed &&
        request.HasHeader("Access-Control-Request-Method")) {
      const bool known = !params.empty() && snapshot->published->Find(params[0]);
      NoteRefused(known ? params[0] : "", request.Header("Origin"));
    }
    return AnswerPreflight(exchange, *route, cors, origin_allowed);
  }
  const auto method = route->methods.find(request.method == "HEAD" ? "GET" : request.method);
  if (method == route->methods.end()) {
    AnswerProblem(response, 405, "method-not-allowed", "this path allows " + route->allow, cors);
    response.AddHeader("Allow", route->allow);
    return;
  }
  if (!IsSafe(request.method)) {
    if (!PassesRateLimit(exchange, cors)) return;
    // An unknown site has no origins; the handler says 404.
    if (route->cors == Cors::kCredentials && !origin_allowed && !params.empty() &&
        snapshot->published->Find(params[0])) {
      NoteRefused(params[0], request.Header("Origin"));
      return AnswerProblem(
          response,
          Error(ErrorCode::kForbidden,
                "the Origin of this request is none of the site's; its pages alone may do this"),
          cors);
    }
  }
  RouteRequest routed{exchange, std::move(snapshot), std::move(params), std::move(cors)};
  method->second(routed);
}

}  // namespace temoin::http
