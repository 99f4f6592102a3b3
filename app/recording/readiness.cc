#include "app/recording/readiness.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace temoin::app {

void Readiness::Say(std::string_view part, Complaint complaint) {
  const std::lock_guard lock(mutex_);
  Complaint& kept = complaints_[std::string(part)];
  if (kept.reason == complaint.reason && kept.holds == complaint.holds &&
      kept.records == complaint.records) {
    return;
  }
  spdlog::error("not ready: {}: {}", part, complaint.reason);
  holding_.fetch_add(static_cast<int>(complaint.holds) - static_cast<int>(kept.holds));
  holding_records_.fetch_add(static_cast<int>(complaint.records) - static_cast<int>(kept.records));
  kept = std::move(complaint);
}

void Readiness::Complain(std::string_view part, std::string reason) {
  Say(part, {.reason = std::move(reason)});
}

void Readiness::HoldChoices(std::string_view part, std::string reason) {
  Say(part, {.reason = std::move(reason), .holds = true});
}

void Readiness::HoldRecords(std::string_view part, std::string reason) {
  Say(part, {.reason = std::move(reason), .holds = true, .records = true});
}

void Readiness::Withdraw(std::string_view part) {
  const std::lock_guard lock(mutex_);
  const auto found = complaints_.find(part);
  if (found == complaints_.end()) return;
  if (found->second.holds) holding_.fetch_sub(1);
  if (found->second.records) holding_records_.fetch_sub(1);
  complaints_.erase(found);
  spdlog::info("{} is in order again{}", part, complaints_.empty() ? "; ready" : "");
}

bool Readiness::ready() const {
  const std::lock_guard lock(mutex_);
  return complaints_.empty();
}

bool Readiness::complains(std::string_view part) const {
  const std::lock_guard lock(mutex_);
  return complaints_.contains(part);
}

std::map<std::string, std::string, std::less<>> Readiness::reasons() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string, std::less<>> out;
  for (const auto& [part, complaint] : complaints_) out.emplace(part, complaint.reason);
  return out;
}

std::string Readiness::why() const {
  std::string out;
  for (const auto& [part, reason] : reasons()) {
    out += fmt::format("{}{}: {}", out.empty() ? "" : " ", part, reason);
  }
  return out;
}

Status LogWhole(const Readiness& readiness) {
  if (!readiness.holds_records()) return {};
  return Error(ErrorCode::kUnavailable,
               fmt::format("Nothing can be added to the log while it is not whole: it would stand "
                           "where another entry is. {}",
                           readiness.why()));
}

}  // namespace temoin::app
