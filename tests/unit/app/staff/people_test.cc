#include "app/staff/people.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "app/staff/grant_rules.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/file.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::days;

constexpr std::string_view kIssuer = "https://id.example";

class PeopleTest : public store::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    for (const char* site : {"a", "b"}) {
      const std::string document = "{\"site\":\"" + std::string(site) + "\"}";
      const std::string hash = EncodeHex(Sha256(document));
      Append({.now = now_, .revisions = {{site, hash, document, 1, "{}", "Test", now_}}});
    }
    people_ = StaffPeople::Load(directory_.path()).value();
  }
  Context Now() {
    return {.store = *store_,
            .write = [this](const auto& work) { return work(*store_); },
            .now = now_,
            .people = people_.get()};
  }
  std::string Come(std::string_view subject, std::string_view name = "Déléguée") {
    return people_->SignedIn(kIssuer, subject, name, now_)->id;
  }
  Result<StaffPerson> Give(const Actor& actor, const std::string& id, std::vector<Grant> grants) {
    return Grants(Now(), actor, {.person = id, .grants = std::move(grants)});
  }

  const Actor everywhere_{.name = "Auditeur", .role = "operator"};
  const Actor of_a_{.name = "Anne", .role = "operator", .sites = {"a"}};
  TemporaryDirectory directory_;
  std::unique_ptr<StaffPeople> people_;
};

TEST_F(PeopleTest, ArePersonsByIssuerAndSubjectAndOutliveARestart) {
  const std::string id = Come("1");
  EXPECT_EQ(Come("1", "Déléguée"), id) << "a name may change";
  EXPECT_NE(PersonId("https://id.example1", ""), PersonId("https://id.example", "1"));
  ASSERT_TRUE(Give(everywhere_, id, {{StaffRole::kDpo, {"b", "a"}, now_ + days(9)}}).ok());
  people_ = StaffPeople::Load(directory_.path()).value();
  const StaffPerson kept = *people_->Find(id);
  EXPECT_EQ(kept.LogName(), "Déléguée [" + id + "]");
  EXPECT_EQ(kept.grants, (std::vector<Grant>{{StaffRole::kDpo, {"a", "b"}, now_ + days(9)}}));
  struct stat info {};
  ASSERT_EQ(::stat((directory_.path() + "/staff-people.json").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(PeopleTest, WhoSeesSomeSitesChangesTheirRolesAlone) {
  const std::string id = Come("1");
  EXPECT_EQ(Give(of_a_, id, {{StaffRole::kDpo, {"a"}}}).error().code, ErrorCode::kNotFound)
      << "one who waits is nobody's";
  ASSERT_TRUE(
      Give(everywhere_, id, {{StaffRole::kDpo, {"a"}}, {StaffRole::kOperator, {"b"}}}).ok());
  const auto seen = People(Now(), of_a_, {});
  ASSERT_EQ(seen->size(), 1U);
  EXPECT_EQ(seen->front().grants, (std::vector<Grant>{{StaffRole::kDpo, {"a"}}}));
  EXPECT_EQ(Give(of_a_, id, {{StaffRole::kDpo, {"b"}}}).error().pointer, "/grants");
  EXPECT_EQ(Give(of_a_, id, {{StaffRole::kDpo}}).error().pointer, "/grants");
  const auto changed = Give(of_a_, id, {{StaffRole::kMarketing, {"a"}}});
  ASSERT_TRUE(changed.ok()) << changed.error().message;
  EXPECT_EQ(changed->grants, (std::vector<Grant>{{StaffRole::kMarketing, {"a"}}}));
  EXPECT_EQ(people_->Find(id)->grants,
            (std::vector<Grant>{{StaffRole::kOperator, {"b"}}, {StaffRole::kMarketing, {"a"}}}));
  EXPECT_EQ(RevokePerson(Now(), of_a_, id).error().code, ErrorCode::kUnprocessable);
  EXPECT_FALSE(people_->Find(id)->revoked);
}

TEST_F(PeopleTest, WhatMakesNoSenseIsRefusedBeforeItsLine) {
  const std::string id = Come("1");
  const size_t lines = store_->ReadAccesses(0, 100)->size();
  EXPECT_EQ(Give(everywhere_, "0", {}).error().code, ErrorCode::kNotFound);
  const Actor themselves{.name = people_->Find(id)->LogName(), .role = "operator"};
  EXPECT_EQ(Give(themselves, id, {{StaffRole::kOperator}}).error().code, ErrorCode::kUnprocessable);
  EXPECT_EQ(RevokePerson(Now(), themselves, id).error().code, ErrorCode::kUnprocessable);
  const Actor before{.name = "Avant [" + id + "]", .role = "operator"};
  EXPECT_EQ(Give(before, id, {{StaffRole::kOperator}}).error().code, ErrorCode::kUnprocessable)
      << "under the name of a session that began earlier";
  EXPECT_FALSE(Give(everywhere_, id, {{StaffRole::kAuditor}}).ok()) << "without an end";
  EXPECT_FALSE(Give(everywhere_, id, {{StaffRole::kDpo, {}, now_}}).ok()) << "over already";
  EXPECT_FALSE(Give(everywhere_, id, {{StaffRole::kDpo, {"none"}}}).ok());
  std::vector<Grant> many;
  for (size_t i = 0; i <= kMaxGrants; ++i) {
    many.push_back({StaffRole::kDpo, {}, now_ + days(1 + static_cast<int>(i))});
  }
  EXPECT_FALSE(Give(everywhere_, id, many).ok());
  EXPECT_EQ(store_->ReadAccesses(0, 100)->size(), lines);
  EXPECT_TRUE(people_->Find(id)->grants.empty());
}

TEST_F(PeopleTest, OfThoseWhoMayDoNothingTheFirstGivesWay) {
  const std::string kept = Come("kept");
  ASSERT_TRUE(Give(everywhere_, kept, {}).ok());
  const std::string first = Come("0");
  for (size_t i = 1; i <= StaffPeople::kMaxWaiting; ++i) Come(std::to_string(i));
  EXPECT_FALSE(people_->Find(first));
  EXPECT_TRUE(people_->Find(kept)) << "somebody decided about them";
  EXPECT_EQ(people_->List().size(), StaffPeople::kMaxWaiting + 1);
}

TEST_F(PeopleTest, ADamagedFileLetsNobodyInAndStays) {
  const std::string path = directory_.path() + "/staff-people.json";
  for (const char* text : {"{", "{}", "[1]", R"([{"id":"x"}])"}) {
    ASSERT_TRUE(WriteFileDurably(path, text, 0600).ok());
    const auto loaded = StaffPeople::Load(directory_.path());
    ASSERT_FALSE(loaded.ok()) << text;
    EXPECT_EQ(loaded.error().code, ErrorCode::kDataLoss);
    people_ = StaffPeople::Unreadable(loaded.error());
    EXPECT_EQ(people_->SignedIn(kIssuer, "1", "Déléguée", now_).error().code,
              ErrorCode::kUnavailable);
    EXPECT_EQ(People(Now(), everywhere_, {}).error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(*ReadFile(path, 100), text);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
