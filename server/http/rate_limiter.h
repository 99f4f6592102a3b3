// How many requests one client may send: N a minute per IPv4 address or IPv6 /64, and for all of an
// IPv6 /48 together kClientsOfRange times that, in memory.
//
// The generic cell rate algorithm: a client keeps one number, the time at which its allowance would
// be used up; a burst of up to a minute's allowance passes, then one request each 60/N seconds.
// Memory is fixed (kSets * kWays entries, 1.5 MiB): a set that is full forgets the client that has
// asked for least, never one that is over its limit while a lighter one stands beside it. The hash
// is seeded at random, so nobody can aim for a set.
//
// Thread-safety: not thread-safe; owned by the loop thread.
#ifndef TEMOIN_SERVER_HTTP_RATE_LIMITER_H_
#define TEMOIN_SERVER_HTTP_RATE_LIMITER_H_

#include <chrono>
#include <cstdint>
#include <vector>

#include "server/http/address.h"

namespace temoin::http {

class RateLimiter {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  static constexpr int64_t kClientsOfRange = 16;

  // 0 means no limit.
  explicit RateLimiter(int per_minute) { SetLimit(per_minute); }
  // From now on; what clients have asked for counts on. Nothing happens where it is the same.
  void SetLimit(int per_minute);

  // Counts one request. Zero when it may pass, else how long to wait (at least a second).
  std::chrono::seconds Admit(const IpAddress& sender, Instant now);

 private:
  static constexpr size_t kSets = 16 * 1024;
  static constexpr size_t kWays = 4;

  struct Entry {
    IpAddress client;
    int64_t full_at_ns = 0;  // steady clock; 0 = unused
  };

  size_t SetOf(const IpAddress& client) const;
  std::chrono::seconds Count(const IpAddress& client, int64_t interval_ns, int64_t now_ns);

  int per_minute_ = 0;
  int64_t interval_ns_ = 0;
  uint64_t seed_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_RATE_LIMITER_H_
