#include "server/http/front/httplib_adapter.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace temoin::http {
namespace {

// Reads out of memory; what is written to it is thrown away, because the answer is written by
// response_writer.h.
class BufferStream final : public httplib::Stream {
 public:
  BufferStream(std::string_view first, std::string_view second, const std::string& peer, int port)
      : current_(first), next_(second), peer_(peer), port_(port) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* data, size_t size) override {
    if (current_.empty()) std::swap(current_, next_);
    const size_t count = std::min(size, current_.size());
    std::memcpy(data, current_.data(), count);
    current_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* /*data*/, size_t size) override { return static_cast<ssize_t>(size); }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = peer_;
    port = port_;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  // Not the true one: the library answers 500 when it is 1024 or more, for the sake of select().
  socket_t socket() const override { return 0; }

 private:
  std::string_view current_;
  std::string_view next_;
  const std::string& peer_;
  const int port_;
};

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The header lines as they were sent; framing.h has judged them, so every line has its colon.
void ReadRawHeaders(std::string_view lines, httplib::Headers* headers) {
  while (true) {
    const size_t end = lines.find("\r\n");
    if (end == 0 || end == std::string_view::npos) return;
    const std::string_view line = lines.substr(0, end);
    const size_t colon = line.find(':');
    const std::string_view value = Trim(line.substr(colon + 1));
    if (!value.empty()) headers->emplace(std::string(line.substr(0, colon)), std::string(value));
    lines.remove_prefix(end + 2);
  }
}

}  // namespace

HttplibAdapter::HttplibAdapter() {
  set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& /*unused*/) {
    reached_ = true;
    (*callback_)(request, accept_encoding_);
    return HandlerResponse::Handled;
  });
  set_exception_handler([](const httplib::Request& /*request*/, httplib::Response& response,
                           const std::exception_ptr& /*what*/) { response.status = 500; });
}

void HttplibAdapter::Setup(httplib::Request* request) {
  if (!whole_->plain) {
    request->headers.clear();
    std::string_view lines = whole_->head;
    lines.remove_prefix(lines.find("\r\n") + 2);
    ReadRawHeaders(lines, &request->headers);
    request->headers.erase("Range");
  }
  // The library adds these, and a client may send them: nobody may read one for the other.
  constexpr std::array<const char*, 4> kAdded = {"REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR",
                                                 "LOCAL_PORT"};
  for (const char* name : kAdded) request->headers.erase(name);
  request->ranges.clear();
  request->body.assign(whole_->body);
  const auto encoding = request->headers.find("Accept-Encoding");
  if (encoding == request->headers.end()) {
    accept_encoding_.clear();
  } else {
    accept_encoding_ = encoding->second;
    request->headers.erase("Accept-Encoding");
  }
}

bool HttplibAdapter::Run(const WholeRequest& request, const Callback& callback) {
  whole_ = &request;
  callback_ = &callback;
  reached_ = false;
  // The library percent-decodes header values, which can bring a line break into one, and reads
  // Range with a recursive regular expression: then it gets the request line alone, and Setup fills
  // in the headers as they were sent.
  std::string_view first = request.head;
  std::string_view second;
  if (!request.plain) {
    first = request.head.substr(0, request.head.find("\r\n") + 2);
    second = "\r\n";
  }
  BufferStream stream(first, second, *request.peer, request.peer_port);
  bool closed = false;
  process_request(stream, false, closed, [this](httplib::Request& parsed) { Setup(&parsed); });
  return reached_;
}

}  // namespace temoin::http
