#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "server/http/staff/api.h"
#include "server/http/staff/session.h"
#include "tests/unit/http/staff/fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

TEST_F(StaffTest, SignsInShowsAndSignsOut) {
  const std::string cookie = SignIn("token-auditor");
  EXPECT_THAT(cookie, testing::StartsWith("__Host-temoin_staff="));
  const http::Response shown = WithCookie("GET", "/v1/session", cookie, "same-origin");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(Json(shown)["grants"][0]["role"], "auditor");
  EXPECT_EQ(Json(shown)["name"], "Compliance");
  EXPECT_EQ(WithCookie("DELETE", "/v1/session", cookie, "same-origin").status, 204);
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 401);
  std::vector<std::string> actions;
  for (const auto& row : AccessLines()) actions.push_back(row.access.action);
  EXPECT_THAT(actions, testing::ElementsAre("sign-in", "sign-out"));
}

TEST_F(StaffTest, TheCookieIsOutOfReachOfScriptsAndOtherSites) {
  http::Request request = Request("POST", "/v1/session", {}, R"({"token":"token-auditor"})");
  request.headers.Add("Sec-Fetch-Site", "same-origin");
  const std::string cookie = Serve(request).Header("Set-Cookie");
  for (const char* attribute : {"HttpOnly", "SameSite=Strict", "Secure", "Path=/"}) {
    EXPECT_THAT(cookie, HasSubstr(attribute));
  }
  EXPECT_THAT(cookie, testing::Not(HasSubstr("Domain")));
}

TEST_F(StaffTest, ASessionEndsAfterIdleAndAfterALongDay) {
  const std::string cookie = SignIn("token-auditor");
  backend_->clock_.Advance(SessionTable::kIdle - std::chrono::seconds(1));
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 200);
  backend_->clock_.Advance(SessionTable::kIdle);
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 401);

  const std::string busy = SignIn("token-auditor");
  const auto step = std::chrono::minutes(20);
  for (auto used = step; used < SessionTable::kLongest; used += step) {
    backend_->clock_.Advance(step);
    ASSERT_EQ(WithCookie("GET", "/v1/session", busy, "same-origin").status, 200);
  }
  backend_->clock_.Advance(step);
  EXPECT_EQ(WithCookie("GET", "/v1/session", busy, "same-origin").status, 401);
}

TEST_F(StaffTest, ARevokedTokenEndsItsSessionsAtOnce) {
  const std::string cookie = SignIn("token-auditor");
  backend_->revoked_ = "2";
  const http::Response revoked = WithCookie("GET", "/v1/sites", cookie, "same-origin");
  EXPECT_EQ(revoked.status, 401);
  EXPECT_EQ(Json(revoked)["type"], "urn:temoin:problem:revoked") << "the open page says why";
  EXPECT_EQ(revoked.Header("WWW-Authenticate"), "Bearer realm=\"temoin\"");
  backend_->revoked_.clear();
  EXPECT_EQ(WithCookie("GET", "/v1/sites", cookie, "same-origin").status, 401) << "it stays ended";
}

TEST_F(StaffTest, RequestsFromOtherSitesAreRefused) {
  const store::Index index = Give();
  const std::string cookie = SignIn("token-operator");
  const std::string target = "/v1/consents/" + std::to_string(index) + "?ground=unlawful";
  for (const char* site : {"cross-site", "same-site", "none", ""}) {
    EXPECT_EQ(WithCookie("DELETE", target, cookie, site).status, 403) << site;
  }
  for (const char* site : {"cross-site", "same-site"}) {
    EXPECT_EQ(WithCookie("GET", "/v1/sites", cookie, site).status, 403) << site;
  }
  http::Request by_origin = Request("DELETE", target);
  by_origin.headers.Add("Cookie", cookie);
  by_origin.headers.Add("Origin", "https://evil.example");
  EXPECT_EQ(Serve(by_origin).status, 403);
  EXPECT_EQ((*store_->FindByIndex(index)).row.state, store::State::kKept);
  by_origin.headers.Remove("Origin");
  by_origin.headers.Add("Origin", "http://127.0.0.1:8081");
  EXPECT_EQ(Serve(by_origin).status, 200);
  EXPECT_EQ((*store_->FindByIndex(index)).row.state, store::State::kPurged);
}

