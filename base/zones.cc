#include "base/zones.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace temoin {
namespace {

constexpr size_t kMaxName = 64;
constexpr size_t kMaxWords = 3;  // America/Argentina/Ushuaia

bool IsWord(std::string_view word) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !word.empty() && word.front() >= 'A' && word.front() <= 'Z' &&
         std::ranges::all_of(word, [&](char c) {
           return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
         });
}

// The database, or why there is none. Files that leave the rules of today to a formula, which the
// library does not read, would give winter's offset in summer: a zone whose summer is known tells.
Status Usable() {
  static const Status usable = []() -> Status {
    try {
      const date::time_zone* paris = date::locate_zone("Europe/Paris");
      const date::sys_seconds july = date::sys_days(date::year(2026) / 7 / 1);
      if (paris->get_info(july).offset == std::chrono::hours(2)) return {};
      return Error(ErrorCode::kUnavailable,
                   "This machine's time zones hold no rules for today. Install tzdata as the "
                   "distribution makes it (files of the kind `zic -b fat`).");
    } catch (const std::exception&) {
      return Error(ErrorCode::kUnavailable,
                   "This machine's time zones cannot be read: install the package tzdata.");
    }
  }();
  return usable;
}

}  // namespace

bool TimeZone::HasForm(std::string_view name) {
  if (name.size() > kMaxName) return false;
  for (size_t words = 1; words <= kMaxWords; ++words) {
    const size_t slash = name.find('/');
    if (!IsWord(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
  return false;
}

Result<TimeZone> TimeZone::Find(std::string_view name) {
  if (name == "UTC") return TimeZone();
  const auto unknown = [&] {
    return Error(
        ErrorCode::kInvalidArgument,
        fmt::format("{:?} is no time zone that this machine knows; write an IANA name such "
                    "as Europe/Paris, or UTC.",
                    name.substr(0, kMaxName)));
  };
  if (!HasForm(name)) return unknown();
  TEMOIN_RETURN_IF_ERROR(Usable());
  try {
    return TimeZone(date::locate_zone(name));
  } catch (const std::exception&) {
    return unknown();
  }
}

std::string_view TimeZone::name() const {
  return utc() ? std::string_view("UTC") : std::string_view(zone_->name());
}

std::chrono::seconds TimeZone::OffsetAt(Time at) const {
  return utc() ? std::chrono::seconds(0) : zone_->get_info(at).offset;
}

Time TimeZone::DateAt(Time at) const {
  return std::chrono::floor<std::chrono::days>(at + OffsetAt(at));
}

Time TimeZone::StartOf(Time date) const {
  const Time midnight = std::chrono::floor<std::chrono::days>(date);
  if (utc()) return midnight;
  const date::local_info info = zone_->get_info(date::local_seconds(midnight.time_since_epoch()));
  // `first` ends where midnight is left out.
  if (info.result == date::local_info::nonexistent) return info.first.end;
  return midnight - info.first.offset;
}

}  // namespace temoin
