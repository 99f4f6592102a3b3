// What an ID token must say before anybody is signed in by it (OpenID Connect Core 1.0, section
// 3.1.3.7), and a signed answer of the userinfo endpoint (section 5.3.2). The signature was checked
// before (jwt.h).
//
// Thread-safety: pure.
#ifndef TEMOIN_IDENTITY_ID_TOKEN_H_
#define TEMOIN_IDENTITY_ID_TOKEN_H_

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace temoin::identity {

// How far the provider's clock may be from ours.
inline constexpr std::chrono::seconds kTolerance{60};
inline constexpr size_t kMaxSubject = 255;

struct Expected {
  std::string issuer;
  std::string client;                 // `aud`, and `azp` where it is there
  std::string nonce;                  // of this very sign-in
  Time asked{};                       // when it began: no older token is its response
  std::vector<std::string> levels{};  // one of them is `acr`; none: any
  std::string access_token{};         // what `at_hash` is of, where it is there
};

// kUnauthorized, with a sentence, for the first thing that is wrong; kForbidden where all is right
// but the level (`acr`).
Status CheckIdToken(const nlohmann::json& claims, const Expected& expected, Time now);

// Of a userinfo: that it speaks of `subject`; of a signed one also issuer, audience and times.
Status CheckUserinfo(const nlohmann::json& claims, const Expected& expected,
                     const std::string& subject, bool is_signed, Time now);

// A member that is text, empty for anything else.
std::string TextClaim(const nlohmann::json& claims, const char* name);

}  // namespace temoin::identity

#endif  // TEMOIN_IDENTITY_ID_TOKEN_H_
