#include "server/http/public/log_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "app/log/log_tiles.h"
#include "app/recording/visitor_record.h"
#include "consent/record.h"
#include "prooflog/entry.h"
#include "prooflog/proof.h"
#include "prooflog/tile.h"
#include "prooflog/tree.h"
#include "prooflog/verify.h"
#include "reports/receipt.h"
#include "server/http/public/visitor_cookies.h"
#include "server/http/responses.h"

namespace temoin::http {
namespace {

using app::PublishedLog;
using prooflog::kTileWidth;
using prooflog::TilePath;

// "SHOULD prevent caching beyond a few seconds" (tlog-tiles, "Checkpoints"): one publication long.
constexpr std::string_view kCheckpointCache = "public, max-age=1";

void SetHeaders(Response& response, std::string_view type, std::string_view cache,
                const HeaderList& cors) {
  response.status = 200;
  response.AddHeader("Content-Type", std::string(type));
  response.AddHeader("Cache-Control", std::string(cache));
  response.AddHeader("X-Content-Type-Options", "nosniff");
  AddHeaders(response, cors);
}

Error NoSuchTile() { return {ErrorCode::kNotFound, "the log has no such tile"}; }

Error NotYet() {
  return {ErrorCode::kUnavailable,
          "the log has not been signed this far yet; it is within a second or two"};
}

class LogRoutes {
 public:
  LogRoutes(const Services& services, const app::LogPublisher& log)
      : services_(services), log_(log) {}

  void Checkpoint(RouteRequest& request) const;
  void Tile(RouteRequest& request) const;
  void Receipt(RouteRequest& request) const;

 private:
  Result<reports::ReceiptView> MakeReceipt(const PublishedLog& published,
                                           const app::VisitorRecord& kept) const;
  void RespondReceipt(const consent::Terms& terms, std::span<const consent::Token> tokens,
                      bool page, const HeaderList& cors, Response& response) const;

