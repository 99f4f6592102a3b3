#include "app/staff/provider_sign_in.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/encoding.h"
#include "base/json.h"
#include "base/utf8.h"
#include "identity/id_token.h"

namespace temoin::app {
namespace {

using nlohmann::json;
using Pair = std::pair<std::string_view, std::string_view>;

constexpr size_t kMaxResponse = size_t{64} << 10;
constexpr size_t kMaxCode = 4096;
constexpr std::string_view kAtProvider = "provider";
constexpr std::chrono::hours kKept{1};
constexpr std::chrono::seconds kKeysAnew{60};
constexpr std::chrono::seconds kAfterFailure{10};

std::string Secret() { return EncodeBase64Url(RandomArray<32>()); }

bool Same(std::string_view a, std::string_view b) {
  return ConstantTimeEqual(AsBytes(a), AsBytes(b));
}

// A time that does not lie before `since` and less than `kept` after it.
bool IsFresh(Time since, Time now, std::chrono::seconds kept) {
  return now >= since && now < since + kept;
}

Error Unreachable(std::string_view why) {
  return {ErrorCode::kUnavailable, fmt::format("the provider cannot be asked: {}", why)};
}

// As the person is shown: a plain name, and no longer than one who is invited has.
std::string Shown(std::string_view name) {
  constexpr size_t kMax = 80;
  std::string out = PlainName(name);
  if (out.size() <= kMax) return out;
  // What is left of a character that is cut in two goes, too.
  return PlainName(std::string_view(out).substr(0, kMax));
}

// What the claims call a person: `usual_name` is how ProConnect says the family name.
std::string NameOf(std::span<const json> claims) {
  const auto text = [&](const char* name) {
    for (const json& object : claims) {
      if (std::string found = identity::TextClaim(object, name); !found.empty()) return found;
    }
    return std::string();
  };
  const std::string given = text("given_name");
  std::string family = text("usual_name");
  if (family.empty()) family = text("family_name");
  if (!given.empty() && !family.empty()) return Shown(given + " " + family);
  for (const char* name : {"name", "preferred_username", "email", "sub"}) {
    if (const std::string found = text(name); !found.empty()) return Shown(found);
  }
  return "";
}

}  // namespace

Result<std::string> ProviderSignIn::Get(const std::string& url, const std::string& authorization,
                                        std::string* type) {
  const auto response = outbound_.Send(
      {.method = "GET", .url = url, .authorization = authorization, .max_bytes = kMaxResponse});
  if (!response) return Unreachable(response.error().message);
  if (response->status != 200) return Unreachable(fmt::format("it answered {}", response->status));
  if (type != nullptr) *type = response->type;
  return response->body;
}

Result<identity::Provider> ProviderSignIn::Described(Time now) {
  {
    const std::lock_guard lock(mutex_);
    if (provider_ && IsFresh(described_, now, kKept)) return *provider_;
    if (failed_ && IsFresh(*failed_, now, kAfterFailure)) {
      return Unreachable("it did not answer a moment ago");
    }
  }
  const Result<std::string> text = Get(identity::DiscoveryUrl(settings_.issuer), "");
  Result<identity::Provider> read =
      text ? identity::ParseProvider(*text, settings_.issuer) : text.error();
  const std::lock_guard lock(mutex_);
  if (!read) {
    failed_ = now;
    return Error(ErrorCode::kUnavailable, read.error().message);
  }
  failed_.reset();
  provider_ = *read;
  described_ = now;
  return read;
}

Result<std::shared_ptr<const identity::KeySet>> ProviderSignIn::Keys(
    const identity::Provider& provider, Time now, bool anew) {
  {
    const std::lock_guard lock(mutex_);
    if (keys_ != nullptr && IsFresh(keys_read_, now, anew ? kKeysAnew : kKept)) return keys_;
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, Get(provider.keys, ""));
  Result<identity::KeySet> read = identity::KeySet::Parse(text);
  if (!read) return Error(ErrorCode::kUnavailable, read.error().message);
  const std::lock_guard lock(mutex_);
  keys_ = std::make_shared<const identity::KeySet>(std::move(*read));
  keys_read_ = now;
  return keys_;
}

Result<json> ProviderSignIn::Verified(const identity::Provider& provider, std::string_view token,
                                      Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const auto known, Keys(provider, now, /*anew=*/false));
  Result<json> claims = identity::VerifyJwt(token, *known);
  if (!claims && claims.error().code == ErrorCode::kNotFound) {
    TEMOIN_ASSIGN_OR_RETURN(const auto anew, Keys(provider, now, /*anew=*/true));
    claims = identity::VerifyJwt(token, *anew);
  }
  if (claims) return claims;
  return Error(ErrorCode::kUnauthorized, claims.error().message);
}

