#include "server/client/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <string>
#include <thread>

namespace temoin::client {
namespace {

class HttpClientTest : public testing::Test {
 protected:
  HttpClientTest() {
    server_.Post("/echo", [](const httplib::Request& request, httplib::Response& response) {
      response.status = 202;
      response.set_content(request.get_header_value("Content-Type") + " " + request.body, "a/b");
    });
    server_.Post("/", [](const httplib::Request&, httplib::Response& response) {
      response.set_content("root", "a/b");
    });
    server_.Post("/elsewhere", [](const httplib::Request&, httplib::Response& response) {
      response.set_redirect("/echo");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~HttpClientTest() override {
    server_.stop();
    thread_.join();
  }

  std::string Url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }

  httplib::Server server_;
  std::thread thread_;
  int port_ = 0;
  HttpClient client_;
};

TEST_F(HttpClientTest, PostsABodyAndReadsTheAnswer) {
  const auto answer = client_.Post(Url("/echo"), "abc", "x/y", 100);
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(answer->body, "x/y abc");
  const auto root = client_.Post(Url(""), "", "x/y", 100);
  ASSERT_TRUE(root.ok()) << root.error().message;
  EXPECT_EQ(root->body, "root");
}

TEST_F(HttpClientTest, FollowsNoRedirect) {
  const auto answer = client_.Post(Url("/elsewhere"), "abc", "x/y", 100);
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->status, 302);
}

TEST_F(HttpClientTest, TakesNoMoreThanItIsTold) {
  const std::string body(5000, 'a');
  EXPECT_TRUE(client_.Post(Url("/echo"), body, "x/y", 5004).ok());
  const auto over = client_.Post(Url("/echo"), body, "x/y", 5003);
  ASSERT_FALSE(over.ok());
  EXPECT_EQ(over.error().code, ErrorCode::kTooLarge);
}

TEST_F(HttpClientTest, SaysWhyThereIsNoAnswer) {
  const auto no_url = client_.Post("127.0.0.1", "", "x/y", 10);
  ASSERT_FALSE(no_url.ok());
  EXPECT_EQ(no_url.error().code, ErrorCode::kInvalidArgument);
  server_.stop();
  const auto nobody = client_.Post(Url("/echo"), "", "x/y", 10);
  ASSERT_FALSE(nobody.ok());
  EXPECT_EQ(nobody.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(nobody.error().message, testing::Not(testing::IsEmpty()));
}

}  // namespace
}  // namespace temoin::client
