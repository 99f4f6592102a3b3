// The shapes that responses of handlers have: JSON, problem, nothing.
//
// Thread-safety: pure functions over the response given.
#ifndef TEMOIN_SERVER_HTTP_RESPONSES_H_
#define TEMOIN_SERVER_HTTP_RESPONSES_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http/resource.h"
#include "server/http/transport/exchange.h"

namespace temoin::http {

// What must never be kept by anyone between: answers about a person.
inline constexpr std::string_view kPrivate = "private, no-store";
// What is named by its own hash, and never changes.
inline constexpr std::string_view kForever = "public, max-age=31536000, immutable";

inline Error UnknownSite() { return {ErrorCode::kNotFound, "this site is not served here"}; }

void AddHeaders(Response& response, const HeaderList& headers);

// 200 (or `status`) with a JSON body, `Cache-Control: cache`, nosniff and the headers given.
void RespondJson(Response& response, const nlohmann::json& body, std::string_view cache,
                 const HeaderList& headers, int status = 200);

// Problem details; 429 and 503 get Retry-After (`retry_after`, at least a second). Never cached.
void RespondProblem(Response& response, const Error& error, const HeaderList& headers,
                    int retry_after = 1);
// With further members: `extensions` is an object.
void RespondProblemWith(Response& response, const Error& error, const nlohmann::json& extensions,
                        const HeaderList& headers, int retry_after = 1);
// The same for a status without an ErrorCode.
void RespondProblem(Response& response, int status, std::string_view name, std::string_view detail,
                    const HeaderList& headers);
void RespondMethodNotAllowed(Response& response, const std::string& allow,
                             const HeaderList& headers);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_RESPONSES_H_
