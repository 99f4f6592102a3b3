// Requests that wait for their answer without a thread, and work that is done aside.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "server/http/transport/front.h"
#include "tests/unit/http/transport/front_fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using std::chrono::milliseconds;

TEST_F(FrontTest, ParkedRequestsHoldNoThreadAndAreAnsweredFromAnother) {
  Start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 128; ++i) {
    clients.push_back(Connect());
    ASSERT_TRUE(clients.back().Send(Get("/park")));
  }
  std::vector<Completion> parked;
  while (parked.size() < 128) {
    auto more = handler_.TakeParked(1);
    ASSERT_FALSE(more.empty());
    for (Completion& completion : more) parked.push_back(std::move(completion));
  }
  RawClient other = Connect();
  EXPECT_EQ(other.Ask(Get("/hello")).body, "hello");
  EXPECT_EQ(front_->metrics().parked.load(), 128);
  std::thread writer([&] {
    for (const Completion& completion : parked) completion.Send(Text("committed"));
  });
  for (RawClient& client : clients) EXPECT_EQ(client.Read().body, "committed");
  writer.join();
  EXPECT_EQ(front_->metrics().parked.load(), 0);
}

TEST_F(FrontTest, WhatIsPipelinedBehindAParkedRequestWaitsForIt) {
  Start();
  RawClient client = Connect();
  ASSERT_TRUE(client.Send(Get("/hello") + Get("/park") + Post("/echo", "after")));
  EXPECT_EQ(client.Read().body, "hello");
  const std::vector<Completion> parked = handler_.TakeParked(1);
  ASSERT_EQ(parked.size(), 1U);
  ASSERT_TRUE(client.Send(Post("/echo", "and after")));
  parked[0].Send(Text("first"));
  EXPECT_EQ(client.Read().body, "first");
  EXPECT_EQ(client.Read().body, "after");
  EXPECT_EQ(client.Read().body, "and after");
}

TEST_F(FrontTest, ASecondAnswerIsIgnored) {
  Start();
  RawClient client = Connect();
  ASSERT_TRUE(client.Send(Get("/park")));
  std::vector<Completion> parked = handler_.TakeParked(1);
  ASSERT_EQ(parked.size(), 1U);
  const Completion copy = parked[0];
  parked[0].Send(Text("first"));
  copy.Send(Text("second"));
  EXPECT_EQ(client.Read().body, "first");
  ASSERT_TRUE(client.Send(Get("/park")));  // a response to the request before is none to this one
  copy.Send(Text("third"));
  const std::vector<Completion> again = handler_.TakeParked(1);
  ASSERT_EQ(again.size(), 1U);
  again[0].Send(Text("fourth"));
  EXPECT_EQ(client.Read().body, "fourth");
}

TEST_F(FrontTest, AClientThatDiesWhileParkedIsForgotten) {
  Start();
  RawClient reset = Connect();
  ASSERT_TRUE(reset.Send(Get("/park")));
  const std::vector<Completion> parked = handler_.TakeParked(1);
  ASSERT_EQ(parked.size(), 1U);
  reset.Reset();
  EXPECT_TRUE(Eventually([&] { return front_->metrics().connections_open.load() == 0; }));
  EXPECT_EQ(front_->metrics().parked.load(), 0);
  RawClient other = Connect();  // takes the slot the dead one had
  ASSERT_TRUE(other.Send(Get("/park")));
  const std::vector<Completion> next = handler_.TakeParked(1);
  ASSERT_EQ(next.size(), 1U);
  parked[0].Send(Text("for the dead"));
  next[0].Send(Text("for the living"));
  EXPECT_EQ(other.Read().body, "for the living");
}

TEST_F(FrontTest, AParkedRequestNobodyAnswersGets503) {
  FrontOptions options = Options();
  options.timeouts.parked = milliseconds(60);
  Start(options);
  RawClient client = Connect();
  ASSERT_TRUE(client.Send(Get("/park")));
  EXPECT_EQ(client.Read().status, 503);
  EXPECT_EQ(Rejected(RejectReason::kNoResponse), 1U);
  for (const Completion& completion : handler_.TakeParked(1)) completion.Send(Text("too late"));
  EXPECT_TRUE(client.ReadsEnd());
}

TEST_F(FrontTest, TooManyParkedGet503WithRetryAfter) {
  FrontOptions options = Options();
  options.max_parked = 2;
  options.retry_after_seconds = 3;
  Start(options);
  RawClient first = Connect();
  RawClient second = Connect();
  RawClient third = Connect();
  ASSERT_TRUE(first.Send(Get("/park")));
  ASSERT_TRUE(second.Send(Get("/park")));
  std::vector<Completion> parked = handler_.TakeParked(2);
  ASSERT_EQ(parked.size(), 2U);
  const RawResponse full = third.Ask(Get("/park"));
  EXPECT_EQ(full.status, 503);
  EXPECT_EQ(full.Header("Retry-After"), "3");
  for (const Completion& completion : parked) completion.Send(Text("ok"));
  EXPECT_EQ(first.Read().body, "ok");
  EXPECT_EQ(second.Read().body, "ok");
  ASSERT_TRUE(third.Send(Get("/park")));  // the same connection goes on, and there is room
  for (const Completion& completion : handler_.TakeParked(1)) completion.Send(Text("ok"));
  EXPECT_EQ(third.Read().body, "ok");
}

TEST_F(FrontTest, BlockingWorkRunsAsideAndItsQueueIsBounded) {
  FrontOptions options = Options();
  options.worker_threads = 1;
  options.worker_queue = 1;
  Start(options);
  RawClient running = Connect();
  ASSERT_TRUE(running.Send(Post("/blocking", "one")));
  ASSERT_TRUE(handler_.WaitBlocked(1));
  RawClient queued = Connect();
  ASSERT_TRUE(queued.Send(Post("/blocking", "two")));
  ASSERT_TRUE(Eventually([&] { return front_->metrics().parked.load() == 2; }));
  RawClient third = Connect();
  const RawResponse full = third.Ask(Post("/blocking", "three"));
  EXPECT_EQ(full.status, 503);
  EXPECT_EQ(full.Header("Retry-After"), "1");
  EXPECT_EQ(third.Ask(Get("/hello")).body, "hello");  // the loop is free all the while
  handler_.Release();
  EXPECT_EQ(running.Read().body, "worked one");
  EXPECT_EQ(queued.Read().body, "worked two");
  EXPECT_EQ(Rejected(RejectReason::kWorkersBusy), 1U);
}

TEST_F(FrontTest, WithoutWorkersBlockingWorkIsRefused) {
  Start();
  RawClient client = Connect();
  EXPECT_EQ(client.Ask(Get("/blocking")).status, 503);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
