#include "app/staff/passkeys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "tests/unit/app/staff/people_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using identity::Authenticator;
using std::chrono::days;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class PasskeysTest : public StaffPeopleTest {
 protected:
  static PasskeySignIn SignedBy(const Authenticator& authenticator, const Passkeys::Begun& begun) {
    return {.cookie = begun.cookie,
            .id = authenticator.id,
            .user = "",
            .assertion = authenticator.Sign(begun.challenge)};
  }
  Result<Recognized> SignInWith(const Authenticator& authenticator) {
    return SignInByPasskey(Now(), SignedBy(authenticator, BeginPasskeySignIn(Now()).value()));
  }
};

TEST_F(PasskeysTest, WhoIsInvitedJoinsOnceAndTheLogSaysByWhom) {
  const Invited invited = InviteZoe(of_a_).value();
  EXPECT_EQ(invited.link.find("https://temoin.example.fr/#/invitation/"), 0U);
  const std::string secret = SecretOf(invited);
  const std::string file = *ReadFile(directory_.path() + "/staff-people.json", 100'000);
  EXPECT_THAT(file, Not(HasSubstr(secret)));
  const Authenticator authenticator;
  const auto joined = JoinWith(authenticator, secret);
  ASSERT_TRUE(joined.ok()) << joined.error().message;
  EXPECT_EQ(joined->person.grants, (std::vector<Grant>{{StaffRole::kDpo, {"a"}}}));
  EXPECT_EQ(JoinWith(Authenticator(), secret).error().code, ErrorCode::kNotFound) << "once";

  people_ = StaffPeople::Load(directory_.path()).value();
  const StaffPerson kept = *people_->Find(joined->person.id);
  EXPECT_EQ(kept.LogName(), "Déléguée [" + kept.id + "]");
  EXPECT_TRUE(people_->Invitations(now_).empty());
  const std::string line = InvitationLine(invited.invitation);
  EXPECT_THAT(Lines(), ElementsAre("Antenne person.invite " + line,
                                   kept.LogName() + " person.join " + kept.id + ": " + line,
                                   "Antenne person.grant " + kept.id + ": dpo, of a",
                                   kept.LogName() + " passkey.add " +
                                       PasskeyLine(kept, kept.passkeys.front())));
  for (const std::string& each : Lines()) EXPECT_THAT(each, Not(HasSubstr(secret)));
}

TEST_F(PasskeysTest, AnInvitationEndsIsWithdrawnAndGoesWithWhoSentIt) {
  const Invited over = InviteZoe(everywhere_).value();
  now_ += kInvitationLife;
  EXPECT_EQ(BeginJoin(Now(), {SecretOf(over)}).error().code, ErrorCode::kNotFound);

  const Invited withdrawn = InviteZoe(everywhere_).value();
  const auto begun = BeginJoin(Now(), {SecretOf(withdrawn)});
  ASSERT_TRUE(WithdrawInvitation(Now(), everywhere_, withdrawn.invitation.id).ok());
  const Authenticator authenticator;
  EXPECT_EQ(Join(Now(), {SecretOf(withdrawn), Made(authenticator, begun->begun)}).error().code,
            ErrorCode::kNotFound)
      << "while the page was open";
  EXPECT_EQ(WithdrawInvitation(Now(), everywhere_, withdrawn.invitation.id).error().code,
            ErrorCode::kNotFound);

  const StaffPerson zoe = JoinedZoe(authenticator);
  const Invited by_zoe = InviteZoe(As(zoe.id)).value();
  ASSERT_TRUE(RevokePerson(Now(), everywhere_, {.id = zoe.id}).ok());
  EXPECT_EQ(BeginJoin(Now(), {SecretOf(by_zoe)}).error().code, ErrorCode::kNotFound);
}

TEST_F(PasskeysTest, WhatSomebodySentWhoMaySendItNoMoreBringsNobody) {
  const auto grant = [&](std::vector<Grant> grants) {
    return Give(everywhere_, Come("1", "Avant").id, std::move(grants));
  };
  ASSERT_TRUE(grant({{StaffRole::kDpo}}).ok());
  const Actor sender = As(Come("1", "Avant").id);
  const Invited first = InviteZoe(sender).value();
  ASSERT_TRUE(grant({{StaffRole::kDpo, {"a"}}}).ok());
  EXPECT_TRUE(IsOpen(first)) << "to a site that is theirs still";
  ASSERT_TRUE(grant({{StaffRole::kDpo, {"b"}}}).ok());
  EXPECT_FALSE(IsOpen(first));
  ASSERT_TRUE(grant({{StaffRole::kDpo}}).ok());
  const Invited second = InviteZoe(sender).value();
  const Invited of_others = InviteZoe(everywhere_).value();
  // Under another name meanwhile.
  const StaffPerson renamed = Come("1", "Après");
  EXPECT_EQ(RevokePerson(Now(), sender, {.id = renamed.id}).error().code,
            ErrorCode::kUnprocessable);
  ASSERT_TRUE(RevokePerson(Now(), everywhere_, {.id = renamed.id}).ok());
  EXPECT_FALSE(IsOpen(second));
  EXPECT_EQ(InviteZoe(sender).error().code, ErrorCode::kForbidden) << "a request under way";
  EXPECT_TRUE(IsOpen(of_others));

  // Of two tokens of one name, each answers for its own.
  const auto one = MakeToken(everywhere_, StaffRole::kDpo, {}, /*endless=*/true).value();
  const auto two = MakeToken(everywhere_, StaffRole::kDpo, {}, /*endless=*/true).value();
  const Invited by_one = InviteZoe(As(one.token)).value();
  const Invited by_two = InviteZoe(As(two.token)).value();
  ASSERT_TRUE(RevokeToken(Now(), everywhere_, {.id = one.token.id}).ok());
  EXPECT_FALSE(IsOpen(by_one));
  EXPECT_TRUE(IsOpen(by_two));
}

TEST_F(PasskeysTest, APasskeyDoesNotComeBackWithItsPerson) {
  const Authenticator authenticator;
  const StaffPerson zoe = JoinedZoe(authenticator);
  ASSERT_TRUE(RevokePerson(Now(), everywhere_, {.id = zoe.id}).ok());
  const auto lifted = Give(everywhere_, zoe.id, {{StaffRole::kDpo}});
  EXPECT_EQ(lifted.error().code, ErrorCode::kUnprocessable);
  EXPECT_THAT(lifted.error().message, HasSubstr("invite them anew"));
  EXPECT_TRUE(people_->Find(zoe.id)->revoked);
  // Who comes from a provider signs in there.
  const std::string id = Come("1").id;
  ASSERT_TRUE(RevokePerson(Now(), everywhere_, {.id = id}).ok());
  EXPECT_TRUE(Give(everywhere_, id, {{StaffRole::kDpo}}).ok());
}

TEST_F(PasskeysTest, AnInvitationThatIsPutBackBringsNobodyASecondTime) {
  const Invited invited = InviteZoe(everywhere_).value();
  ASSERT_TRUE(JoinWith(Authenticator(), SecretOf(invited)).ok());
  ASSERT_TRUE(people_->Invite(invited.invitation, now_).ok());
  EXPECT_EQ(JoinWith(Authenticator(), SecretOf(invited)).error().code, ErrorCode::kConflict);
}

TEST_F(PasskeysTest, NobodyInvitesToMoreThanTheyMayGrant) {
  const auto refused = [&](const Actor& actor, const std::string& name,
                           const std::vector<Grant>& grants) {
    const auto invited = Invite(Now(), actor, {.name = name, .grants = grants});
    return invited.ok() ? "" : invited.error().pointer;
  };
  EXPECT_EQ(refused(everywhere_, "", {{StaffRole::kDpo}}), "/name");
  EXPECT_EQ(refused(everywhere_, "a\nb", {{StaffRole::kDpo}}), "/name");
  EXPECT_EQ(refused(everywhere_, std::string(81, 'a'), {{StaffRole::kDpo}}), "/name");
  EXPECT_EQ(refused(everywhere_, "machine [0123456789abcdef]", {{StaffRole::kDpo}}), "/name");
  EXPECT_EQ(refused(everywhere_, "machine [0123]", {{StaffRole::kDpo, {"a"}}}), "");
  ASSERT_TRUE(WithdrawInvitation(Now(), everywhere_, people_->Invitations(now_).front().id).ok());
  EXPECT_EQ(refused(everywhere_, "Déléguée", {}), "/grants");
  EXPECT_EQ(refused(everywhere_, "Déléguée", {{StaffRole::kAuditor}}), "/grants");
  EXPECT_EQ(refused(everywhere_, "Déléguée", {{StaffRole::kDpo, {"c"}}}), "/grants");
  EXPECT_EQ(refused(of_a_, "Déléguée", {{StaffRole::kDpo, {"b"}}}), "/grants");
  EXPECT_EQ(refused(of_a_, "Déléguée", {{StaffRole::kDpo}}), "/grants");
  EXPECT_TRUE(people_->Invitations(now_).empty());
  // Who sees one site sees no invitation to another, and withdraws none.
  const Invited other =
      Invite(Now(), everywhere_, {.name = "Déléguée", .grants = {{StaffRole::kDpo, {"b"}}}})
          .value();
  EXPECT_TRUE(Invitations(Now(), of_a_, {})->empty());
  EXPECT_EQ(WithdrawInvitation(Now(), of_a_, other.invitation.id).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(Invitations(Now(), everywhere_, {})->size(), 1U);
  for (size_t i = 1; i < StaffPeople::kMaxInvitations; ++i)
    ASSERT_TRUE(InviteZoe(everywhere_).ok());
  EXPECT_EQ(InviteZoe(everywhere_).error().code, ErrorCode::kUnavailable);
}

TEST_F(PasskeysTest, TheFirstPersonIsSetUpOnceByALinkOfAnHour) {
  const Invited earlier = InviteFirst(Now(), everywhere_, {.name = "Administration"}).value();
  const Invited first = InviteFirst(Now(), everywhere_, {.name = "Administration"}).value();
  EXPECT_EQ(BeginJoin(Now(), {SecretOf(earlier)}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(first.invitation.ends, now_ + kSetUpLife);
  const auto joined = JoinWith(Authenticator(), SecretOf(first));
  ASSERT_TRUE(joined.ok()) << joined.error().message;
  EXPECT_EQ(joined->person.grants, std::vector<Grant>{{StaffRole::kOperator}});
  EXPECT_EQ(InviteFirst(Now(), everywhere_, {.name = "Administration"}).error().code,
            ErrorCode::kConflict);
  Context stopped = Now();
  stopped.passkeys = nullptr;
  EXPECT_EQ(Invite(stopped, everywhere_, {.name = "Déléguée", .grants = {{StaffRole::kDpo}}})
                .error()
                .code,
            ErrorCode::kUnavailable);
}

TEST_F(PasskeysTest, AChallengeIsGoodOnceInOneBrowserForOneThingAndNotForLong) {
  Authenticator authenticator;
  const StaffPerson zoe = JoinedZoe(authenticator);
  const auto code = [&](const PasskeySignIn& command) {
    const auto signed_in = SignInByPasskey(Now(), command);
    return signed_in.ok() ? ErrorCode::kInternal : signed_in.error().code;
  };
  const Passkeys::Begun begun = *BeginPasskeySignIn(Now());
  const PasskeySignIn good = SignedBy(authenticator, begun);
  ASSERT_TRUE(SignInByPasskey(Now(), good).ok());
  EXPECT_EQ(code(good), ErrorCode::kNotFound) << "replayed";

  PasskeySignIn elsewhere = SignedBy(authenticator, *BeginPasskeySignIn(Now()));
  elsewhere.cookie = BeginPasskeySignIn(Now())->cookie;
  EXPECT_EQ(code(elsewhere), ErrorCode::kUnauthorized) << "the cookie of another browser";
  elsewhere.cookie.clear();
  EXPECT_EQ(code(elsewhere), ErrorCode::kNotFound);

  const AddBegun adding = *BeginAdd(Now(), everywhere_, zoe.id);
  EXPECT_EQ(code(SignedBy(authenticator, adding.begun)), ErrorCode::kNotFound)
      << "the challenge of something else";

  const PasskeySignIn slow = SignedBy(authenticator, *BeginPasskeySignIn(Now()));
  now_ += Passkeys::kChallenge;
  EXPECT_EQ(code(slow), ErrorCode::kNotFound);
}

TEST_F(PasskeysTest, NoFloodEndsAnothersChallenge) {
  const Authenticator authenticator;
  (void)JoinedZoe(authenticator);
  const PasskeySignIn first = SignedBy(authenticator, *BeginPasskeySignIn(Now()));
  for (int i = 0; i < 3000; ++i) {
    const auto begun = *BeginPasskeySignIn(Now());
    // Of those that fail nothing is kept, either.
    if (i % 30 == 0) {
      EXPECT_FALSE(SignInByPasskey(Now(), SignedBy(Authenticator(), begun)).ok());
    }
  }
  EXPECT_TRUE(SignInByPasskey(Now(), first).ok());
  EXPECT_EQ(SignInByPasskey(Now(), first).error().code, ErrorCode::kNotFound) << "replayed";
  // One whose seal was altered is nobody's.
  PasskeySignIn forged = SignedBy(authenticator, *BeginPasskeySignIn(Now()));
  for (const size_t at : {size_t{0}, size_t{25}, forged.cookie.size() - 2}) {
    PasskeySignIn bent = forged;
    bent.cookie[at] = bent.cookie[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(SignInByPasskey(Now(), bent).error().code, ErrorCode::kNotFound) << at;
  }
  Passkeys other{passkeys_.site()};
  EXPECT_FALSE(other.Open(forged.cookie, "sign-in", now_).ok()) << "of another process";
  EXPECT_TRUE(passkeys_.Open(forged.cookie, "sign-in", now_).ok());
}

TEST(ChallengesTest, NoneThatWasUsedIsForgottenWhileItIsFresh) {
  Challenges challenges(minutes(5));
  Time now{std::chrono::seconds(1'795'000'000)};
  std::string first = challenges.Begin("x", now);
  ASSERT_TRUE(challenges.Use(first, now).ok());
  for (size_t i = 1; i < Challenges::kMaxUsed; ++i) {
    ASSERT_TRUE(challenges.Use(challenges.Begin("x", now), now).ok());
  }
  const std::string late = challenges.Begin("x", now);
  EXPECT_EQ(challenges.Use(late, now).error().code, ErrorCode::kUnavailable);
  EXPECT_FALSE(challenges.Open(first, "x", now));
  EXPECT_TRUE(challenges.Open(late, "x", now));
  now += minutes(5);
  EXPECT_TRUE(challenges.Use(challenges.Begin("x", now), now).ok());
}

TEST_F(PasskeysTest, AnotherPersonsPasskeyAndACopyAreRefused) {
  Authenticator zoes;
  zoes.counter = 1;
  const StaffPerson zoe = JoinedZoe(zoes);
  Authenticator pauls;
  const StaffPerson paul = JoinedZoe(pauls);
  // Auditeur's key under Déléguée's name, Déléguée's handle under Auditeur's key, and one that
  // nobody has.
  Authenticator disguised = pauls;
  disguised.id = zoes.id;
  EXPECT_EQ(SignInWith(disguised).error().code, ErrorCode::kUnauthorized);
  PasskeySignIn handle = SignedBy(pauls, *BeginPasskeySignIn(Now()));
  handle.user = zoe.subject;
  EXPECT_EQ(SignInByPasskey(Now(), handle).error().code, ErrorCode::kUnauthorized);
  EXPECT_EQ(SignInWith(Authenticator()).error().code, ErrorCode::kUnauthorized);
  // The counter is kept before the session begins.
  zoes.counter = 5;
  EXPECT_EQ(SignInWith(zoes)->person.id, zoe.id);
  people_ = StaffPeople::Load(directory_.path()).value();
  EXPECT_THAT(SignInWith(zoes).error().message, HasSubstr("counter"));
  zoes.counter = 6;
  EXPECT_TRUE(SignInWith(zoes).ok());
  // One credential is one person's.
  const std::string secret = SecretOf(InviteZoe(everywhere_).value());
  EXPECT_EQ(JoinWith(pauls, secret).error().code, ErrorCode::kConflict);
}

TEST_F(PasskeysTest, APersonHasSeveralNamesAndRemovesThem) {
  const Authenticator first;
  const StaffPerson zoe = JoinedZoe(first);
  const Actor actor{.name = zoe.LogName(), .role = "dpo"};
  EXPECT_EQ(EndPasskey(Now(), actor, {zoe.id, zoe.passkeys.front().Fingerprint()}).error().code,
            ErrorCode::kUnprocessable)
      << "the last one stays";
  const Authenticator second;
  MadePasskey made = Made(second, BeginAdd(Now(), actor, zoe.id)->begun);
  made.name = "";
  EXPECT_EQ(KeepPasskey(Now(), actor, {zoe.id, made}).error().pointer, "/name");
  const auto added =
      KeepPasskey(Now(), actor, {zoe.id, Made(second, BeginAdd(Now(), actor, zoe.id)->begun)});
  ASSERT_TRUE(added.ok()) << added.error().message;
  EXPECT_EQ(SignInWith(second)->person.id, zoe.id);
  EXPECT_EQ(PasskeysOf(Now(), actor, zoe.id)->size(), 2U);
  ASSERT_TRUE(EndPasskey(Now(), actor, {zoe.id, zoe.passkeys.front().Fingerprint()}).ok());
  EXPECT_EQ(SignInWith(first).error().code, ErrorCode::kUnauthorized);
  EXPECT_TRUE(SignInWith(second).ok());
  EXPECT_EQ(EndPasskey(Now(), actor, {zoe.id, "0"}).error().code, ErrorCode::kNotFound);
  for (size_t i = 1; i < Passkeys::kMaxOfPerson; ++i) {
    ASSERT_TRUE(KeepPasskey(
        Now(), actor, {zoe.id, Made(Authenticator(), BeginAdd(Now(), actor, zoe.id)->begun)}));
  }
  EXPECT_EQ(KeepPasskey(Now(), actor,
                        {zoe.id, Made(Authenticator(), BeginAdd(Now(), actor, zoe.id)->begun)})
                .error()
                .code,
            ErrorCode::kUnprocessable);
}

TEST_F(PasskeysTest, WhoComesFromAProviderHasNone) {
  const std::string id = Come("1").id;
  EXPECT_EQ(BeginAdd(Now(), everywhere_, id).error().code, ErrorCode::kUnprocessable);
  EXPECT_EQ(PasskeysOf(Now(), everywhere_, "").error().code, ErrorCode::kUnprocessable);
}

TEST_F(PasskeysTest, ADamagedPasskeyOrInvitationDamagesTheFile) {
  (void)InviteZoe(everywhere_);
  (void)JoinedZoe(Authenticator());
  const std::string path = directory_.path() + "/staff-people.json";
  const auto whole = nlohmann::json::parse(*ReadFile(path, 100'000));
  ASSERT_EQ(whole.size(), 2U);
  const auto damaged = [&](size_t entry, const std::function<void(nlohmann::json&)>& edit) {
    nlohmann::json list = whole;
    edit(list[entry]);
    EXPECT_TRUE(WriteFileDurably(path, list.dump(), 0600).ok());
    return !StaffPeople::Load(directory_.path()).ok();
  };
  EXPECT_FALSE(damaged(0, [](auto&) {}));
  EXPECT_TRUE(damaged(0, [](auto& each) { each["passkeys"][0]["key"] = "AAAA"; }));
  EXPECT_TRUE(damaged(0, [](auto& each) { each["passkeys"][0]["algorithm"] = -36; }));
  EXPECT_TRUE(damaged(0, [](auto& each) { each["passkeys"][0]["counter"] = -1; }));
  EXPECT_TRUE(damaged(0, [](auto& each) { each["passkeys"][0].erase("added"); }));
  EXPECT_TRUE(damaged(0, [](auto& each) { each["passkeys"] = "none"; }));
  EXPECT_TRUE(damaged(1, [](auto& each) { each["sha256"] = "00"; }));
  EXPECT_TRUE(damaged(1, [](auto& each) { each.erase("ends"); }));
  EXPECT_TRUE(damaged(1, [](auto& each) { each["grants"] = nlohmann::json::object(); }));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
