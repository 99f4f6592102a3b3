// The settings of `temoin serve` by which people sign in at a provider of identities: ProConnect,
// Keycloak, or another that speaks OpenID Connect.
//
// Thread-safety: pure, but for the file of the secret.
#ifndef TEMOIN_SERVER_CLI_PROVIDER_OPTIONS_H_
#define TEMOIN_SERVER_CLI_PROVIDER_OPTIONS_H_

#include <string>

#include "app/staff/provider_sign_in.h"
#include "base/result.h"
#include "server/settings/settings.h"

namespace temoin::cli {

// The console's own address as browsers write an origin: in lower case, without a slash at its end
// or the usual port; empty where none is given.
Result<std::string> StaffUrl(const settings::Settings& settings);

// Without an issuer, settings of none. kInvalidArgument, with the place, for what will not do or is
// missing beside the issuer; the secret's file is read.
Result<app::ProviderSettings> ProviderSettingsOf(const settings::Settings& settings);

// What the secret's file holds: one line, without its end.
Result<std::string> ProviderSecret(const settings::Settings& settings);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_PROVIDER_OPTIONS_H_
