// Sessions of the console: what stands behind its cookie, in memory only. A restart signs everyone
// out.
//
// The cookie's value is 32 random bytes in base64url; the table keeps its SHA-256. A session ends
// after kIdle without a request, after kLongest in any case, when it is signed out, and when
// whoever it is of may do nothing any more (asked of the caller at each use). At most kPerPrincipal
// of one and kMaxSessions of all: beyond, the one idle longest gives way.
//
// Thread-safety: both classes may be called from several threads at once.
#ifndef TEMOIN_SERVER_HTTP_STAFF_SESSION_H_
#define TEMOIN_SERVER_HTTP_STAFF_SESSION_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "server/http/address.h"
#include "server/http/staff/backend.h"

namespace temoin::http {

// By its prefix no other host of the domain can plant one, and browsers take it over TLS or from
// this machine alone. Versions before 0.2 had another, which is taken away where it comes along.
inline constexpr std::string_view kSessionCookie = "__Host-temoin_staff";
inline constexpr std::string_view kEarlierSessionCookie = "temoin_staff";

class SessionTable {
 public:
  static constexpr std::chrono::minutes kIdle{30};
  static constexpr std::chrono::hours kLongest{10};
  static constexpr size_t kPerPrincipal = 16;
  static constexpr size_t kMaxSessions = 1024;

  // The value of the cookie.
  std::string Start(const StaffPrincipal& principal, Time now);
  // Who it is; counts as a use, unless it is only watched.
  std::optional<StaffPrincipal> Find(std::string_view value, Time now, bool watched = false);
  void End(std::string_view value);
  size_t size() const;

 private:
  struct Session {
    StaffPrincipal principal;
    Time started{};
    Time used{};
  };
  static bool Over(const Session& session, Time now);
  // With `id`, of that principal's; else of all.
  void EndIdlest(std::optional<std::string_view> id);

  mutable std::mutex mutex_;
  std::map<Digest, Session> sessions_;
};

// Counts failed sign-ins in windows of a minute: at most kPerClient from one client, kTotal from
// all. Tokens carry 256 random bits, so this protects the access log and the disk from a flood, not
// the tokens from guessing.
class SignInLimiter {
 public:
  static constexpr int kPerClient = 10;
  static constexpr int kTotal = 120;
  static constexpr std::chrono::seconds kWindow{60};

  // Zero when another attempt may be made, else how long to wait.
  std::chrono::seconds Wait(const IpAddress& client, Time now);
  void Failed(const IpAddress& client, Time now);

 private:
  void Roll(Time now);

  std::mutex mutex_;
  Time window_start_{};
  int total_ = 0;
  std::map<IpAddress, int> by_client_;  // at most kTotal entries
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_SESSION_H_
