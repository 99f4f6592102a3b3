// A front on a free port of the loopback, with a handler that tests steer.
#ifndef TEMOIN_TESTS_UNIT_HTTP_TRANSPORT_FRONT_FIXTURE_H_
#define TEMOIN_TESTS_UNIT_HTTP_TRANSPORT_FRONT_FIXTURE_H_

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "server/http/message/problem.h"
#include "server/http/transport/front.h"
#include "tests/unit/http/transport/raw_client.h"

namespace temoin::http {

inline Response Text(const std::string& text) {
  Response response;
  response.SetContent(text, "text/plain");
  return response;
}

// Answers by path. Completions of /park are kept until the test takes them.
class TestHandler : public Handler {
 public:
  void Handle(Exchange& exchange) override {
    const Request& request = exchange.request();
    Response& response = exchange.response();
    if (request.path == "/hello") {
      ++hellos_;
      response.SetContent("hello", "text/plain");
    } else if (request.path == "/hold") {  // holds the loop itself
      std::unique_lock<std::mutex> lock(mutex_);
      held_ = true;
      hellos_ = 0;
      arrived_.notify_all();
      released_.wait_for(lock, RawClient::kPatience, [this] { return release_; });
    } else if (request.path == "/order") {
      hellos_before_order_ = hellos_.load();
    } else if (request.path == "/echo") {
      response.AddHeader("X-Method", request.method);
      response.AddHeader("X-Peer", request.remote_addr);
      response.SetContent(request.body, "application/octet-stream");
    } else if (request.path == "/headers") {
      std::string text = "accept-encoding=" + exchange.accept_encoding() + "\n";
      for (const auto& [name, value] : request.headers) text += name + "=" + value + "\n";
      response.SetContent(text, "text/plain");
    } else if (request.path == "/park") {
      std::optional<Completion> completion = exchange.Defer();
      if (!completion.has_value()) return;
      const std::lock_guard<std::mutex> lock(mutex_);
      parked_.push_back(std::move(*completion));
      arrived_.notify_all();
    } else if (request.path == "/problem") {
      SetProblem(response, Error(ErrorCode::kUnprocessable, "no"));
    } else if (request.path == "/late-problem") {
      exchange.RunBlocking([](const Request&, Response& later) {
        SetProblem(later, Error(ErrorCode::kConflict, "no"));
      });
    } else if (request.path == "/drop") {
      [[maybe_unused]] const std::optional<Completion> dropped = exchange.Defer();
    } else if (request.path == "/throw") {
      throw std::runtime_error("a secret");
    } else if (request.path == "/out-of-memory") {
      throw std::bad_alloc();
    } else if (request.path == "/blocking-out-of-memory") {
      exchange.RunBlocking([](const Request&, Response&) { throw std::bad_alloc(); });
    } else if (request.path == "/park-and-throw") {
      const std::optional<Completion> completion = exchange.Defer();
      const std::lock_guard<std::mutex> lock(mutex_);
      if (completion.has_value()) parked_.push_back(*completion);
      throw std::runtime_error("a secret");
    } else if (request.path == "/empty") {
      response.status = 204;
      response.body = "not to be sent";
    } else if (request.path == "/unchanged") {
      response.status = 304;
      response.AddHeader("ETag", "\"a\"");
      response.body = "not to be sent";
    } else if (request.path == "/big") {
      response.SetContent(std::string(4 << 20, 'b'), "text/plain");
    } else if (request.path == "/prepared") {
      exchange.Send(prepared_);
    } else if (request.path == "/split") {
      response.AddHeader("X-Good", "yes");
      response.headers.Add("X-Bad", "a\r\nX-Injected: b");
      response.headers.Add("Connection", "upgrade");
      response.headers.Add("Content-Length", "999");
      response.SetContent("ok", "text/plain");
    } else if (request.path == "/blocking") {
      exchange.RunBlocking([this](const Request& copy, Response& later) {
        std::unique_lock<std::mutex> lock(mutex_);
        ++blocked_;
        arrived_.notify_all();
        released_.wait(lock, [this] { return release_; });
        later.SetContent("worked " + copy.body, "text/plain");
      });
    } else if (request.path == "/blocking-throw") {
      exchange.RunBlocking([](const Request&, Response&) { throw std::runtime_error("a secret"); });
    } else {
      response.status = 404;
    }
  }

  // Waits until `count` requests are parked, and hands their completions over.
  std::vector<Completion> TakeParked(size_t count) {
    std::unique_lock<std::mutex> lock(mutex_);
    arrived_.wait_for(lock, RawClient::kPatience, [&] { return parked_.size() >= count; });
    return std::exchange(parked_, {});
  }
  bool WaitBlocked(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return arrived_.wait_for(lock, RawClient::kPatience, [&] { return blocked_ >= count; });
  }
  bool WaitHeld() {
    std::unique_lock<std::mutex> lock(mutex_);
    return arrived_.wait_for(lock, RawClient::kPatience, [&] { return held_; });
  }
  int hellos_before_order() const { return hellos_before_order_; }
  void Release() {
    const std::lock_guard<std::mutex> lock(mutex_);
    release_ = true;
    released_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable released_;
  std::vector<Completion> parked_;
  int blocked_ = 0;
  bool held_ = false;
  std::atomic<int> hellos_{0};
  std::atomic<int> hellos_before_order_{0};
  bool release_ = false;
  std::shared_ptr<const PreparedResponse> prepared_ = [] {
    Response response;
    response.SetContent(std::string(4096, 'p'), "application/json");
    response.AddHeader("ETag", "\"p\"");
    return Prepare(std::move(response));
  }();
};

class FrontTest : public testing::Test {
 protected:
  static FrontOptions Options() {
    FrontOptions options;
    options.listen = {"127.0.0.1:0"};
    return options;
  }
  void Start(const FrontOptions& options = Options()) {
    auto front = Front::Start(options, &handler_, &clock_);
    ASSERT_TRUE(front.ok()) << front.error().message;
    front_ = std::move(front).value();
  }
  RawClient Connect() { return RawClient(front_->port()); }
  uint64_t Rejected(RejectReason reason) const { return front_->metrics().rejected(reason); }

  // Polls until `condition` holds; false when it never does.
  static bool Eventually(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + RawClient::kPatience;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
  }

  static std::string Get(const std::string& path, const std::string& headers = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
  }
  static std::string Post(const std::string& path, const std::string& body) {
    return "POST " + path +
           " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
  }

  ManualClock clock_{Time(std::chrono::seconds(784111777))};  // Sun, 06 Nov 1994 08:49:37
  TestHandler handler_;
  std::unique_ptr<Front> front_;
};

}  // namespace temoin::http

#endif  // TEMOIN_TESTS_UNIT_HTTP_TRANSPORT_FRONT_FIXTURE_H_
