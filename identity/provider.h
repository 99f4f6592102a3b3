// A provider of identities as it describes itself (OpenID Connect Discovery 1.0), and the addresses
// that a browser is sent to.
//
// Thread-safety: pure.
#ifndef TEMOIN_IDENTITY_PROVIDER_H_
#define TEMOIN_IDENTITY_PROVIDER_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace temoin::identity {

struct Provider {
  std::string issuer;
  std::string authorization;  // the endpoints; `userinfo` and `sign_out` may be empty
  std::string token;
  std::string userinfo;
  std::string sign_out;
  std::string keys;
  bool names_itself = false;      // in each response (`iss`, RFC 9207)
  bool secret_in_header = false;  // the client's secret goes in the header, not in the form
};

// kInvalidArgument unless it may be asked: https, without a fragment, 2,000 bytes at most; http on
// this machine only (127.0.0.1, [::1], localhost and names under it).
Status CheckProviderUrl(std::string_view url);

// Where a provider describes itself.
std::string DiscoveryUrl(std::string_view issuer);

// kUnprocessable for what does not describe the provider of exactly this name, or holds an endpoint
// that may not be asked.
Result<Provider> ParseProvider(std::string_view text, std::string_view issuer);

using Parameters = std::span<const std::pair<std::string_view, std::string_view>>;
// application/x-www-form-urlencoded.
std::string FormText(Parameters parameters);
// `url` with the parameters behind what it has of them.
std::string UrlWith(std::string_view url, Parameters parameters);

}  // namespace temoin::identity

#endif  // TEMOIN_IDENTITY_PROVIDER_H_
