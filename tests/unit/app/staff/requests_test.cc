// The register of people's requests: months and days, what is refused, what waits and what is late.
#include "app/staff/requests.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "catalog/model.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

Time Day(const char* text) { return *ParseDate(text); }

class RequestTest : public store::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    Append({.now = now_, .revisions = {store::Revision()}});
    auto site = std::make_shared<catalog::Site>();
    site->time_zone = *TimeZone::Find("Europe/Paris");
    catalogue_ = std::make_shared<const catalog::Catalog>(
        catalog::Catalog::Sites{{store::kSite, site}}, catalog::Catalog::Vendors{});
    now_ = store::At("2026-03-10T12:00:00Z");
  }
  Context Now() {
    return {
        .store = *store_,
        .write = [this](const std::function<Status(store::Store&)>& work) { return work(*store_); },
        .now = now_,
        .catalogue = catalogue_};
  }
  static NewRequest Asked(std::string number = "2026-1", const char* received = "2026-03-10") {
    NewRequest asked;
    asked.site = store::kSite;
    asked.number = std::move(number);
    asked.kind = "erasure";
    asked.received = Day(received);
    return asked;
  }
  Request Added(std::string number = "2026-1", const char* received = "2026-03-10") {
    auto request = Receive(Now(), actor_, Asked(std::move(number), received));
    EXPECT_TRUE(request.ok()) << request.error().message;
    return request.ok() ? *request : Request();
  }
  Result<Request> Answered(int64_t id, const char* day, std::string letter = "erased",
                           std::optional<store::Index> record = std::nullopt) {
    Answer answer;
    answer.request = id;
    answer.answered = Day(day);
    answer.letter = std::move(letter);
    answer.shown = record ? "token" : "";
    answer.record = record;
    return NoteAnswer(Now(), actor_, answer);
  }
  std::vector<std::string> Numbers(const ListRequests& command) {
    std::vector<std::string> out;
    for (const Request& request : *Requests(Now(), actor_, command)) out.push_back(request.number);
    return out;
  }
  Request Only() { return Requests(Now(), actor_, {})->at(0); }

  std::shared_ptr<const catalog::Catalog> catalogue_;
  const Actor actor_{"DPO", "auditor"};
};

TEST_F(RequestTest, TheAnswerIsDueOneMonthLaterOrOnTheMonthsLastDay) {
  EXPECT_EQ(Added("1", "2026-03-10").due, Day("2026-04-10"));
  EXPECT_EQ(Added("2", "2026-01-31").due, Day("2026-02-28"));
  EXPECT_EQ(Added("3", "2025-12-31").due, Day("2026-01-31"));
  EXPECT_EQ(Added("4", "2024-01-30").due, Day("2024-02-29"));
}

TEST_F(RequestTest, ItIsLateOnceTheLastDayIsOverThere) {
  Added("2026-1", "2026-03-10");
  now_ = store::At("2026-04-10T21:59:59Z");  // 23:59:59 in Paris
  EXPECT_FALSE(Only().late);
  now_ += std::chrono::seconds(1);
  EXPECT_TRUE(Only().late);
}

TEST_F(RequestTest, TodayIsTheSitesOwnDay) {
  now_ = store::At("2026-03-10T22:59:59Z");
  EXPECT_EQ(Receive(Now(), actor_, Asked("1", "2026-03-11")).error().pointer, "/received");
  now_ += std::chrono::seconds(1);
  EXPECT_TRUE(Receive(Now(), actor_, Asked("1", "2026-03-11")).ok());
}

TEST_F(RequestTest, AnExtensionReachesThreeMonthsFromTheDayItCame) {
  const Request request = Added("2026-1", "2026-01-31");
  now_ = store::At("2026-02-28T22:30:00Z");  // still the last day in Paris
  const auto extended = Extend(Now(), actor_, {request.id, "many requests"});
  ASSERT_TRUE(extended.ok()) << extended.error().message;
  EXPECT_EQ(extended->due, Day("2026-04-30")) << "not the 28th of April";
  EXPECT_TRUE(Only().extended);
  EXPECT_EQ(Only().reason, "many requests");
  EXPECT_EQ(Only().due, Day("2026-04-30"));
  EXPECT_EQ(Extend(Now(), actor_, {request.id, "again"}).error().code, ErrorCode::kConflict);
}

TEST_F(RequestTest, AnExtensionComesWithinTheMonthWithAReason) {
  const Request request = Added("2026-1", "2026-01-31");
  EXPECT_EQ(Extend(Now(), actor_, {request.id, ""}).error().pointer, "/reason");
  EXPECT_EQ(Extend(Now(), actor_, {request.id, std::string(501, 'x')}).error().pointer, "/reason");
  EXPECT_EQ(Extend(Now(), actor_, {request.id, "x"}).error().pointer, "/request")
      << "the 28th of February is over";
  EXPECT_EQ(Extend(Now(), actor_, {99, "x"}).error().code, ErrorCode::kNotFound);
  const Request other = Added("2026-2");
  ASSERT_TRUE(Answered(other.id, "2026-03-10").ok());
  EXPECT_EQ(Extend(Now(), actor_, {other.id, "x"}).error().code, ErrorCode::kConflict);
}

