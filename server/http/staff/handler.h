// The staff listener: health and metrics for whoever runs the machine, the console's files, and the
// staff API. What is under /v1/ is the API's, whether or not it has such a route, and runs on a
// worker; all else is a row of the router, on the loop thread.
//
// Thread-safety: Handle is called on one loop thread.
#ifndef TEMOIN_SERVER_HTTP_STAFF_HANDLER_H_
#define TEMOIN_SERVER_HTTP_STAFF_HANDLER_H_

#include <functional>
#include <string>
#include <string_view>

#include "server/http/router.h"
#include "server/http/services.h"
#include "server/http/staff/api.h"
#include "server/http/transport/exchange.h"

namespace temoin::http {

class StaffHandler final : public Handler {
 public:
  // Whoever asks by a name that is none of LiveOptions::staff_hosts is a page of another site whose
  // name was made to lead here: 421.
  explicit StaffHandler(Services services) : services_(services) {}

  // To add routes to before the front starts.
  Router& router() { return router_; }
  // Before the front starts; `api` outlives it.
  void Serve(StaffApi& api) { api_ = &api; }

  void Handle(Exchange& exchange) override;

 private:
  bool IsAskedBy(std::string_view host) const;

  const Services services_;
  Router router_;
  StaffApi* api_ = nullptr;
};

// GET /healthz, /readyz with the reasons in words, /metrics (`collect` gives the text).
void AddStaffHealthRoutes(Router& router, const Services& services,
                          std::function<std::string()> collect);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_HANDLER_H_
