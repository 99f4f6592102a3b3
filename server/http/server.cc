#include "server/http/server.h"

#include <utility>

#include "banner-js/assets.h"
#include "server/http/metrics.h"
#include "server/http/openapi_asset.h"
#include "server/http/public/consent_routes.h"
#include "server/http/public/document_routes.h"
#include "server/http/staff/api.h"

namespace temoin::http {
namespace {

constexpr size_t kPublicWorkers = 2;  // reads of single records: short, rarely on the disk
constexpr size_t kStaffWorkers = 2;

PublicOptions WithDemo(PublicOptions options, bool demo) {
  if (demo)
    options.also_allows = [](std::string_view origin) { return Demo::AllowsOrigin(origin); };
  return options;
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::Create(const Clock& clock,
                                                       const store::Store& store,
                                                       app::Recorder& recorder,
                                                       const app::Readiness& readiness,
                                                       HttpOptions options) {
  const std::vector<EmbeddedFile> banner_files = assets::Banner();
  TEMOIN_ASSIGN_OR_RETURN(BannerAssets banner, ReadBannerAssets(banner_files));
  std::optional<Demo> demo;
  if (options.demo) {
    TEMOIN_ASSIGN_OR_RETURN(demo, Demo::Read(assets::Demo()));
  }
  return std::unique_ptr<HttpServer>(new HttpServer(
      clock, store, recorder, readiness, std::move(options), std::move(banner), std::move(demo)));
}

HttpServer::HttpServer(const Clock& clock, const store::Store& store, app::Recorder& recorder,
                       const app::Readiness& readiness, HttpOptions options, BannerAssets banner,
                       std::optional<Demo> demo)
    : clock_(clock),
      options_(std::move(options)),
      banner_(std::move(banner)),
      demo_(std::move(demo)),
      openapi_(OpenApiText()),
      live_(options_.live),
      services_{clock, store, recorder, readiness, snapshot_, live_},
      public_handler_(services_, WithDemo(options_.public_side, options_.demo)),
      staff_handler_(services_) {
  AddConsentRoutes(public_handler_.router(), services_);
  AddDocumentRoutes(public_handler_.router(), services_);
  AddHealthRoutes(public_handler_.router(), services_);
  if (demo_) {
    public_handler_.Intercept([this](Exchange& exchange) { return demo_->Handle(exchange); });
  }
  AddStaffHealthRoutes(staff_handler_.router(), services_, [this] {
    app::Measures measures;
    if (options_.measure) measures = options_.measure(snapshot_.Get()->published);
    return CollectMetrics({.services = services_,
                           .public_front = public_front_ ? &public_front_->metrics() : nullptr,
                           .staff_front = staff_front_ ? &staff_front_->metrics() : nullptr,
                           .public_handler = &public_handler_.metrics(),
                           .scripts = &public_handler_.scripts(),
                           .measures = options_.measure ? &measures : nullptr,
                           .tokens = options_.tokens});
  });
}

SnapshotOptions HttpServer::MakeSnapshotOptions() const {
  return {options_.public_side.base_path, &banner_, openapi_};
}

app::Publisher::Prepare HttpServer::PrepareHook() {
  return
      [this](std::shared_ptr<const app::Published> published) -> Result<app::Publisher::Activate> {
        // Nobody waits for a later publication; everybody waits for the first.
        const Effort effort = started_.load() ? Effort::kBest : Effort::kQuick;
        TEMOIN_ASSIGN_OR_RETURN(auto snapshot,
                                BuildSnapshot(std::move(published), MakeSnapshotOptions(), effort,
                                              snapshot_.Get().get()));
        return app::Publisher::Activate(
            [this, snapshot = std::move(snapshot)] { snapshot_.Set(snapshot); });
      };
}

Status HttpServer::Start() {
  FrontOptions public_options;
  public_options.listen = {options_.listen};
  public_options.worker_threads = kPublicWorkers;
  TEMOIN_ASSIGN_OR_RETURN(public_front_, Front::Start(public_options, &public_handler_, &clock_));
  if (!options_.staff_listen.empty()) {
    FrontOptions staff_options;
    staff_options.listen = {options_.staff_listen};
    staff_options.worker_threads = kStaffWorkers;
    staff_options.background = true;  // a visitor never waits for an export
    staff_options.max_connections = 256;
    staff_options.framing.max_body = kMaxStaffBody;
    staff_options.max_parked = 256;
    TEMOIN_ASSIGN_OR_RETURN(staff_front_, Front::Start(staff_options, &staff_handler_, &clock_));
  }
  started_.store(true);
  polisher_ = std::thread([this] { Polish(); });
  return {};
}

void HttpServer::Polish() {
  const std::shared_ptr<const Snapshot> served = snapshot_.Get();
  auto better = BuildSnapshot(served->published, MakeSnapshotOptions(), Effort::kBest, served.get(),
                              &stopping_);
  if (better) snapshot_.Replace(served, *std::move(better));
}

HttpServer::~HttpServer() {
  Stop(std::chrono::milliseconds(0));
  Join();
}

void HttpServer::Stop(std::chrono::milliseconds grace) {
  stopping_.store(true);
  if (public_front_) public_front_->Stop(grace);
  if (staff_front_) staff_front_->Stop(grace);
}

void HttpServer::Join() {
  if (public_front_) public_front_->Join();
  if (staff_front_) staff_front_->Join();
  if (polisher_.joinable()) polisher_.join();
}

std::optional<std::string> HttpServer::demo_host() const {
  if (!demo_) return std::nullopt;
  return demo_->page_host();
}

}  // namespace temoin::http
