#include "consent/token.h"

#include <algorithm>

#include "base/encoding.h"

namespace temoin::consent {
namespace {

constexpr size_t kIndexBytes = 8;

}  // namespace

TokenSecret NewTokenSecret() { return RandomArray<std::tuple_size_v<TokenSecret>>(); }

std::string EncodeToken(const Token& token) {
  std::array<uint8_t, kIndexBytes + std::tuple_size_v<TokenSecret>> bytes{};
  for (size_t i = 0; i < kIndexBytes; ++i) {
    bytes[i] = static_cast<uint8_t>(token.index >> (8 * (kIndexBytes - 1 - i)));
  }
  std::ranges::copy(token.secret, bytes.begin() + kIndexBytes);
  return EncodeBase64Url(bytes);
}

std::optional<Token> DecodeToken(std::string_view text) {
  if (text.size() != kTokenLength) return std::nullopt;
  const auto bytes = DecodeBase64Url(text);
  if (!bytes || bytes->size() != kIndexBytes + std::tuple_size_v<TokenSecret>) return std::nullopt;
  Token token;
  for (size_t i = 0; i < kIndexBytes; ++i) token.index = token.index << 8 | (*bytes)[i];
  if (token.index > kMaxIndex) return std::nullopt;
  std::copy(bytes->begin() + kIndexBytes, bytes->end(), token.secret.begin());
  return token;
}

Digest HashTokenSecret(const TokenSecret& secret) { return Sha256(ByteView(secret)); }

bool TokenMatches(const Token& token, const std::optional<Digest>& kept_hash) {
  const Digest shown = HashTokenSecret(token.secret);
  // The comparison is made even without a kept hash, so that both cases take the same time.
  const Digest kept = kept_hash.value_or(Digest{});
  return ConstantTimeEqual(shown, kept) && kept_hash.has_value();
}

}  // namespace temoin::consent
