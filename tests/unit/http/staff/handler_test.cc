#include "server/http/staff/handler.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/recording/server_keys.h"
#include "server/http/staff/console_files.h"
#include "tests/unit/http/staff/fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

// Runs on the spot what would wait for a worker, and remembers that it was asked to.
class SpotExchange final : public Exchange {
 public:
  explicit SpotExchange(http::Request request) : request_(std::move(request)) {}

  const http::Request& request() const override { return request_; }
  const std::string& accept_encoding() const override { return none_; }
  Response& response() override { return response_; }
  void Send(std::shared_ptr<const PreparedResponse> response) override {
    response_.status = response->status;
    response_.body = response->body;
  }
  std::optional<Completion> Defer() override { return std::nullopt; }
  void RunBlocking(BlockingWork work) override {
    on_worker_ = true;
    work(request_, response_);
  }
  bool on_worker() const { return on_worker_; }

 private:
  const http::Request request_;
  Response response_;
  const std::string none_;
  bool on_worker_ = false;
};

class StaffHandlerTest : public StaffTest {
 protected:
  void SetUp() override {
    StaffTest::SetUp();
    recorder_ =
        std::make_unique<app::Recorder>(*store_, backend_->clock_, keys_, readiness_,
                                        app::RecorderOptions{.data_directory = directory_.path()});
    const Services services{backend_->clock_, *store_, *recorder_, readiness_, snapshot_, live_};
    handler_ = std::make_unique<StaffHandler>(services);
    AddStaffHealthRoutes(handler_->router(), services, [] { return std::string("up 1\n"); });
    AddConsoleFiles(handler_->router(), {{"index.html", "<p>"}, {"console.js", "1"}});
    handler_->Serve(*api_);
  }
  // The response, and whether a worker gave it.
  std::pair<Response, bool> Ask(const http::Request& request) {
    SpotExchange exchange(request);
    handler_->Handle(exchange);
    return {exchange.response(), exchange.on_worker()};
  }
  std::pair<Response, bool> Ask(std::string_view method, std::string_view path,
                                std::string_view token = {}) {
    return Ask(Request(method, path, token));
  }

  const app::ServerKeys keys_;
  app::Readiness readiness_;
  SnapshotHolder snapshot_;
  LiveHolder live_{LiveOptions{}};
  std::unique_ptr<app::Recorder> recorder_;
  std::unique_ptr<StaffHandler> handler_;
};

TEST_F(StaffHandlerTest, WhatIsUnderV1IsTheApisOnAWorker) {
  for (const char* path : {"/v1/session", "/v1/nothing", "/v1/", "/v1/%2e%2e/healthz"}) {
    const auto [response, on_worker] = Ask("GET", path);
    EXPECT_EQ(response.status, 401) << path;
    EXPECT_TRUE(on_worker) << path;
  }
  EXPECT_EQ(Ask("GET", "/v1/nothing", "token-operator").first.status, 404);
  EXPECT_EQ(Ask("GET", "/v1/session", "token-operator").first.status, 200);
}

TEST_F(StaffHandlerTest, AllElseIsARowOnTheLoop) {
  for (const auto& [path, body] :
       {std::pair("/", "<p>"), {"/console.js", "1"}, {"/metrics", "up 1\n"}}) {
    const auto [response, on_worker] = Ask("GET", path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(response.body, body) << path;
    EXPECT_FALSE(on_worker) << path;
  }
  for (const auto& [path, allow] : {std::pair("/", "GET, HEAD"),
                                    {"/console.js", "GET, HEAD"},
                                    {"/healthz", "GET, HEAD, OPTIONS"}}) {
    const Response refused = Ask("PUT", path).first;
    EXPECT_EQ(refused.status, 405) << path;
    EXPECT_EQ(refused.Header("Allow"), allow) << path;
  }
  EXPECT_EQ(Ask("GET", "/index.html").first.status, 404);
  EXPECT_EQ(Ask("GET", "/nowhere").first.status, 404);
}

TEST_F(StaffHandlerTest, AnotherNameAsksNothing) {
  for (const char* path : {"/", "/v1/session", "/healthz"}) {
    http::Request request = Request("GET", path, "token-operator");
    request.headers = {};
    request.headers.Add("Host", "evil.example");
    const auto [response, on_worker] = Ask(request);
    EXPECT_EQ(response.status, 421) << path;
    EXPECT_FALSE(on_worker) << path;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
