#include "base/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace temoin {
namespace {

void Require(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "temoin: OpenSSL failed at %s; stopping\n", what);
  std::abort();
}

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Context = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

// Fetching an algorithm by name costs more than hashing a record: once for the process.
const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Require(algorithm != nullptr, "EVP_MD_fetch(SHA256)");
  return algorithm;
}

Key PrivateKey(const Ed25519Seed& seed) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  Require(key != nullptr, "EVP_PKEY_new_raw_private_key");
  return key;
}

}  // namespace

Digest Sha256(ByteView data) {
  thread_local const Context context(EVP_MD_CTX_new());
  Digest out{};
  unsigned length = 0;
  Require(context != nullptr &&
              EVP_DigestInit_ex2(context.get(), Sha256Algorithm(), nullptr) == 1 &&
              EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1 &&
              EVP_DigestFinal_ex(context.get(), out.data(), &length) == 1 && length == out.size(),
          "SHA-256");
  return out;
}

struct Sha256Stream::Impl {
  Context context{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : impl_(std::make_unique<Impl>()) {
  Require(impl_->context != nullptr &&
              EVP_DigestInit_ex2(impl_->context.get(), Sha256Algorithm(), nullptr) == 1,
          "SHA-256");
}

Sha256Stream::~Sha256Stream() = default;

Sha256Stream& Sha256Stream::Update(ByteView data) {
  Require(EVP_DigestUpdate(impl_->context.get(), data.data(), data.size()) == 1, "SHA-256");
  return *this;
}

Digest Sha256Stream::Finish() {
  Digest out{};
  unsigned length = 0;
  Require(EVP_DigestFinal_ex(impl_->context.get(), out.data(), &length) == 1, "SHA-256");
  return out;
}

// RFC 2104 over Sha256 rather than OpenSSL's HMAC, which looks its algorithm up at every call: that
// costs more than hashing a record.
Digest HmacSha256(ByteView key, ByteView data) {
  constexpr size_t kBlock = 64;
  thread_local const Context context(EVP_MD_CTX_new());
  std::array<uint8_t, kBlock> block{};
  if (key.size() > kBlock) {
    const Digest short_key = Sha256(key);
    std::copy(short_key.begin(), short_key.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  const auto hash = [&](uint8_t pad, ByteView message) {
    for (uint8_t& byte : block) byte ^= pad;
    Digest out{};
    unsigned length = 0;
    Require(context != nullptr &&
                EVP_DigestInit_ex2(context.get(), Sha256Algorithm(), nullptr) == 1 &&
                EVP_DigestUpdate(context.get(), block.data(), block.size()) == 1 &&
                EVP_DigestUpdate(context.get(), message.data(), message.size()) == 1 &&
                EVP_DigestFinal_ex(context.get(), out.data(), &length) == 1 && length == out.size(),
            "HMAC-SHA256");
    return out;
  };
  constexpr uint8_t kInner = 0x36;
  constexpr uint8_t kOuter = 0x5c;
  const Digest inner = hash(kInner, data);
  const Digest out = hash(kInner ^ kOuter, inner);
  Wipe(block);
  return out;
}

void FillRandom(std::span<uint8_t> out) {
  Require(out.size() <= std::numeric_limits<int>::max() &&
              RAND_bytes(out.data(), static_cast<int>(out.size())) == 1,
          "RAND_bytes");
}

bool ConstantTimeEqual(ByteView a, ByteView b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void Wipe(std::span<uint8_t> memory) { OPENSSL_cleanse(memory.data(), memory.size()); }

Ed25519PublicKey Ed25519PublicFromSeed(const Ed25519Seed& seed) {
  Ed25519PublicKey out{};
  size_t length = out.size();
  Require(EVP_PKEY_get_raw_public_key(PrivateKey(seed).get(), out.data(), &length) == 1 &&
              length == out.size(),
          "EVP_PKEY_get_raw_public_key");
  return out;
}

Ed25519Signature Ed25519Sign(const Ed25519Seed& seed, ByteView message) {
  const Key key = PrivateKey(seed);
  const Context context(EVP_MD_CTX_new());
  Ed25519Signature out{};
  size_t length = out.size();
  Require(
      context != nullptr &&
          EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
          EVP_DigestSign(context.get(), out.data(), &length, message.data(), message.size()) == 1 &&
          length == out.size(),
      "Ed25519 signing");
  return out;
}

bool Ed25519Verify(const Ed25519PublicKey& key, ByteView message, ByteView signature) {
  const Key public_key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
  const Context context(EVP_MD_CTX_new());
  // A public key that is no point of the curve is the input's fault: it verifies nothing.
  if (public_key == nullptr || context == nullptr) return false;
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                          message.size()) == 1;
}

}  // namespace temoin
