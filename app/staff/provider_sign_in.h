// Signing people in at a provider of identities: OpenID Connect, authorisation code with PKCE.
//
//   ProviderSignIn provider(settings, outbound);
//   auto begun = provider.Begin(now);             // send the browser to begun->url, keep the
//   cookie auto person = provider.Finish(cookie, callback, now);   // what the provider sent back
//
// The provider's description and keys are fetched when they are needed and kept for an hour; keys
// that do not name a token's signer are fetched anew, at most once a minute. A provider that does
// not answer is not asked again for ten seconds.
//
// An attempt is bound to the browser by a cookie, is good for one success and for ten minutes
// (app/staff/challenges.h). Nothing of it is kept on disk.
//
// Thread-safety: all functions from any thread; Begin and Finish wait for the provider.
#ifndef TEMOIN_APP_STAFF_PROVIDER_SIGN_IN_H_
#define TEMOIN_APP_STAFF_PROVIDER_SIGN_IN_H_

#include <chrono>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/outbound.h"
#include "app/staff/challenges.h"
#include "app/staff/claim_grants.h"
#include "base/clock.h"
#include "base/result.h"
#include "identity/jwt.h"
#include "identity/provider.h"

namespace temoin::app {

struct ProviderSettings {
  std::string name;    // as the sign-in page calls it
  std::string issuer;  // empty: there is none
  std::string client;
  std::string secret;      // never logged
  std::string redirect;    // where the provider sends browsers back, to the letter
  std::string signed_out;  // where it sends them after they signed out
  std::string scope = "openid profile email";
  std::vector<std::string> levels{};  // `acr`, one of which is demanded
  bool signed_userinfo = false;       // an unsigned one is refused
  std::vector<ClaimRule> rules{};
};

class ProviderSignIn {
 public:
  static constexpr std::chrono::minutes kAttempt{10};

  // `outbound` outlives this.
  ProviderSignIn(ProviderSettings settings, Outbound& outbound)
      : settings_(std::move(settings)), outbound_(outbound), secret_(settings_.secret) {}

  const std::string& name() const { return settings_.name; }
  // Of the client, from the next response on.
  void SetSecret(std::string secret) {
    const std::lock_guard lock(mutex_);
    secret_ = std::move(secret);
  }

  struct Begun {
    std::string url;
    std::string cookie;
  };
  // kUnavailable while the provider cannot be asked.
  Result<Begun> Begin(Time now);

  // What a browser brings back; nothing for a parameter that is not there.
  struct Callback {
    std::optional<std::string> code{};
    std::optional<std::string> state{};
    std::optional<std::string> issuer{};
    std::optional<std::string> error{};
  };
  struct Person {
    std::string issuer;
    std::string subject;
    std::string name;
    std::vector<Grant> grants{};  // by the claims
    std::string id_token;         // for signing out; never logged
  };
  // kNotFound where there is no such attempt, or no longer; kForbidden where the provider or the
  // demanded level says no; kUnauthorized for a response that does not hold; kUnavailable where the
  // provider cannot be asked.
  Result<Person> Finish(std::string_view cookie, const Callback& callback, Time now);

  // Where a browser signs out at the provider; empty where the provider has no such address.
  std::string SignOutUrl(std::string_view id_token) const;

 private:
  // All but the time follows from the cookie.
  struct Attempt {
    std::string state;
    std::string nonce;
    std::string verifier;
    Time begun{};
  };
  struct Tokens {
    std::string id;
    std::string access;
  };

  Result<identity::Provider> Described(Time now);
  Result<std::shared_ptr<const identity::KeySet>> Keys(const identity::Provider& provider, Time now,
                                                       bool anew);
  Result<nlohmann::json> Verified(const identity::Provider& provider, std::string_view token,
                                  Time now);
  std::string ClientSecret() const {
    const std::lock_guard lock(mutex_);
    return secret_;
  }
  Attempt AttemptOf(std::string_view cookie, Time begun) const;
  Result<Tokens> Redeem(const identity::Provider& provider, const std::string& code,
                        const std::string& verifier);
  Result<nlohmann::json> Userinfo(const identity::Provider& provider, const Tokens& tokens,
                                  const std::string& subject, const Attempt& attempt, Time now);
  Result<std::string> Get(const std::string& url, const std::string& authorization,
                          std::string* type = nullptr);

  const ProviderSettings settings_;
  Outbound& outbound_;
  Challenges attempts_{kAttempt};
  mutable std::mutex mutex_;  // guards what follows
  std::string secret_;        // never logged
  std::optional<identity::Provider> provider_;
  Time described_{};
  std::optional<Time> failed_;
  std::shared_ptr<const identity::KeySet> keys_;
  Time keys_read_{};
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_PROVIDER_SIGN_IN_H_