TEST_F(RequestTest, ALetterAnswersUnlessItAsksForTheProof) {
  const Request request = Added();
  EXPECT_EQ(request.state, Request::State::kOpen);
  EXPECT_EQ(Answered(request.id, "2026-03-10", "proof")->state, Request::State::kWaiting);
  now_ = store::At("2026-04-20T12:00:00Z");
  EXPECT_TRUE(Only().late) << "asking does not stop the month";
  const auto answered = Answered(request.id, "2026-04-09");
  ASSERT_TRUE(answered.ok()) << answered.error().message;
  EXPECT_EQ(answered->state, Request::State::kAnswered);
  EXPECT_FALSE(answered->late) << "it went out in time, and was noted later";
  ASSERT_TRUE(Answered(request.id, "2026-04-19", "other").ok());
  EXPECT_EQ(Only().letters.size(), 3U);
  EXPECT_EQ(Only().answered, Day("2026-04-09"));
  EXPECT_EQ(Only().letters[1].author, "DPO");
}

TEST_F(RequestTest, AnAnswerAfterTheLastDayStaysLate) {
  const Request request = Added("2026-1", "2026-01-31");
  EXPECT_TRUE(Answered(request.id, "2026-03-01")->late);
  EXPECT_TRUE(Only().late);
}

TEST_F(RequestTest, AnAnswerIsNoEarlierThanItsRequestAndNotOfTomorrow) {
  const Request request = Added();
  EXPECT_EQ(Answered(request.id, "2026-03-09").error().pointer, "/answered");
  EXPECT_EQ(Answered(request.id, "2026-03-11").error().pointer, "/answered");
  EXPECT_EQ(Answered(request.id, "2026-03-10", "postcard").error().pointer, "/letter");
  EXPECT_EQ(Answered(99, "2026-03-10").error().code, ErrorCode::kNotFound);
}

TEST_F(RequestTest, ANumberIsTheSitesOwnAndNoName) {
  for (const char* const wrong :
       {"", "Marie Exemple", "é", "2026 1", "a@b.fr", "123456789012345678901234567890123"}) {
    EXPECT_EQ(Receive(Now(), actor_, Asked(wrong)).error().pointer, "/number") << wrong;
  }
  Added("2026/1-a_b.c");
  EXPECT_EQ(Receive(Now(), actor_, Asked("2026/1-a_b.c")).error().code, ErrorCode::kConflict);
}

TEST_F(RequestTest, WhatNamesNothingIsRefused) {
  NewRequest asked = Asked();
  asked.site = "nobody.fr";
  EXPECT_EQ(Receive(Now(), actor_, asked).error().pointer, "/site");
  asked = Asked();
  asked.kind = "portability";
  EXPECT_EQ(Receive(Now(), actor_, asked).error().pointer, "/kind");
  asked = Asked();
  asked.shown = "passport";
  EXPECT_EQ(Receive(Now(), actor_, asked).error().pointer, "/shown");
  for (const store::Index index : {store::Index{0}, store::Index{900}}) {
    asked = Asked();
    asked.record = index;
    EXPECT_EQ(Receive(Now(), actor_, asked).error().pointer, "/record") << index;
  }
  EXPECT_TRUE(Requests(Now(), actor_, {})->empty());
  EXPECT_TRUE(store_->ReadAccesses(0, 10)->empty());
}

TEST_F(RequestTest, ItIsBoundToTheRecordThatIsShownLater) {
  const store::Index index = *Append({.now = now_, .choices = {store::Choice(now_)}}).choices[0];
  const Request request = Added();
  EXPECT_EQ(request.record, std::nullopt);
  ASSERT_TRUE(Answered(request.id, "2026-03-10", "erased", index).ok());
  EXPECT_EQ(Only().record, index);
  EXPECT_EQ(Only().shown, "token");
}

TEST_F(RequestTest, WhatIsDueFirstComesFirstAndCanBeAskedForAlone) {
  Added("later", "2026-03-09");
  Added("sooner", "2026-03-01");
  const Request done = Added("done", "2026-02-20");
  ASSERT_TRUE(Answered(done.id, "2026-03-02").ok());
  EXPECT_EQ(Numbers({}), (std::vector<std::string>{"sooner", "later", "done"}));
  ListRequests waiting;
  waiting.open = true;
  EXPECT_EQ(Numbers(waiting), (std::vector<std::string>{"sooner", "later"}));
  ListRequests due;
  due.due = Day("2026-04-01");
  EXPECT_EQ(Numbers(due), (std::vector<std::string>{"sooner", "done"}));
  ListRequests other;
  other.site = "autre.fr";
  EXPECT_EQ(Numbers(other), std::vector<std::string>{});
}

TEST_F(RequestTest, EachNoteLeavesOneLineWithTheNumberAndNoReason) {
  const Request request = Added();
  ASSERT_TRUE(Extend(Now(), actor_, {request.id, "many requests"}).ok());
  ASSERT_TRUE(Answered(request.id, "2026-03-10").ok());
  std::vector<std::string> lines;
  for (const store::AccessRow& row : *store_->ReadAccesses(0, 10)) {
    const store::Access& line = row.access;
    lines.push_back(line.who + " " + line.role + " " + line.action + " " + line.detail);
  }
  EXPECT_EQ(lines, (std::vector<std::string>{"DPO auditor request.add 1: 2026-1",
                                             "DPO auditor request.extend 1: 2026-1",
                                             "DPO auditor request.answer 1: 2026-1"}));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
