// How a choice that a page sends again is known, and how its sender proves to be the first one.
//
// `key` comes from the page: every script there can read it, so it opens nothing. The record keeps
// its hash, by which the choice is found again. The nonce comes from the server, in a cookie that
// no script can read; the token's secret is derived from both (server_keys.h), so that neither is
// kept.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CONSENT_RETRY_H_
#define TEMOIN_CONSENT_RETRY_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"

namespace temoin::consent {

// How long a key is known, and its nonce stays in the browser.
inline constexpr std::chrono::minutes kRetryLifetime{10};

using ChoiceKey = std::array<uint8_t, 16>;   // 128 random bits of the page
using RetryNonce = std::array<uint8_t, 16>;  // 128 random bits of the server

// base64url without padding, 22 characters; nothing for any text that EncodeNonce would not have
// written.
std::string EncodeNonce(const RetryNonce& nonce);
std::optional<RetryNonce> DecodeNonce(std::string_view text);
// A key has the same spelling.
std::optional<ChoiceKey> DecodeChoiceKey(std::string_view text);

// What the record keeps: SHA-256(site, then the 16 bytes of the key).
Digest HashChoiceKey(std::string_view site, const ChoiceKey& key);

}  // namespace temoin::consent

#endif  // TEMOIN_CONSENT_RETRY_H_
