#include "server/client/http_client.h"

#include <fmt/format.h>
#include <httplib.h>

#include <chrono>

namespace temoin::client {
namespace {

// For the connection, for each write and read, and for the body in all.
constexpr std::chrono::seconds kPatience{20};

}  // namespace

Result<app::Outbound::Answer> HttpClient::Post(const std::string& url, std::string_view body,
                                               std::string_view type, size_t max_answer) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) {
    return Error(ErrorCode::kInvalidArgument, url + " is no URL");
  }
  const size_t slash = url.find('/', scheme + 3);
  httplib::Client client(url.substr(0, slash));
  client.set_connection_timeout(kPatience);
  client.set_write_timeout(kPatience);
  client.set_read_timeout(kPatience);
  httplib::Request request;
  request.method = "POST";
  request.path = slash == std::string::npos ? "/" : url.substr(slash);
  request.headers.emplace("Content-Type", type);
  request.body = body;
  Answer answer;
  bool over = false;
  const auto until = std::chrono::steady_clock::now() + kPatience;
  request.content_receiver = [&](const char* data, size_t size, uint64_t /*offset*/,
                                 uint64_t /*total*/) {
    over = answer.body.size() + size > max_answer;
    if (!over) answer.body.append(data, size);
    return !over && std::chrono::steady_clock::now() < until;
  };
  const auto result = client.send(request);
  if (over) {
    return Error(ErrorCode::kTooLarge, fmt::format("the answer is over {} bytes", max_answer));
  }
  if (!result) return Error(ErrorCode::kUnavailable, httplib::to_string(result.error()));
  answer.status = result->status;
  return answer;
}

}  // namespace temoin::client
