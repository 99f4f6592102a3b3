// How a front stops, with clients at every stage of a request.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "server/http/transport/front.h"
#include "tests/unit/http/transport/front_fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using std::chrono::milliseconds;

TEST_F(FrontTest, StoppingAnswersWhatIsParkedAndWhatHasBegun) {
  Start();
  RawClient idle = Connect();
  EXPECT_EQ(idle.Ask(Get("/hello")).body, "hello");
  RawClient parked = Connect();
  ASSERT_TRUE(parked.Send(Get("/park")));
  const std::vector<Completion> completions = handler_.TakeParked(1);
  ASSERT_EQ(completions.size(), 1U);
  RawClient begun = Connect();
  ASSERT_TRUE(begun.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe"));
  ASSERT_TRUE(Eventually([&] { return front_->metrics().buffered_bytes.load() > 0; }));

  front_->Stop(std::chrono::seconds(20));
  EXPECT_TRUE(idle.ReadsEnd());
  EXPECT_FALSE(RawClient(front_->port()).connected());
  ASSERT_TRUE(begun.Send("llo"));
  const RawResponse echo = begun.Read();
  EXPECT_EQ(echo.body, "hello");
  EXPECT_EQ(echo.Header("Connection"), "close");
  completions[0].Send(Text("committed"));
  const RawResponse committed = parked.Read();
  EXPECT_EQ(committed.body, "committed");
  EXPECT_EQ(committed.Header("Connection"), "close");
  begun.Close();
  parked.Close();
  front_->Join();
  EXPECT_EQ(front_->metrics().connections_open.load(), 0);
}

TEST_F(FrontTest, StoppingGivesUpAfterItsGrace) {
  Start();
  RawClient client = Connect();
  ASSERT_TRUE(client.Send(Get("/park")));
  std::vector<Completion> parked = handler_.TakeParked(1);
  ASSERT_EQ(parked.size(), 1U);
  front_->Stop(milliseconds(50));
  front_->Join();
  EXPECT_FALSE(client.Read().complete);
  parked[0].Send(Text("nobody"));  // harmless: the loop has gone
  front_.reset();
  parked[0].Send(Text("nobody"));
}

TEST_F(FrontTest, ASecondStopCanOnlyHurry) {
  Start();
  RawClient client = Connect();
  ASSERT_TRUE(client.Send(Get("/park")));
  ASSERT_EQ(handler_.TakeParked(1).size(), 1U);  // dropped: answered with 500
  EXPECT_EQ(client.Read().status, 500);
  ASSERT_TRUE(client.Send(Get("/park")));
  const std::vector<Completion> parked = handler_.TakeParked(1);
  front_->Stop(std::chrono::hours(1));
  front_.reset();  // must not wait for an hour
}

TEST_F(FrontTest, RequestsUnderFireAreAnsweredOrTheConnectionEnds) {
  FrontOptions options = Options();
  options.loops = 2;
  options.worker_threads = 2;
  Start(options);
  handler_.Release();
  std::atomic<int> answered{0};
  std::atomic<bool> broken{false};
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      RawClient client = Connect();
      for (int n = 0;; ++n) {
        const bool blocking = (n + i) % 3 == 0;
        const std::string body = std::to_string(n);
        if (!client.Send(Post(blocking ? "/blocking" : "/echo", body))) return;
        const RawResponse response = client.Read();
        if (!response.complete) return;
        if (response.body != (blocking ? "worked " + body : body)) broken = true;
        ++answered;
        if (response.Header("Connection") == "close") return;
      }
    });
  }
  EXPECT_TRUE(Eventually([&] { return answered.load() > 200; }));
  front_->Stop(std::chrono::seconds(20));
  for (std::thread& client : clients) client.join();
  front_->Join();
  EXPECT_FALSE(broken.load());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
