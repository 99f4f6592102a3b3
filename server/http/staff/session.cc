#include "server/http/staff/session.h"

#include <algorithm>

#include "base/encoding.h"

namespace temoin::http {

bool SessionTable::Over(const Session& session, Time now) {
  // One from the future was started under a clock that has been put back since.
  return now >= session.used + kIdle || now >= session.started + kLongest ||
         session.started > now + kIdle;
}

void SessionTable::EndIdlest(std::optional<std::string_view> id) {
  auto idlest = sessions_.end();
  for (auto it = sessions_.begin(); it != sessions_.end(); ++it) {
    if (id && it->second.principal.id != *id) continue;
    if (idlest == sessions_.end() || it->second.used < idlest->second.used) idlest = it;
  }
  if (idlest != sessions_.end()) sessions_.erase(idlest);
}

std::string SessionTable::Start(const StaffPrincipal& principal, Time now) {
  const auto secret = RandomArray<32>();
  std::string value = EncodeBase64Url(secret);
  const std::lock_guard<std::mutex> lock(mutex_);
  std::erase_if(sessions_, [now](const auto& entry) { return Over(entry.second, now); });
  const auto own = std::ranges::count_if(
      sessions_, [&](const auto& entry) { return entry.second.principal.id == principal.id; });
  if (static_cast<size_t>(own) >= kPerPrincipal) EndIdlest(principal.id);
  if (sessions_.size() >= kMaxSessions) EndIdlest(std::nullopt);
  sessions_[Sha256(value)] = {principal, now, now};
  return value;
}

std::optional<StaffPrincipal> SessionTable::Find(std::string_view value, Time now, bool watched) {
  const Digest key = Sha256(value);
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = sessions_.find(key);
  if (found == sessions_.end()) return std::nullopt;
  if (Over(found->second, now)) {
    sessions_.erase(found);
    return std::nullopt;
  }
  if (!watched) found->second.used = std::max(found->second.used, now);
  return found->second.principal;
}

void SessionTable::End(std::string_view value) {
  const Digest key = Sha256(value);
  const std::lock_guard<std::mutex> lock(mutex_);
  sessions_.erase(key);
}

size_t SessionTable::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return sessions_.size();
}

void SignInLimiter::Roll(Time now) {
  if (now >= window_start_ && now < window_start_ + kWindow) return;
  window_start_ = now;
  total_ = 0;
  by_client_.clear();
}

std::chrono::seconds SignInLimiter::Wait(const IpAddress& client, Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Roll(now);
  const auto found = by_client_.find(client);
  const bool blocked =
      total_ >= kTotal || (found != by_client_.end() && found->second >= kPerClient);
  if (!blocked) return std::chrono::seconds(0);
  return std::max(std::chrono::seconds(1), window_start_ + kWindow - now);
}

void SignInLimiter::Failed(const IpAddress& client, Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Roll(now);
  if (total_ >= kTotal) return;
  ++total_;
  ++by_client_[client];
}

}  // namespace temoin::http
