// An authenticator as Web Authentication describes it, and the browser before it, by OpenSSL:
// nothing of the code that verifies them. What it says can be bent before it is signed.
#ifndef TEMOIN_TESTS_UNIT_IDENTITY_AUTHENTICATOR_H_
#define TEMOIN_TESTS_UNIT_IDENTITY_AUTHENTICATOR_H_

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/encoding.h"
#include "identity/passkey.h"

namespace temoin::identity {

class Authenticator {
 public:
  explicit Authenticator(PasskeyAlgorithm algorithm = PasskeyAlgorithm::kEs256)
      : algorithm_(algorithm), key_(NewKey(algorithm), &EVP_PKEY_free) {
    id = std::string(AsText(RandomArray<32>()));
  }

  // What it says of itself and of the page.
  std::string id;
  std::string rp = "temoin.example.fr";
  std::string origin = "https://temoin.example.fr";
  uint8_t flags = 0x05;  // the user is there, and verified
  uint32_t counter = 0;

  std::string ClientData(std::string_view type, std::string_view challenge) const {
    return nlohmann::json{
        {"type", type}, {"challenge", challenge}, {"origin", origin}, {"crossOrigin", false}}
        .dump();
  }

  std::string MadeClientData(std::string_view challenge) const {
    return ClientData("webauthn.create", challenge);
  }
  // The authenticator's data with the new passkey, and `more` behind it.
  std::string MadeData(uint8_t with = 0x40, std::string_view more = {}) const {
    return Fixed(static_cast<uint8_t>(flags | with)) + std::string(16, '\0') +
           Number(id.size(), 2) + id + CoseKey() + std::string(more);
  }
  static std::string Attestation(std::string_view data) {
    return "\xa3" + Text("fmt") + Text("none") + Text("attStmt") + "\xa0" + Text("authData") +
           Head(2, data.size()) + std::string(data);
  }
  std::string Made() const { return Attestation(MadeData()); }

  Assertion Sign(std::string_view challenge) const {
    return SignThis(ClientData("webauthn.get", challenge), Fixed(flags));
  }
  Assertion SignThis(std::string client_data, std::string data) const {
    const Digest hash = Sha256(client_data);
    std::string signature = Signature(data + std::string(AsText(hash)));
    return {std::move(client_data), std::move(data), std::move(signature)};
  }

  std::string Fixed(uint8_t with) const {
    return std::string(AsText(Sha256(rp))) + static_cast<char>(with) + Number(counter, 4);
  }

  static std::string Head(int kind, size_t value) {
    const auto first = [&](int low) { return std::string(1, static_cast<char>(kind << 5 | low)); };
    if (value < 24) return first(static_cast<int>(value));
    if (value < 256) return first(24) + Number(value, 1);
    return first(25) + Number(value, 2);
  }
  static std::string Text(std::string_view text) {
    return Head(3, text.size()) + std::string(text);
  }
  static std::string Number(size_t value, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
    return out;
  }

 private:
  static EVP_PKEY* NewKey(PasskeyAlgorithm algorithm) {
    if (algorithm == PasskeyAlgorithm::kEs256) return EVP_EC_gen("P-256");
    if (algorithm == PasskeyAlgorithm::kRs256) return EVP_RSA_gen(2048);
    return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  }
  std::string Part(const char* name, int size) const {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &number);
    std::string out(static_cast<size_t>(size), '\0');
    BN_bn2binpad(number, reinterpret_cast<uint8_t*>(out.data()), size);
    BN_free(number);
    return Head(2, out.size()) + out;
  }
  std::string CoseKey() const {
    const auto minus = [](size_t value) { return Head(1, value - 1); };
    if (algorithm_ == PasskeyAlgorithm::kEs256) {
      return "\xa5\x01\x02\x03" + minus(7) + minus(1) + "\x01" + minus(2) +
             Part(OSSL_PKEY_PARAM_EC_PUB_X, 32) + minus(3) + Part(OSSL_PKEY_PARAM_EC_PUB_Y, 32);
    }
    if (algorithm_ == PasskeyAlgorithm::kRs256) {
      return "\xa4\x01\x03\x03" + minus(257) + minus(1) + Part(OSSL_PKEY_PARAM_RSA_N, 256) +
             minus(2) + Part(OSSL_PKEY_PARAM_RSA_E, 3);
    }
    std::string raw(32, '\0');
    size_t size = raw.size();
    EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<uint8_t*>(raw.data()), &size);
    return "\xa4\x01\x01\x03" + minus(8) + minus(1) + "\x06" + minus(2) + Head(2, 32) + raw;
  }
  std::string Signature(std::string_view data) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    const EVP_MD* const digest = algorithm_ == PasskeyAlgorithm::kEdDsa ? nullptr : EVP_sha256();
    EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get());
    std::string out(512, '\0');
    size_t size = out.size();
    EVP_DigestSign(context.get(), reinterpret_cast<uint8_t*>(out.data()), &size,
                   AsBytes(data).data(), data.size());
    out.resize(size);
    return out;
  }

  PasskeyAlgorithm algorithm_;
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace temoin::identity

#endif  // TEMOIN_TESTS_UNIT_IDENTITY_AUTHENTICATOR_H_
