#include "server/settings/table.h"

#include <algorithm>
#include <array>

namespace temoin::settings {
namespace {

constexpr std::array<Setting, 29> kTable = {{
    {.key = "data",
     .option = "data",
     .required = true,
     .help = "Directory of the database, keys and log"},
    {.key = "catalog", .option = "catalog", .required = true, .help = "Directory of the catalogue"},
    {.key = "public.listen",
     .option = "listen",
     .by_default = "127.0.0.1:8080",
     .help = "Address of the public listener, HOST:PORT"},
    {.key = "public.base-path",
     .option = "base-path",
     .help = "Path that stands before every public one, such as /consentement"},
    {.key = "public.allow-origins",
     .option = "allow-origin",
     .form = Form::kList,
     .help = "Further origins whose pages may post choices"},
    {.key = "public.trusted-proxies",
     .option = "trusted-proxy",
     .form = Form::kList,
     .reloads = true,
     .help = "Networks whose X-Forwarded-For is believed"},
    {.key = "public.rate-limit",
     .option = "rate-limit",
     .form = Form::kNumber,
     .by_default = "600",
     .most = 1'000'000,
     .reloads = true,
     .help = "Requests that write, per client and minute; 0: no limit"},
    {.key = "public.choices-per-hour",
     .option = "choices-per-hour",
     .form = Form::kNumber,
     .by_default = "0",
     .most = 100'000'000,
     .reloads = true,
     .help = "Choices of all visitors together in an hour, answered 503 beyond that; 0: as many as "
             "come"},
    {.key = "staff.listen",
     .option = "staff-listen",
     .by_default = "127.0.0.1:8081",
     .help = "Address of the staff listener; empty: there is none"},
    {.key = "staff.hosts",
     .option = "staff-host",
     .form = Form::kList,
     .reloads = true,
     .help = "Names by which browsers ask the staff listener, beside localhost and its address"},
    {.key = "staff.url",
     .option = "staff-url",
     .help = "The console's address in browsers; passkeys belong to it, and the provider sends "
             "them back to STAFF-URL/v1/session/answer"},
    {.key = "staff.passkeys",
     .option = "passkeys",
     .form = Form::kChoice,
     .by_default = "on",
     .choices = "on off",
     .help = "Whether people join by invitation and sign in with a passkey"},
    {.key = "provider.issuer",
     .option = "provider",
     .help = "Issuer of the OpenID Connect provider where the staff sign in"},
    {.key = "provider.name",
     .option = "provider-name",
     .help = "What the sign-in page calls the provider; without: its host"},
    {.key = "provider.client",
     .option = "provider-client",
     .help = "The client's id at the provider"},
    {.key = "provider.secret-file",
     .option = "provider-secret-file",
     .reloads = true,
     .help = "File that holds the client's secret, on one line"},
    {.key = "provider.scope",
     .option = "provider-scope",
     .by_default = "openid profile email",
     .help = "What is asked of the provider, with spaces between"},
    {.key = "provider.acr",
     .option = "provider-acr",
     .form = Form::kList,
     .help = "Levels (acr) of which the provider vouches for one"},
    {.key = "provider.signed-userinfo",
     .option = "provider-signed-userinfo",
     .form = Form::kSwitch,
     .by_default = "false",
     .help = "Refuse a userinfo that is not a signed JWT"},
    {.key = "provider.roles",
     .option = "provider-role",
     .form = Form::kList,
     .help = "Who has what by the provider's claims, such as \"auditor@ameli.fr groups "
             "temoin-auditeur\"; the spaces keep it out of the variable"},
    {.key = "log.origin",
     .option = "log-origin",
     .help = "Name of the proof log, fixed from the first start on"},
    {.key = "log.journal",
     .option = "log-journal",
     .help = "Directory of the checkpoint log; best on another disk"},
    {.key = "log.authorities",
     .option = "tsa",
     .form = Form::kList,
     .help = "URLs of time stamping authorities (RFC 3161); each stamps the log once a day"},
    {.key = "log.authority-certificates",
     .option = "tsa-ca",
     .help = "File of the PEM certificates that every stamp must lead to"},
    {.key = "retention.purge-percent",
     .option = "purge-percent",
     .form = Form::kNumber,
     .by_default = "5",
     .most = 100,
     .help = "Share of a site's kept records that retention may erase in a day without being asked "
             "for; what is over it, and over 1,000, waits for `temoin purge --approve`"},
    {.key = "messages.level",
     .option = "message-level",
     .form = Form::kChoice,
     .by_default = "info",
     .choices = "debug info warning error",
     .reloads = true,
     .help = "What is written to standard error: this and what is graver"},
    {.key = "messages.format",
     .option = "message-format",
     .form = Form::kChoice,
     .by_default = "text",
     .choices = "text json",
     .reloads = true,
     .help = "How a message is written: for people, or as a line of JSON"},
    {.key = "demo.on",
     .option = "demo",
     .form = Form::kSwitch,
     .by_default = "false",
     .help = "Serve the demonstration page and its stand-ins"},
    {.key = "demo.now",
     .option = "demo-now",
     .help = "With demo: pretend that it is now this RFC 3339 time"},
}};

}  // namespace

std::span<const Setting> Table() { return kTable; }

const Setting* FindByKey(std::string_view key) {
  const auto found = std::find_if(kTable.begin(), kTable.end(),
                                  [&](const Setting& setting) { return setting.key == key; });
  return found == kTable.end() ? nullptr : &*found;
}

const Setting* FindByOption(std::string_view option) {
  const auto found = std::find_if(kTable.begin(), kTable.end(),
                                  [&](const Setting& setting) { return setting.option == option; });
  return found == kTable.end() ? nullptr : &*found;
}

std::string VariableOf(const Setting& setting) {
  std::string out = "TEMOIN_";
  for (const char c : setting.option) {
    out += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return out;
}

}  // namespace temoin::settings
