// What slow and greedy clients get.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "server/http/transport/front.h"
#include "tests/unit/http/transport/front_fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using std::chrono::milliseconds;

TEST_F(FrontTest, ASlowHeadIsCutWith408) {
  FrontOptions options = Options();
  options.timeouts.head = milliseconds(60);
  Start(options);
  RawClient client = Connect();
  ASSERT_TRUE(client.Send("GET /hello HTTP/1.1\r\nHo"));
  EXPECT_EQ(client.Read().status, 408);
  EXPECT_EQ(Rejected(RejectReason::kSlowHead), 1U);

  RawClient second = Connect();  // the same between two requests of one connection
  EXPECT_EQ(second.Ask(Get("/hello")).body, "hello");
  ASSERT_TRUE(second.Send("GET /he"));
  EXPECT_EQ(second.Read().status, 408);
  EXPECT_EQ(Rejected(RejectReason::kSlowHead), 2U);
}

TEST_F(FrontTest, TimesWhatAHandlerAnsweredAndNotWhatWasRejected) {
  Start(Options());
  RawClient client = Connect();
  EXPECT_EQ(client.Ask(Get("/hello")).status, 200);
  EXPECT_EQ(client.Ask("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  EXPECT_EQ(client.Ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab").status,
            200);
  ASSERT_TRUE(client.Send(Get("/park")));
  std::vector<Completion> parked = handler_.TakeParked(1);
  ASSERT_EQ(parked.size(), 1U);
  std::this_thread::sleep_for(milliseconds(30));
  EXPECT_EQ(front_->metrics().reading.Read().observed, 2U);
  parked.front().Send(Text("late"));
  EXPECT_EQ(client.Read().body, "late");
  EXPECT_EQ(Connect().Ask("GET /hello HTTP/1.1\r\n\r\n").status, 400);  // without a Host
  EXPECT_EQ(front_->metrics().reading.Read().observed, 3U);
  EXPECT_EQ(front_->metrics().writing.Read().observed, 1U);
  EXPECT_GE(front_->metrics().reading.Read().sum, 30'000U);  // of the one that waited
}

TEST_F(FrontTest, CountsProblemsByTheirName) {
  FrontOptions options = Options();
  options.worker_threads = 1;
  Start(options);
  RawClient client = Connect();
  const auto count = [this](std::string_view name) {
    const auto known = std::ranges::find(kProblemNames, name);
    return front_->metrics().problems[static_cast<size_t>(known - kProblemNames.begin())].load();
  };
  for (const char* const path : {"/hello", "/missing", "/problem", "/late-problem"}) {
    ASSERT_TRUE(client.Send(Get(path)));
    if (std::string_view(path) == "/late-problem") break;
    (void)client.Read();
  }
  EXPECT_EQ(client.Read().status, 409);
  EXPECT_EQ(count("unprocessable"), 1U);
  EXPECT_EQ(count("conflict"), 1U);
  uint64_t all = 0;
  for (const auto& each : front_->metrics().problems) all += each.load();
  EXPECT_EQ(all, 2U);
}

TEST_F(FrontTest, DrippingBytesDoesNotBuyTime) {
  FrontOptions options = Options();
  options.timeouts.head = milliseconds(60);
  Start(options);
  RawClient client = Connect();
  ASSERT_TRUE(client.Send("GET /hello HTTP/1.1\r\nHost: x\r\nX: "));
  // Would go on for 20 s, the patience of the client, if each byte counted as progress.
  for (int i = 0; i < 4000 && Rejected(RejectReason::kSlowHead) == 0; ++i) {
    client.Send("a");
    std::this_thread::sleep_for(milliseconds(5));
  }
  EXPECT_EQ(Rejected(RejectReason::kSlowHead), 1U);
}

TEST_F(FrontTest, ASlowBodyIsCutWith408) {
  FrontOptions options = Options();
  options.timeouts.request = milliseconds(60);
  Start(options);
  RawClient client = Connect();
  ASSERT_TRUE(client.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel"));
  EXPECT_EQ(client.Read().status, 408);
  EXPECT_EQ(Rejected(RejectReason::kSlowBody), 1U);
  EXPECT_EQ(Rejected(RejectReason::kSlowHead), 0U);
}

TEST_F(FrontTest, SilentConnectionsAreClosed) {
  FrontOptions options = Options();
  options.timeouts.head = milliseconds(40);
  options.timeouts.idle = milliseconds(40);
  Start(options);
  RawClient silent = Connect();
  EXPECT_TRUE(silent.ReadsEnd());
  RawClient idle = Connect();
  EXPECT_EQ(idle.Ask(Get("/hello")).status, 200);
  EXPECT_TRUE(idle.ReadsEnd());
}

TEST_F(FrontTest, TwoHundredSlowClientsDoNotKeepAnotherFromItsAnswer) {
  FrontOptions options = Options();
  options.timeouts.head = std::chrono::seconds(2);
  Start(options);
  std::vector<RawClient> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(Connect());
    ASSERT_TRUE(slow.back().Send("GET /hello HTTP/1.1\r\n"));
  }
  RawClient quick = Connect();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(quick.Ask(Get("/hello")).body, "hello");
  for (RawClient& client : slow) EXPECT_EQ(client.Read().status, 408);
  EXPECT_EQ(Rejected(RejectReason::kSlowHead), 200U);
}

TEST_F(FrontTest, AClientThatDoesNotReadIsCut) {
  FrontOptions options = Options();
  options.timeouts.write = milliseconds(60);
  Start(options);
  RawClient client = Connect();
  client.ReceiveBuffer(4096);
  ASSERT_TRUE(client.Send(Get("/big")));
  EXPECT_TRUE(Eventually([&] { return front_->metrics().connections_timed_out.load() == 1; }));
  EXPECT_TRUE(Eventually([&] { return front_->metrics().connections_open.load() == 0; }));
  EXPECT_EQ(front_->metrics().buffered_bytes.load(), 0);
}

TEST_F(FrontTest, TooManyConnectionsAreTurnedAwayAndIdleOnesMakeRoom) {
  FrontOptions options = Options();
  options.max_connections = 4;
  Start(options);
  std::vector<RawClient> busy;
  for (int i = 0; i < 4; ++i) {
    busy.push_back(Connect());
    ASSERT_TRUE(busy.back().Send(Get("/park")));
  }
  std::vector<Completion> parked;
  while (parked.size() < 4) {
    for (Completion& completion : handler_.TakeParked(1)) parked.push_back(std::move(completion));
  }
  RawClient late = Connect();
  const RawResponse refused = late.Read();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.Header("Retry-After"), "1");
  EXPECT_EQ(Rejected(RejectReason::kTooManyConnections), 1U);

  for (const Completion& completion : parked) completion.Send(Text("done"));
  for (RawClient& client : busy) EXPECT_EQ(client.Read().body, "done");
  RawClient next = Connect();  // the four are idle now: the one that was idle longest goes
  EXPECT_EQ(next.Ask(Get("/hello")).body, "hello");
  EXPECT_EQ(front_->metrics().connections_open.load(), 4);
}

