#include "server/http/public/document_routes.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/calendar.h"
#include "base/text.h"
#include "catalog/cookie_table.h"
#include "server/http/fields.h"
#include "server/http/public/snapshot.h"
#include "server/http/responses.h"

namespace temoin::http {
namespace {

constexpr Policy kOpen{.cors = Cors::kAnyone};
constexpr Policy kNotForPages{.cors = Cors::kNone};

void CookieVerdict(RouteRequest& request) {
  Response& response = request.exchange.response();
  const app::PublishedSite* site = request.site;
  const std::string_view query = request.exchange.request().Query();
  const auto name = QueryParameter(query, "name");
  if (!name) return RespondProblem(response, name.error(), request.cors);
  const auto host = QueryParameter(query, "host");
  if (!host) return RespondProblem(response, host.error(), request.cors);
  if (!*name || (*name)->empty()) {
    return RespondProblem(
        response, Error(ErrorCode::kInvalidArgument, "the query parameter \"name\" is empty"),
        request.cors);
  }
  std::string body = catalog::CookieVerdictJson(*site->site, *site->matcher, site->revision, **name,
                                                host->value_or(""));
  const std::string etag = StrongEtag(body);
  response.AddHeader("ETag", etag);
  response.AddHeader("Cache-Control", std::string(kShort));
  response.AddHeader("X-Content-Type-Options", "nosniff");
  AddHeaders(response, request.cors);
  if (MatchesEtag(request.exchange.request().Header("If-None-Match"), etag)) {
    response.status = 304;
    return;
  }
  response.status = 200;
  response.body = std::move(body);
  response.AddHeader("Content-Type", "application/json");
}

Result<std::string> DocumentOf(const store::Store& store, const std::string& hash,
                               store::Document::Kind kind) {
  TEMOIN_ASSIGN_OR_RETURN(store::Document document, store.ReadDocument(hash));
  if (document.kind != kind) {
    return Error(ErrorCode::kNotFound, "nothing of this kind has that hash");
  }
  return std::move(document.bytes);
}

// What has a hash for its name never changes: the hash is its tag, too.
void RespondForever(const std::string& hash, Result<std::string> bytes, std::string_view type,
                    const Request& request, const HeaderList& cors, Response& response) {
  if (!bytes) return RespondProblem(response, bytes.error(), cors);
  const std::string etag = '"' + hash + '"';
  response.AddHeader("ETag", etag);
  response.AddHeader("Cache-Control", std::string(kForever));
  response.AddHeader("X-Content-Type-Options", "nosniff");
  response.AddHeader("Cross-Origin-Resource-Policy", "cross-origin");
  AddHeaders(response, cors);
  if (MatchesEtag(request.Header("If-None-Match"), etag)) {
    response.status = 304;
    return;
  }
  response.status = 200;
  response.body = *std::move(bytes);
  response.AddHeader("Content-Type", std::string(type));
}

// `read` runs on the worker pool.
void ServeForever(RouteRequest& request, std::string_view hash, std::string_view type,
                  std::function<Result<std::string>(const std::string& hash)> read) {
  if (!IsSha256Hex(hash)) {
    return RespondProblem(
        request.exchange.response(),
        Error(ErrorCode::kNotFound, "a document is named by 64 lower-case hex digits"),
        request.cors);
  }
  request.exchange.RunBlocking([hash = std::string(hash), type, read = std::move(read),
                                cors = request.cors](const Request& asked, Response& response) {
    RespondForever(hash, read(hash), type, asked, cors, response);
  });
}

void ServeDocument(RouteRequest& request, const store::Store& store, std::string_view hash,
                   store::Document::Kind kind, std::string_view type) {
  ServeForever(request, hash, type,
               [&store, kind](const std::string& name) { return DocumentOf(store, name, kind); });
}

// The pictures that were filed of a revision: their manifests by hash, and where each stands in the
// log.
void ListPictures(RouteRequest& request, const store::Store& store) {
  const std::string revision(request.params[0]);
  request.exchange.RunBlocking([&store, revision, cors = request.cors](const Request&,
                                                                       Response& response) {
    const auto known = DocumentOf(store, revision, store::Document::Kind::kRevision);
    if (!known) return RespondProblem(response, known.error(), cors);
    const auto sets = store.PicturesOfRevision(revision);
    if (!sets) return RespondProblem(response, sets.error(), cors);
    nlohmann::json rows = nlohmann::json::array();
    for (const store::PictureSet& set : *sets) {
      rows.push_back(
          {{"manifest", set.hash}, {"index", set.index}, {"taken_at", FormatTime(set.taken_at)}});
    }
    RespondJson(response, {{"revision", revision}, {"pictures", std::move(rows)}}, kShort, cors);
  });
}

// /v1/pictures/<hash>.json is a manifest, <hash>.png a picture.
void ServePictures(RouteRequest& request, const store::Store& store) {
  const std::string_view file = request.params[0];
  const std::string_view hash = file.substr(0, file.rfind('.'));
  if (file.ends_with(".png")) {
    return ServeForever(request, hash, "image/png",
                        [&store](const std::string& name) { return store.ReadPicture(name); });
  }
  ServeDocument(request, store, file.ends_with(".json") ? hash : std::string_view(),
                store::Document::Kind::kPictures, "application/json");
}

}  // namespace

void AddDocumentRoutes(Router& router, const Services& services) {
  router.Add("GET", "/v1/sites/{site}/cookies.json", kOpen, CookieVerdict);
  const store::Store& store = services.store;
  router.Add("GET", "/v1/revisions/{hash}", kOpen, [&store](RouteRequest& request) {
    ServeDocument(request, store, request.params[0], store::Document::Kind::kRevision,
                  "application/json");
  });
  router.Add("GET", "/v1/publications/{hash}", kOpen, [&store](RouteRequest& request) {
    ServeForever(request, request.params[0], "application/json",
                 [&store](const std::string& hash) { return store.ReadPublicationManifest(hash); });
  });
  router.Add("GET", "/v1/revisions/{hash}/pictures", kOpen,
             [&store](RouteRequest& request) { ListPictures(request, store); });
  router.Add("GET", "/v1/pictures/{file}", kOpen,
             [&store](RouteRequest& request) { ServePictures(request, store); });
  // Every part of every build that was ever published here, so that what was shown on a day can be
  // shown again; the build of this program is served from memory. The manifest of a build, which
  // names its parts, is JSON.
  router.Add("GET", "/v1/banner/{file}", kOpen, [&store](RouteRequest& request) {
    std::string_view file = request.params[0];
    const bool json = file.ends_with(".json");
    file = json || file.ends_with(".js") ? file.substr(0, file.rfind('.')) : std::string_view();
    ServeDocument(request, store, file, store::Document::Kind::kBanner,
                  json ? "application/json" : "text/javascript; charset=utf-8");
  });
  // Served from memory for every site there is; here only who asks for another one arrives.
  for (const char* leaf : {"config.json", "banner.js", "cookies", "preferences"}) {
    router.Add("GET", std::string("/v1/sites/{site}/") + leaf, kOpen, [](RouteRequest& request) {
      RespondProblem(request.exchange.response(), UnknownSite(), request.cors);
    });
  }
}

void AddHealthRoutes(Router& router, const Services& services) {
  router.Add("GET", "/healthz", kNotForPages, [](RouteRequest& request) {
    RespondJson(request.exchange.response(), {{"status", "alive"}}, "no-store", {});
  });
  router.Add(
      "GET", "/readyz", kNotForPages, [&readiness = services.readiness](RouteRequest& request) {
        const auto reasons = readiness.reasons();
        if (reasons.empty()) {
          return RespondJson(request.exchange.response(), {{"status", "ready"}}, "no-store", {});
        }
        // Which part is out of order; why exactly is in the log and on the staff listener.
        nlohmann::json parts = nlohmann::json::array();
        for (const auto& [part, reason] : reasons) parts.push_back(part);
        RespondProblemWith(request.exchange.response(),
                           Error(ErrorCode::kUnavailable, "the service is not ready"),
                           nlohmann::json{{"parts", parts}}, {});
      });
}

}  // namespace temoin::http
