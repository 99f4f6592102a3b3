// The few cryptographic operations this program needs, over OpenSSL's EVP interface.
//
// Failures of these functions (out of memory, a broken OpenSSL build, no entropy) leave nothing
// sensible to do: they end the process with a message rather than continue without evidence.
//
// Thread-safety: free functions and Sha256Stream objects used by one thread at a time are safe;
// Ed25519 keys are immutable and may be shared.
#ifndef TEMOIN_BASE_CRYPTO_H_
#define TEMOIN_BASE_CRYPTO_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/encoding.h"
#include "base/result.h"

namespace temoin {

using Digest = std::array<uint8_t, 32>;            // SHA-256 or HMAC-SHA256
using Ed25519PublicKey = std::array<uint8_t, 32>;  // RFC 8032 section 5.1.5
using Ed25519Seed = std::array<uint8_t, 32>;       // the private key; never logged
using Ed25519Signature = std::array<uint8_t, 64>;

Digest Sha256(ByteView data);
inline Digest Sha256(std::string_view text) { return Sha256(AsBytes(text)); }

// SHA-256 of data that arrives in pieces.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  Sha256Stream& Update(ByteView data);
  Digest Finish();  // once

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

Digest HmacSha256(ByteView key, ByteView data);

// From the operating system's generator.
void FillRandom(std::span<uint8_t> out);
template <size_t N>
std::array<uint8_t, N> RandomArray() {
  std::array<uint8_t, N> out{};
  FillRandom(out);
  return out;
}

// Compares without telling where the difference is; false at once for different sizes.
bool ConstantTimeEqual(ByteView a, ByteView b);

// Overwrites memory in a way that the compiler keeps.
void Wipe(std::span<uint8_t> memory);

Ed25519PublicKey Ed25519PublicFromSeed(const Ed25519Seed& seed);
Ed25519Signature Ed25519Sign(const Ed25519Seed& seed, ByteView message);
bool Ed25519Verify(const Ed25519PublicKey& key, ByteView message, ByteView signature);

}  // namespace temoin

#endif  // TEMOIN_BASE_CRYPTO_H_
