#include "server/http/answers.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/http/problem.h"

namespace temoin::http {
namespace {

void AnswerProblemBody(httplib::Response& response, int status, std::string body,
                       const HeaderList& headers) {
  response.status = status;
  response.body = std::move(body);
  response.set_header("Content-Type", std::string(kProblemType));
  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Content-Type-Options", "nosniff");
  AddHeaders(response, headers);
}

}  // namespace

void AddHeaders(httplib::Response& response, const HeaderList& headers) {
  for (const auto& [name, value] : headers) response.set_header(name, value);
}

void AnswerJson(httplib::Response& response, const nlohmann::json& body, std::string_view cache,
                const HeaderList& headers, int status) {
  response.status = status;
  response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  response.set_header("Content-Type", "application/json");
  response.set_header("Cache-Control", std::string(cache));
  response.set_header("X-Content-Type-Options", "nosniff");
  AddHeaders(response, headers);
}

void LogFailure(const Error& error) {
  if (error.code == ErrorCode::kInternal || error.code == ErrorCode::kDataLoss) {
    spdlog::error("a request failed: {}", error.message);
  }
}

void AnswerProblemWith(httplib::Response& response, const Error& error,
                       const nlohmann::json& extensions, const HeaderList& headers,
                       int retry_after) {
  LogFailure(error);
  const int status = HttpStatus(error.code);
  // A failing disk is the operator's business: its path stays in the log.
  const Error shown =
      error.code == ErrorCode::kUnavailable && error.message.find('/') != std::string::npos
          ? Error(error.code, "the service cannot do this now; try again")
          : error;
  AnswerProblemBody(response, status, ProblemBody(shown, extensions), headers);
  if (status == 429 || status == 503) {
    response.set_header("Retry-After", std::to_string(std::max(1, retry_after)));
  }
}

void AnswerProblem(httplib::Response& response, const Error& error, const HeaderList& headers,
                   int retry_after) {
  AnswerProblemWith(response, error, nlohmann::json(), headers, retry_after);
}

void AnswerProblem(httplib::Response& response, int status, std::string_view name,
                   std::string_view detail, const HeaderList& headers) {
  AnswerProblemBody(response, status, ProblemBody(status, name, detail), headers);
}

}  // namespace temoin::http