  Services services_;
  const app::LogPublisher& log_;
};

void LogRoutes::Checkpoint(RouteRequest& request) const {
  Response& response = request.exchange.response();
  const auto published = log_.Current();
  if (!published) return RespondProblem(response, NotYet(), request.cors);
  SetHeaders(response, "text/plain; charset=utf-8", kCheckpointCache, request.cors);
  response.body = published->note;
}

// Only what stands under the served checkpoint exists. Everything odd ends here, before any disk.
void LogRoutes::Tile(RouteRequest& request) const {
  Response& response = request.exchange.response();
  const Request& asked = request.exchange.request();
  const auto published = log_.Current();
  // One tile, one spelling: a query makes another one.
  const auto path = asked.target == asked.path && published
                        ? prooflog::ParseTilePath(fmt::format("tile/{}", request.params[0]))
                        : std::nullopt;
  if (!path ||
      prooflog::TileWidthAt(path->level, path->index, published->checkpoint.size) < path->width) {
    return RespondProblem(response, NoSuchTile(), request.cors);
  }
  request.exchange.RunBlocking([path = *path, cors = request.cors, &store = services_.store](
                                   const Request&, Response& later) {
    Bytes bytes;
    if (path.entries) {
      const auto entries = store.ReadEntries(path.index * kTileWidth, path.width);
      if (!entries) return RespondProblem(later, entries.error(), cors);
      bytes = prooflog::EncodeEntryBundle(*entries);
      if (entries->size() != path.width) bytes.clear();
    } else {
      auto tile = store.ReadTile(static_cast<int>(path.level), path.index);
      if (!tile) return RespondProblem(later, tile.error(), cors);
      if (tile->size() >= path.width * prooflog::kHashSize) {
        tile->resize(path.width * prooflog::kHashSize);
        bytes = std::move(*tile);
      }
    }
    if (bytes.empty()) {
      return RespondProblem(later, Error(ErrorCode::kDataLoss, "a tile is too short"), cors);
    }
    SetHeaders(later, "application/octet-stream", kForever, cors);
    later.body = AsText(bytes);
  });
}

Result<reports::ReceiptView> LogRoutes::MakeReceipt(const PublishedLog& published,
                                                    const app::VisitorRecord& kept) const {
  app::StoreTiles tiles(services_.store, published.checkpoint.size);
  prooflog::TlogProof proof;
  proof.extra = prooflog::ReceiptExtra(kept.content.random, AsBytes(kept.content.record));
  proof.index = kept.row.index;
  proof.checkpoint = published.note;
  TEMOIN_ASSIGN_OR_RETURN(proof.path, prooflog::TreeReader(tiles).InclusionProof(
                                          kept.row.index, published.checkpoint.size));
  reports::ReceiptView view;
  view.proof = prooflog::FormatProof(proof);
  // What does not verify is not handed out.
  const auto keys = log_.keys();
  TEMOIN_ASSIGN_OR_RETURN(const auto verified,
                          prooflog::VerifyReceipt(view.proof, keys->verifiers));
  view.record = kept.record;
  view.index = verified.index;
  view.size = verified.checkpoint.size;
  view.origin = verified.checkpoint.origin;
  // The key that signed, which is the current one but for the moment of a rotation.
  const auto signer = std::ranges::find(keys->verifiers, verified.signer);
  view.vkey = keys->vkeys[static_cast<size_t>(signer - keys->verifiers.begin())];
  return view;
}

void LogRoutes::RespondReceipt(const consent::Terms& terms, std::span<const consent::Token> tokens,
                               bool page, const HeaderList& cors, Response& response) const {
  const std::string& site = terms.site;
  const auto kept = app::FindVisitorRecord(services_.store, site, tokens);
  if (!kept) return RespondProblem(response, kept.error(), cors);
  if (!*kept) {
    return RespondProblem(
        response, Error(ErrorCode::kNotFound, "no choice of this browser is recorded here"), cors);
  }
  const auto published = log_.Current();
  if (!published || (*kept)->row.index >= published->checkpoint.size) {
    return RespondProblem(response, NotYet(), cors);
  }
  auto view = MakeReceipt(*published, **kept);
  if (!view) return RespondProblem(response, view.error(), cors);
  const std::string name = fmt::format("preuve-{}-{}", site, view->index);
  if (!page) {
    SetHeaders(response, "text/plain; charset=utf-8", kPrivate, cors);
    response.AddHeader("Content-Disposition",
                       fmt::format("attachment; filename=\"{}.tlog-proof\"", name));
    response.body = std::move(view->proof);
    return;
  }
  if (const auto document = services_.store.ReadDocument(view->record.revision); document.ok()) {
    if (const auto shown = catalog::ReadRevision(document->bytes); shown.ok()) {
      view->names = reports::NamesIn(shown->view, "fr");
      view->english = std::ranges::find(shown->view.languages, "en") != shown->view.languages.end();
    }
  }
  view->time_zone = terms.time_zone;
  SetHeaders(response, "text/html; charset=utf-8", kPrivate, cors);
  response.AddHeader("Content-Disposition", fmt::format("inline; filename=\"{}.html\"", name));
  render::HtmlPage made = reports::ReceiptPage(*view);
  response.AddHeader("Content-Security-Policy", made.Policy());
  response.AddHeader("Referrer-Policy", "no-referrer");
  response.body = std::move(made.html);
}

// A page for a browser that asks for one, the bare text for everything else.
void LogRoutes::Receipt(RouteRequest& request) const {
  const Request& asked = request.exchange.request();
  const app::PublishedSite* site = request.site;
  if (services_.recorder.HoldsRecords()) {
    return RespondProblem(request.response, app::RecordsHeld(), request.cors);
  }
  VisitorCookies shown = ReadVisitorCookies(asked, site->terms->cookies);
  AddUnread(shown, &request.cors);
  const bool page = asked.Header("Accept").find("text/html") != std::string::npos;
  request.exchange.RunBlocking([this, terms = site->terms, tokens = std::move(shown.tokens), page,
                                cors = request.cors](const Request&, Response& response) {
    response.AddHeader("Vary", "Accept");
    RespondReceipt(*terms, tokens, page, cors, response);
  });
}

}  // namespace

void AddLogRoutes(Router& router, const Services& services, const app::LogPublisher& log) {
  const auto routes = std::make_shared<const LogRoutes>(services, log);
  const auto add = [&](std::string_view pattern, Cors cors,
                       void (LogRoutes::*handler)(RouteRequest&) const) {
    router.Add("GET", pattern, {.cors = cors},
               [routes, handler](RouteRequest& request) { ((*routes).*handler)(request); });
  };
  add("/log/checkpoint", Cors::kAnyone, &LogRoutes::Checkpoint);
  add("/log/tile/{rest...}", Cors::kAnyone, &LogRoutes::Tile);
  add("/v1/sites/{site}/consents/current/receipt", Cors::kCredentials, &LogRoutes::Receipt);
}

}  // namespace temoin::http
