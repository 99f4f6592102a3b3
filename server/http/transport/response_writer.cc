#include "server/http/transport/response_writer.h"

#include <strings.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "server/http/message/problem.h"
#include "server/http/message/reasons.h"

namespace temoin::http {
namespace {

bool OwnedByFront(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames = {"Content-Length", "Date", "Connection",
                                                      "Keep-Alive", "Transfer-Encoding"};
  return std::any_of(kNames.begin(), kNames.end(), [name](std::string_view owned) {
    return name.size() == owned.size() &&
           ::strncasecmp(name.data(), owned.data(), owned.size()) == 0;
  });
}

bool Writable(std::string_view text) {
  constexpr char kDelete = 0x7f;
  if (IsPlain(text, kDelete, kDelete)) return true;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) >= 0x20 || c == '\t') && c != kDelete;
  });
}

void AppendStatusLine(int status, std::string* out) {
  out->append("HTTP/1.1 ").append(std::to_string(status)).append(" ");
  out->append(ReasonPhrase(status)).append("\r\n");
}

void AppendHeader(std::string_view name, std::string_view value, std::string* out) {
  if (OwnedByFront(name) || !Writable(name) || !Writable(value)) return;
  out->append(name).append(": ").append(value).append("\r\n");
}

void AppendLength(int status, size_t size, std::string* out) {
  if (!StatusHasBody(status)) return;
  out->append("Content-Length: ").append(std::to_string(size)).append("\r\n");
}

}  // namespace

int FinalStatus(const Response& response) {
  if (response.status == -1) return 200;
  return response.status < 200 || response.status > 599 ? 500 : response.status;
}

bool StatusHasBody(int status) { return status >= 200 && status != 204 && status != 304; }

void AppendHead(const Response& response, std::string* out) {
  const int status = FinalStatus(response);
  AppendStatusLine(status, out);
  for (const auto& [name, value] : response.headers) AppendHeader(name, value, out);
  AppendLength(status, response.body.size(), out);
}

void AppendHeadEnd(std::string_view date, bool http10, bool keep_alive, std::string* out) {
  out->append("Date: ").append(date).append("\r\n");
  if (!keep_alive) {
    out->append("Connection: close\r\n");
  } else if (http10) {
    out->append("Connection: keep-alive\r\n");
  }
  out->append("\r\n");
}

PreparedResponse RejectionResponse(int status, RejectReason reason, int retry_after_seconds) {
  Response response;
  response.status = status;
  response.SetContent(BlankProblemBody(status, RejectReasonDetail(reason)), kProblemType);
  response.AddHeader("Cache-Control", "no-store");
  if (status == 503) response.AddHeader("Retry-After", std::to_string(retry_after_seconds));
  PreparedResponse prepared;
  prepared.status = status;
  AppendHead(response, &prepared.head);
  prepared.body = std::move(response.body);
  return prepared;
}

std::shared_ptr<const PreparedResponse> Prepare(Response response) {
  auto prepared = std::make_shared<PreparedResponse>();
  AppendHead(response, &prepared->head);
  prepared->status = FinalStatus(response);
  prepared->problem = response.problem;
  if (StatusHasBody(prepared->status)) prepared->body = std::move(response.body);
  return prepared;
}

ResponseBuilder::ResponseBuilder(int status) : response_(std::make_shared<PreparedResponse>()) {
  response_->status = status;
  response_->head.reserve(1024);
  AppendStatusLine(status, &response_->head);
}

ResponseBuilder& ResponseBuilder::Header(std::string_view name, std::string_view value) {
  AppendHeader(name, value, &response_->head);
  return *this;
}

std::shared_ptr<const PreparedResponse> ResponseBuilder::Finish(std::string body) {
  AppendLength(response_->status, body.size(), &response_->head);
  if (StatusHasBody(response_->status)) response_->body = std::move(body);
  return std::move(response_);
}

}  // namespace temoin::http
