#include "identity/id_token.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/crypto.h"
#include "base/encoding.h"

namespace temoin::identity {
namespace {

using nlohmann::json;

constexpr double kLatest = 1e11;  // seconds since 1970: the year 5138

Error Refused(std::string why) { return {ErrorCode::kUnauthorized, std::move(why)}; }

// Seconds since 1970, whole or not; nothing for anything else.
std::optional<Time> TimeClaim(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const auto seconds = found->get<double>();
  if (!(seconds >= 0 && seconds < kLatest)) return std::nullopt;
  return Time(std::chrono::seconds(static_cast<int64_t>(seconds)));
}

Status CheckParties(const json& claims, const Expected& expected) {
  if (TextClaim(claims, "iss") != expected.issuer) {
    return Refused("a token names another issuer than the provider");
  }
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return Refused("a token names no audience");
  const json list = audience->is_array() ? *audience : json::array({*audience});
  if (std::ranges::find(list, json(expected.client)) == list.end()) {
    return Refused("a token is for another service");
  }
  const bool several = list.size() > 1;
  if ((several || claims.contains("azp")) && TextClaim(claims, "azp") != expected.client) {
    return Refused("a token was given to another service");
  }
  return {};
}

Status CheckTimes(const json& claims, const Expected& expected, Time now, bool required) {
  const auto ends = TimeClaim(claims, "exp");
  const auto issued = TimeClaim(claims, "iat");
  if ((required || claims.contains("exp")) && (!ends || now - kTolerance >= *ends)) {
    return Refused("a token has expired");
  }
  if ((required || claims.contains("iat")) && (!issued || *issued > now + kTolerance)) {
    return Refused("a token was issued in the future");
  }
  if (issued && *issued < expected.asked - kTolerance) {
    return Refused("a token is older than this sign-in");
  }
  const auto begins = TimeClaim(claims, "nbf");
  if (claims.contains("nbf") && (!begins || *begins > now + kTolerance)) {
    return Refused("a token is not good yet");
  }
  return {};
}

bool Fits(const std::string& at_hash, const std::string& access_token) {
  const Digest digest = Sha256(access_token);
  return at_hash == EncodeBase64Url(std::span(digest).first(digest.size() / 2));
}

}  // namespace

std::string TextClaim(const json& claims, const char* name) {
  const auto found = claims.find(name);
  return found != claims.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Status CheckIdToken(const json& claims, const Expected& expected, Time now) {
  TEMOIN_RETURN_IF_ERROR(CheckParties(claims, expected));
  TEMOIN_RETURN_IF_ERROR(CheckTimes(claims, expected, now, /*required=*/true));
  const std::string nonce = TextClaim(claims, "nonce");
  if (!ConstantTimeEqual(AsBytes(nonce), AsBytes(expected.nonce))) {
    return Refused("a token answers another sign-in");
  }
  const std::string subject = TextClaim(claims, "sub");
  if (subject.empty() || subject.size() > kMaxSubject) return Refused("a token names nobody");
  if (claims.contains("at_hash") && !Fits(TextClaim(claims, "at_hash"), expected.access_token)) {
    return Refused("a token belongs to another access token");
  }
  const std::string level = TextClaim(claims, "acr");
  if (!expected.levels.empty() &&
      std::ranges::find(expected.levels, level) == expected.levels.end()) {
    return Error(ErrorCode::kForbidden,
                 "the provider does not vouch for the level that is demanded");
  }
  return {};
}

Status CheckUserinfo(const json& claims, const Expected& expected, const std::string& subject,
                     bool is_signed, Time now) {
  if (is_signed) {
    TEMOIN_RETURN_IF_ERROR(CheckParties(claims, expected));
    TEMOIN_RETURN_IF_ERROR(CheckTimes(claims, expected, now, /*required=*/false));
  }
  if (TextClaim(claims, "sub") == subject) return {};
  return Refused("the provider tells of somebody else than it signed in");
}

}  // namespace temoin::identity
