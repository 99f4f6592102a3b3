#include "server/http/transport/httplib_adapter.h"

#include <strings.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace temoin::http {
namespace {

// The request line out of memory, and the empty line that ends a head; what is written to it is
// thrown away, because the response is written by response_writer.h.
class RequestLineStream final : public httplib::Stream {
 public:
  RequestLineStream(std::string_view line, const std::string& peer, int port)
      : current_(line), peer_(peer), port_(port) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* data, size_t size) override {
    if (current_.empty()) current_ = std::exchange(next_, {});
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
  std::string_view next_ = "\r\n";
  const std::string& peer_;
  const int port_;
};

bool Is(std::string_view name, std::string_view other) {
  return name.size() == other.size() && ::strncasecmp(name.data(), other.data(), name.size()) == 0;
}

// What the library adds among the headers, and a client may send to be taken for it.
bool LooksAddedByTheLibrary(std::string_view name) {
  return Is(name, "REMOTE_ADDR") || Is(name, "REMOTE_PORT") || Is(name, "LOCAL_ADDR") ||
         Is(name, "LOCAL_PORT");
}

// The header lines as they were sent; framing.h has judged them, so every line has its colon.
void ReadHeaders(std::string_view lines, Headers* headers, std::string* accept_encoding) {
  while (true) {
    const size_t end = lines.find("\r\n");
    if (end == 0 || end == std::string_view::npos) return;
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end + 2);
    const size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = TrimOws(line.substr(colon + 1));
    if (LooksAddedByTheLibrary(name) || Is(name, "Range")) continue;
    if (Is(name, "Accept-Encoding")) {
      if (!accept_encoding->empty()) accept_encoding->append(", ");
      accept_encoding->append(value);
      continue;
    }
    headers->Add(name, value);
  }
}

// "METHOD target HTTP/1.x": framing.h has judged that there are two spaces.
std::string_view TargetOf(std::string_view line) {
  const size_t first = line.find(' ');
  return line.substr(first + 1, line.rfind(' ') - first - 1);
}

}  // namespace

HttplibAdapter::HttplibAdapter() {
  set_pre_routing_handler(
      [this](const httplib::Request& /*request*/, httplib::Response& /*unused*/) {
        reached_ = true;
        (*callback_)(read_, accept_encoding_);
        return HandlerResponse::Handled;
      });
  set_exception_handler([](const httplib::Request& /*request*/, httplib::Response& response,
                           const std::exception_ptr& /*what*/) { response.status = 500; });
}

// Everything as it was sent; framing.h has judged it.
void HttplibAdapter::Read(std::string_view line) {
  const std::string_view target = TargetOf(line);
  read_.method = line.substr(0, line.find(' '));
  read_.target = target;
  read_.path = target.substr(0, target.find('?'));
  read_.version = line.substr(line.rfind(' ') + 1);
  read_.remote_addr = *whole_->peer;
  read_.remote_port = whole_->peer_port;
  std::string_view lines = whole_->head;
  lines.remove_prefix(lines.find("\r\n") + 2);
  read_.headers.Clear();
  accept_encoding_.clear();
  ReadHeaders(lines, &read_.headers, &accept_encoding_);
  read_.body.assign(whole_->body);
}

bool HttplibAdapter::Run(const WholeRequest& request, const Callback& callback) {
  whole_ = &request;
  const std::string_view line = request.head.substr(0, request.head.find("\r\n"));
  Read(line);
  // A target without a query is its own path.
  if (TargetOf(line).find('?') == std::string_view::npos) {
    callback(read_, accept_encoding_);
    return true;
  }
  callback_ = &callback;
  reached_ = false;
  RequestLineStream stream(request.head.substr(0, line.size() + 2), *request.peer,
                           request.peer_port);
  bool closed = false;
  // "true" asks for "Connection: close" in the head that is thrown away: the shorter one to make.
  process_request(stream, true, closed, nullptr);
  return reached_;
}

}  // namespace temoin::http
