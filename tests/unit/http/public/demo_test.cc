#include "server/http/public/demo.h"

#include <gtest/gtest.h>

#include <utility>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

// A request that was parsed already, and what is answered.
class FakeExchange final : public Exchange {
 public:
  FakeExchange(std::string method, const std::string& host, std::string path) {
    request_.method = std::move(method);
    request_.path = std::move(path);
    request_.headers.Add("Host", host);
  }
  const Request& request() const override { return request_; }
  const std::string& accept_encoding() const override { return none_; }
  Response& response() override { return response_; }
  void Send(std::shared_ptr<const PreparedResponse>) override {}
  std::optional<Completion> Defer() override { return std::nullopt; }
  void RunBlocking(BlockingWork) override {}

 private:
  Request request_;
  Response response_;
  std::string none_;
};

constexpr std::string_view kTable = R"({"page":{"host":"www.shop.localhost"},"routes":[
  {"host":"*","path":"/demo/","file":"index.html","type":"text/html","substitute":true},
  {"host":"*","path":"/plain","file":"plain.txt","type":"text/plain"},
  {"host":"tracker.localhost","path":"/plain","file":"pixel.gif","type":"image/gif",
   "set_cookie":["a=1; Path=/","b=2; Path=/"]}]})";

std::vector<EmbeddedFile> Files(std::string_view table = kTable) {
  return {{"demo.json", table},
          {"index.html", "http://x.localhost:{{PORT}}/ and {{PORT}}"},
          {"plain.txt", "{{PORT}}"},
          {"pixel.gif", "GIF"}};
}

class DemoTest : public testing::Test {
 protected:
  // The response; -1 when the request is left alone.
  Response Ask(const std::string& host, const std::string& path,
               const std::string& method = "GET") {
    FakeExchange exchange(method, host, path);
    if (!demo_.Handle(exchange)) exchange.response().status = -1;
    return exchange.response();
  }
  const std::vector<EmbeddedFile> files_ = Files();
  const Demo demo_ = *Demo::Read(files_);
};

TEST_F(DemoTest, TheHostDecidesWhoAnswers) {
  EXPECT_EQ(Ask("www.shop.localhost:8080", "/plain").body, "{{PORT}}");
  const Response tracker = Ask("tracker.localhost:8080", "/plain");
  EXPECT_EQ(tracker.body, "GIF");
  EXPECT_EQ(tracker.Header("Content-Type"), "image/gif");
  EXPECT_EQ(tracker.Header("Cache-Control"), "no-store");
  EXPECT_EQ(tracker.headers.All("Set-Cookie").size(), 2U);
  EXPECT_EQ(Ask("TRACKER.localhost", "/plain").body, "GIF");
  EXPECT_EQ(demo_.page_host(), "www.shop.localhost");
}

TEST_F(DemoTest, ThePortIsTheOneThatWasAskedAt) {
  EXPECT_EQ(Ask("www.shop.localhost:8080", "/demo/").body, "http://x.localhost:8080/ and 8080");
  EXPECT_EQ(Ask("www.shop.localhost", "/demo/").body, "http://x.localhost:80/ and 80");
  EXPECT_EQ(Ask("[::1]:81", "/demo/").body, "http://x.localhost:81/ and 81");
  EXPECT_EQ(Ask("[::1]", "/demo/").body, "http://x.localhost:80/ and 80");
}

TEST_F(DemoTest, WhatIsNotTheDemonstrationsIsLeftAlone) {
  EXPECT_EQ(Ask("www.shop.localhost", "/v1/sites/x/config.json").status, -1);
  EXPECT_EQ(Ask("www.shop.localhost", "/demo").status, -1);
  EXPECT_EQ(Ask("www.shop.localhost", "/demo/", "POST").status, -1);
  EXPECT_EQ(Ask("www.shop.localhost", "/demo/", "HEAD").status, 200);
}

TEST(DemoFiles, ATableThatDisagreesWithTheFilesIsRefused) {
  EXPECT_EQ(Demo::Read({}).error().code, ErrorCode::kDataLoss);
  auto files = Files();
  files.pop_back();
  EXPECT_EQ(Demo::Read(files).error().code, ErrorCode::kDataLoss);
  for (const std::string_view table : {"[]", "{}", R"({"routes":{}})", R"({"routes":[1]})"}) {
    const auto read = Demo::Read(Files(table));
    ASSERT_FALSE(read.ok()) << table;
    EXPECT_EQ(read.error().code, ErrorCode::kDataLoss);
  }
}

TEST(DemoOrigins, AreThisMachinesOnly) {
  for (const char* origin : {"http://www.ameli.localhost:8080", "http://localhost",
                             "http://127.0.0.1:8080", "http://[::1]:8080"}) {
    EXPECT_TRUE(Demo::AllowsOrigin(origin)) << origin;
  }
  for (const char* origin : {"https://www.ameli.fr", "http://localhost.example", "localhost",
                             "null", "http://evil-localhost", "http://127.0.0.2", "http://"}) {
    EXPECT_FALSE(Demo::AllowsOrigin(origin)) << origin;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
