// A client that sends bytes as they are and reads what comes, for tests that misbehave on purpose.
//
// Every wait is bounded (kPatience), so that a server that hangs fails a test instead of stopping
// it; no test asserts on how long something took.
//
// Thread-safety: one object a thread.
#ifndef TEMOIN_TESTS_UNIT_HTTP_TRANSPORT_RAW_CLIENT_H_
#define TEMOIN_TESTS_UNIT_HTTP_TRANSPORT_RAW_CLIENT_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace temoin::http {

struct RawResponse {
  bool complete = false;  // a head, and as many body bytes as it announces
  int status = 0;
  std::string head;
  std::string body;

  std::string Header(const std::string& name) const {
    const std::string key = "\r\n" + name + ": ";
    const size_t at = head.find(key);
    if (at == std::string::npos) return "";
    const size_t begin = at + key.size();
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
  bool Has(const std::string& name) const {
    return head.find("\r\n" + name + ": ") != std::string::npos;
  }
};

class RawClient {
 public:
  static constexpr std::chrono::seconds kPatience{20};

  explicit RawClient(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { Close(); }
  RawClient(RawClient&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)),
        connected_(other.connected_),
        buffer_(std::move(other.buffer_)) {}
  RawClient& operator=(RawClient&&) = delete;

  bool connected() const { return connected_; }
  void Close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  // Closes with a reset instead of an orderly end.
  void Reset() {
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    Close();
  }
  void ShutdownWrite() { ::shutdown(fd_, SHUT_WR); }
  void ReceiveBuffer(int size) { ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size); }

  // False when the server has closed or reset the connection.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  // The next response; `head_only` for the response to a HEAD.
  RawResponse Read(bool head_only = false) {
    RawResponse response;
    size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!Fill()) return response;
    }
    response.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    if (response.head.size() > 12) response.status = std::atoi(response.head.c_str() + 9);
    const std::string length = response.Header("Content-Length");
    const size_t body = head_only ? 0 : static_cast<size_t>(std::atoll(length.c_str()));
    while (buffer_.size() < body) {
      if (!Fill()) return response;
    }
    response.body = buffer_.substr(0, body);
    buffer_.erase(0, body);
    response.complete = true;
    return response;
  }
  RawResponse Ask(std::string_view request) {
    Send(request);
    return Read();
  }

  // True when the server ended the connection in order (and had nothing more to say), false when it
  // reset it, or did neither within kPatience.
  bool ReadsEnd() {
    while (Fill()) {
    }
    return ended_ && buffer_.empty();
  }
  bool was_reset() const { return reset_; }

 private:
  bool Fill() {
    pollfd wait{.fd = fd_, .events = POLLIN, .revents = 0};
    const auto patience = std::chrono::milliseconds(kPatience).count();
    if (::poll(&wait, 1, static_cast<int>(patience)) <= 0) return false;
    char chunk[16384];
    const ssize_t got = ::recv(fd_, chunk, sizeof chunk, 0);
    if (got < 0) reset_ = true;
    if (got == 0) ended_ = true;
    if (got <= 0) return false;
    buffer_.append(chunk, static_cast<size_t>(got));
    return true;
  }

  int fd_;
  bool connected_ = false;
  bool ended_ = false;
  bool reset_ = false;
  std::string buffer_;
};

}  // namespace temoin::http

#endif  // TEMOIN_TESTS_UNIT_HTTP_TRANSPORT_RAW_CLIENT_H_
