// Challenges that nobody can push out: what begins a sign-in is sealed into the browser's cookie
// and kept nowhere else, so that however many begin, none gives way. Kept is what was used up by a
// success, until it would be over anyway.
//
//   std::string cookie = challenges.Begin("sign-in", now);
//   challenges.Derived("nonce", cookie)       // the same until the challenge is over
//   challenges.Open(cookie, "sign-in", now)   // since when, where it is good
//   challenges.Use(cookie, now)               // once
//
// A cookie is 16 random bytes, the time and a MAC of both and the purpose, under a key of this
// process: a restart ends them all.
//
// Thread-safety: all functions from any thread.
#ifndef TEMOIN_APP_STAFF_CHALLENGES_H_
#define TEMOIN_APP_STAFF_CHALLENGES_H_

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"

namespace temoin::app {

class Challenges {
 public:
  static constexpr size_t kMaxUsed = 4096;  // within a life: of sign-ins that succeeded

  explicit Challenges(std::chrono::seconds life) : life_(life) {}

  std::string Begin(std::string_view purpose, Time now) const;
  // When it was begun; nothing for one that is made up, for something else, over, or used.
  std::optional<Time> Open(std::string_view cookie, std::string_view purpose, Time now) const;
  // 32 bytes in base64url that nobody finds without the key, of each use another.
  std::string Derived(std::string_view use, std::string_view cookie) const;
  // kNotFound for one that was used meanwhile, kUnavailable where kMaxUsed were: none is forgotten
  // while it could be used again.
  Status Use(std::string_view cookie, Time now);

 private:
  const std::chrono::seconds life_;
  const Digest key_ = RandomArray<32>();
  mutable std::mutex mutex_;
  std::map<Digest, Time> used_;  // until when each could be used
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_CHALLENGES_H_
