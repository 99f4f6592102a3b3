// The table of routes: which handler answers a method and a path.
//
//   router.Add("GET", "/v1/sites/{site}/consents/current", Cors::kCredentials, handler);
//   router.Add("GET", "/log/tile/{rest...}", Cors::kAnyone, handler);
//
// A segment in braces takes one path segment that is not empty; "{name...}" at the end takes all
// that is left. A literal segment goes before a braced one. Patterns stand without the base path.
// Paths are raw, as they were sent: one with an escape, "." or ".." fits nothing.
//
// Thread-safety: filled before the first request, then constant.
#ifndef TEMOIN_SERVER_HTTP_ROUTER_H_
#define TEMOIN_SERVER_HTTP_ROUTER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/public/snapshot.h"
#include "server/http/resource.h"
#include "server/http/transport/exchange.h"

namespace temoin::http {

// Which pages may read the answer (WHATWG Fetch, CORS protocol).
enum class Cors {
  kAnyone,       // cacheable and without cookies: "*"
  kCredentials,  // with cookies: pages of the site's origins only
  kNone,         // not for pages at all
};

struct RouteRequest {
  Exchange& exchange;
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<std::string_view> params;  // of the braces, in order; views into the request's path
  HeaderList cors;                       // to be sent with every answer, deferred ones too
};

using RouteHandler = std::function<void(RouteRequest&)>;

class Router {
 public:
  struct Route {
    std::vector<std::string> segments;
    Cors cors = Cors::kAnyone;
    std::map<std::string, RouteHandler, std::less<>> methods;  // HEAD goes to GET's handler
    std::string allow;                                         // "GET, HEAD, OPTIONS"
  };

  void Add(std::string_view method, std::string_view pattern, Cors cors, RouteHandler handler);

  // Null when no pattern fits.
  const Route* Find(std::string_view path, std::vector<std::string_view>* params) const;

  // Every pattern with its methods, for the test that compares them with the API's description.
  std::vector<std::pair<std::string, std::vector<std::string>>> Describe() const;

 private:
  std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_ROUTER_H_
