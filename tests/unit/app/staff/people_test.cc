#include "app/staff/people.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "app/staff/grant_rules.h"
#include "base/file.h"
#include "base/utf8.h"
#include "tests/unit/app/staff/people_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using std::chrono::days;

class PeopleTest : public StaffPeopleTest {};

TEST_F(PeopleTest, ArePersonsByIssuerAndSubjectAndOutliveARestart) {
  const std::string id = Come("1").id;
  EXPECT_EQ(Come("1", "Déléguée").id, id) << "a name may change";
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
  const std::string id = Come("1").id;
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
  EXPECT_EQ(RevokePerson(Now(), of_a_, {.id = id}).error().code, ErrorCode::kUnprocessable);
  EXPECT_FALSE(people_->Find(id)->revoked);
}

TEST_F(PeopleTest, WhatMakesNoSenseIsRefusedBeforeItsLine) {
  const std::string id = Come("1").id;
  const size_t lines = store_->ReadAccesses(0, 100)->size();
  EXPECT_EQ(Give(everywhere_, "0", {}).error().code, ErrorCode::kNotFound);
  const Actor themselves{
      .name = people_->Find(id)->LogName(), .role = "operator", .grants = everywhere_.grants};
  EXPECT_EQ(Give(themselves, id, {{StaffRole::kOperator}}).error().code, ErrorCode::kUnprocessable);
  EXPECT_EQ(RevokePerson(Now(), themselves, {.id = id}).error().code, ErrorCode::kUnprocessable);
  const Actor before{
      .name = "Avant [" + id + "]", .role = "operator", .grants = everywhere_.grants};
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
  const std::string kept = Come("kept").id;
  ASSERT_TRUE(Give(everywhere_, kept, {}).ok());
  const std::string first = Come("0").id;
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
    EXPECT_EQ(people_->SignedIn("https://id.example", "1", "Déléguée", now_).error().code,
              ErrorCode::kUnavailable);
    EXPECT_EQ(People(Now(), everywhere_, {}).error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(*ReadFile(path, 100), text);
  }
}

// Nobody reaches by a detour what they were not given.
TEST_F(PeopleTest, NobodyGivesARoleThatTheirsDoesNotHold) {
  const auto acting = [&](StaffRole role) {
    const std::string id = Come("1").id;
    EXPECT_TRUE(Give(everywhere_, id, {{role, {}, now_ + days(90)}}).ok());
    return As(id);
  };
  const Time soon = now_ + days(9);
  for (const auto& [role, gives] : std::vector<std::pair<StaffRole, std::vector<StaffRole>>>{
           {StaffRole::kOperator,
            {StaffRole::kOperator, StaffRole::kApprover, StaffRole::kMarketing,
             StaffRole::kScanner}},
           {StaffRole::kDpo, {StaffRole::kDpo, StaffRole::kAuditor, StaffRole::kMarketing}}}) {
    const Actor actor = acting(role);
    for (const StaffRole given : kStaffRoles) {
      const bool may = std::ranges::find(gives, given) != gives.end();
      const auto token = MakeToken(actor, given, soon);
      const auto invited = InviteTo(actor, {{given, {"a"}, soon}});
      const std::string other = Come(actor.role + " " + std::string(StaffRoleName(given))).id;
      const auto granted = Give(actor, other, {{given, {"a"}, soon}});
      EXPECT_EQ(token.ok(), may) << StaffRoleName(role) << StaffRoleName(given);
      EXPECT_EQ(invited.ok(), may) << StaffRoleName(role) << StaffRoleName(given);
      EXPECT_EQ(granted.ok(), may) << StaffRoleName(role) << StaffRoleName(given);
      if (may) continue;
      EXPECT_EQ(token.error().pointer, "/role");
      EXPECT_EQ(invited.error().pointer, "/grants");
      EXPECT_EQ(granted.error().pointer, "/grants");
    }
  }
  // A command on the machine gives everything.
  const Actor machine{.name = "root (commande)", .role = "operator", .at_machine = true};
  for (const StaffRole given : kStaffRoles) {
    EXPECT_TRUE(MakeToken(machine, given).ok()) << StaffRoleName(given);
  }
}

