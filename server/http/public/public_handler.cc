#include "server/http/public/public_handler.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "server/http/fields.h"
#include "server/http/responses.h"

namespace temoin::http {
namespace {

const HeaderList& OpenCors() {
  static const HeaderList headers = {{"Access-Control-Allow-Origin", "*"}};
  return headers;
}

bool IsSafe(std::string_view method) { return method == "GET" || method == "HEAD"; }

// One that cannot be read is the route's to refuse.
bool AsksOfAName(std::string_view query) {
  const auto name = QueryParameter(query, "name");
  return !name || name->has_value();
}

}  // namespace

PublicHandler::PublicHandler(Services services, PublicOptions options)
    : services_(services),
      options_(std::move(options)),
      limiter_(services.live.Get()->rate_limit_per_minute) {}

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
    if (const std::string& site = resource.spec().script_of; !site.empty()) {
      scripts_.Note(site, request, services_.clock.Now());
    }
    return exchange.Send(
        resource.Respond(exchange.accept_encoding(), request.Header("If-None-Match")));
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
  RespondMethodNotAllowed(response, allow, OpenCors());
}

bool PublicHandler::AllowsOrigin(const app::PublishedSite& site, std::string_view origin) const {
  if (origin.empty()) return false;
  if (site.site->AllowsOrigin(origin)) return true;
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
  const std::shared_ptr<const LiveOptions> live = services_.live.Get();
  const IpAddress client = ClientAddress(request, live->trusted_proxies);
  limiter_.SetLimit(live->rate_limit_per_minute);
  const std::chrono::seconds wait = limiter_.Admit(client, std::chrono::steady_clock::now());
  if (wait.count() == 0) return true;
  metrics_.rate_limited.fetch_add(1, std::memory_order_relaxed);
  RespondProblem(exchange.response(),
                 Error(ErrorCode::kRateLimited, "too many requests from this address"), cors,
                 static_cast<int>(wait.count()));
  return false;
}

// The page keeps the choice and sends it again.
bool PublicHandler::PassesCap(Exchange& exchange, const HeaderList& cors) {
  cap_.SetLimit(services_.live.Get()->choices_per_hour);
  const std::chrono::seconds wait = cap_.Admit(std::chrono::steady_clock::now());
  if (wait.count() == 0) return true;
  metrics_.choices_capped.fetch_add(1, std::memory_order_relaxed);
  RespondProblem(exchange.response(),
                 Error(ErrorCode::kUnavailable,
                       "more choices were given within an hour than this service takes"),
                 cors, static_cast<int>(wait.count()));
  return false;
}

void PublicHandler::RespondPreflight(Exchange& exchange, Cors policy, const std::string& allow,
                                     const HeaderList& cors, bool origin_allowed) {
  Response& response = exchange.response();
  const Request& request = exchange.request();
  const bool preflight = request.HasHeader("Access-Control-Request-Method");
  if (preflight && policy == Cors::kCredentials && !origin_allowed) {
    return RespondProblem(response,
                          Error(ErrorCode::kForbidden, "this origin is none of the site's"), cors);
  }
  response.status = 204;
  response.AddHeader("Allow", allow);
  if (!preflight) return AddHeaders(response, cors);
  if (policy == Cors::kNone) return;
  AddHeaders(response, cors);
  response.AddHeader("Access-Control-Allow-Methods", allow);
  response.AddHeader("Access-Control-Allow-Headers", "Content-Type");
  response.AddHeader("Access-Control-Max-Age", "86400");
}

void PublicHandler::HandleRoute(Exchange& exchange, std::shared_ptr<const Snapshot> snapshot,
                                std::string_view path) {
  const Request& request = exchange.request();
  Response& response = exchange.response();
  Router::Found found = path.empty() ? Router::Found() : router_.Find(request.method, path);
  if (!found.path) {
    return RespondProblem(response, Error(ErrorCode::kNotFound, "there is nothing at this path"),
                          OpenCors());
  }

  const std::string_view named = found.path->of_site ? found.params[0] : std::string_view();
  const app::PublishedSite* site = named.empty() ? nullptr : snapshot->published->Find(named);
  const Cors policy = found.path->policy.cors;  // one a path
  HeaderList cors;
  bool origin_allowed = false;
  if (policy == Cors::kAnyone) cors = OpenCors();
  if (policy == Cors::kCredentials) {
    const std::string& origin = request.Header("Origin");
    origin_allowed = site && AllowsOrigin(*site, origin);
    cors.reserve(4);
    cors.emplace_back("Vary", "Origin");
    if (origin_allowed) {
      cors.emplace_back("Access-Control-Allow-Origin", origin);
      cors.emplace_back("Access-Control-Allow-Credentials", "true");
      cors.emplace_back("Access-Control-Expose-Headers",
                        "Date, Retry-After, Temoin-Cookies-Unread");
    }
  }
  if (request.method == "OPTIONS") {
    if (policy == Cors::kCredentials && !origin_allowed &&
        request.HasHeader("Access-Control-Request-Method")) {
      NoteRefused(site ? named : "", request.Header("Origin"));
    }
    return RespondPreflight(exchange, policy, router_.Allow(path), cors, origin_allowed);
  }
  if (!found.route) {
    return RespondMethodNotAllowed(response, router_.Allow(path), cors);
  }
  if (!IsSafe(request.method)) {
    if (!PassesRateLimit(exchange, cors)) return;
    // A site that is not served has no origins: it is answered below.
    if (policy == Cors::kCredentials && !origin_allowed && site) {
      NoteRefused(named, request.Header("Origin"));
      return RespondProblem(
          response,
          Error(ErrorCode::kForbidden,
                "the Origin of this request is none of the site's; its pages alone may do this"),
          cors);
    }
    if (found.route->policy.gives_choice && !PassesCap(exchange, cors)) return;
  }
  if (found.route->of_site && !site) return RespondProblem(response, UnknownSite(), cors);
  RouteRequest routed{{request, response, found.route->policy, std::move(found.params)},
                      exchange,
                      std::move(snapshot),
                      site,
                      std::move(cors)};
  found.route->handler(routed);
}

}  // namespace temoin::http
