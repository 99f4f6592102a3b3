#include "server/service/readiness.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace temoin::service {

void Readiness::Complain(std::string_view part, std::string reason) {
  const std::lock_guard lock(mutex_);
  auto& kept = reasons_[std::string(part)];
  if (kept == reason) return;
  spdlog::error("not ready: {}: {}", part, reason);
  kept = std::move(reason);
}

void Readiness::Withdraw(std::string_view part) {
  const std::lock_guard lock(mutex_);
  const auto found = reasons_.find(part);
  if (found == reasons_.end()) return;
  reasons_.erase(found);
  spdlog::info("{} is in order again{}", part, reasons_.empty() ? "; ready" : "");
}

bool Readiness::ready() const {
  const std::lock_guard lock(mutex_);
  return reasons_.empty();
}

bool Readiness::complains(std::string_view part) const {
  const std::lock_guard lock(mutex_);
  return reasons_.contains(part);
}

std::map<std::string, std::string, std::less<>> Readiness::reasons() const {
  const std::lock_guard lock(mutex_);
  return reasons_;
}

}  // namespace temoin::service
