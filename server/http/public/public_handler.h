// Everything a request of the public listener goes through before a route sees it: base path,
// prepared responses, the table of routes, methods, origins, rate limit, cap of choices.
//
// Thread-safety: Handle is called on one loop thread (rate limiter and cap are that thread's own).
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_PUBLIC_HANDLER_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_PUBLIC_HANDLER_H_

#include <atomic>
#include <string>
#include <string_view>

#include "server/http/choice_cap.h"
#include "server/http/public/refused_origins.h"
#include "server/http/rate_limiter.h"
#include "server/http/router.h"
#include "server/http/script_sightings.h"
#include "server/http/services.h"
#include "server/http/transport/exchange.h"

namespace temoin::http {

struct PublicMetrics {
  std::atomic<uint64_t> rate_limited{0};
  std::atomic<uint64_t> wrong_origin{0};
  std::atomic<uint64_t> choices_capped{0};
};

class PublicHandler final : public Handler {
 public:
  PublicHandler(Services services, PublicOptions options);

  // To add routes to before the front starts.
  Router& router() { return router_; }
  // Asked before anything else; true: it has answered. The demonstration's stand-ins.
  using Interceptor = std::function<bool(Exchange&)>;
  void Intercept(Interceptor interceptor) { interceptor_ = std::move(interceptor); }

  void Handle(Exchange& exchange) override;
  const PublicMetrics& metrics() const { return metrics_; }
  const ScriptSightings& scripts() const { return scripts_; }

 private:
  void HandleResource(Exchange& exchange, const Resource& resource);
  void HandleRoute(Exchange& exchange, std::shared_ptr<const Snapshot> snapshot,
                   std::string_view path);
  static void RespondPreflight(Exchange& exchange, Cors policy, const std::string& allow,
                               const HeaderList& cors, bool origin_allowed);
  bool AllowsOrigin(const app::PublishedSite& site, std::string_view origin) const;
  void NoteRefused(std::string_view site, std::string_view origin);
  bool PassesRateLimit(Exchange& exchange, const HeaderList& cors);
  bool PassesCap(Exchange& exchange, const HeaderList& cors);

  const Services services_;
  const PublicOptions options_;
  Router router_;
  RateLimiter limiter_;
  ChoiceCap cap_;
  PublicMetrics metrics_;
  RefusedOrigins refused_origins_;
  ScriptSightings scripts_;
  Interceptor interceptor_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_PUBLIC_HANDLER_H_
