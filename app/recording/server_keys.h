// The server's own secrets, in DATA/server.key: made once, readable by the owner only.
//
// token_key derives the secret of a token from the `key` that a page sends with a choice and the
// nonce that the response set as a cookie, so that both together get the same token again without
// the secret being kept anywhere. Losing it costs nothing but that: tokens given out before still
// verify, because records keep their hash.
//
// Thread-safety: immutable once loaded. Never logged.
#ifndef TEMOIN_APP_RECORDING_SERVER_KEYS_H_
#define TEMOIN_APP_RECORDING_SERVER_KEYS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "consent/retry.h"
#include "consent/token.h"

namespace temoin::app {

struct ServerKeys {
  std::array<uint8_t, 32> token_key{};
};

// Creates the file when it is missing. kForbidden when others may read it, kDataLoss when it is
// not what this program writes.
Result<ServerKeys> LoadOrCreateServerKeys(const std::string& data_directory);

// HMAC-SHA256(token_key, "temoin token v2" 0 site 0 key nonce), first 16 bytes.
consent::TokenSecret DeriveTokenSecret(const ServerKeys& keys, std::string_view site,
                                       const consent::ChoiceKey& key,
                                       const consent::RetryNonce& nonce);

}  // namespace temoin::app

#endif  // TEMOIN_APP_RECORDING_SERVER_KEYS_H_
