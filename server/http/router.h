// The table of routes: which row answers a method and a path.
//
//   router.Add("GET", "/v1/sites/{site}/consents/current", policy, handler);
//   router.Add("GET", "/log/tile/{rest...}", policy, handler);
//
// A segment in braces takes one path segment that is not empty; "{name...}" at the end takes all
// that is left. A literal segment goes before a braced one. Patterns stand without the base path.
// Paths are raw, as they were sent: one with an escape, "." or ".." fits nothing.
//
// PathTable is that grammar, over the rows of whatever table its owner keeps: the staff API has its
// own (staff/api.h). Router is the table of the handlers that answer on the loop thread.
//
// Thread-safety: filled before the first request, then constant.
#ifndef TEMOIN_SERVER_HTTP_ROUTER_H_
#define TEMOIN_SERVER_HTTP_ROUTER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/publish/publisher.h"
#include "server/http/call.h"
#include "server/http/policy.h"
#include "server/http/public/snapshot.h"
#include "server/http/resource.h"
#include "server/http/transport/exchange.h"

namespace temoin::http {

// Of a row that says itself which methods it has.
inline constexpr std::string_view kEveryMethod = "*";

class PathTable {
 public:
  // `row`: where the owner's table has it. `method` may be kEveryMethod, alone at its path.
  void Add(std::string_view method, std::string_view pattern, size_t row);

  struct Found {
    std::optional<size_t> path;  // the row of some method there; nothing: no pattern fits
    std::optional<size_t> row;   // the row of this method; HEAD goes to GET's
    std::vector<std::string_view> params;
  };
  Found Find(std::string_view method, std::string_view path) const;

  // The methods that a path has, in the order of Add.
  std::vector<std::string_view> Methods(std::string_view path) const;

 private:
  struct Entry {
    std::vector<std::string> segments;
    std::vector<std::pair<std::string, size_t>> methods;
  };
  std::vector<Entry> entries_;
};

struct RouteRequest : Call {
  Exchange& exchange;
  std::shared_ptr<const Snapshot> snapshot;
  // The site that the pattern names with "{site}", which is served; null where it names none.
  const app::PublishedSite* site;
  HeaderList cors;  // to be sent with every response, deferred ones too
};

using RouteHandler = std::function<void(RouteRequest&)>;

class Router {
 public:
  struct Route {
    Policy policy;
    bool of_site = false;  // the first parameter is a site
    RouteHandler handler;
  };

  void Add(std::string_view method, std::string_view pattern, const Policy& policy,
           RouteHandler handler);

  struct Found {
    const Route* path = nullptr;   // null when no pattern fits
    const Route* route = nullptr;  // null when none has the method
    std::vector<std::string_view> params;
  };
  Found Find(std::string_view method, std::string_view path) const;

  // "GET, HEAD, OPTIONS"
  std::string Allow(std::string_view path) const;

 private:
  PathTable paths_;
  std::vector<Route> routes_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_ROUTER_H_
