#include "identity/jwt.h"

#include <cjose/cjose.h>

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/encoding.h"
#include "base/json.h"

namespace temoin::identity {
namespace {

using nlohmann::json;

constexpr JsonLimits kJwtLimits{.max_bytes = kMaxJwt, .max_depth = 16};
constexpr size_t kMinModulus = 256;
constexpr size_t kMaxModulus = 1024;
constexpr size_t kMaxExponent = 8;
constexpr size_t kCoordinate = 32;

Error Untrusted(std::string why) { return {ErrorCode::kUnauthorized, std::move(why)}; }

std::string TextIn(const json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The size of a number in base64url, which does not begin with a zero; 0 for anything else.
size_t BytesIn(const json& object, const char* member) {
  const std::optional<Bytes> bytes = DecodeBase64Url(TextIn(object, member));
  return bytes && !bytes->empty() && bytes->front() != 0 ? bytes->size() : 0;
}

bool IsCoordinate(const json& object, const char* member) {
  const std::optional<Bytes> bytes = DecodeBase64Url(TextIn(object, member));
  return bytes && bytes->size() == kCoordinate;
}

// The one algorithm that a key may sign with, empty for a key that may not; `plain` gets the
// members that make the key, and no other.
std::string AlgorithmOf(const json& key, json& plain) {
  const std::string kind = TextIn(key, "kty");
  std::string algorithm;
  if (kind == "RSA") {
    const size_t modulus = BytesIn(key, "n");
    const size_t exponent = BytesIn(key, "e");
    if (modulus < kMinModulus || modulus > kMaxModulus) return {};
    if (exponent == 0 || exponent > kMaxExponent) return {};
    plain = {{"kty", kind}, {"n", key["n"]}, {"e", key["e"]}};
    algorithm = "RS256";
  } else if (kind == "EC" && TextIn(key, "crv") == "P-256") {
    if (!IsCoordinate(key, "x") || !IsCoordinate(key, "y")) return {};
    plain = {{"kty", kind}, {"crv", "P-256"}, {"x", key["x"]}, {"y", key["y"]}};
    algorithm = "ES256";
  }
  if (key.contains("use") && TextIn(key, "use") != "sig") return {};
  if (key.contains("alg") && TextIn(key, "alg") != algorithm) return {};
  return algorithm;
}

// The three parts of a compact JWS.
std::optional<std::array<std::string_view, 3>> Split(std::string_view token) {
  const size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::array parts = {token.substr(0, first), token.substr(first + 1, second - first - 1),
                            token.substr(second + 1)};
  for (const std::string_view part : parts) {
    if (part.empty() || part.find('.') != std::string_view::npos) return std::nullopt;
  }
  return parts;
}

std::optional<json> ObjectIn(std::string_view part) {
  const std::optional<Bytes> bytes = DecodeBase64Url(part);
  if (!bytes) return std::nullopt;
  Result<json> object = ParseJson(AsText(*bytes), kJwtLimits);
  if (!object || !object->is_object()) return std::nullopt;
  return std::move(*object);
}

bool Signed(std::string_view token, const cjose_jwk_t* key) {
  cjose_err error{};
  const std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)> jws(
      cjose_jws_import(token.data(), token.size(), &error), &cjose_jws_release);
  return jws != nullptr && cjose_jws_verify(jws.get(), key, &error);
}

}  // namespace

Result<KeySet> KeySet::Parse(std::string_view jwks) {
  const Result<json> document = ParseJson(jwks, kJwtLimits);
  const Error no_set(ErrorCode::kUnprocessable, "the provider's keys are no set of keys");
  if (!document || !document->is_object()) return no_set;
  const auto keys = document->find("keys");
  if (keys == document->end() || !keys->is_array() || keys->size() > kMaxKeys) return no_set;
  KeySet out;
  for (const json& key : *keys) {
    if (!key.is_object()) return no_set;
    json plain;
    std::string algorithm = AlgorithmOf(key, plain);
    if (algorithm.empty()) continue;
    const std::string text = plain.dump();
    cjose_err error{};
    std::shared_ptr<void> parsed(cjose_jwk_import(text.data(), text.size(), &error),
                                 [](void* held) {
                                   if (held != nullptr)
                                     cjose_jwk_release(static_cast<cjose_jwk_t*>(held));
                                 });
    if (parsed == nullptr) continue;
    const size_t signature = algorithm == "RS256" ? BytesIn(plain, "n") : 2 * kCoordinate;
    out.keys_.push_back({TextIn(key, "kid"), std::move(algorithm), signature, std::move(parsed)});
  }
  return out;
}

Result<json> VerifyJwt(std::string_view token, const KeySet& keys) {
  if (token.size() > kMaxJwt) return Untrusted("a signed token of the provider is too long");
  const auto parts = Split(token);
  const std::optional<json> header = parts ? ObjectIn((*parts)[0]) : std::nullopt;
  if (!header) return Untrusted("what the provider sent is no signed token");
  const std::string algorithm = TextIn(*header, "alg");
  if (algorithm != "RS256" && algorithm != "ES256") {
    return Untrusted("a token is signed by an algorithm that is not allowed: RS256 and ES256 are");
  }
  if (header->contains("crit")) return Untrusted("a token demands an extension that is not known");
  const bool named = header->contains("kid");
  const std::string kid = TextIn(*header, "kid");
  const KeySet::Key* signer = nullptr;
  for (const KeySet::Key& key : keys.keys_) {
    if (named ? key.kid != kid : key.algorithm != algorithm) continue;
    if (signer != nullptr) return Untrusted("a token does not say which of several keys signed it");
    signer = &key;
  }
  if (signer == nullptr) {
    return Error(ErrorCode::kNotFound,
                 "a token is signed by a key that the provider does not name");
  }
  if (signer->algorithm != algorithm) {
    return Untrusted("a token is signed by another algorithm than its key allows");
  }
  // libcjose passes over what stands behind a signature.
  const std::optional<Bytes> signature = DecodeBase64Url((*parts)[2]);
  if (!signature || signature->size() != signer->signature ||
      !Signed(token, static_cast<const cjose_jwk_t*>(signer->key.get()))) {
    return Untrusted("the signature of a token is wrong");
  }
  std::optional<json> claims = ObjectIn((*parts)[1]);
  if (!claims) return Untrusted("a signed token holds no claims");
  return std::move(*claims);
}

}  // namespace temoin::identity