// Each site is judged by the roles there, however many somebody has.
TEST_F(PeopleTest, ARoleAtOneSiteGivesNothingAtAnother) {
  const std::string id = Come("1").id;
  ASSERT_TRUE(
      Give(everywhere_, id, {{StaffRole::kOperator, {"a"}}, {StaffRole::kDpo, {"b"}}}).ok());
  const Actor actor = As(id);
  EXPECT_TRUE(InviteTo(actor, {{StaffRole::kDpo, {"b"}}}).ok());
  EXPECT_TRUE(InviteTo(actor, {{StaffRole::kOperator, {"a"}}}).ok());
  EXPECT_TRUE(InviteTo(actor, {{StaffRole::kMarketing, {"a", "b"}}}).ok());
  EXPECT_EQ(InviteTo(actor, {{StaffRole::kDpo, {"a"}}}).error().pointer, "/grants");
  EXPECT_EQ(InviteTo(actor, {{StaffRole::kOperator, {"b"}}}).error().pointer, "/grants");
  EXPECT_EQ(InviteTo(actor, {{StaffRole::kOperator, {"a", "b"}}}).error().pointer, "/grants");
}

TEST_F(PeopleTest, NothingThatIsGivenOutlivesTheGiver) {
  const Time tomorrow = now_ + days(1);
  const std::string id = Come("1").id;
  ASSERT_TRUE(Give(everywhere_, id, {{StaffRole::kOperator, {}, tomorrow}}).ok());
  const auto token = MakeToken(everywhere_, StaffRole::kOperator, tomorrow).value();
  const auto last =
      Create(Now(), {.name = "m", .role = "operator", .at_machine = true},
             {.role = StaffRole::kOperator, .name = "Panne", .expires = {}, .last_resort = true})
          .value();
  for (const Actor& actor : {As(id), As(token.token), As(last.token)}) {
    const Time end = *actor.grants.front().until;
    EXPECT_EQ(MakeToken(actor, StaffRole::kOperator)->token.expires, end) << actor.name;
    EXPECT_TRUE(MakeToken(actor, StaffRole::kMarketing, end).ok()) << actor.name;
    EXPECT_EQ(MakeToken(actor, StaffRole::kMarketing, end + days(1)).error().pointer, "/expires");
    EXPECT_EQ(MakeToken(actor, StaffRole::kMarketing, {}, /*endless=*/true).error().pointer,
              "/expires");
    EXPECT_TRUE(InviteTo(actor, {{StaffRole::kOperator, {"a"}, end}}).ok()) << actor.name;
    EXPECT_EQ(InviteTo(actor, {{StaffRole::kOperator, {"a"}}}).error().pointer, "/grants");
    const std::string other = Come(actor.name).id;
    EXPECT_EQ(Give(actor, other, {{StaffRole::kOperator}}).error().pointer, "/grants");
    // What somebody else gave stays as it is.
    const std::vector<Grant> endless = {{StaffRole::kOperator}};
    ASSERT_TRUE(Give(everywhere_, other, endless).ok());
    EXPECT_TRUE(
        Give(actor, other, {{StaffRole::kOperator}, {StaffRole::kMarketing, {}, end}}).ok());
  }
}

TEST_F(PeopleTest, WhatSomebodyGaveEndsWithThemUnlessItIsKept) {
  const std::string id = Come("1").id;
  const auto begin = [&] { ASSERT_TRUE(Give(everywhere_, id, {{StaffRole::kOperator}}).ok()); };
  begin();
  const auto token = MakeToken(As(id), StaffRole::kOperator).value();
  const auto further = MakeToken(As(token.token), StaffRole::kMarketing).value();
  const auto other = MakeToken(everywhere_, StaffRole::kOperator).value();
  const Invited invited =
      InviteTo(As(further.token), {{StaffRole::kMarketing, {}, now_ + days(9)}}).value();
  const Invited joining = InviteTo(As(id), {{StaffRole::kApprover}}).value();
  const StaffPerson joined = JoinWith(identity::Authenticator(), SecretOf(joining))->person;
  EXPECT_EQ(people_->Find(joined.id)->from, id);

  const auto seen = RevokePerson(Now(), everywhere_, {.id = id, .dry_run = true}).value();
  EXPECT_THAT(seen.tokens, testing::ElementsAre(testing::Field(&StaffToken::id, token.token.id),
                                                testing::Field(&StaffToken::id, further.token.id)));
  EXPECT_EQ(seen.invitations.size(), 1U);
  EXPECT_THAT(seen.people, testing::ElementsAre(testing::Field(&StaffPerson::id, joined.id)));
  EXPECT_FALSE(people_->Find(id)->revoked);

  ASSERT_TRUE(RevokePerson(Now(), everywhere_, {.id = id, .keep_given = true}).ok());
  EXPECT_TRUE(IsGood(token) && IsGood(further) && IsOpen(invited));
  const size_t before = Lines().size();
  ASSERT_TRUE(RevokePerson(Now(), everywhere_, {.id = id}).ok()) << "after all";
  EXPECT_FALSE(IsGood(token) || IsGood(further) || IsOpen(invited));
  EXPECT_TRUE(IsGood(other));
  EXPECT_FALSE(people_->Find(joined.id)->revoked);
  const std::vector<std::string> lines = Lines();
  EXPECT_EQ(std::vector(lines.begin() + static_cast<ptrdiff_t>(before), lines.end()),
            (std::vector<std::string>{"Administration token.revoke " + token.token.id,
                                      "Administration token.revoke " + further.token.id,
                                      "Administration person.withdraw " + invited.invitation.id}));
  tokens_ = StaffTokens::Load(directory_.path()).value();
  EXPECT_FALSE(IsGood(token) || IsGood(further));
}

