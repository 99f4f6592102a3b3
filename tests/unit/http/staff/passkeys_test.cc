// Joining and signing in with a passkey over the staff's routes, and tokens of last resort.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/staff/invitations.h"
#include "app/staff/people.h"
#include "app/staff/tokens.h"
#include "base/calendar.h"
#include "base/encoding.h"
#include "tests/unit/http/staff/fixture.h"
#include "tests/unit/identity/authenticator.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using identity::Authenticator;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class PasskeyRoutes : public StaffTest {
 protected:
  static std::string Encoded(std::string_view bytes) { return EncodeBase64Url(AsBytes(bytes)); }

  // As the console's own page asks.
  http::Response Ask(std::string_view method, std::string_view target, const json& body = {},
                     const std::string& cookie = {}, std::string_view from = "same-origin") {
    return WithCookie(method, target, cookie, from, body.is_null() ? "" : body.dump());
  }
  static std::string CookieOf(const http::Response& response, std::string_view name) {
    for (const auto& [header, each] : response.headers.All("Set-Cookie")) {
      if (each.starts_with(std::string(name) + "=")) return each.substr(0, each.find(';'));
    }
    return "";
  }
  std::string Invited() {
    const auto invited = app::Invite(
        backend_->Context(), {.name = "Auditeur", .role = "operator", .at_machine = true},
        {.name = "Déléguée", .grants = {{StaffRole::kDpo, {"ameli.fr"}}}});
    EXPECT_TRUE(invited.ok());
    return invited->link.substr(invited->link.rfind('/') + 1);
  }
  // A request that answers the challenge that `begun` brought.
  http::Response Answer(std::string_view target, const http::Response& begun, json body,
                        const std::string& session = {}) {
    std::string cookies = CookieOf(begun, "__Host-temoin_passkey");
    if (!session.empty()) cookies += "; " + session;
    return Ask("POST", target, body, cookies);
  }
  json Made(const Authenticator& authenticator, const http::Response& begun) {
    const std::string challenge = Json(begun)["challenge"];
    return {{"passkey", "Clé du bureau"},
            {"client_data", Encoded(authenticator.MadeClientData(challenge))},
            {"attestation", Encoded(authenticator.Made())}};
  }
  json Signed(const Authenticator& authenticator, const http::Response& begun) {
    const identity::Assertion assertion = authenticator.Sign(std::string(Json(begun)["challenge"]));
    return {{"id", Encoded(authenticator.id)},
            {"client_data", Encoded(assertion.client_data)},
            {"authenticator_data", Encoded(assertion.authenticator_data)},
            {"signature", Encoded(assertion.signature)}};
  }
  http::Response JoinWith(const Authenticator& authenticator, const std::string& secret) {
    const http::Response begun = Ask("POST", "/v1/invitations/look", {{"secret", secret}});
    EXPECT_EQ(begun.status, 200) << begun.body;
    json body = Made(authenticator, begun);
    body["secret"] = secret;
    return Answer("/v1/invitations/join", begun, body);
  }
  http::Response SignInWith(const Authenticator& authenticator) {
    const http::Response begun = Ask("POST", "/v1/session/passkey/challenge", json::object());
    EXPECT_EQ(begun.status, 200) << begun.body;
    return Answer("/v1/session/passkey", begun, Signed(authenticator, begun));
  }
  int Watch(const std::string& session) {
    return Ask("GET", "/v1/session/watch", {}, session).status;
  }
};

TEST_F(PasskeyRoutes, WhoJoinsIsSignedInAndSignsInAgain) {
  const Authenticator authenticator;
  const std::string secret = Invited();
  const http::Response look = Ask("POST", "/v1/invitations/look", {{"secret", secret}});
  EXPECT_EQ(Json(look)["name"], "Déléguée");
  EXPECT_EQ(Json(look)["by"], "Auditeur");
  EXPECT_EQ(Json(look)["rp"], "temoin.example.fr");
  EXPECT_THAT(look.Header("Set-Cookie"), HasSubstr("; HttpOnly; Secure; SameSite=Strict"));
  const http::Response joined = JoinWith(authenticator, secret);
  ASSERT_EQ(joined.status, 200) << joined.body;
  const std::string session = CookieOf(joined, kSessionCookie);
  EXPECT_EQ(Json(Ask("GET", "/v1/session", {}, session))["passkeys"], true);
  EXPECT_EQ(Ask("GET", "/v1/consents?site=ameli.fr", {}, session).status, 200);
  EXPECT_EQ(Ask("GET", "/v1/consents?site=cramif", {}, session).status, 404);
  EXPECT_EQ(Ask("POST", "/v1/invitations/look", {{"secret", secret}}).status, 404) << "used";

  const http::Response again = SignInWith(authenticator);
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(Json(again)["name"], Json(joined)["name"]);
  EXPECT_EQ(AccessLines().back().access.action, "sign-in");
  EXPECT_THAT(AccessLines().back().access.who, HasSubstr("Déléguée ["));
}

