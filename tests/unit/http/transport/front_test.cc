#include "server/http/transport/front.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/http/transport/front_fixture.h"
#include "tests/unit/log_capture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

TEST_F(FrontTest, AnswersAndKeepsTheConnection) {
  Start();
  RawClient client = Connect();
  for (int i = 0; i < 20; ++i) {  // cpp-httplib's own loop stops after 5
    const RawResponse response = client.Ask(Get("/hello"));
    ASSERT_TRUE(response.complete);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "hello");
    EXPECT_EQ(response.Header("Content-Type"), "text/plain");
    EXPECT_EQ(response.Header("Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_FALSE(response.Has("Connection"));
    EXPECT_FALSE(response.Has("Keep-Alive"));
  }
  EXPECT_EQ(front_->metrics().connections_accepted.load(), 1U);
  EXPECT_EQ(front_->metrics().requests.load(), 20U);
  EXPECT_EQ(front_->metrics().responses[2].load(), 20U);
}

TEST_F(FrontTest, DateFollowsTheClockThatWasPassedIn) {
  Start();
  RawClient client = Connect();
  client.Ask(Get("/hello"));
  clock_.Advance(std::chrono::hours(24));
  EXPECT_EQ(client.Ask(Get("/hello")).Header("Date"), "Mon, 07 Nov 1994 08:49:37 GMT");
}

TEST_F(FrontTest, ClosesWhenAsked) {
  Start();
  RawClient client = Connect();
  const RawResponse response = client.Ask(Get("/hello", "Connection: close\r\n"));
  EXPECT_EQ(response.Header("Connection"), "close");
  EXPECT_TRUE(client.ReadsEnd());

  RawClient old = Connect();
  EXPECT_EQ(old.Ask("GET /hello HTTP/1.0\r\n\r\n").Header("Connection"), "close");
  EXPECT_TRUE(old.ReadsEnd());

  RawClient kept = Connect();
  const std::string request = "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_EQ(kept.Ask(request).Header("Connection"), "keep-alive");
  EXPECT_EQ(kept.Ask(request).body, "hello");
}

TEST_F(FrontTest, HeadHasTheLengthAndNoBody) {
  Start();
  RawClient client = Connect();
  for (const char* path : {"/hello", "/prepared"}) {
    const RawResponse get = client.Ask(Get(path));
    client.Send("HEAD " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const RawResponse head = client.Read(true);
    EXPECT_EQ(head.head, get.head);
    EXPECT_EQ(head.Header("Content-Length"), std::to_string(get.body.size()));
  }
  EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");  // nothing was left over
}

TEST_F(FrontTest, NoContentAndNotModifiedHaveNoLength) {
  Start();
  RawClient client = Connect();
  const RawResponse empty = client.Ask(Get("/empty"));
  EXPECT_EQ(empty.status, 204);
  EXPECT_FALSE(empty.Has("Content-Length"));
  const RawResponse unchanged = client.Ask(Get("/unchanged"));
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_FALSE(unchanged.Has("Content-Length"));
  EXPECT_EQ(unchanged.Header("ETag"), "\"a\"");
  EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");
}

TEST_F(FrontTest, HandlersCannotBreakTheHead) {
  Start();
  RawClient client = Connect();
  const RawResponse response = client.Ask(Get("/split"));
  EXPECT_EQ(response.Header("X-Good"), "yes");
  EXPECT_FALSE(response.Has("X-Bad"));
  EXPECT_FALSE(response.Has("X-Injected"));
  EXPECT_FALSE(response.Has("Connection"));
  EXPECT_EQ(response.Header("Content-Length"), "2");
  EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");
}

TEST_F(FrontTest, ABuiltAnswerIsTheSameAsAPreparedOne) {
  Response response;
  response.status = 201;
  response.headers.Add("A", "b");
  response.headers.Add("B", "c\nInjected: d");
  response.headers.Add("Date", "never");
  response.body = "body";
  const auto prepared = Prepare(response);
  const auto built = ResponseBuilder(201)
                         .Header("A", "b")
                         .Header("B", "c\nInjected: d")
                         .Header("Date", "never")
                         .Finish("body");
  EXPECT_EQ(built->head, prepared->head);
  EXPECT_EQ(built->head, "HTTP/1.1 201 Created\r\nA: b\r\nContent-Length: 4\r\n");
  EXPECT_EQ(built->body, prepared->body);
  EXPECT_EQ(built->status, 201);
  EXPECT_EQ(ResponseBuilder(204).Finish("not to be sent")->body, "");
}

TEST_F(FrontTest, BodyArrivesWhole) {
  Start();
  RawClient client = Connect();
  std::string body(60000, '\0');
  for (size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 31);
  const RawResponse response = client.Ask(Post("/echo", body));
  EXPECT_EQ(response.body, body);
  EXPECT_EQ(response.Header("X-Method"), "POST");
}

TEST_F(FrontTest, RequestsCutAtEveryByteAreTheSameRequests) {
  Start();
  const std::string request = Post("/echo", "twelve bytes") + Get("/hello");
  for (size_t cut = 1; cut < request.size(); ++cut) {
    RawClient client = Connect();
    ASSERT_TRUE(client.Send(request.substr(0, cut)));
    std::this_thread::yield();
    ASSERT_TRUE(client.Send(request.substr(cut)));
    EXPECT_EQ(client.Read().body, "twelve bytes") << cut;
    EXPECT_EQ(client.Read().body, "hello") << cut;
  }
}

TEST_F(FrontTest, PipelinedRequestsAreAnsweredInOrder) {
  Start();
  RawClient client = Connect();
  std::string requests;
  for (int i = 0; i < 200; ++i) requests += Post("/echo", "n" + std::to_string(i));
  ASSERT_TRUE(client.Send(requests));
  for (int i = 0; i < 200; ++i) EXPECT_EQ(client.Read().body, "n" + std::to_string(i));
}

TEST_F(FrontTest, AGetWithABodyDoesNotDesynchroniseTheConnection) {
  Start();
  RawClient client = Connect();  // as a proxy keeps it for many visitors
  const std::string smuggled = Get("/throw");
  ASSERT_TRUE(client.Send("GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                          std::to_string(smuggled.size()) + "\r\n\r\n" + smuggled + Get("/echo")));
  EXPECT_EQ(client.Read().body, "hello");
  EXPECT_EQ(client.Read().Header("X-Method"), "GET");
  EXPECT_EQ(front_->metrics().requests.load(), 2U);
}

TEST_F(FrontTest, AClientCannotPretendToBeSomeone) {
  Start();
  RawClient client = Connect();
  const std::string spoof =
      "REMOTE_ADDR: 6.6.6.6\r\nRemote_Port: 1\r\nLOCAL_ADDR: 6.6.6.6\r\nLOCAL_PORT: 1\r\n";
  for (const char* more : {"", "Cookie: a=%41\r\n", "Range: bytes=0-0\r\n"}) {
    const RawResponse response = client.Ask(Get("/headers", spoof + more));
    EXPECT_THAT(response.body, Not(HasSubstr("6.6.6.6"))) << more;
    EXPECT_THAT(response.body, Not(HasSubstr("Remote_Port"))) << more;
    EXPECT_EQ(client.Ask(Get("/echo", spoof + more)).Header("X-Peer"), "127.0.0.1");
  }
}

TEST_F(FrontTest, HeaderValuesAreTheBytesThatWereSent) {
  Start();
  RawClient client = Connect();
  const RawResponse careful =
      client.Ask(Get("/headers", "X-A: a%0d%0aX-Injected: b%2c\r\nX-B:  c \r\n"));
  EXPECT_EQ(careful.body, "accept-encoding=\nHost=x\nX-A=a%0d%0aX-Injected: b%2c\nX-B=c\n");
  const RawResponse plain = client.Ask(Get("/headers", "X-A: a\r\nX-B:  c \r\n"));
  EXPECT_EQ(plain.body, "accept-encoding=\nHost=x\nX-A=a\nX-B=c\n");
}

TEST_F(FrontTest, AcceptEncodingIsKeptApartAndNothingIsCompressedTwice) {
  Start();
  RawClient client = Connect();
  const RawResponse response = client.Ask(Get("/headers", "Accept-Encoding: gzip, br\r\n"));
  EXPECT_EQ(response.body, "accept-encoding=gzip, br\nHost=x\n");
  EXPECT_FALSE(response.Has("Content-Encoding"));
  EXPECT_THAT(client.Ask(Get("/headers")).body, HasSubstr("accept-encoding=\n"));
}

TEST_F(FrontTest, RepeatedAndEmptyHeadersAreKept) {
  Start();
  RawClient client = Connect();
  EXPECT_EQ(client.Ask(Get("/headers", "X-A: 1\r\nx-a: 2\r\nX-B:\r\n")).body,
            "accept-encoding=\nHost=x\nX-A=1\nx-a=2\nX-B=\n");
  EXPECT_EQ(client.Ask(Get("/headers", "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\n")).body,
            "accept-encoding=gzip, br\nHost=x\n");
}

TEST_F(FrontTest, RangeIsIgnoredEvenWhenItIsNonsense) {
  Start();
  RawClient client = Connect();
  for (const std::string range : {"bytes=0-1", "bytes=a-b", "lines=1", "bytes=-"}) {
    const RawResponse response = client.Ask(Get("/hello", "Range: " + range + "\r\n"));
    EXPECT_EQ(response.status, 200) << range;
    EXPECT_EQ(response.body, "hello") << range;
  }
  // The library would match this with a recursive regular expression.
  const RawResponse response =
      client.Ask(Get("/hello", "Range: bytes=0-0" + std::string(3500, ',') + "\r\n"));
  EXPECT_EQ(response.body, "hello");
}

TEST_F(FrontTest, OutOfMemoryIs503AndPasses) {
  FrontOptions options = Options();
  options.worker_threads = 1;
  Start(options);
  RawClient client = Connect();
  for (const char* path : {"/out-of-memory", "/blocking-out-of-memory"}) {
    const RawResponse response = client.Ask(Get(path));
    EXPECT_EQ(response.status, 503) << path;
    EXPECT_NE(response.Header("Retry-After"), "") << path;
  }
  EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");
  EXPECT_EQ(front_->metrics().parked.load(), 0);
}

TEST_F(FrontTest, ExceptionsAre500AndSayNothing) {
  const LogCapture log;
  FrontOptions options = Options();
  options.worker_threads = 1;
  Start(options);
  RawClient client = Connect();
  for (const char* path : {"/throw", "/park-and-throw", "/blocking-throw", "/drop"}) {
    const RawResponse response = client.Ask(Get(path));
    EXPECT_EQ(response.status, 500) << path;
    EXPECT_THAT(response.head + response.body, Not(HasSubstr("secret"))) << path;
    EXPECT_EQ(response.Header("Content-Type"), "application/problem+json") << path;
  }
  for (const Completion& completion : handler_.TakeParked(1)) completion.Send(Response());
  EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");
  EXPECT_EQ(Rejected(RejectReason::kHandlerFailed), 4U);
  // The operator reads what the client does not; nobody reads what() of an exception.
  EXPECT_THAT(log.Text(), HasSubstr("std::runtime_error"));
  EXPECT_THAT(log.Text(), Not(HasSubstr("secret")));
  EXPECT_EQ(front_->metrics().parked.load(), 0);
}

TEST_F(FrontTest, RejectionsAreProblemsAndCloseTheConnection) {
  Start();
  const struct {
    std::string request;
    int status;
    RejectReason reason;
  } cases[] = {
      {"GET / HTTP/1.1\r\n\r\n", 400, RejectReason::kBadHost},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
       RejectReason::kTransferEncoding},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400,
       RejectReason::kBadContentLength},
      {"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", 417,
       RejectReason::kExpect},
      {"GET / HTTP/3.0\r\n\r\n", 505, RejectReason::kBadVersion},
      {Get("/hello", "A: " + std::string(9000, 'a') + "\r\n"), 431, RejectReason::kLineTooLong},
      {"GET /" + std::string(9000, 'a'), 414, RejectReason::kUriTooLong},
  };
  for (const auto& c : cases) {
    RawClient client = Connect();
    const RawResponse response = client.Ask(c.request);
    EXPECT_EQ(response.status, c.status);
    EXPECT_EQ(response.Header("Connection"), "close");
    EXPECT_EQ(response.Header("Cache-Control"), "no-store");
    EXPECT_THAT(response.body, HasSubstr("\"status\":" + std::to_string(c.status)));
    EXPECT_EQ(Rejected(c.reason), 1U) << RejectReasonName(c.reason);
    client.ShutdownWrite();
    EXPECT_TRUE(client.ReadsEnd());
  }
  EXPECT_EQ(front_->metrics().requests.load(), 0U);
}

TEST_F(FrontTest, WhatTheLibraryRefusesIs400AndTheConnectionGoesOn) {
  Start();
  RawClient client = Connect();
  EXPECT_EQ(client.Ask(Get("/hello?a=b?c")).status, 400);
  EXPECT_EQ(Rejected(RejectReason::kNotParsed), 1U);
  EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");
}

// A server that closes at once resets the connection of who is still sending, and the response with
// it.
TEST_F(FrontTest, AClientStillSendingAMegabyteGetsIts413) {
  Start();
  const std::string body(1 << 20, 'x');
  for (int i = 0; i < 20; ++i) {
    RawClient client = Connect();
    ASSERT_TRUE(client.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n"));
    EXPECT_TRUE(client.Send(body));
    const RawResponse response = client.Read();
    EXPECT_EQ(response.status, 413);
    client.ShutdownWrite();
    EXPECT_TRUE(client.ReadsEnd());
    EXPECT_FALSE(client.was_reset());
  }
  EXPECT_EQ(Rejected(RejectReason::kBodyTooLarge), 20U);
}

TEST_F(FrontTest, AnswersLargerThanTheSocketArrive) {
  Start();
  RawClient client = Connect();
  ASSERT_TRUE(client.Send(Get("/big") + Get("/hello")));
  const RawResponse big = client.Read();
  EXPECT_TRUE(big.complete);
  EXPECT_EQ(big.body.size(), size_t{4} << 20);
  EXPECT_EQ(client.Read().body, "hello");
  EXPECT_TRUE(Eventually([&] { return front_->metrics().buffered_bytes.load() == 0; }));
}

TEST_F(FrontTest, RequestsBehindAnAnswerThatHadToWaitAreAnsweredOnce) {
  Start();
  RawClient client = Connect();
  client.ReceiveBuffer(128 * 1024);
  ASSERT_TRUE(client.Send(Get("/big") + Post("/echo", "1") + Get("/big") + Post("/echo", "2")));
  ASSERT_TRUE(Eventually([&] { return front_->metrics().buffered_bytes.load() > 4096; }));
  for (const char* number : {"1", "2"}) {
    EXPECT_EQ(client.Read().body.size(), size_t{4} << 20);
    EXPECT_EQ(client.Read().body, number);
  }
  EXPECT_EQ(front_->metrics().requests.load(), 4U);
  EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");
}

TEST_F(FrontTest, AHalfClosedClientIsStillAnswered) {
  Start();
  RawClient client = Connect();
  ASSERT_TRUE(client.Send(Get("/hello") + Get("/park") + Get("/hello")));
  client.ShutdownWrite();
  EXPECT_EQ(client.Read().body, "hello");
  for (const Completion& completion : handler_.TakeParked(1)) {
    Response response;
    response.SetContent("late", "text/plain");
    completion.Send(std::move(response));
  }
  EXPECT_EQ(client.Read().body, "late");
  EXPECT_EQ(client.Read().body, "hello");
  EXPECT_TRUE(client.ReadsEnd());
  EXPECT_TRUE(Eventually([&] { return front_->metrics().connections_open.load() == 0; }));
}

TEST_F(FrontTest, ManyConnectionsAreAllServed) {
  Start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 512; ++i) {
    clients.push_back(Connect());
    ASSERT_TRUE(clients.back().connected());
  }
  for (RawClient& client : clients) ASSERT_TRUE(client.Send(Get("/prepared")));
  for (RawClient& client : clients) EXPECT_EQ(client.Read().body.size(), 4096U);
  EXPECT_EQ(front_->metrics().connections_open.load(), 512);
}

TEST_F(FrontTest, SeveralLoopsShareThePort) {
  FrontOptions options = Options();
  options.loops = 3;
  Start(options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 64; ++i) clients.push_back(Connect());
  for (RawClient& client : clients) EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");
  front_->Stop(std::chrono::seconds(5));
  front_->Join();
  EXPECT_FALSE(RawClient(front_->port()).connected());
}

TEST_F(FrontTest, TwoFrontsCannotShareAPort) {
  Start();
  FrontOptions options = Options();
  options.listen = {"127.0.0.1:" + std::to_string(front_->port())};
  const auto second = Front::Start(options, &handler_, &clock_);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
}

TEST_F(FrontTest, AddressesThatAreNone) {
  for (const char* address : {"", "127.0.0.1", "127.0.0.1:", ":80", "127.0.0.1:65536", "::1:80",
                              "[::1:80", "127.0.0.1:8a", "999.1.1.1:80", "127.0.0.1:-1"}) {
    FrontOptions options;
    options.listen = {address};
    const auto front = Front::Start(options, &handler_, &clock_);
    EXPECT_FALSE(front.ok()) << address;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