TEST(SessionTableTest, OnePersonDoesNotPushOutTheOthers) {
  SessionTable table;
  const Time now = store::At("2026-03-01T12:00:00Z");
  const std::string other = table.Start({"B", "2", {{StaffRole::kAuditor}}}, now);
  std::vector<std::string> own;
  for (size_t i = 0; i <= SessionTable::kPerPrincipal; ++i) {
    own.push_back(table.Start({"A", "1", {{StaffRole::kAuditor}}},
                              now + std::chrono::seconds(1 + static_cast<int64_t>(i))));
  }
  EXPECT_EQ(table.size(), SessionTable::kPerPrincipal + 1);
  EXPECT_TRUE(table.Find(other, now));
  EXPECT_FALSE(table.Find(own.front(), now)) << "the one that is idle longest";
  EXPECT_TRUE(table.Find(own[1], now));
  EXPECT_TRUE(table.Find(own.back(), now));
}

TEST_F(StaffTest, NobodyIsSignedInByAnotherSite) {
  http::Request request = Request("POST", "/v1/session", {}, R"({"token":"token-auditor"})");
  EXPECT_EQ(Serve(request).status, 403);
  request.headers.Add("Sec-Fetch-Site", "cross-site");
  EXPECT_EQ(Serve(request).status, 403);
}

TEST_F(StaffTest, FailedSignInsAreCountedAndNoted) {
  http::Request wrong = Request("POST", "/v1/session", {}, R"({"token":"x"})");
  wrong.headers.Add("Sec-Fetch-Site", "same-origin");
  for (int i = 0; i < SignInLimiter::kPerClient; ++i) ASSERT_EQ(Serve(wrong).status, 401);
  EXPECT_EQ(Serve(wrong).status, 429);
  EXPECT_EQ(AccessLines().size(), static_cast<size_t>(SignInLimiter::kPerClient));
  EXPECT_EQ(AccessLines().back().access.action, "sign-in.failed");
  EXPECT_EQ(AccessLines().back().access.role, "") << "nobody has no role";
  http::Request right = Request("POST", "/v1/session", {}, R"({"token":"token-auditor"})");
  right.headers.Add("Sec-Fetch-Site", "same-origin");
  EXPECT_EQ(Serve(right).status, 200) << "nobody locks the right one out";
  backend_->clock_.Advance(std::chrono::seconds(60));
  EXPECT_EQ(Serve(wrong).status, 401);
}

TEST_F(StaffTest, FailuresAreCountedForTheClientBehindATrustedProxy) {
  const auto failed = [&](std::string_view forwarded, std::string_view from = "127.0.0.1") {
    http::Request request = Request("GET", "/v1/session", "wrong");
    request.remote_addr = from;
    if (!forwarded.empty()) request.headers.Add("X-Forwarded-For", std::string(forwarded));
    return Serve(request).status;
  };
  const auto ten = [&](std::string_view forwarded) {
    for (int i = 0; i < SignInLimiter::kPerClient; ++i) EXPECT_EQ(failed(forwarded), 401);
  };
  backend_->proxies_ = {*ParseCidr("127.0.0.0/8")};
  ten("192.0.2.1");
  EXPECT_EQ(failed("192.0.2.1"), 429);
  EXPECT_EQ(failed("203.0.113.9, 192.0.2.1"), 429) << "what a client says of itself counts nothing";
  EXPECT_EQ(failed("192.0.2.2"), 401) << "another client of the same proxy";
  EXPECT_EQ(failed("192.0.2.1", "198.51.100.7"), 401) << "one that is no proxy of ours";
  ten("2001:db8::1");
  EXPECT_EQ(failed("2001:db8::2"), 429) << "the same network";
}

