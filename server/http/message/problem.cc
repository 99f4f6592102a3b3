#include "server/http/message/problem.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>

#include "server/http/message/reasons.h"

namespace temoin::http {
namespace {

std::string Dump(const nlohmann::json& problem) {
  // A detail may quote what a client sent; it must not be able to make the serializer fail.
  return problem.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// What clients are told of it, and what is counted: a fault of ours has one name.
std::string_view ShownName(ErrorCode code) {
  return ErrorCodeName(code == ErrorCode::kDataLoss ? ErrorCode::kInternal : code);
}

void Name(Response& response, std::string_view name) {
  const auto known = std::ranges::find(kProblemNames, name);
  assert(known != kProblemNames.end());
  response.problem = known == kProblemNames.end() ? "internal" : *known;
}

nlohmann::json Members(int status, std::string_view name, std::string_view detail) {
  return {{"type", "urn:temoin:problem:" + std::string(name)},
          {"title", ReasonPhrase(status)},
          {"status", status},
          {"detail", detail}};
}

}  // namespace

int HttpStatus(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return 400;
    case ErrorCode::kUnprocessable:
      return 422;
    case ErrorCode::kUnauthorized:
      return 401;
    case ErrorCode::kForbidden:
      return 403;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kTooLarge:
      return 413;
    case ErrorCode::kUnsupportedMedia:
      return 415;
    case ErrorCode::kRateLimited:
      return 429;
    case ErrorCode::kUnavailable:
      return 503;
    case ErrorCode::kDataLoss:
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

std::string ProblemBody(const Error& error, const nlohmann::json& extensions) {
  const bool internal = error.code == ErrorCode::kInternal || error.code == ErrorCode::kDataLoss;
  nlohmann::json problem =
      Members(HttpStatus(error.code), ShownName(error.code),
              internal ? "The server could not do this; its log says why." : error.message);
  if (error.pointer && !internal) problem["pointer"] = *error.pointer;
  if (extensions.is_object()) problem.update(extensions);
  return Dump(problem);
}

std::string ProblemBody(const Error& error) { return ProblemBody(error, nlohmann::json()); }

std::string ProblemBody(int status, std::string_view name, std::string_view detail) {
  return Dump(Members(status, name, detail));
}

std::string BlankProblemBody(int status, std::string_view detail) {
  return fmt::format(R"({{"type":"about:blank","title":"{}","status":{},"detail":"{}"}})",
                     ReasonPhrase(status), status, detail);
}

void SetProblem(Response& response, const Error& error, const nlohmann::json& extensions,
                int retry_after) {
  if (error.code == ErrorCode::kInternal || error.code == ErrorCode::kDataLoss) {
    spdlog::error("a request failed: {}", error.message);
  }
  response.status = HttpStatus(error.code);
  Name(response, ShownName(error.code));
  response.SetContent(ProblemBody(error, extensions), kProblemType);
  if (retry_after > 0) response.AddHeader("Retry-After", std::to_string(retry_after));
}

void SetProblem(Response& response, const Error& error) {
  SetProblem(response, error, nlohmann::json());
}

void SetProblem(Response& response, int status, std::string_view name, std::string_view detail) {
  response.status = status;
  Name(response, name);
  response.SetContent(ProblemBody(status, name, detail), kProblemType);
}

void SetMethodNotAllowed(Response& response, const std::string& allow) {
  SetProblem(response, 405, "method-not-allowed", "This path allows " + allow + ".");
  response.AddHeader("Allow", allow);
}

}  // namespace temoin::http
