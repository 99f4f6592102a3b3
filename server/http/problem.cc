#include "server/http/problem.h"

#include <nlohmann/json.hpp>

namespace temoin::http {
namespace {

std::string Dump(const nlohmann::json& problem) {
  // A detail may quote what a client sent; it must not be able to make the serializer fail.
  return problem.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json Members(int status, std::string_view name, std::string_view detail) {
  return {{"type", "urn:temoin:problem:" + std::string(name)},
          {"title", StatusTitle(status)},
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

std::string_view StatusTitle(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return status < 500 ? "Bad Request" : "Internal Server Error";
  }
}

std::string ProblemBody(const Error& error, const nlohmann::json& extensions) {
  const bool internal = error.code == ErrorCode::kInternal || error.code == ErrorCode::kDataLoss;
  nlohmann::json problem =
      Members(HttpStatus(error.code), internal ? "internal" : ErrorCodeName(error.code),
              internal ? "The server could not do this; its log says why." : error.message);
  if (error.pointer && !internal) problem["pointer"] = *error.pointer;
  if (extensions.is_object()) problem.update(extensions);
  return Dump(problem);
}

std::string ProblemBody(const Error& error) { return ProblemBody(error, nlohmann::json()); }

std::string ProblemBody(int status, std::string_view name, std::string_view detail) {
  return Dump(Members(status, name, detail));
}

}  // namespace temoin::http
