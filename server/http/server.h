// The two listeners and all that stands behind them: routes, prepared responses, metrics.
//
//   HttpServer http(services…, options);
//   publisher.OnPrepare(http.PrepareHook());
//   … publisher.Start() …
//   http.Start();  … http.Stop(grace); http.Join();
//
// Thread-safety: Start, Stop and Join from one thread; the hook from the publisher's.
#ifndef TEMOIN_SERVER_HTTP_SERVER_H_
#define TEMOIN_SERVER_HTTP_SERVER_H_

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/measures.h"
#include "app/publish/publisher.h"
#include "app/staff/staff_tokens.h"
#include "base/clock.h"
#include "base/result.h"
#include "server/http/live_options.h"
#include "server/http/public/banner_assets.h"
#include "server/http/public/demo.h"
#include "server/http/public/public_handler.h"
#include "server/http/public/snapshot.h"
#include "server/http/services.h"
#include "server/http/staff/handler.h"
#include "server/http/transport/front.h"

namespace temoin::http {

struct HttpOptions {
  std::string listen;        // HOST:PORT; port 0 takes any free one
  std::string staff_listen;  // empty: no staff listener
  LiveOptions live;
  PublicOptions public_side;
  bool demo = false;
  // For the metrics: what is measured when they are asked for. May be empty.
  std::function<app::Measures(const std::shared_ptr<const app::Published>&)> measure{};
  // For the metrics; may be null, else they outlive the server.
  const app::StaffTokens* tokens = nullptr;
};

class HttpServer {
 public:
  // Reads what is built in. kDataLoss for a broken build.
  static Result<std::unique_ptr<HttpServer>> Create(const Clock& clock, const store::Store& store,
                                                    app::Recorder& recorder,
                                                    const app::Readiness& readiness,
                                                    HttpOptions options);

  ~HttpServer();
  const BannerAssets& banner() const { return banner_; }
  // To add routes to before Start.
  Router& public_router() { return public_handler_.router(); }
  StaffHandler& staff_handler() { return staff_handler_; }
  const Services& services() const { return services_; }
  const ScriptSightings& scripts() const { return public_handler_.scripts(); }

  // Builds the responses of a publication; what it returns makes them the served ones.
  app::Publisher::Prepare PrepareHook();

  // Opens the listeners; then, beside the serving, compresses what there was no time to compress
  // well, and serves that. kConflict when an address is in use.
  Status Start();
  // For the requests that come from now on; at any time, from any thread.
  void SetLive(LiveOptions live) { live_.Set(std::move(live)); }
  const LiveHolder& live() const { return live_; }
  void Stop(std::chrono::milliseconds grace);
  void Join();

  int port() const { return public_front_ ? public_front_->port() : 0; }
  int staff_port() const { return staff_front_ ? staff_front_->port() : 0; }
  // "www.ameli.localhost" with --demo.
  std::optional<std::string> demo_host() const;

 private:
  HttpServer(const Clock& clock, const store::Store& store, app::Recorder& recorder,
             const app::Readiness& readiness, HttpOptions options, BannerAssets banner,
             std::optional<Demo> demo);
  SnapshotOptions MakeSnapshotOptions() const;
  void Polish();

  const Clock& clock_;
  const HttpOptions options_;
  const BannerAssets banner_;
  const std::optional<Demo> demo_;
  std::string openapi_;
  SnapshotHolder snapshot_;
  LiveHolder live_;
  const Services services_;
  PublicHandler public_handler_;
  StaffHandler staff_handler_;
  std::atomic<bool> started_{false};
  std::unique_ptr<Front> public_front_;
  std::unique_ptr<Front> staff_front_;
  std::atomic<bool> stopping_{false};
  std::thread polisher_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_SERVER_H_
