#include "consent/retry.h"

#include <algorithm>

#include "base/encoding.h"

namespace temoin::consent {
namespace {

std::optional<std::array<uint8_t, 16>> Decode16(std::string_view text) {
  const auto bytes = DecodeBase64Url(text);
  std::array<uint8_t, 16> out{};
  if (!bytes || bytes->size() != out.size()) return std::nullopt;
  std::ranges::copy(*bytes, out.begin());
  return out;
}

}  // namespace

std::string EncodeNonce(const RetryNonce& nonce) { return EncodeBase64Url(nonce); }
std::optional<RetryNonce> DecodeNonce(std::string_view text) { return Decode16(text); }
std::optional<ChoiceKey> DecodeChoiceKey(std::string_view text) { return Decode16(text); }

Digest HashChoiceKey(std::string_view site, const ChoiceKey& key) {
  std::string message(site);
  message += AsText(key);
  return Sha256(message);
}

}  // namespace temoin::consent
