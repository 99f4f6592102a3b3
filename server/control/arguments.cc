#include "server/control/arguments.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"

namespace temoin::control {

using nlohmann::json;

namespace {

constexpr size_t kMaxText = 1000;

}  // namespace

Error BadArgument(std::string message, const char* member) {
  return {ErrorCode::kInvalidArgument, std::move(message), std::string("/") + member};
}

Result<std::string> TextOf(const json& arguments, const char* member) {
  const auto found = arguments.find(member);
  if (found == arguments.end() || found->is_null()) return std::string();
  if (!found->is_string() || found->get_ref<const std::string&>().size() > kMaxText) {
    return BadArgument(fmt::format("{} must be a text of at most {} bytes", member, kMaxText),
                       member);
  }
  return found->get<std::string>();
}

Result<std::string> NeededText(const json& arguments, const char* member) {
  TEMOIN_ASSIGN_OR_RETURN(std::string text, TextOf(arguments, member));
  if (text.empty()) return BadArgument(fmt::format("{} is missing", member), member);
  return text;
}

Result<std::optional<Time>> DayOf(const json& arguments, const char* member) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, TextOf(arguments, member));
  const Result<Time> day = ParseDate(text);
  return day.ok() ? std::optional(*day) : std::nullopt;
}

Result<std::optional<Time>> TimeOf(const json& arguments, const char* member, bool last) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, TextOf(arguments, member));
  if (text.empty()) return std::optional<Time>();
  const bool day = text.size() == 10;
  const Result<Time> time = day ? ParseDate(text) : ParseTime(text);
  if (!time) {
    return BadArgument(fmt::format("{}: write 2026-11-21 or 2026-11-21T19:10:00Z", member), member);
  }
  return std::optional(day && last ? *time + std::chrono::days(1) : *time);
}

Result<bool> FlagOf(const json& arguments, const char* member) {
  const auto found = arguments.find(member);
  if (found == arguments.end() || found->is_null()) return false;
  if (!found->is_boolean()) return BadArgument(fmt::format("{} is true or false", member), member);
  return found->get<bool>();
}

}  // namespace temoin::control