TEST_F(FrontTest, UnfinishedRequestsMakeRoomWhenConnectionsRunOut) {
  FrontOptions options = Options();
  options.max_connections = 8;
  Start(options);
  std::vector<RawClient> slow;
  for (int i = 0; i < 8; ++i) {  // silent, with a head begun, with a body begun
    slow.push_back(Connect());
    if (i % 3 == 1) slow.back().Send("GET /hello HT");
    if (i % 3 == 2)
      slow.back().Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nh");
  }
  ASSERT_TRUE(Eventually([&] { return front_->metrics().connections_open.load() == 8; }));
  for (int i = 0; i < 20; ++i) {
    RawClient visitor = Connect();
    EXPECT_EQ(visitor.Ask(Get("/hello", "Connection: close\r\n")).body, "hello") << i;
    EXPECT_TRUE(visitor.ReadsEnd());
  }
  EXPECT_GT(Rejected(RejectReason::kTooManyConnections), 0U);
  EXPECT_EQ(front_->metrics().responses[5].load(), 0U) << "nobody is turned away";
}

TEST_F(FrontTest, OneAddressKeepsSoManyRequestsUnfinishedAndNoMore) {
  FrontOptions options = Options();
  options.max_unfinished = 4;
  Start(options);
  RawClient idle = Connect();  // waits for nothing, and is not counted
  EXPECT_EQ(idle.Ask(Get("/hello")).body, "hello");
  std::vector<RawClient> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(Connect());
    ASSERT_TRUE(slow.back().Send("GET /hello HTTP/1.1\r\n"));
    ASSERT_TRUE(Eventually([&] {
      return front_->metrics().connections_accepted.load() == static_cast<uint64_t>(i) + 2;
    }));
  }
  EXPECT_TRUE(Eventually([&] { return front_->metrics().connections_open.load() == 5; }));
  EXPECT_EQ(Rejected(RejectReason::kTooManyConnections), 16U);
  ASSERT_TRUE(slow.back().Send("Host: x\r\n\r\n"));
  EXPECT_EQ(slow.back().Read().body, "hello") << "the newest are served";
  EXPECT_EQ(idle.Ask(Get("/hello")).body, "hello");
}

