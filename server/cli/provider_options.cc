#include "server/cli/provider_options.h"

#include <cstring>
#include <utility>

#include "base/ascii.h"
#include "base/file.h"
#include "identity/provider.h"
#include "server/cli/serve_options.h"

namespace temoin::cli {
namespace {

constexpr size_t kMaxSecret = 4096;

}  // namespace

Result<std::string> ProviderSecret(const settings::Settings& settings) {
  const std::string& path = settings.Text("provider-secret-file");
  auto secret = ReadFile(path, kMaxSecret);
  if (!secret) return BadSetting(settings, "provider-secret-file", secret.error().message);
  while (secret->ends_with('\n') || secret->ends_with('\r')) secret->pop_back();
  if (!secret->empty() && secret->find('\n') == std::string::npos) return secret;
  return BadSetting(settings, "provider-secret-file", path + " holds one line, the secret");
}

Result<std::string> StaffUrl(const settings::Settings& settings) {
  std::string url = LowerAscii(settings.Text("staff-url"));
  if (url.empty()) return url;
  while (url.ends_with('/')) url.pop_back();
  // As browsers write an origin.
  for (const auto& [secure, port] : {std::pair("https://", ":443"), std::pair("http://", ":80")}) {
    if (url.starts_with(secure) && url.ends_with(port)) url.resize(url.size() - std::strlen(port));
  }
  const size_t scheme = url.find("://");
  const bool path = scheme != std::string::npos && url.find_first_of("/?", scheme + 3) < url.size();
  if (!path && identity::CheckProviderUrl(url)) return url;
  return BadSetting(settings, "staff-url", "write it like https://temoin.example.fr");
}

Result<app::ProviderSettings> ProviderSettingsOf(const settings::Settings& settings) {
  app::ProviderSettings out;
  out.issuer = settings.Text("provider");
  if (out.issuer.empty()) return out;
  if (!identity::CheckProviderUrl(out.issuer) || out.issuer.find('?') != std::string::npos) {
    return BadSetting(settings, "provider", "write it like https://auth.example.fr/realms/agents");
  }
  out.client = settings.Text("provider-client");
  if (out.client.empty()) {
    return BadSetting(settings, "provider", "it needs --provider-client, the client's id there");
  }
  out.scope = settings.Text("provider-scope");
  if ((" " + out.scope + " ").find(" openid ") == std::string::npos) {
    return BadSetting(settings, "provider-scope", "openid is one of them");
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::string staff_url, StaffUrl(settings));
  if (staff_url.empty()) {
    return BadSetting(settings, "provider", "it needs --staff-url, the console's address");
  }
  out.redirect = staff_url + "/v1/session/answer";
  out.signed_out = staff_url + "/";
  TEMOIN_ASSIGN_OR_RETURN(out.secret, ProviderSecret(settings));
  out.name = settings.Text("provider-name");
  const std::string rest = out.issuer.substr(out.issuer.find("://") + 3);
  if (out.name.empty()) out.name = rest.substr(0, rest.find('/'));
  out.levels = settings.List("provider-acr");
  out.signed_userinfo = settings.Switch("provider-signed-userinfo");
  for (const std::string& text : settings.List("provider-role")) {
    auto rule = app::ParseClaimRule(text);
    if (!rule) return BadSetting(settings, "provider-role", rule.error().message);
    out.rules.push_back(std::move(*rule));
  }
  return out;
}

}  // namespace temoin::cli
