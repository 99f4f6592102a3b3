#include "server/http/public/snapshot.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "catalog/cookie_table.h"
#include "server/http/responses.h"

namespace temoin::http {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kScript = "text/javascript; charset=utf-8";
constexpr std::string_view kHtml = "text/html; charset=utf-8";

const HeaderList& OpenHeaders() {
  static const HeaderList headers = {{"Access-Control-Allow-Origin", "*"},
                                     {"Cross-Origin-Resource-Policy", "cross-origin"},
                                     {"X-Content-Type-Options", "nosniff"}};
  return headers;
}

class Builder {
 public:
  Builder(const SnapshotOptions& options, Effort effort, const Snapshot* before,
          const std::atomic<bool>* cancelled)
      : options_(options), effort_(effort), before_(before), cancelled_(cancelled) {}

  void Add(std::string_view path, std::string_view type, std::string_view cache, std::string body,
           const HeaderList& more = {}, std::string script_of = {}) {
    if (cancelled_ && cancelled_->load()) return;
    ResourceSpec spec{std::string(type),   std::string(cache), std::move(body), OpenHeaders(), true,
                      std::move(script_of)};
    spec.headers.insert(spec.headers.end(), more.begin(), more.end());
    std::string whole = options_.base_path + std::string(path);
    std::shared_ptr<const Resource> resource = Known(whole, spec);
    if (!resource) resource = std::make_shared<const Resource>(std::move(spec), effort_);
    snapshot_->resources[std::move(whole)] = std::move(resource);
  }

  void AddSite(const app::PublishedSite& published) {
    const catalog::Site& site = *published.site;
    const std::string root = "/v1/sites/" + site.id;
    Add(root + "/config.json", kJson, kShort, published.config);
    Add(root + "/cookies.json", kJson, kShort, catalog::CookiesJson(site, published.revision));
    const render::HtmlPage table = catalog::CookiesPage(site, published.revision);
    Add(root + "/cookies", kHtml, kShort, table.html,
        {{"Content-Security-Policy",
          fmt::format("default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'",
                      table.style_source)},
         {"Referrer-Policy", "no-referrer"}});
    Add("/v1/revisions/" + published.revision, kJson, kForever, published.document);
    if (options_.banner) {
      Add(root + "/banner.js", kScript, kShort,
          options_.banner->Script(site, published.excerpt, options_.base_path), {}, site.id);
      Add(root + "/preferences", kHtml, kShort, options_.banner->Page(site),
          {{"Content-Security-Policy",
            fmt::format("default-src 'none'; script-src 'self'; connect-src 'self'; style-src {}; "
                        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                        options_.banner->page_style)},
           {"Referrer-Policy", "same-origin"}});
    }
  }

  Status AddOpenApi() {
    TEMOIN_ASSIGN_OR_RETURN(nlohmann::json document,
                            ParseJson(options_.openapi, {.max_bytes = 1 << 20}));
    document["servers"] =
        nlohmann::json::array({{{"url", options_.base_path.empty() ? "/" : options_.base_path}}});
    Add("/openapi.json", kJson, kShort, document.dump());
    return {};
  }

  Result<std::shared_ptr<const Snapshot>> Finish(std::shared_ptr<const app::Published> published) {
    for (const auto& [id, site] : published->sites) AddSite(site);
    if (options_.banner) {
      Add("/v1/banner/" + options_.banner->core_sha256 + ".js", kScript, kForever,
          std::string(options_.banner->core));
      for (const BannerChunk& chunk : options_.banner->chunks) {
        Add("/v1/banner/" + chunk.sha256 + ".js", kScript, kForever, std::string(chunk.code));
      }
    }
    if (!options_.openapi.empty()) {
      TEMOIN_RETURN_IF_ERROR(AddOpenApi());
    }
    if (cancelled_ && cancelled_->load()) {
      return Error(ErrorCode::kUnavailable, "the server is stopping");
    }
    snapshot_->published = std::move(published);
    return std::shared_ptr<const Snapshot>(std::move(snapshot_));
  }

 private:
  std::shared_ptr<const Resource> Known(const std::string& path, const ResourceSpec& spec) const {
    if (before_ == nullptr) return nullptr;
    const auto found = before_->resources.find(path);
    if (found == before_->resources.end() || !(found->second->spec() == spec)) return nullptr;
    const bool good = effort_ == Effort::kQuick || found->second->effort() == Effort::kBest;
    return good ? found->second : nullptr;
  }

  const SnapshotOptions& options_;
  Effort effort_;
  const Snapshot* before_;
  const std::atomic<bool>* cancelled_;
  std::shared_ptr<Snapshot> snapshot_ = std::make_shared<Snapshot>();
};

}  // namespace

Result<std::shared_ptr<const Snapshot>> BuildSnapshot(
    std::shared_ptr<const app::Published> published, const SnapshotOptions& options, Effort effort,
    const Snapshot* before, const std::atomic<bool>* cancelled) {
  return Builder(options, effort, before, cancelled).Finish(std::move(published));
}

}  // namespace temoin::http
