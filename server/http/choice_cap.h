// How many choices all visitors together may give in an hour, where whoever runs the service sets a
// bound to what machines can make it record.
//
// The generic cell rate algorithm, as for one client (rate_limiter.h): up to an hour's number at
// once, then one each 3600/N seconds.
//
// Thread-safety: not thread-safe; owned by the loop thread.
#ifndef TEMOIN_SERVER_HTTP_CHOICE_CAP_H_
#define TEMOIN_SERVER_HTTP_CHOICE_CAP_H_

#include <chrono>
#include <cstdint>

namespace temoin::http {

class ChoiceCap {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  // 0 means no bound; from now on, what was given counts on.
  void SetLimit(int per_hour);

  // Counts one. Zero when it may pass, else how long to wait (at least a second).
  std::chrono::seconds Admit(Instant now);

 private:
  std::chrono::nanoseconds interval_{0};
  Instant full_at_{};  // when the allowance would be whole again
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_CHOICE_CAP_H_
