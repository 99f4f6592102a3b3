// The visitor's token (cookie `pcid`): where their record stands and the secret that proves it is
// theirs. The server keeps only a hash of the secret.
//
//   base64url(8 bytes big-endian index | 16 secret bytes)      32 characters
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CONSENT_TOKEN_H_
#define TEMOIN_CONSENT_TOKEN_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"

namespace temoin::consent {

using TokenSecret = std::array<uint8_t, 16>;

inline constexpr size_t kTokenLength = 32;
// Indices stay within what JSON numbers carry exactly.
inline constexpr uint64_t kMaxIndex = (uint64_t{1} << 53) - 1;

struct Token {
  uint64_t index = 0;  // at most kMaxIndex
  TokenSecret secret{};

  bool operator==(const Token&) const = default;
};

TokenSecret NewTokenSecret();

std::string EncodeToken(const Token& token);
// Nothing for any text that EncodeToken would not have written.
std::optional<Token> DecodeToken(std::string_view text);

// What the record keeps: SHA-256 of the secret.
Digest HashTokenSecret(const TokenSecret& secret);

// In constant time; false when the record keeps no hash.
bool TokenMatches(const Token& token, const std::optional<Digest>& kept_hash);

}  // namespace temoin::consent

#endif  // TEMOIN_CONSENT_TOKEN_H_
