#include "server/client/http_client.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

namespace temoin::client {
namespace {

using std::chrono::steady_clock;

constexpr size_t kMaxHead = size_t{64} * 1024;
constexpr std::chrono::milliseconds kLook{20};

// What a TCP socket has received, by TCP_INFO (tcpi_bytes_received of linux/tcp.h, which cannot be
// included beside the header of cpp-httplib).
uint64_t ReceivedBytes(int fd) {
  constexpr size_t kOffset = 128;
  std::array<char, 256> info{};
  socklen_t size = info.size();
  uint64_t received = 0;
  if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, info.data(), &size) != 0) return 0;
  if (size >= kOffset + sizeof received) {
    std::memcpy(&received, info.data() + kOffset, sizeof received);
  }
  return received;
}

// Ends a request that lasts too long or receives too much. cpp-httplib bounds each read, not all of
// them together, and keeps every header that is sent.
class Watchdog {
 public:
  Watchdog(httplib::Client& client, steady_clock::time_point until, uint64_t max_bytes)
      : client_(client), until_(until), max_bytes_(max_bytes) {
    client_.set_socket_options([this](socket_t fd) { fd_ = fd; });
    thread_ = std::thread([this] { Run(); });
  }
  ~Watchdog() { Stop(); }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  void Stop() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      over_ = true;
    }
    ended_.notify_one();
    if (thread_.joinable()) thread_.join();
  }
  bool late() const { return late_; }
  bool large() const { return large_; }

 private:
  void Run() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!ended_.wait_for(lock, kLook, [this] { return over_; })) {
      const int fd = fd_;
      if (fd >= 0 && ReceivedBytes(fd) > max_bytes_) large_ = true;
      if (steady_clock::now() >= until_) late_ = true;
      if (large_ || late_) client_.stop();
    }
  }

  httplib::Client& client_;
  const steady_clock::time_point until_;
  const uint64_t max_bytes_;
  std::atomic<int> fd_{-1};
  std::atomic<bool> late_{false};
  std::atomic<bool> large_{false};
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace

Result<app::Outbound::Response> HttpClient::Send(const Request& asked) {
  const std::string& url = asked.url;
  const size_t max_bytes = asked.max_bytes;
  const size_t scheme = url.find("://");
  if (!url.starts_with("https://") && !url.starts_with("http://")) {
    return Error(ErrorCode::kInvalidArgument, url + " is no URL");
  }
  const size_t slash = std::min(url.find_first_of("/?", scheme + 3), url.size());
  httplib::Client client(url.substr(0, slash));
  client.set_connection_timeout(patience_);
  client.set_write_timeout(patience_);
  client.set_read_timeout(patience_);
  httplib::Request request;
  request.method = asked.method;
  const std::string path = url.substr(slash);
  request.path = path.starts_with('/') ? path : "/" + path;
  if (!asked.type.empty()) request.headers.emplace("Content-Type", asked.type);
  if (!asked.authorization.empty()) request.headers.emplace("Authorization", asked.authorization);
  request.body = asked.body;
  Response response;
  bool over = false;
  const auto until = steady_clock::now() + patience_;
  request.content_receiver = [&](const char* data, size_t size, uint64_t /*offset*/,
                                 uint64_t /*total*/) {
    over = response.body.size() + size > max_bytes;
    if (!over) response.body.append(data, size);
    return !over;
  };
  Watchdog watchdog(client, until, max_bytes + kMaxHead);
  const auto result = client.send(request);
  watchdog.Stop();
  if (over || watchdog.large()) {
    return Error(ErrorCode::kTooLarge, fmt::format("the answer is over {} bytes", max_bytes));
  }
  // Its own limits end at the same moment as the watchdog's, and either may be first.
  if (watchdog.late() || (!result && steady_clock::now() >= until)) {
    return Error(ErrorCode::kUnavailable,
                 fmt::format("no whole answer in {} s", patience_.count() / 1000));
  }
  if (!result) return Error(ErrorCode::kUnavailable, httplib::to_string(result.error()));
  response.status = result->status;
  response.type = result->get_header_value("Content-Type");
  return response;
}

}  // namespace temoin::client
