// Errors as RFC 9457 problem details, and the one table from ErrorCode to HTTP status.
//
// A problem says what went wrong and what to do; nothing internal (paths, SQL, exception text)
// leaks: the detail of kInternal and kDataLoss errors is replaced by a fixed sentence.
//
// Thread-safety: functions without state.
#ifndef TEMOIN_SERVER_HTTP_MESSAGE_PROBLEM_H_
#define TEMOIN_SERVER_HTTP_MESSAGE_PROBLEM_H_

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http/message/message.h"

namespace temoin::http {

inline constexpr std::string_view kProblemType = "application/problem+json";

// What problems of ours are called, as programs compare it and /metrics counts it.
inline constexpr std::array<std::string_view, 15> kProblemNames = {
    "invalid-argument",
    "unprocessable",
    "unauthorized",
    "forbidden",
    "not-found",
    "conflict",
    "too-large",
    "unsupported-media-type",
    "rate-limited",
    "unavailable",
    "internal",
    "false-token",
    "revoked",
    "method-not-allowed",
    "misdirected-request",
};

int HttpStatus(ErrorCode code);

// {"type","title","status","detail"[,"pointer"]} plus the members of `extensions` (an object, or
// null). The type is "urn:temoin:problem:<code>", a name for programs to compare.
std::string ProblemBody(const Error& error, const nlohmann::json& extensions);
std::string ProblemBody(const Error& error);

// The same for a status that has no ErrorCode (405, 408, 414, 431...).
std::string ProblemBody(int status, std::string_view name, std::string_view detail);
// For what never reached a handler: of no type of ours ("about:blank").
std::string BlankProblemBody(int status, std::string_view detail);

// Makes `response` that problem: status, body, type and name, and Retry-After where `retry_after`
// is over 0 (seconds). Its other headers stay. What a response of 500 keeps to itself is logged.
// `name` is of static storage, and one of kProblemNames.
void SetProblem(Response& response, const Error& error, const nlohmann::json& extensions,
                int retry_after = 0);
void SetProblem(Response& response, const Error& error);
void SetProblem(Response& response, int status, std::string_view name, std::string_view detail);
// 405 with the header Allow.
void SetMethodNotAllowed(Response& response, const std::string& allow);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_MESSAGE_PROBLEM_H_
