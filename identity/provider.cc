#include "identity/provider.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "identity/id_token.h"

namespace temoin::identity {
namespace {

using nlohmann::json;

constexpr size_t kMaxUrl = 2000;
constexpr JsonLimits kDescriptionLimits{.max_bytes = size_t{64} << 10, .max_depth = 16};

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

bool IsThisMachine(std::string_view host) {
  return host == "127.0.0.1" || host == "[::1]" || host == "localhost" ||
         host.ends_with(".localhost");
}

// The host of an authority without user; empty where there is none.
std::string_view HostOf(std::string_view authority) {
  if (authority.find('@') != std::string_view::npos) return {};
  const size_t port = authority.rfind(':');
  const bool has_port =
      port != std::string_view::npos && authority.find(']', port) == std::string_view::npos;
  return has_port ? authority.substr(0, port) : authority;
}

bool Lists(const json& document, const char* member, std::string_view value) {
  const auto found = document.find(member);
  return found != document.end() && found->is_array() &&
         std::ranges::find(*found, json(value)) != found->end();
}

}  // namespace

Status CheckProviderUrl(std::string_view url) {
  const Error refused(ErrorCode::kInvalidArgument,
                      "an address of a provider reads https://host/path; http is for this machine");
  const bool odd = std::ranges::any_of(url, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f ||
           c == '#' || c == '"' || c == '\\' || c == '<' || c == '>';
  });
  if (odd || url.size() > kMaxUrl) return refused;
  const bool secure = url.starts_with("https://");
  if (!secure && !url.starts_with("http://")) return refused;
  const std::string_view rest = url.substr(url.find("://") + 3);
  const std::string_view host = HostOf(rest.substr(0, rest.find_first_of("/?")));
  if (host.empty() || (!secure && !IsThisMachine(host))) return refused;
  return {};
}

std::string DiscoveryUrl(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string(issuer) + "/.well-known/openid-configuration";
}

Result<Provider> ParseProvider(std::string_view text, std::string_view issuer) {
  const Result<json> document = ParseJson(text, kDescriptionLimits);
  if (!document || !document->is_object()) {
    return Error(ErrorCode::kUnprocessable, "the provider's description is no JSON object");
  }
  Provider out;
  out.issuer = TextClaim(*document, "issuer");
  if (out.issuer != issuer) {
    return Error(ErrorCode::kUnprocessable, "the provider's description is that of another one");
  }
  const auto endpoint = [&](const char* member, bool needed, std::string& into) -> Status {
    into = TextClaim(*document, member);
    if (into.empty() && !needed) return {};
    if (CheckProviderUrl(into)) return {};
    return Error(ErrorCode::kUnprocessable,
                 fmt::format("the provider's description has no usable {}", member));
  };
  TEMOIN_RETURN_IF_ERROR(endpoint("authorization_endpoint", true, out.authorization));
  TEMOIN_RETURN_IF_ERROR(endpoint("token_endpoint", true, out.token));
  TEMOIN_RETURN_IF_ERROR(endpoint("jwks_uri", true, out.keys));
  TEMOIN_RETURN_IF_ERROR(endpoint("userinfo_endpoint", false, out.userinfo));
  TEMOIN_RETURN_IF_ERROR(endpoint("end_session_endpoint", false, out.sign_out));
  const auto names = document->find("authorization_response_iss_parameter_supported");
  out.names_itself = names != document->end() && names->is_boolean() && names->get<bool>();
  out.secret_in_header =
      !Lists(*document, "token_endpoint_auth_methods_supported", "client_secret_post");
  return out;
}

std::string FormText(Parameters parameters) {
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out += Escaped(name) + '=' + Escaped(value);
  }
  return out;
}

std::string UrlWith(std::string_view url, Parameters parameters) {
  const char between = url.find('?') == std::string_view::npos ? '?' : '&';
  return std::string(url) + between + FormText(parameters);
}

}  // namespace temoin::identity