TEST_F(FrontTest, AnswersThatNobodyReadsCostTheKernelLittle) {
  FrontOptions options = Options();
  options.send_buffer = 16 * 1024;
  Start(options);
  RawClient client = Connect();
  client.ReceiveBuffer(4096);
  ASSERT_TRUE(client.Send(Get("/big")));
  // The response of 4 MiB stays here but for what the socket takes.
  EXPECT_TRUE(
      Eventually([&] { return front_->metrics().buffered_bytes.load() > int64_t{4} << 20; }));
  const int fd = ::open("/proc/self/net/tcp", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  std::string table(1 << 20, '\0');
  size_t size = 0;
  for (ssize_t got = 0; (got = ::read(fd, table.data() + size, table.size() - size)) > 0;) {
    size += static_cast<size_t>(got);
  }
  ::close(fd);
  table.resize(size);
  // "sl local_address rem_address st tx_queue:rx_queue": the bytes that wait in the front's socket.
  char local[40];
  std::snprintf(local, sizeof local,
                "0100007F:%04X 0100007F:", static_cast<unsigned>(front_->port()));
  const size_t at = table.find(local);
  ASSERT_NE(at, std::string::npos);
  const size_t queue = table.find(" 01 ", at);
  ASSERT_NE(queue, std::string::npos);
  EXPECT_LE(std::stoul(table.substr(queue + 4, 8), nullptr, 16), 64UL * 1024);
}

TEST_F(FrontTest, HundredsOfRequestsAtOnceAreAnsweredInTurns) {
  Start();
  RawClient greedy = Connect();
  std::string many;
  constexpr int kMany = 1000;
  for (int i = 0; i < kMany; ++i) many += Post("/echo", std::to_string(i));
  ASSERT_TRUE(greedy.Send(many));
  greedy.ShutdownWrite();  // still listening for all of it
  for (int i = 0; i < kMany; ++i) ASSERT_EQ(greedy.Read().body, std::to_string(i));
  EXPECT_TRUE(greedy.ReadsEnd());
}

TEST_F(FrontTest, AnotherIsAnsweredBetweenTheTurnsOfAGreedyOne) {
  Start();
  RawClient greedy = Connect();
  RawClient modest = Connect();
  EXPECT_EQ(modest.Ask(Get("/hello")).body, "hello");
  std::string many;
  for (int i = 0; i < 600; ++i) many += Get("/hello");
  ASSERT_TRUE(greedy.Send(Get("/hold") + many));
  ASSERT_TRUE(handler_.WaitHeld());
  ASSERT_TRUE(modest.Send(Get("/order")));  // both wait for the loop now
  handler_.Release();
  EXPECT_EQ(modest.Read().status, 200);
  EXPECT_LT(handler_.hellos_before_order(), 600);
}

TEST_F(FrontTest, RunningOutOfDescriptorsIsSurvived) {
  Start();
  RawClient before = Connect();
  EXPECT_EQ(before.Ask(Get("/hello")).body, "hello");
  rlimit saved{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &saved), 0);
  rlimit tight = saved;
  const int next = ::dup(0);  // the lowest free descriptor
  ::close(next);
  tight.rlim_cur = static_cast<rlim_t>(next) + 1;  // one for the client, none for the server
  RawClient client = [&] {
    ::setrlimit(RLIMIT_NOFILE, &tight);
    return Connect();
  }();
  EXPECT_TRUE(client.connected());
  EXPECT_TRUE(Eventually([&] { return front_->metrics().accept_errors.load() > 0; }));
  ::setrlimit(RLIMIT_NOFILE, &saved);
  RawClient after = Connect();
  EXPECT_EQ(after.Ask(Get("/hello")).body, "hello");
}

TEST_F(FrontTest, AllBuffersTogetherAreBounded) {
  FrontOptions options = Options();
  options.max_buffered_bytes = 200'000;
  Start(options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 40; ++i) {
    clients.push_back(Connect());
    clients.back().Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" +
                        std::string(50'000, 'x'));
  }
  EXPECT_TRUE(Eventually([&] { return Rejected(RejectReason::kOutOfMemory) > 0; }));
  EXPECT_LT(front_->metrics().buffered_bytes.load(), 400'000);
  clients.clear();
  EXPECT_TRUE(Eventually([&] { return front_->metrics().buffered_bytes.load() == 0; }));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
