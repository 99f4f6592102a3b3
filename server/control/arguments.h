// The members of an operation's arguments, read with their bounds. Every error is kInvalidArgument
// with a pointer to the member.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_SERVER_CONTROL_ARGUMENTS_H_
#define TEMOIN_SERVER_CONTROL_ARGUMENTS_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace temoin::control {

Error BadArgument(std::string message, const char* member);

// Text of at most 1,000 bytes; empty when it is absent.
Result<std::string> TextOf(const nlohmann::json& arguments, const char* member);
Result<std::string> NeededText(const nlohmann::json& arguments, const char* member);

// A day ("2026-11-21"), at 00:00 UTC; nothing when the member is absent or is no day.
Result<std::optional<Time>> DayOf(const nlohmann::json& arguments, const char* member);

// A day ("2026-11-21") or an RFC 3339 time; of a day its first moment, or with `last` the one after
// its last. Nothing when it is absent.
Result<std::optional<Time>> TimeOf(const nlohmann::json& arguments, const char* member,
                                   bool last = false);

// False when it is absent.
Result<bool> FlagOf(const nlohmann::json& arguments, const char* member);

}  // namespace temoin::control

#endif  // TEMOIN_SERVER_CONTROL_ARGUMENTS_H_
