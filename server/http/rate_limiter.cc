#include "server/http/rate_limiter.h"

#include <algorithm>
#include <cstring>

#include "base/crypto.h"

namespace temoin::http {
namespace {

constexpr int64_t kMinuteNs = 60'000'000'000;
constexpr int64_t kSecondNs = 1'000'000'000;

uint64_t Mix(uint64_t value) {
  value ^= value >> 33;
  value *= 0xff51afd7ed558ccdULL;
  value ^= value >> 33;
  value *= 0xc4ceb9fe1a85ec53ULL;
  return value ^ value >> 33;
}

// Whoever has a /48 has 65,536 clients. The last byte tells it from the client of its first /64.
IpAddress RangeOf(IpAddress address) {
  std::fill(address.bytes.begin() + 6, address.bytes.end(), uint8_t{0});
  address.bytes.back() = 48;
  return address;
}

}  // namespace

void RateLimiter::SetLimit(int per_minute) {
  if (per_minute == per_minute_) return;
  per_minute_ = per_minute;
  interval_ns_ = per_minute <= 0 ? 0 : kMinuteNs / per_minute;
  if (per_minute <= 0 || !entries_.empty()) return;
  const auto seed = RandomArray<8>();
  std::memcpy(&seed_, seed.data(), sizeof seed_);
  entries_.resize(kSets * kWays);
}

size_t RateLimiter::SetOf(const IpAddress& client) const {
  uint64_t high = 0;
  uint64_t low = 0;
  std::memcpy(&high, client.bytes.data(), 8);
  std::memcpy(&low, client.bytes.data() + 8, 8);
  return Mix(Mix(seed_ ^ high) ^ low) % kSets;
}

std::chrono::seconds RateLimiter::Admit(const IpAddress& sender, Instant now) {
  if (interval_ns_ == 0) return std::chrono::seconds(0);
  const int64_t now_ns =
      std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
  // The client first: one that is over its limit takes nothing from its neighbours.
  const std::chrono::seconds wait = Count(CountedClient(sender), interval_ns_, now_ns);
  if (wait.count() > 0 || sender.IsV4()) return wait;
  return Count(RangeOf(sender), std::max<int64_t>(1, interval_ns_ / kClientsOfRange), now_ns);
}

std::chrono::seconds RateLimiter::Count(const IpAddress& client, int64_t interval_ns,
                                        int64_t now_ns) {
  const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(SetOf(client) * kWays);
  const auto end = begin + kWays;
  auto entry = std::find_if(
      begin, end, [&](const Entry& e) { return e.full_at_ns != 0 && e.client == client; });
  if (entry == end) {
    entry = std::min_element(
        begin, end, [](const Entry& a, const Entry& b) { return a.full_at_ns < b.full_at_ns; });
    *entry = {client, now_ns};
  }
  const int64_t full_at = std::max(entry->full_at_ns, now_ns) + interval_ns;
  const int64_t excess = full_at - now_ns - kMinuteNs;
  if (excess > 0) return std::chrono::seconds((excess + kSecondNs - 1) / kSecondNs);
  entry->full_at_ns = full_at;
  return std::chrono::seconds(0);
}

}  // namespace temoin::http