TEST_F(StaffTest, OfTwoSessionCookiesNoneIsTaken) {
  const std::string one = SignIn("token-auditor");
  const std::string two = SignIn("token-operator");
  const auto status = [&](const std::string& cookies) {
    return WithCookie("GET", "/v1/session", cookies, "same-origin").status;
  };
  EXPECT_EQ(status(one), 200);
  EXPECT_EQ(status(one + "; " + two), 401);
  EXPECT_EQ(status(one + "; " + one), 401);
  // The cookie of versions before 0.2 opens nothing, and goes.
  const std::string value = one.substr(one.find('='));
  const http::Response earlier =
      WithCookie("GET", "/v1/session", "temoin_staff" + value, "same-origin");
  EXPECT_EQ(earlier.status, 401);
  EXPECT_THAT(earlier.Header("Set-Cookie"), testing::StartsWith("temoin_staff=; "));
  EXPECT_THAT(earlier.Header("Set-Cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(WithCookie("GET", "/v1/session", one, "same-origin").Header("Set-Cookie"), "");
}

TEST_F(StaffTest, WhatCameOfATokenIsToldAndEndsWithIt) {
  const auto make = [&](const std::string& by) {
    return Json(Call("POST", "/v1/tokens", by, R"({"role":"operator","name":"Programme"})"));
  };
  const nlohmann::json first = make("token-operator");
  const nlohmann::json second = make(std::string(first["token"]));
  EXPECT_EQ(second["from"], first["id"]);
  const std::string target = "/v1/tokens/" + std::string(first["id"]);
  EXPECT_EQ(Call("DELETE", target + "?given=all", "token-operator").status, 400);
  const auto told = Json(Call("DELETE", target + "?dry_run=true", "token-operator"));
  EXPECT_EQ(told["tokens"][0]["id"], second["id"]);
  EXPECT_TRUE(told["people"].empty());
  const auto status = [&](const nlohmann::json& token) {
    return Call("GET", "/v1/session", std::string(token["token"])).status;
  };
  EXPECT_EQ(status(first), 200);
  EXPECT_EQ(Call("DELETE", target + "?given=keep", "token-operator").status, 200);
  EXPECT_EQ(status(first), 401);
  EXPECT_EQ(status(second), 200);
  EXPECT_EQ(Call("DELETE", target, "token-operator").status, 200);
  EXPECT_EQ(status(second), 401);
  // One whose role is another's to take.
  const nlohmann::json other = make("token-operator");
  EXPECT_EQ(Call("DELETE", "/v1/tokens/" + std::string(other["id"]), "token-dpo").status, 403);
}

// The table of who may do what says which role holds which.
TEST(GrantsTest, WhoGivesARoleMayDoAllThatItMay) {
  for (const StaffRoute& route : StaffApi::Routes()) {
    for (const StaffRole role : app::kStaffRoles) {
      for (const StaffRole other : app::kStaffRoles) {
        if (!app::Covers(role, other) || (route.policy.roles & app::RoleBit(other)) == 0) continue;
        EXPECT_NE(route.policy.roles & app::RoleBit(role), 0U)
            << route.path << app::StaffRoleName(role) << app::StaffRoleName(other);
      }
    }
  }
}

TEST_F(StaffTest, WrongBearersAreSlowedDownAndRightOnesGoOn) {
  const auto ask = [this](const std::string& token) {
    http::Request request = Request("GET", "/v1/sites");
    request.headers.Add("Authorization", "Bearer " + token);
    return Serve(request).status;
  };
  for (int i = 0; i < SignInLimiter::kPerClient; ++i) ASSERT_EQ(ask("x"), 401);
  EXPECT_EQ(ask("x"), 429);
  EXPECT_EQ(ask("token-auditor"), 200);
  EXPECT_EQ(ask("x"), 429);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