TEST_F(PeopleTest, WhatATokenMadeEndsWithItUnlessItIsKept) {
  const auto first = MakeToken(everywhere_, StaffRole::kOperator).value();
  const auto successor = MakeToken(As(first.token), StaffRole::kOperator).value();
  ASSERT_TRUE(RevokeToken(Now(), everywhere_, {.id = first.token.id, .keep_given = true}).ok());
  EXPECT_TRUE(IsGood(successor));
  const auto made = MakeToken(As(successor.token), StaffRole::kMarketing).value();
  EXPECT_EQ(MakeToken(As(first.token), StaffRole::kMarketing).error().code, ErrorCode::kForbidden)
      << "a request under way";
  const auto given = RevokeToken(Now(), everywhere_, {.id = successor.token.id}).value();
  EXPECT_EQ(given.tokens.size(), 1U);
  EXPECT_FALSE(IsGood(made));
}

TEST_F(PeopleTest, WhoLosesARoleLosesWhatTheyGaveByIt) {
  const std::string id = Come("1").id;
  ASSERT_TRUE(Give(everywhere_, id, {{StaffRole::kOperator}}).ok());
  const auto here =
      Create(Now(), As(id),
             {.role = StaffRole::kOperator, .name = "Programme", .expires = {}, .sites = {"a"}})
          .value();
  const auto everywhere = MakeToken(As(id), StaffRole::kMarketing).value();
  ASSERT_TRUE(Give(everywhere_, id, {{StaffRole::kOperator, {"a"}}}).ok());
  EXPECT_TRUE(IsGood(here));
  EXPECT_FALSE(IsGood(everywhere));
  ASSERT_TRUE(Grants(Now(), everywhere_, {.person = id, .grants = {}, .keep_given = true}).ok());
  EXPECT_TRUE(IsGood(here));
  // What came of a provider's claims is not judged by what is given here.
  const Actor by_claims{.name = people_->Find(id)->LogName(),
                        .role = "operator",
                        .id = id,
                        .grants = {{StaffRole::kOperator}}};
  const auto claimed = MakeToken(by_claims, StaffRole::kOperator).value();
  ASSERT_TRUE(Give(everywhere_, id, {{StaffRole::kMarketing}}).ok());
  EXPECT_TRUE(IsGood(claimed));
}

TEST_F(PeopleTest, ANameShowsAllThatItHolds) {
  for (const char* name :
       {"Délég\u202Euée", "Délég\u200Buée", "\u2066Déléguée", "Délé\u00ADguée"}) {
    const auto invited = Invite(Now(), everywhere_, {.name = name, .grants = {{StaffRole::kDpo}}});
    EXPECT_EQ(invited.error().pointer, "/name") << name;
    EXPECT_THAT(invited.error().message, testing::HasSubstr("nobody sees"));
    EXPECT_EQ(Create(Now(), everywhere_, {.name = name, .expires = {}}).error().pointer, "/name");
    EXPECT_EQ(InviteFirst(Now(), everywhere_, {.name = name}).error().pointer, "/name");
    EXPECT_EQ(Come("1", PlainName(name)).name, "Déléguée");
  }
}

// Without the file, whoever was revoked would come in again by the provider's word.
TEST_F(PeopleTest, AFileThatIsMissingIsNoEmptyOne) {
  const auto check = [&] { return CheckKept(*people_, *store_, directory_.path(), true); };
  ASSERT_TRUE(check().ok()) << "nobody was ever here";
  people_ = StaffPeople::Load(directory_.path()).value();
  EXPECT_TRUE(people_->kept());
  ASSERT_TRUE(RevokePerson(Now(), everywhere_, {.id = Come("1").id}).ok());
  ASSERT_EQ(std::remove((directory_.path() + "/staff-people.json").c_str()), 0);
  people_ = StaffPeople::Load(directory_.path()).value();
  EXPECT_EQ(check().error().code, ErrorCode::kDataLoss);
  EXPECT_FALSE(ReadFile(directory_.path() + "/staff-people.json", 10).ok()) << "none is made";
  ASSERT_TRUE(WriteFileDurably(directory_.path() + "/staff-people.json", "[]", 0600).ok());
  people_ = StaffPeople::Load(directory_.path()).value();
  EXPECT_TRUE(check().ok()) << "somebody decided so";
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
