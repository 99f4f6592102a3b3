// The use cases over a real store: what is validated, and the one line each leaves.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "app/staff/holds.h"
#include "app/staff/tokens.h"
#include "base/calendar.h"
#include "catalog/model.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::days;

class UseCaseTest : public store::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    Append({.now = now_, .revisions = {store::Revision()}});
    tokens_ = app::StaffTokens::Load(directory_.path()).value();
    people_ = app::StaffPeople::Load(directory_.path()).value();
  }
  Context Now() {
    return {
        .store = *store_,
        .write = [this](const std::function<Status(store::Store&)>& work) { return work(*store_); },
        .now = now_,
        .tokens = tokens_.get(),
        .people = people_.get()};
  }
  AddHold Hold() {
    AddHold hold;
    hold.site = store::kSite;
    hold.reason = "an inquiry";
    hold.review = now_ + days(30);
    return hold;
  }
  std::vector<std::string> Lines() {
    std::vector<std::string> out;
    for (const store::AccessRow& row : *store_->ReadAccesses(0, 100)) {
      out.push_back(row.access.who + ": " + row.access.action);
    }
    return out;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<app::StaffTokens> tokens_;
  std::unique_ptr<app::StaffPeople> people_;
  const Actor actor_{.name = "DPO", .role = "dpo", .grants = {{StaffRole::kDpo}}};
};

TEST_F(UseCaseTest, AHoldAndItsReleaseLeaveOneLineEach) {
  const auto hold = Add(Now(), actor_, Hold());
  ASSERT_TRUE(hold.ok()) << hold.error().message;
  EXPECT_EQ(store_->Holds(false)->size(), 1U);
  const int64_t id = hold->hold.id;
  ASSERT_TRUE(ReleaseHold(Now(), actor_, id).ok());
  EXPECT_EQ(ReleaseHold(Now(), actor_, id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Lines(), (std::vector<std::string>{"DPO: hold.add", "DPO: hold.release"}));
}

TEST_F(UseCaseTest, TheDaysOfAHoldAreThoseOfTheSite) {
  const auto day = [](const char* text) { return *ParseDate(text); };
  auto site = std::make_shared<catalog::Site>();
  site->time_zone = *TimeZone::Find("Europe/Paris");
  Context context = Now();
  context.catalogue = std::make_shared<const catalog::Catalog>(
      catalog::Catalog::Sites{{store::kSite, site}}, catalog::Catalog::Vendors{});
  AddHold hold = Hold();
  hold.first_day = day("2026-03-29");  // 23 hours long in Paris
  hold.last_day = day("2026-03-29");
  const auto added = Add(context, actor_, hold);
  ASSERT_TRUE(added.ok()) << added.error().message;
  EXPECT_EQ(FormatTime(*added->hold.from), "2026-03-28T23:00:00Z");
  EXPECT_EQ(FormatTime(*added->hold.to), "2026-03-29T22:00:00Z");
  // An instant within a day reaches that day; bounds of before were days of UTC.
  hold.first_day = hold.last_day = {};
  hold.from = *ParseTime("2026-05-01T10:00:00Z");
  hold.to = *ParseTime("2026-05-02T00:30:00Z");
  ASSERT_TRUE(Add(context, actor_, hold).ok());
  hold.from = day("2026-05-01");
  hold.to = day("2026-05-02");
  ASSERT_TRUE(Add(context, actor_, hold).ok());
  std::vector<std::string> told;
  const auto shown = Holds(context, actor_, {});
  ASSERT_TRUE(shown.ok());
  for (const ShownHold& each : *shown) {
    told.push_back(FormatDate(*each.first_day) + " " + FormatDate(*each.last_day));
  }
  EXPECT_EQ(told, (std::vector<std::string>{"2026-03-29 2026-03-29", "2026-05-01 2026-05-02",
                                            "2026-05-01 2026-05-01"}));
}

TEST_F(UseCaseTest, AHoldThatHoldsNothingIsRefusedWithItsMember) {
  const auto refused = [&](auto change, std::string_view pointer) {
    AddHold hold = Hold();
    change(hold);
    const auto added = Add(Now(), actor_, hold);
    ASSERT_FALSE(added.ok()) << pointer;
    EXPECT_EQ(added.error().code, ErrorCode::kUnprocessable);
    EXPECT_EQ(added.error().pointer, pointer);
  };
  refused([](AddHold& hold) { hold.site = "nobody.example"; }, "/site");
  refused([&](AddHold& hold) { hold.from = hold.to = now_; }, "/to");
  refused([&](AddHold& hold) { hold.from = now_, hold.to = now_ - days(1); }, "/to");
  refused([](AddHold& hold) { hold.reason.clear(); }, "/reason");
  refused([&](AddHold& hold) { hold.review = now_; }, "/review");
  refused([](AddHold& hold) { hold.records.assign(kMaxHeldRecords + 1, 1); }, "/records");
  EXPECT_TRUE(store_->Holds(true)->empty());
  EXPECT_TRUE(Lines().empty());
}

TEST_F(UseCaseTest, ATokenLeavesALineWhenItIsMadeAndWhenItEnds) {
  const auto created =
      Create(Now(), actor_, {.role = app::StaffRole::kAuditor, .name = "Équipe A", .expires = {}});
  ASSERT_TRUE(created.ok());
  ASSERT_TRUE(RevokeToken(Now(), actor_, {.id = created->token.id}).ok());
  EXPECT_EQ(RevokeToken(Now(), actor_, {.id = "00000000"}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Create(Now(), actor_, {app::StaffRole::kAuditor, "", std::nullopt}).error().pointer,
            "/name");
  EXPECT_EQ(Create(Now(), actor_, {app::StaffRole::kAuditor, "b", now_}).error().pointer,
            "/expires");
  EXPECT_EQ(Lines(), (std::vector<std::string>{"DPO: token.create", "DPO: token.revoke"}));
  for (const store::AccessRow& row : *store_->ReadAccesses(0, 100)) {
    EXPECT_EQ(row.access.detail.find(created->secret), std::string::npos);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
