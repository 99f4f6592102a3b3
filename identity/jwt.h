// Signed tokens of a provider of identities: JSON Web Tokens (RFC 7519) as compact JWS (RFC 7515)
// under the keys that the provider publishes (JWKS, RFC 7517).
//
// Signatures are checked by libcjose. RS256 with 2,048 to 8,192 bits and ES256 are allowed, and
// nothing else: no `none`, nothing symmetric, whatever the token says of itself. A key signs with
// the one algorithm that its kind allows.
//
// Bounds: 64 KiB a token or set, 64 keys a set, 16 levels of JSON.
// Thread-safety: a KeySet is constant once parsed; functions are pure.
#ifndef TEMOIN_IDENTITY_JWT_H_
#define TEMOIN_IDENTITY_JWT_H_

#include <cstddef>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace temoin::identity {

inline constexpr size_t kMaxJwt = size_t{64} << 10;
inline constexpr size_t kMaxKeys = 64;

// The keys of a set that may sign; those of other kinds and uses are passed over.
class KeySet {
 public:
  // kUnprocessable for what is no set of keys.
  static Result<KeySet> Parse(std::string_view jwks);

  size_t size() const { return keys_.size(); }

 private:
  struct Key {
    std::string kid;
    std::string algorithm;
    size_t signature = 0;  // its bytes
    std::shared_ptr<void> key;
  };
  friend Result<nlohmann::json> VerifyJwt(std::string_view token, const KeySet& keys);

  std::vector<Key> keys_;
};

// The claims of a token that one of the keys signed: an object. kNotFound where no key of the set
// is the one that the token names (the keys may have been replaced); kUnauthorized for all else.
Result<nlohmann::json> VerifyJwt(std::string_view token, const KeySet& keys);

}  // namespace temoin::identity

#endif  // TEMOIN_IDENTITY_JWT_H_
