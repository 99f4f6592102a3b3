#include "server/client/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

namespace temoin::client {
namespace TEMOIN_TEST_FILE {

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
    server_.Get("/who", [](const httplib::Request& request, httplib::Response& response) {
      response.set_content(
          request.get_header_value("Authorization") + ", x=" + request.get_param_value("x"), "c/d");
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

  app::Outbound::Request Post(const std::string& path, const std::string& body,
                              size_t max_bytes) const {
    return {.url = Url(path), .body = body, .type = "x/y", .max_bytes = max_bytes};
  }

  httplib::Server server_;
  std::thread thread_;
  int port_ = 0;
  HttpClient client_;
};

TEST_F(HttpClientTest, PostsABodyAndReadsTheAnswer) {
  const auto response = client_.Send(Post("/echo", "abc", 100));
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(response->status, 202);
  EXPECT_EQ(response->body, "x/y abc");
  const auto root = client_.Send(Post("", "", 100));
  ASSERT_TRUE(root.ok()) << root.error().message;
  EXPECT_EQ(root->body, "root");
}

TEST_F(HttpClientTest, GetsWithCredentialsAndTellsTheType) {
  const auto response = client_.Send(
      {.method = "GET", .url = Url("/who?x=%20"), .authorization = "Bearer abc", .max_bytes = 100});
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(response->body, "Bearer abc, x= ");
  EXPECT_EQ(response->type, "c/d");
}

TEST_F(HttpClientTest, FollowsNoRedirect) {
  const auto response = client_.Send(Post("/elsewhere", "abc", 100));
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(response->status, 302);
}

TEST_F(HttpClientTest, TakesNoMoreThanItIsTold) {
  const std::string body(5000, 'a');
  EXPECT_TRUE(client_.Send(Post("/echo", body, 5004)).ok());
  const auto over = client_.Send(Post("/echo", body, 5003));
  ASSERT_FALSE(over.ok());
  EXPECT_EQ(over.error().code, ErrorCode::kTooLarge);
}

// Answers the first connection with `piece` again and again, until the client goes. It looks for
// the client's end rather than wait in a full send: TCP tells a sender that nobody reads only at
// its next probe, which comes later each time.
class EndlessServer {
 public:
  EndlessServer(const std::string& head, std::string piece, std::chrono::milliseconds pause)
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_, 1), 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, head, piece = std::move(piece), pause] {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
      ::send(fd, head.data(), head.size(), MSG_NOSIGNAL);
      pollfd peer{fd, POLLRDHUP, 0};
      while (!cut_ && std::chrono::steady_clock::now() < end) {
        ::send(fd, piece.data(), piece.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        std::this_thread::sleep_for(pause);
        cut_ = ::poll(&peer, 1, 0) > 0;
      }
      ::close(fd);
    });
  }
  ~EndlessServer() {
    if (thread_.joinable()) thread_.join();
    ::close(listener_);
  }
  std::string Url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }
  bool WasCut() {
    thread_.join();
    return cut_;
  }

 private:
  int listener_;
  int port_ = 0;
  bool cut_ = false;
  std::thread thread_;
};

TEST_F(HttpClientTest, ADrippingAnswerIsCutWhereverItDrips) {
  HttpClient hasty(std::chrono::milliseconds(300));
  for (const char* head :
       {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    EndlessServer server(head, "1", std::chrono::milliseconds(20));
    const auto response = hasty.Send({.url = server.Url(), .type = "x/y", .max_bytes = 1000});
    ASSERT_FALSE(response.ok()) << head;
    EXPECT_EQ(response.error().code, ErrorCode::kUnavailable) << head;
    EXPECT_TRUE(server.WasCut()) << head;
  }
}

TEST_F(HttpClientTest, AHeadWithoutEndIsCut) {
  for (const char* piece : {"X-More: of the same\r\n", "aaaaaaaaaaaaaaaaaaaaaaa"}) {
    EndlessServer server("HTTP/1.1 200 OK\r\n", piece, std::chrono::milliseconds(0));
    const auto response = client_.Send({.url = server.Url(), .type = "x/y", .max_bytes = 1000});
    ASSERT_FALSE(response.ok()) << piece;
    EXPECT_TRUE(server.WasCut()) << piece;
  }
}

TEST_F(HttpClientTest, SaysWhyThereIsNoAnswer) {
  const auto no_url = client_.Send({.url = "127.0.0.1", .type = "x/y", .max_bytes = 10});
  ASSERT_FALSE(no_url.ok());
  EXPECT_EQ(no_url.error().code, ErrorCode::kInvalidArgument);
  server_.stop();
  const auto nobody = client_.Send(Post("/echo", "", 10));
  ASSERT_FALSE(nobody.ok());
  EXPECT_EQ(nobody.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(nobody.error().message, testing::Not(testing::IsEmpty()));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::client
