#include "server/http/staff/console_files.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "server/http/message/problem.h"
#include "server/http/resource.h"

namespace temoin::http {

namespace {

constexpr std::string_view kConsolePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

std::string_view ContentType(std::string_view path) {
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

}  // namespace

void AddConsoleFiles(Router& router, const std::vector<EmbeddedFile>& files) {
  for (const EmbeddedFile& file : files) {
    ResourceSpec spec;
    spec.content_type = ContentType(file.path);
    spec.cache_control = "no-cache";  // asked for again by its ETag: one binary, one console
    spec.body = std::string(file.contents);
    spec.headers = {{"Content-Security-Policy", std::string(kConsolePolicy)},
                    {"X-Content-Type-Options", "nosniff"},
                    {"Referrer-Policy", "no-referrer"},
                    {"Cross-Origin-Opener-Policy", "same-origin"},
                    {"Cross-Origin-Resource-Policy", "same-origin"}};
    const std::string path = file.path == "index.html" ? "/" : "/" + std::string(file.path);
    router.Add(kEveryMethod, path, Policy{},
               [resource = std::make_shared<const Resource>(std::move(spec), Effort::kQuick)](
                   RouteRequest& request) {
                 Exchange& exchange = request.exchange;
                 const std::string& method = request.request.method;
                 if (method != "GET" && method != "HEAD") {
                   return SetMethodNotAllowed(exchange.response(), "GET, HEAD");
                 }
                 exchange.Send(resource->Respond(exchange.accept_encoding(),
                                                 request.request.Header("If-None-Match")));
               });
  }
}

}  // namespace temoin::http
