#include "server/http/responses.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/http/message/problem.h"

namespace temoin::http {
namespace {

// Nobody between keeps it.
void AddProblemHeaders(Response& response, const HeaderList& headers) {
  response.AddHeader("Cache-Control", "no-store");
  response.AddHeader("X-Content-Type-Options", "nosniff");
  AddHeaders(response, headers);
}

}  // namespace

void AddHeaders(Response& response, const HeaderList& headers) {
  for (const auto& [name, value] : headers) response.AddHeader(name, value);
}

void RespondJson(Response& response, const nlohmann::json& body, std::string_view cache,
                 const HeaderList& headers, int status) {
  response.status = status;
  response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  response.AddHeader("Content-Type", "application/json");
  response.AddHeader("Cache-Control", std::string(cache));
  response.AddHeader("X-Content-Type-Options", "nosniff");
  AddHeaders(response, headers);
}

void RespondProblemWith(Response& response, const Error& error, const nlohmann::json& extensions,
                        const HeaderList& headers, int retry_after) {
  // A failing disk is the operator's business: its path stays in the log.
  const Error shown =
      error.code == ErrorCode::kUnavailable && error.message.find('/') != std::string::npos
          ? Error(error.code, "the service cannot do this now; try again")
          : error;
  const int status = HttpStatus(error.code);
  const bool again = status == 429 || status == 503;
  SetProblem(response, shown, extensions, again ? std::max(1, retry_after) : 0);
  AddProblemHeaders(response, headers);
}

void RespondProblem(Response& response, const Error& error, const HeaderList& headers,
                    int retry_after) {
  RespondProblemWith(response, error, nlohmann::json(), headers, retry_after);
}

void RespondProblem(Response& response, int status, std::string_view name, std::string_view detail,
                    const HeaderList& headers) {
  SetProblem(response, status, name, detail);
  AddProblemHeaders(response, headers);
}

void RespondMethodNotAllowed(Response& response, const std::string& allow,
                             const HeaderList& headers) {
  SetMethodNotAllowed(response, allow);
  AddProblemHeaders(response, headers);
}

}  // namespace temoin::http