ProviderSignIn::Attempt ProviderSignIn::AttemptOf(std::string_view cookie, Time begun) const {
  return {.state = attempts_.Derived("state", cookie),
          .nonce = attempts_.Derived("nonce", cookie),
          .verifier = attempts_.Derived("verifier", cookie),
          .begun = begun};
}

Result<ProviderSignIn::Begun> ProviderSignIn::Begin(Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const identity::Provider provider, Described(now));
  std::string cookie = attempts_.Begin(kAtProvider, now);
  const Attempt attempt = AttemptOf(cookie, now);
  const std::string challenge = EncodeBase64Url(Sha256(attempt.verifier));
  const std::string levels = fmt::format("{}", fmt::join(settings_.levels, " "));
  std::vector<Pair> parameters = {{"response_type", "code"},
                                  {"client_id", settings_.client},
                                  {"redirect_uri", settings_.redirect},
                                  {"scope", settings_.scope},
                                  {"state", attempt.state},
                                  {"nonce", attempt.nonce},
                                  {"code_challenge", challenge},
                                  {"code_challenge_method", "S256"}};
  if (!levels.empty()) parameters.emplace_back("acr_values", levels);
  return Begun{identity::UrlWith(provider.authorization, parameters), std::move(cookie)};
}

Result<ProviderSignIn::Tokens> ProviderSignIn::Redeem(const identity::Provider& provider,
                                                      const std::string& code,
                                                      const std::string& verifier) {
  std::vector<Pair> form = {{"grant_type", "authorization_code"},
                            {"code", code},
                            {"redirect_uri", settings_.redirect},
                            {"code_verifier", verifier}};
  std::string authorization;
  const std::string secret = ClientSecret();
  if (provider.secret_in_header) {
    const std::array<Pair, 1> user = {{{"", settings_.client}}};
    const std::array<Pair, 1> password = {{{"", secret}}};
    // Both are form-encoded before (RFC 6749 section 2.3.1); FormText puts "=" before a value.
    authorization = "Basic " + EncodeBase64(AsBytes(identity::FormText(user).substr(1) + ":" +
                                                    identity::FormText(password).substr(1)));
  } else {
    form.emplace_back("client_id", settings_.client);
    form.emplace_back("client_secret", secret);
  }
  const auto response = outbound_.Send({.method = "POST",
                                        .url = provider.token,
                                        .body = identity::FormText(form),
                                        .type = "application/x-www-form-urlencoded",
                                        .authorization = authorization,
                                        .max_bytes = 2 * kMaxResponse});
  if (!response) return Unreachable(response.error().message);
  if (response->status >= 500 || (response->status >= 300 && response->status < 400)) {
    return Unreachable(fmt::format("it answered {} to the code", response->status));
  }
  if (response->status != 200) {
    return Error(ErrorCode::kUnauthorized, "the provider does not take the code");
  }
  const Result<json> body =
      ParseJson(response->body, {.max_bytes = 2 * kMaxResponse, .max_depth = 16});
  if (!body || !body->is_object()) return Unreachable("its tokens are no JSON object");
  Tokens tokens{identity::TextClaim(*body, "id_token"), identity::TextClaim(*body, "access_token")};
  // It goes into a header.
  const bool odd =
      std::ranges::any_of(tokens.access, [](char c) { return c <= 0x20 || c >= 0x7f; });
  if (tokens.id.empty() || tokens.access.empty() || odd) {
    return Error(ErrorCode::kUnauthorized, "the provider sent no tokens");
  }
  return tokens;
}

