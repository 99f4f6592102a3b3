#include "app/staff/challenges.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/encoding.h"

namespace temoin::app {
namespace {

constexpr size_t kRandomBytes = 16;
constexpr size_t kTimeBytes = 8;
constexpr size_t kMacBytes = 32;

using Opening = std::array<uint8_t, kRandomBytes + kTimeBytes>;

Digest Sealed(const Digest& key, std::string_view purpose, const Opening& opening) {
  Bytes text(opening.begin(), opening.end());
  const ByteView named = AsBytes(purpose);
  text.insert(text.end(), named.begin(), named.end());
  return HmacSha256(key, text);
}

void PutTime(std::span<uint8_t> out, Time at) {
  auto seconds = static_cast<uint64_t>(at.time_since_epoch().count());
  for (size_t i = out.size(); i > 0; --i, seconds >>= 8) out[i - 1] = seconds & 0xFF;
}

Time TimeIn(std::span<const uint8_t> bytes) {
  uint64_t seconds = 0;
  for (const uint8_t byte : bytes) seconds = seconds << 8 | byte;
  return Time(std::chrono::seconds(static_cast<int64_t>(seconds)));
}

}  // namespace

std::string Challenges::Begin(std::string_view purpose, Time now) const {
  Opening opening = RandomArray<kRandomBytes + kTimeBytes>();
  PutTime(std::span(opening).subspan(kRandomBytes), now);
  const Digest mac = Sealed(key_, purpose, opening);
  Bytes cookie(opening.begin(), opening.end());
  cookie.insert(cookie.end(), mac.begin(), mac.end());
  return EncodeBase64Url(cookie);
}

std::optional<Time> Challenges::Open(std::string_view cookie, std::string_view purpose,
                                     Time now) const {
  const auto bytes = DecodeBase64Url(cookie);
  Opening opening{};
  if (!bytes || bytes->size() != opening.size() + kMacBytes) return std::nullopt;
  std::copy_n(bytes->begin(), opening.size(), opening.begin());
  const ByteView mac = ByteView(*bytes).subspan(opening.size());
  if (!ConstantTimeEqual(mac, Sealed(key_, purpose, opening))) return std::nullopt;
  const Time begun = TimeIn(std::span(opening).subspan(kRandomBytes));
  if (now < begun || now >= begun + life_) return std::nullopt;
  const std::lock_guard lock(mutex_);
  return used_.contains(Sha256(cookie)) ? std::nullopt : std::optional(begun);
}

std::string Challenges::Derived(std::string_view use, std::string_view cookie) const {
  std::string text(use);
  text += '\0';
  text += cookie;
  return EncodeBase64Url(HmacSha256(key_, AsBytes(text)));
}

Status Challenges::Use(std::string_view cookie, Time now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(used_, [now](const auto& each) { return now >= each.second; });
  if (used_.size() >= kMaxUsed) {
    return Error(ErrorCode::kUnavailable, "Too many people sign in at this time.");
  }
  if (used_.emplace(Sha256(cookie), now + life_).second) return {};
  return Error(ErrorCode::kNotFound, "this was used in the meantime");
}

}  // namespace temoin::app
