// A request on its way to the response, as its route sees it: what both listeners have of it. The
// public routes add the exchange, the snapshot and the site (router.h), the staff's who asks and
// the service behind (staff/call.h).
//
// Thread-safety: belongs to the thread that works on it.
#ifndef TEMOIN_SERVER_HTTP_CALL_H_
#define TEMOIN_SERVER_HTTP_CALL_H_

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/http/message/message.h"
#include "server/http/policy.h"

namespace temoin::http {

struct Call {
  const Request& request;
  Response& response;
  const Policy& policy;
  std::vector<std::string_view> params;  // of the braces, in order; views into the request's path

  // The body as the policy of the route has it: kUnsupportedMedia, kTooLarge; kInternal on a route
  // that reads none.
  Result<std::string_view> BodyText() const;
  // The same, parsed.
  Result<nlohmann::json> BodyJson() const;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_CALL_H_
