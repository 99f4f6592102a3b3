// A store with two sites, and the files of people and tokens beside it.
#ifndef TEMOIN_TESTS_UNIT_APP_STAFF_PEOPLE_FIXTURE_H_
#define TEMOIN_TESTS_UNIT_APP_STAFF_PEOPLE_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "app/staff/invitations.h"
#include "app/staff/passkeys.h"
#include "app/staff/people.h"
#include "app/staff/staff_tokens.h"
#include "app/staff/tokens.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "tests/unit/identity/authenticator.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::app {

class StaffPeopleTest : public store::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    for (const char* site : {"a", "b"}) {
      const std::string document = "{\"site\":\"" + std::string(site) + "\"}";
      const std::string hash = EncodeHex(Sha256(document));
      Append({.now = now_, .revisions = {{site, hash, document, 1, "{}", "Test", now_}}});
    }
    people_ = StaffPeople::Load(directory_.path()).value();
    tokens_ = StaffTokens::Load(directory_.path()).value();
  }
  Context Now() {
    return {.store = *store_,
            .write = [this](const auto& work) { return work(*store_); },
            .now = now_,
            .tokens = tokens_.get(),
            .people = people_.get(),
            .passkeys = &passkeys_};
  }

  // Who came from a provider.
  StaffPerson Come(std::string_view subject, std::string_view name = "Déléguée") {
    return people_->SignedIn("https://id.example", subject, name, now_).value();
  }
  Result<StaffPerson> Give(const Actor& actor, const std::string& id, std::vector<Grant> grants) {
    return Grants(Now(), actor, {.person = id, .grants = std::move(grants)});
  }
  // As they act with what they were given.
  Actor As(const std::string& id) {
    const StaffPerson person = *people_->Find(id);
    return *ActorWith({.name = person.LogName(), .id = id}, person.grants, ~0U, now_);
  }
  Actor As(const StaffToken& token) const {
    const std::vector<Grant> grants = {token.grant()};
    return *ActorWith({.name = token.name, .id = token.id}, grants, ~0U, now_);
  }
  Result<StaffTokens::Created> MakeToken(const Actor& actor, StaffRole role,
                                         std::optional<Time> expires = {}, bool endless = false) {
    return Create(Now(), actor,
                  {.role = role, .name = "Programme", .expires = expires, .endless = endless});
  }
  bool IsGood(const StaffTokens::Created& token) {
    return tokens_->Find(token.secret, now_).has_value();
  }

  static std::string SecretOf(const Invited& invited) {
    return invited.link.substr(invited.link.rfind('/') + 1);
  }
  Result<Invited> InviteTo(const Actor& actor, std::vector<Grant> grants) {
    return Invite(Now(), actor, {.name = "Déléguée", .grants = std::move(grants)});
  }
  Result<Invited> InviteZoe(const Actor& actor) {
    return InviteTo(actor, {{StaffRole::kDpo, {"a"}}});
  }
  bool IsOpen(const Invited& invited) { return BeginJoin(Now(), {SecretOf(invited)}).ok(); }
  static MadePasskey Made(const identity::Authenticator& authenticator,
                          const Passkeys::Begun& begun) {
    return {.cookie = begun.cookie,
            .name = "Clé du bureau",
            .client_data = authenticator.MadeClientData(begun.challenge),
            .attestation = authenticator.Made()};
  }
  Result<Recognized> JoinWith(const identity::Authenticator& authenticator,
                              const std::string& secret) {
    const auto begun = BeginJoin(Now(), {secret});
    if (!begun) return begun.error();
    return Join(Now(), {.secret = secret, .made = Made(authenticator, begun->begun)});
  }
  StaffPerson JoinedZoe(const identity::Authenticator& authenticator) {
    return JoinWith(authenticator, SecretOf(InviteZoe(everywhere_).value())).value().person;
  }

  std::vector<std::string> Lines() {
    std::vector<std::string> out;
    for (const auto& [id, access] : *store_->ReadAccesses(0, 1000)) {
      out.push_back(access.who + " " + access.action + " " + access.detail);
    }
    return out;
  }

  const Actor everywhere_{.name = "Administration",
                          .role = "dpo+operator",
                          .grants = {{StaffRole::kOperator}, {StaffRole::kDpo}}};
  const Actor of_a_{.name = "Antenne",
                    .role = "dpo+operator",
                    .sites = {"a"},
                    .grants = {{StaffRole::kOperator, {"a"}}, {StaffRole::kDpo, {"a"}}}};
  TemporaryDirectory directory_;
  std::unique_ptr<StaffPeople> people_;
  std::unique_ptr<StaffTokens> tokens_;
  Passkeys passkeys_{{"https://temoin.example.fr", "temoin.example.fr"}};
};

}  // namespace temoin::app

#endif  // TEMOIN_TESTS_UNIT_APP_STAFF_PEOPLE_FIXTURE_H_
