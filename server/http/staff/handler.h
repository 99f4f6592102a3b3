// The staff listener: health and metrics for whoever runs the machine; the staff's own routes are
// added to its router.
//
// Thread-safety: Handle is called on one loop thread.
#ifndef TEMOIN_SERVER_HTTP_STAFF_HANDLER_H_
#define TEMOIN_SERVER_HTTP_STAFF_HANDLER_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/router.h"
#include "server/http/services.h"
#include "server/http/transport/exchange.h"

namespace temoin::http {

class StaffHandler final : public Handler {
 public:
  // Whoever asks by a name that is none of LiveOptions::staff_hosts is a page of another site whose
  // name was made to lead here: 421.
  explicit StaffHandler(Services services) : services_(services) {}

  // To add routes to before the front starts.
  Router& router() { return router_; }
  // Asked before anything else; true: it has answered. The staff's own API and console.
  using Interceptor = std::function<bool(Exchange&)>;
  void Intercept(Interceptor interceptor) { interceptor_ = std::move(interceptor); }

  void Handle(Exchange& exchange) override;

 private:
  bool IsAskedBy(std::string_view host) const;

  const Services services_;
  Router router_;
  Interceptor interceptor_;
};

// GET /healthz, /readyz with the reasons in words, /metrics (`collect` gives the text).
void AddStaffHealthRoutes(Router& router, const Services& services,
                          std::function<std::string()> collect);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_HANDLER_H_
