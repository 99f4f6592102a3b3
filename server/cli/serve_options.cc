#include "server/cli/serve_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/file.h"
#include "prooflog/note.h"
#include "server/cli/cli.h"
#include "server/cli/provider_options.h"
#include "server/http/address.h"
#include "server/http/fields.h"
#include "server/http/transport/listener.h"

namespace temoin::cli {
namespace {

constexpr size_t kMaxCertificates = 1024 * 1024;

std::optional<std::string> Variable(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Status CheckBasePath(const settings::Settings& settings) {
  const std::string& path = settings.Text("base-path");
  if (path.empty()) return {};
  const bool odd = path.find_first_not_of(
                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                       "0123456789-_./~") != std::string::npos;
  if (path[0] != '/' || path.back() == '/' || path.find("//") != std::string::npos || odd) {
    return BadSetting(settings, "base-path", fmt::format("{}: write it like /consentement", path));
  }
  return {};
}

bool IsOrigin(const std::string& origin) {
  const size_t scheme = origin.find("://");
  const bool http = origin.starts_with("http://") || origin.starts_with("https://");
  return http && origin.size() > scheme + 3 &&
         origin.find_first_of("/?# ", scheme + 3) == std::string::npos;
}

bool IsHostName(const std::string& host) {
  const bool odd = host.find_first_not_of(
                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                       "0123456789-.") != std::string::npos;
  return !host.empty() && !odd && host.back() != '.';
}

Result<http::HttpOptions> MakeHttpOptions(const settings::Settings& settings) {
  http::HttpOptions out;
  for (const char* option : {"listen", "staff-listen"}) {
    const std::string& address = settings.Text(option);
    if (address.empty()) continue;
    const Status fit = http::CheckListenAddress(address);
    if (!fit.ok()) return BadSetting(settings, option, fit.error().message);
  }
  out.listen = settings.Text("listen");
  out.staff_listen = settings.Text("staff-listen");
  out.demo = settings.Switch("demo");
  TEMOIN_ASSIGN_OR_RETURN(out.live, MakeLiveOptions(settings));
  TEMOIN_RETURN_IF_ERROR(CheckBasePath(settings));
  out.public_side.base_path = settings.Text("base-path");
  for (const std::string& origin : settings.List("allow-origin")) {
    if (!IsOrigin(origin)) {
      return BadSetting(settings, "allow-origin",
                        fmt::format("{}: write it like https://www.ameli.fr", origin));
    }
    out.public_side.allowed_origins.push_back(origin);
  }
  return out;
}

Result<app::AnchorSettings> AnchorSettingsOf(const settings::Settings& settings) {
  app::AnchorSettings out;
  for (const std::string& url : settings.List("tsa")) {
    if (!url.starts_with("https://") && !url.starts_with("http://")) {
      return BadSetting(settings, "tsa",
                        fmt::format("{}: write it like https://tsa.example/tsr", url));
    }
    if (std::ranges::find(out.authorities, url) != out.authorities.end()) {
      return BadSetting(settings, "tsa", fmt::format("{} is named twice", url));
    }
    out.authorities.push_back(url);
  }
  out.ca_file = settings.Text("tsa-ca");
  if (!out.ca_file.empty()) {
    if (const auto read = ReadFile(out.ca_file, kMaxCertificates); !read) {
      return BadSetting(settings, "tsa-ca", read.error().message);
    }
  }
  return out;
}

Result<std::optional<SystemClock>> PretendedClock(const settings::Settings& settings) {
  const std::string& now = settings.Text("demo-now");
  if (now.empty()) return std::optional<SystemClock>();
  if (!settings.Switch("demo")) {
    return BadSetting(settings, "demo-now", "it moves the clock; it needs --demo");
  }
  const auto wanted = ParseTime(now);
  if (!wanted) return BadSetting(settings, "demo-now", wanted.error().message);
  return std::optional(SystemClock(*wanted - SystemClock().Now()));
}

}  // namespace

Error BadSetting(const settings::Settings& settings, std::string_view option,
                 std::string_view what) {
  return {ErrorCode::kInvalidArgument, fmt::format("{}: {}", settings.At(option).place, what)};
}

settings::Sources SettingOptions::Sources() const {
  settings::Sources out;
  out.environment = Variable;
  out.file = !file.empty() ? file : Variable("TEMOIN_CONFIG").value_or("");
  for (const auto& [option, values] : written) {
    if (values.empty()) continue;
    out.options.emplace(option, settings::Value{values, settings::Source::kOption, "--" + option});
  }
  for (const auto& [option, on] : switches) {
    if (!on) continue;
    out.options.emplace(option,
                        settings::Value{{"true"}, settings::Source::kOption, "--" + option});
  }
  return out;
}

std::shared_ptr<SettingOptions> AddSettings(CLI::App& command) {
  auto given = std::make_shared<SettingOptions>();
  command.add_option("--config", given->file,
                     "File of settings (TOML); `temoin config options` lists them");
  for (const settings::Setting& setting : settings::Table()) {
    const std::string name = fmt::format("--{}", setting.option);
    const std::string key(setting.option);
    std::string help(setting.help);
    if (setting.form == settings::Form::kSwitch) {
      command.add_flag(name, given->switches[key], help);
      continue;
    }
    if (setting.form == settings::Form::kList) help += " (repeat)";
    if (!setting.choices.empty()) help += fmt::format(" ({})", setting.choices);
    CLI::Option* const option = command.add_option(name, given->written[key], help);
    if (setting.form == settings::Form::kNumber) option->check(Digits());
    option->default_str(std::string(setting.by_default));
    if (setting.form != settings::Form::kList) option->expected(1);
  }
  return given;
}

Result<http::LiveOptions> MakeLiveOptions(const settings::Settings& settings) {
  http::LiveOptions out;
  for (const std::string& host : settings.List("staff-host")) {
    if (!IsHostName(host)) {
      return BadSetting(settings, "staff-host",
                        fmt::format("{}: write it like staff.example.fr, without port", host));
    }
    out.staff_hosts.push_back(LowerAscii(host));
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::string staff_url, StaffUrl(settings));
  if (!staff_url.empty()) {
    const std::string_view authority =
        std::string_view(staff_url).substr(staff_url.find("://") + 3);
    out.staff_hosts.push_back(http::HostName(authority).value_or(""));
  }
  for (const std::string& proxy : settings.List("trusted-proxy")) {
    const auto cidr = http::ParseCidr(proxy);
    if (!cidr) return BadSetting(settings, "trusted-proxy", cidr.error().message);
    out.trusted_proxies.push_back(*cidr);
  }
  out.rate_limit_per_minute = static_cast<int>(settings.Number("rate-limit"));
  out.choices_per_hour = static_cast<int>(settings.Number("choices-per-hour"));
  return out;
}

Result<server::DaemonOptions> MakeDaemonOptions(const settings::Settings& settings) {
  server::DaemonOptions out;
  TEMOIN_ASSIGN_OR_RETURN(out.parts.pretended, PretendedClock(settings));
  TEMOIN_ASSIGN_OR_RETURN(out.http, MakeHttpOptions(settings));
  out.parts.data = settings.Text("data");
  out.parts.catalog = settings.Text("catalog");
  out.parts.checkpoint_log = settings.Text("log-journal");
  out.parts.purge_percent = static_cast<uint64_t>(settings.Number("purge-percent"));
  out.parts.demo = settings.Switch("demo");
  TEMOIN_ASSIGN_OR_RETURN(out.parts.staff_url, StaffUrl(settings));
  out.parts.passkeys = settings.Text("passkeys") == "on";
  out.log_origin = settings.Text("log-origin");
  TEMOIN_ASSIGN_OR_RETURN(out.anchors, AnchorSettingsOf(settings));
  if (!out.log_origin.empty() && !prooflog::ValidKeyName(out.log_origin)) {
    return BadSetting(settings, "log-origin",
                      fmt::format("{}: write it like consentement.ameli.fr/log", out.log_origin));
  }
  TEMOIN_ASSIGN_OR_RETURN(out.provider, ProviderSettingsOf(settings));
  return out;
}

}  // namespace temoin::cli
