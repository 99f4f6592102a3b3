#include "server/http/public/demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "server/http/fields.h"

namespace temoin::http {
namespace {

constexpr std::string_view kPortMark = "{{PORT}}";

std::string_view PortOf(std::string_view host_header) {
  const size_t colon = host_header.rfind(':');
  if (colon == std::string_view::npos || host_header.ends_with(']')) return "80";
  return host_header.substr(colon + 1);
}

std::string Substituted(std::string_view text, std::string_view port) {
  std::string out;
  while (true) {
    const size_t mark = text.find(kPortMark);
    out += text.substr(0, mark);
    if (mark == std::string_view::npos) return out;
    out += port;
    text.remove_prefix(mark + kPortMark.size());
  }
}

}  // namespace

Result<Demo> Demo::Read(std::span<const EmbeddedFile> files) {
  const auto find = [&](std::string_view path) -> const EmbeddedFile* {
    for (const EmbeddedFile& file : files) {
      if (file.path == path) return &file;
    }
    return nullptr;
  };
  const EmbeddedFile* table = find("demo.json");
  if (!table) return Error(ErrorCode::kDataLoss, "the demonstration is not built in");
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json description,
                          ParseJson(table->contents, {.max_bytes = 1 << 20}));
  const auto routes = description.find("routes");
  const bool table_of_routes =
      description.is_object() && routes != description.end() && routes->is_array() &&
      std::ranges::all_of(*routes, [](const nlohmann::json& route) { return route.is_object(); });
  if (!table_of_routes) {
    return Error(ErrorCode::kDataLoss, "the demonstration's table names no routes");
  }
  Demo demo;
  demo.page_host_ = description.value("/page/host"_json_pointer, "www.ameli.localhost");
  for (const nlohmann::json& route : *routes) {
    const std::string name = route.value("file", "");
    const EmbeddedFile* file = find(name);
    if (!file) {
      return Error(ErrorCode::kDataLoss, fmt::format("the demonstration's {} is missing", name));
    }
    demo.files_.insert_or_assign(std::pair(route.value("host", "*"), route.value("path", "")),
                                 File{route.value("type", "application/octet-stream"),
                                      file->contents, route.value("substitute", false),
                                      route.value("set_cookie", std::vector<std::string>())});
  }
  return demo;
}

bool Demo::AllowsOrigin(std::string_view origin) {
  const size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  const auto host = HostName(origin.substr(scheme + 3));
  return host && (*host == "localhost" || host->ends_with(".localhost") || *host == "127.0.0.1" ||
                  *host == "::1");
}

bool Demo::Handle(Exchange& exchange) const {
  const Request& request = exchange.request();
  const std::string host_header = request.Header("Host");
  const std::string host = HostName(host_header).value_or("");
  auto found = files_.find(std::pair(host, request.path));
  if (found == files_.end()) found = files_.find(std::pair(std::string("*"), request.path));
  if (found == files_.end() || (request.method != "GET" && request.method != "HEAD")) return false;

  const File& file = found->second;
  Response& response = exchange.response();
  response.status = 200;
  response.body = file.substitute ? Substituted(file.contents, PortOf(host_header))
                                  : std::string(file.contents);
  response.AddHeader("Content-Type", file.type);
  response.AddHeader("Cache-Control", "no-store");
  for (const std::string& cookie : file.cookies) response.AddHeader("Set-Cookie", cookie);
  return true;
}

}  // namespace temoin::http