TEST_F(PasskeyRoutes, APageOfAnotherSiteBeginsNothing) {
  for (const char* target : {"/v1/session/passkey/challenge", "/v1/session/passkey",
                             "/v1/invitations/look", "/v1/invitations/join"}) {
    EXPECT_EQ(Ask("POST", target, json::object(), {}, "cross-site").status, 403) << target;
    EXPECT_EQ(Ask("POST", target, json::object(), {}, "").status, 403) << target;
  }
}

TEST_F(PasskeyRoutes, WhatDoesNotHoldIsALineThatSaysWhyAndAnAnswerThatDoesNot) {
  Authenticator authenticator;
  ASSERT_EQ(JoinWith(authenticator, Invited()).status, 200);
  const auto refused = [&](const Authenticator& bent, const char* why) {
    const http::Response response = SignInWith(bent);
    EXPECT_EQ(response.status, 401) << why;
    EXPECT_EQ(CookieOf(response, kSessionCookie), "") << why;
    EXPECT_THAT(response.body, Not(HasSubstr(why)));
    EXPECT_EQ(AccessLines().back().access.action, "sign-in.failed");
    EXPECT_THAT(AccessLines().back().access.detail, HasSubstr(why));
    backend_->clock_.Advance(std::chrono::minutes(2));
  };
  Authenticator bent = authenticator;
  bent.origin = "https://temoin.example";
  refused(bent, "another origin");
  bent = authenticator;
  bent.rp = "example.fr";
  refused(bent, "another site");
  bent = authenticator;
  bent.flags = 0x01;
  refused(bent, "did not verify its user");
  refused(Authenticator(), "nobody's");
  bent = Authenticator();
  bent.id = authenticator.id;
  refused(bent, "did not sign");

  const http::Response begun = Ask("POST", "/v1/session/passkey/challenge", json::object());
  const json body = Signed(authenticator, begun);
  EXPECT_EQ(Answer("/v1/session/passkey", begun, body).status, 200);
  EXPECT_EQ(Answer("/v1/session/passkey", begun, body).status, 404) << "replayed";
  for (const char* member : {"id", "client_data", "authenticator_data", "signature"}) {
    json broken = body;
    broken[member] = "not base64url!";
    EXPECT_EQ(Answer("/v1/session/passkey", begun, broken).status, 422) << member;
    broken[member] = std::string(20'000, 'A');
    EXPECT_EQ(Answer("/v1/session/passkey", begun, broken).status, 422) << member;
    broken.erase(member);
    EXPECT_EQ(Answer("/v1/session/passkey", begun, broken).status, 422) << member;
  }
}

TEST_F(PasskeyRoutes, GuessedInvitationsAreSlowedDown) {
  int limited = 0;
  for (int i = 0; i < 20; ++i) {
    limited += Ask("POST", "/v1/invitations/look", {{"secret", "guess"}}).status == 429 ? 1 : 0;
  }
  EXPECT_EQ(limited, 10);
}

TEST_F(PasskeyRoutes, AnOpenPageLearnsAtOnceThatItsSessionIsOver) {
  const Authenticator first;
  const std::string session = CookieOf(JoinWith(first, Invited()), kSessionCookie);
  EXPECT_EQ(Watch(session), 200);

  // A second key; the first one is removed from there, and its session ends.
  const Authenticator second;
  const http::Response begun = Ask("POST", "/v1/passkeys/challenge", json::object(), session);
  ASSERT_EQ(begun.status, 200) << begun.body;
  EXPECT_EQ(Json(begun)["known"], json::array({Encoded(first.id)}));
  const http::Response added = Answer("/v1/passkeys", begun, Made(second, begun), session);
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(Answer("/v1/passkeys", begun, Made(second, begun), session).status, 404)
      << "the challenge is used";
  const std::string other = CookieOf(SignInWith(second), kSessionCookie);
  const json keys = Json(Ask("GET", "/v1/passkeys", {}, other))["passkeys"];
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0]["current"], false);
  EXPECT_EQ(keys[1]["current"], true);
  EXPECT_EQ(keys[1]["used"], FormatDate(backend_->Now()));
  const std::string id = keys[0]["id"];
  EXPECT_EQ(Ask("DELETE", "/v1/passkeys/" + id, {}, other).status, 204);
  EXPECT_EQ(Watch(session), 401);
  EXPECT_EQ(Ask("DELETE", "/v1/passkeys/" + std::string(keys[1]["id"]), {}, other).status, 422);

  const std::string person = backend_->people_->List().back().id;
  ASSERT_TRUE(app::RevokePerson(backend_->Context(),
                                {.name = "Auditeur", .role = "operator", .at_machine = true},
                                {.id = person}));
  const http::Response revoked = Ask("GET", "/v1/session/watch", {}, other);
  EXPECT_EQ(revoked.status, 401);
  EXPECT_THAT(revoked.body, HasSubstr("problem:revoked"));
  const http::Response again = SignInWith(second);
  EXPECT_EQ(again.status, 403);
  EXPECT_THAT(AccessLines().back().access.detail, HasSubstr("was revoked"));
}

