// A key that signs tokens as a provider does, by OpenSSL: nothing of the code that verifies them.
#ifndef TEMOIN_TESTS_UNIT_IDENTITY_SIGNER_H_
#define TEMOIN_TESTS_UNIT_IDENTITY_SIGNER_H_

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/encoding.h"

namespace temoin::identity {

class Signer {
 public:
  static Signer Rsa(std::string kid, unsigned bits = 2048) {
    return {EVP_RSA_gen(bits), std::move(kid), "RS256"};
  }
  static Signer Ec(std::string kid) { return {EVP_EC_gen("P-256"), std::move(kid), "ES256"}; }

  nlohmann::json Jwk() const {
    nlohmann::json out = {{"kid", kid_}, {"use", "sig"}};
    if (algorithm_ == "RS256") {
      out["kty"] = "RSA";
      out["n"] = Number(OSSL_PKEY_PARAM_RSA_N, 0);
      out["e"] = Number(OSSL_PKEY_PARAM_RSA_E, 0);
    } else {
      out["kty"] = "EC";
      out["crv"] = "P-256";
      out["x"] = Number(OSSL_PKEY_PARAM_EC_PUB_X, 32);
      out["y"] = Number(OSSL_PKEY_PARAM_EC_PUB_Y, 32);
    }
    return out;
  }

  nlohmann::json Header() const { return {{"alg", algorithm_}, {"kid", kid_}}; }
  std::string Token(const nlohmann::json& header, std::string_view payload) const {
    const std::string data =
        EncodeBase64Url(AsBytes(header.dump())) + "." + EncodeBase64Url(AsBytes(payload));
    return data + "." + EncodeBase64Url(Signature(data));
  }
  std::string Token(const nlohmann::json& claims) const { return Token(Header(), claims.dump()); }

 private:
  Signer(EVP_PKEY* key, std::string kid, std::string algorithm)
      : key_(key, &EVP_PKEY_free), kid_(std::move(kid)), algorithm_(std::move(algorithm)) {}

  std::string Number(const char* name, int size) const {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &number);
    return EncodeBase64Url(BytesOf(number, size));
  }
  static Bytes BytesOf(BIGNUM* number, int size) {
    Bytes out(static_cast<size_t>(size > 0 ? size : BN_num_bytes(number)));
    BN_bn2binpad(number, out.data(), static_cast<int>(out.size()));
    BN_free(number);
    return out;
  }
  Bytes Signature(std::string_view data) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    Bytes out(1024);
    size_t size = out.size();
    const ByteView bytes = AsBytes(data);
    EVP_DigestSign(context.get(), out.data(), &size, bytes.data(), bytes.size());
    out.resize(size);
    if (algorithm_ == "RS256") return out;
    // From DER to the two numbers side by side.
    const uint8_t* at = out.data();
    ECDSA_SIG* const pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(out.size()));
    Bytes both = BytesOf(BN_dup(ECDSA_SIG_get0_r(pair)), 32);
    const Bytes second = BytesOf(BN_dup(ECDSA_SIG_get0_s(pair)), 32);
    both.insert(both.end(), second.begin(), second.end());
    ECDSA_SIG_free(pair);
    return both;
  }

  std::shared_ptr<EVP_PKEY> key_;
  std::string kid_;
  std::string algorithm_;
};

inline std::string SetOf(const std::vector<nlohmann::json>& keys) {
  return nlohmann::json{{"keys", keys}}.dump();
}

}  // namespace temoin::identity

#endif  // TEMOIN_TESTS_UNIT_IDENTITY_SIGNER_H_
