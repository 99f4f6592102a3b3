// Limitations of processing over a real store: what may be asked, what they keep from use, and the
// lines they leave.
#include "app/staff/limitations.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "app/staff/consents.h"
#include "app/staff/erase_record.h"
#include "app/staff/holds.h"
#include "base/calendar.h"
#include "catalog/model.h"
#include "tests/unit/store/store_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::days;

class LimitationsTest : public store::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    Append({.now = now_, .revisions = {store::Revision()}});
    first_ = Give(store::Choice(now_));
    store::NewChoice next = store::Choice(now_);
    next.record.previous = first_;
    second_ = Give(next);
    other_ = Give(store::Choice(now_));
  }
  Context Now() {
    return {
        .store = *store_,
        .write = [this](const std::function<Status(store::Store&)>& work) { return work(*store_); },
        .now = now_,
        .catalogue = std::make_shared<const catalog::Catalog>(catalog::Catalog::Sites{},
                                                              catalog::Catalog::Vendors{}),
        .erase = [](store::Index, Time) -> Result<EraseOutcome> { return EraseOutcome{}; }};
  }
  Limit Asked() {
    return {.index = first_,
            .ground = "accuracy",
            .shown = "token",
            .request = "2026-117",
            .review = now_ + days(30)};
  }
  std::vector<std::string> Lines() {
    std::vector<std::string> out;
    for (const store::AccessRow& row : *store_->ReadAccesses(0, 100)) {
      out.push_back(row.access.action + ": " + row.access.detail);
    }
    return out;
  }

  store::Index first_ = 0;
  store::Index second_ = 0;
  store::Index other_ = 0;
  const Actor actor_{"DPO", "dpo"};
};

TEST_F(LimitationsTest, TheWholeBrowserIsLimitedAndLeavesALine) {
  const auto made = LimitProcessing(Now(), actor_, Asked());
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->records, (std::vector<store::Index>{first_, second_}));
  EXPECT_EQ(made->ground, "accuracy");
  EXPECT_EQ(made->request, "2026-117");
  EXPECT_FALSE(Find(other_).row.limited_since.has_value());
  EXPECT_TRUE(Holds(Now(), actor_, {})->empty()) << "it is no hold";
  EXPECT_EQ(Limitations(Now(), actor_, {})->size(), 1U);
  EXPECT_EQ(LimitProcessing(Now(), actor_, Asked()).error().code, ErrorCode::kConflict);
  EXPECT_EQ(Lines(), (std::vector<std::string>{"limitation.add: 1: accuracy 2026-117"}));
}

TEST_F(LimitationsTest, OnlyWhatTheArticleNamesIsTaken) {
  const auto refused = [&](auto change, std::string_view pointer) {
    Limit asked = Asked();
    change(asked);
    const auto made = LimitProcessing(Now(), actor_, asked);
    ASSERT_FALSE(made.ok()) << pointer;
    EXPECT_EQ(made.error().code, ErrorCode::kUnprocessable);
    EXPECT_EQ(made.error().pointer, pointer);
  };
  refused([](Limit& asked) { asked.ground = "because"; }, "/ground");
  refused([](Limit& asked) { asked.shown = ""; }, "/shown");
  refused([](Limit& asked) { asked.request = "Marie Exemple"; }, "/request");
  refused([&](Limit& asked) { asked.review = now_; }, "/review");
  Limit nobody = Asked();
  nobody.index = 0;  // the publication's entry
  EXPECT_EQ(LimitProcessing(Now(), actor_, nobody).error().code, ErrorCode::kNotFound);
  const Actor elsewhere{"DPO", "dpo", {"twin"}};
  EXPECT_FALSE(LimitProcessing(Now(), elsewhere, Asked()).ok());
  EXPECT_TRUE(Limitations(Now(), actor_, {})->empty());
}

TEST_F(LimitationsTest, ALimitedChoiceIsWithheldUnlessAReasonIsGiven) {
  ASSERT_TRUE(LimitProcessing(Now(), actor_, Asked()).ok());
  const auto read = Read(Now(), actor_, {.index = second_});
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(read->content.has_value());
  EXPECT_EQ(read->row.limited_since, now_);
  EXPECT_EQ(read->row.revision, "");
  EXPECT_EQ(Read(Now(), actor_, {.index = second_, .form = ConsentForm::kReceipt}).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(Read(Now(), actor_, {.index = second_, .despite = "curiosity"}).error().code,
            ErrorCode::kInvalidArgument);
  const auto claimed = Read(Now(), actor_, {.index = second_, .despite = "claims"});
  ASSERT_TRUE(claimed.ok());
  EXPECT_TRUE(claimed->content.has_value());
  EXPECT_EQ(Lines().back(),
            "consent.read: index " + std::to_string(second_) + ", despite a limitation: claims");
  EXPECT_TRUE(Read(Now(), actor_, {.index = other_})->content.has_value());
}

TEST_F(LimitationsTest, ThePersonAloneErasesWhatIsLimited) {
  ASSERT_TRUE(LimitProcessing(Now(), actor_, Asked()).ok());
  const auto erased = [&](EraseGround ground) {
    return Erase(Now(), actor_, {.index = second_, .ground = ground});
  };
  EXPECT_EQ(erased(EraseGround::kUnlawful).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(erased(EraseGround::kShown).ok());
}

TEST_F(LimitationsTest, ItIsLiftedOnceThePersonWasTold) {
  const int64_t id = LimitProcessing(Now(), actor_, Asked())->id;
  EXPECT_EQ(Lift(Now(), actor_, {.id = id, .informed = {}}).error().pointer, "/informed");
  EXPECT_EQ(Lift(Now(), actor_, {.id = id, .informed = now_ + days(1)}).error().pointer,
            "/informed");
  EXPECT_EQ(ReleaseHold(Now(), actor_, id).error().code, ErrorCode::kNotFound)
      << "no way around telling them";
  const Time today = std::chrono::floor<days>(now_);
  EXPECT_EQ(Lift(Now(), actor_, {.id = id + 1, .informed = today}).error().code,
            ErrorCode::kNotFound);
  ASSERT_TRUE(Lift(Now(), actor_, {.id = id, .informed = today}).ok());
  EXPECT_FALSE(Find(first_).row.limited_since.has_value());
  EXPECT_TRUE(Limitations(Now(), actor_, {})->empty());
  EXPECT_EQ(Limitations(Now(), actor_, {.lifted = true})->at(0).lifted_by, "DPO");
  EXPECT_EQ(Lines().at(1), "limitation.informed: 1: on " + FormatDate(today));
  EXPECT_EQ(Lines().at(2), "limitation.lift: 1");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