Result<json> ProviderSignIn::Userinfo(const identity::Provider& provider, const Tokens& tokens,
                                      const std::string& subject, const Attempt& attempt,
                                      Time now) {
  if (provider.userinfo.empty()) {
    if (!settings_.signed_userinfo) return json::object();
    return Error(ErrorCode::kUnauthorized, "the provider has no signed userinfo");
  }
  std::string type;
  TEMOIN_ASSIGN_OR_RETURN(const std::string text,
                          Get(provider.userinfo, "Bearer " + tokens.access, &type));
  const bool is_signed = type.starts_with("application/jwt");
  if (!is_signed && settings_.signed_userinfo) {
    return Error(ErrorCode::kUnauthorized, "the provider's userinfo is not signed");
  }
  Result<json> claims = is_signed ? Verified(provider, text, now)
                                  : ParseJson(text, {.max_bytes = kMaxResponse, .max_depth = 16});
  if (!claims) return claims.error();
  if (!claims->is_object()) {
    return Error(ErrorCode::kUnauthorized, "the provider's userinfo is no JSON object");
  }
  TEMOIN_RETURN_IF_ERROR(identity::CheckUserinfo(
      *claims,
      {.issuer = settings_.issuer, .client = settings_.client, .nonce = {}, .asked = attempt.begun},
      subject, is_signed, now));
  return claims;
}

Result<ProviderSignIn::Person> ProviderSignIn::Finish(std::string_view cookie,
                                                      const Callback& callback, Time now) {
  const std::optional<Time> begun = attempts_.Open(cookie, kAtProvider, now);
  if (!begun) {
    return Error(ErrorCode::kNotFound, "this browser began no sign-in in the last ten minutes");
  }
  const Attempt attempt = AttemptOf(cookie, *begun);
  if (!callback.state || !Same(*callback.state, attempt.state)) {
    return Error(ErrorCode::kUnauthorized, "the answer is to another sign-in");
  }
  TEMOIN_ASSIGN_OR_RETURN(const identity::Provider provider, Described(now));
  if (callback.issuer ? *callback.issuer != settings_.issuer : provider.names_itself) {
    return Error(ErrorCode::kUnauthorized, "the answer comes from another provider");
  }
  if (callback.error) return Error(ErrorCode::kForbidden, "the provider refused to sign them in");
  if (!callback.code || callback.code->empty() || callback.code->size() > kMaxCode) {
    return Error(ErrorCode::kUnauthorized, "the answer holds no code");
  }
  TEMOIN_ASSIGN_OR_RETURN(const Tokens tokens, Redeem(provider, *callback.code, attempt.verifier));
  std::array<json, 2> claims;
  TEMOIN_ASSIGN_OR_RETURN(claims[0], Verified(provider, tokens.id, now));
  TEMOIN_RETURN_IF_ERROR(identity::CheckIdToken(claims[0],
                                                {.issuer = settings_.issuer,
                                                 .client = settings_.client,
                                                 .nonce = attempt.nonce,
                                                 .asked = attempt.begun,
                                                 .levels = settings_.levels,
                                                 .access_token = tokens.access},
                                                now));
  Person person{.issuer = settings_.issuer,
                .subject = identity::TextClaim(claims[0], "sub"),
                .name = {},
                .id_token = tokens.id};
  TEMOIN_ASSIGN_OR_RETURN(claims[1], Userinfo(provider, tokens, person.subject, attempt, now));
  person.name = NameOf(claims);
  person.grants = GrantsOfClaims(settings_.rules, claims);
  TEMOIN_RETURN_IF_ERROR(attempts_.Use(cookie, now));
  return person;
}

std::string ProviderSignIn::SignOutUrl(std::string_view id_token) const {
  const std::lock_guard lock(mutex_);
  if (!provider_ || provider_->sign_out.empty()) return {};
  const std::string state = Secret();  // ProConnect demands one; nothing comes of it
  const std::array<Pair, 3> parameters = {{{"id_token_hint", id_token},
                                           {"post_logout_redirect_uri", settings_.signed_out},
                                           {"state", state}}};
  return identity::UrlWith(provider_->sign_out, parameters);
}

}  // namespace temoin::app