TEST_F(PasskeyRoutes, WatchingKeepsNoSession) {
  const std::string cookie = SignIn("token-auditor");
  for (int minute = 0; minute < 29; ++minute) {
    backend_->clock_.Advance(std::chrono::minutes(1));
    ASSERT_EQ(Watch(cookie), 200) << minute;
  }
  backend_->clock_.Advance(std::chrono::minutes(1));
  EXPECT_EQ(Watch(cookie), 401);
}

TEST_F(PasskeyRoutes, ATokenHasNoPasskeys) {
  EXPECT_EQ(Call("GET", "/v1/passkeys", "token-operator").status, 422);
  EXPECT_EQ(Call("POST", "/v1/passkeys/challenge", "token-operator", "{}").status, 422);
}

TEST_F(PasskeyRoutes, EachUseOfATokenOfLastResortIsALineAndACount) {
  const app::Actor root{.name = "root (commande)", .role = "operator", .at_machine = true};
  const auto create = [&](std::optional<Time> expires) {
    return app::Create(backend_->Context(), root,
                       {.role = StaffRole::kAuditor,
                        .name = "panne du fournisseur",
                        .expires = expires,
                        .last_resort = true});
  };
  EXPECT_EQ(create(backend_->Now() + std::chrono::hours(25)).error().pointer, "/expires");
  const auto made = create(std::nullopt);
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->token.expires, backend_->Now() + std::chrono::hours(4));
  EXPECT_THAT(AccessLines().back().access.detail, HasSubstr("last resort, key "));

  const std::string cookie = SignIn(made->secret);
  EXPECT_EQ(backend_->kept_tokens_->last_resort_uses(), 1U);
  EXPECT_EQ(Json(Ask("GET", "/v1/session", {}, cookie))["last_resort"], true);
  EXPECT_EQ(Call("GET", "/v1/overview?site=ameli.fr", made->secret).status, 200);
  EXPECT_EQ(AccessLines().back().access.action, "token.last-resort");
  EXPECT_EQ(AccessLines().back().access.detail, "GET /v1/overview");
  EXPECT_EQ(Call("POST", "/v1/tokens", made->secret, "{}").status, 403);
  EXPECT_EQ(backend_->kept_tokens_->last_resort_uses(), 4U);
  EXPECT_EQ(Watch(cookie), 200) << "an open page is no use of it";
  EXPECT_EQ(backend_->kept_tokens_->last_resort_uses(), 4U);
  // The line names the route, never what somebody wrote into the path.
  EXPECT_EQ(Call("GET", "/v1/consents/somebody", made->secret).status, 404);
  EXPECT_EQ(AccessLines().back().access.detail, "GET /v1/consents/{}");
  backend_->access_log_fails_ = true;
  EXPECT_EQ(Call("GET", "/v1/overview?site=ameli.fr", made->secret).status, 503)
      << "no line, no use";
  backend_->access_log_fails_ = false;
  EXPECT_EQ(Json(Call("GET", "/v1/tokens", "token-operator"))["tokens"][0]["last_resort"], true);
  // The staff's listener makes none.
  const http::Response plain = Call("POST", "/v1/tokens", "token-operator",
                                    R"({"role":"approver","name":"Team","last_resort":true})");
  EXPECT_EQ(plain.status, 201);
  EXPECT_FALSE(Json(plain).contains("last_resort"));
  backend_->clock_.Advance(std::chrono::hours(4));
  EXPECT_EQ(Call("GET", "/v1/overview?site=ameli.fr", made->secret).status, 401);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
