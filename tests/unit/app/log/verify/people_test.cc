// What was granted to people against the access log.
#include "app/staff/people.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "app/staff/invitations.h"
#include "app/staff/passkeys.h"
#include "tests/unit/app/log/log_verify_fixture.h"
#include "tests/unit/identity/authenticator.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using testing::IsEmpty;

class PeopleCheckTest : public LogVerifyTest {
 protected:
  PeopleCheckTest() : LogVerifyTest(10) {}

  // Acts as an operator does, over the file of the data directory.
  Status Act(const std::function<Status(const Context&, const Actor&)>& act) {
    people_ = StaffPeople::Load(data_.path()).value();
    const Context context{
        .store = *store_,
        .write = [this](const std::function<Status(store::Store&)>& work) { return work(*store_); },
        .now = now_,
        .people = people_.get(),
        .passkeys = &passkeys_};
    return act(context, {.name = "Auditeur", .role = "operator", .at_machine = true});
  }
  Status Give(const std::string& id, std::vector<Grant> grants) {
    return Act([&](const Context& context, const Actor& actor) -> Status {
      const auto given = Grants(context, actor, {.person = id, .grants = std::move(grants)});
      return given.ok() ? Status() : Status(given.error());
    });
  }
  std::string Come(const std::string& subject) {
    const auto people = StaffPeople::Load(data_.path()).value();
    return people->SignedIn("https://id.example", subject, "Déléguée", now_)->id;
  }
  void ExpectFound(const std::function<void(nlohmann::json&)>& edit) {
    ExpectFoundIn("staff-people.json", edit);
  }

  // Invites somebody, who joins where a secret is given.
  std::string InviteZoe() {
    std::string link;
    EXPECT_TRUE(Act([&](const Context& context, const Actor& actor) -> Status {
      auto invited = Invite(context, actor, {.name = "Déléguée", .grants = {{StaffRole::kDpo}}});
      if (!invited) return invited.error();
      link = invited->link;
      return {};
    }));
    return link.substr(link.rfind('/') + 1);
  }
  Status JoinBy(const std::string& secret) {
    return Act([&](const Context& context, const Actor& /*actor*/) -> Status {
      const identity::Authenticator authenticator;
      const auto begun = BeginJoin(context, {secret}).value().begun;
      const auto joined =
          Join(context, {.secret = secret,
                         .made = {.cookie = begun.cookie,
                                  .name = "Clé",
                                  .client_data = authenticator.MadeClientData(begun.challenge),
                                  .attestation = authenticator.Made()}});
      return joined.ok() ? Status() : Status(joined.error());
    });
  }

  std::unique_ptr<StaffPeople> people_;
  Passkeys passkeys_{{"https://temoin.example.fr", "temoin.example.fr"}};
};

TEST_F(PeopleCheckTest, WhoWasInvitedAndWhoseThePasskeysAreStandsInTheLog) {
  ASSERT_TRUE(JoinBy(InviteZoe()));
  ASSERT_TRUE(JoinBy(InviteZoe()));
  InviteZoe();
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  ExpectFound([](nlohmann::json& list) { list[0]["passkeys"][0]["id"] = "AAAA"; });
  ExpectFound([](nlohmann::json& list) { list[0]["passkeys"] = list[1]["passkeys"]; });
  ExpectFound([](nlohmann::json& list) {
    list[0]["subject"] = "somebody";
    list[0]["id"] = PersonId(kInvitedHere, "somebody");
  });
  ExpectFound([](nlohmann::json& list) { list[2]["grants"][0]["role"] = "operator"; });
  ExpectFound([](nlohmann::json& list) { list[2]["sha256"] = std::string(64, '0'); });
  ExpectFound([](nlohmann::json& list) { list[2]["invitation"] = "00000000"; });
  ExpectFound([](nlohmann::json& list) { list[2]["from"] = "00000000"; });
}

TEST_F(PeopleCheckTest, AnInvitationThatIsPutBackIsFound) {
  const std::string secret = InviteZoe();
  const std::string before = *ReadFile(data_ / "staff-people.json", 100'000);
  ASSERT_TRUE(JoinBy(secret));
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  const nlohmann::json invited = nlohmann::json::parse(before)[0];
  ExpectFound([&](nlohmann::json& list) { list.push_back(invited); });
}

TEST_F(PeopleCheckTest, WhoWasRevokedAndIsMissingIsFoundAsIsAMissingFile) {
  const std::string one = Come("1");
  const std::string two = Come("2");
  ASSERT_TRUE(Give(one, {{StaffRole::kDpo}}));
  ASSERT_TRUE(Act([&](const Context& context, const Actor& actor) -> Status {
    const auto given = RevokePerson(context, actor, {.id = two});
    return given.ok() ? Status() : Status(given.error());
  }));
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  ExpectFound([](nlohmann::json& list) { list.erase(1); });
  ASSERT_EQ(std::remove((data_ / "staff-people.json").c_str()), 0);
  ExpectFinding("staff-people.json is missing");
}

TEST_F(PeopleCheckTest, WhatWasGrantedStandsInTheLog) {
  const std::string one = Come("1");
  const std::string two = Come("2");
  Come("3");
  ASSERT_TRUE(
      Give(one, {{StaffRole::kAuditor, {}, now_ + std::chrono::days(9)}, {StaffRole::kDpo}}));
  ASSERT_TRUE(Give(two, {{StaffRole::kOperator}}));
  now_ += std::chrono::hours(1);
  ASSERT_TRUE(Act([&](const Context& context, const Actor& actor) -> Status {
    const auto given = RevokePerson(context, actor, {.id = two});
    return given.ok() ? Status() : Status(given.error());
  }));
  Publish();
  EXPECT_THAT(Verify().findings, IsEmpty());
  ExpectFound([](nlohmann::json& list) { list[0]["grants"][0]["until"] = "2099-01-01T00:00:00Z"; });
  ExpectFound([](nlohmann::json& list) { list[0]["grants"][0].erase("until"); });
  ExpectFound([](nlohmann::json& list) { list[0]["grants"][1]["role"] = "operator"; });
  ExpectFound([](nlohmann::json& list) { list[0]["grants"].push_back({{"role", "operator"}}); });
  ExpectFound([](nlohmann::json& list) { list[1].erase("revoked"); });
  ExpectFound([](nlohmann::json& list) { list[2]["grants"].push_back({{"role", "dpo"}}); });
  ExpectFound([](nlohmann::json& list) { list[2]["revoked"] = true; });
  ExpectFound([](nlohmann::json& list) { list[0]["subject"] = "2"; });
  Spill(data_ / "staff-people.json", "{");
  ExpectFinding("staff's people cannot be read");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
