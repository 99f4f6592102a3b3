#include "app/staff/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/calendar.h"
#include "tests/unit/http/staff/fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

TEST_F(StaffTest, ATokenOpensNoMoreThanTheOneThatMakesIt) {
  const auto make = [&](const std::string& token, const char* sites) {
    return Call("POST", "/v1/tokens", token,
                std::string(R"({"role":"auditor","name":"Team Six","sites":)") + sites + "}");
  };
  EXPECT_EQ(make("token-dpo", R"(["no.such"])").status, 422);
  EXPECT_EQ(make("token-dpo", R"("ameli.fr")").status, 422);
  EXPECT_EQ(make("token-dpo", "[1]").status, 422);
  EXPECT_EQ(make("token-dpo-cramif", "[]").status, 422);
  EXPECT_EQ(make("token-dpo-cramif", R"(["ameli.fr"])").status, 422);
  const http::Response made = make("token-dpo", R"(["ameli.fr","ameli.fr"])");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Json(made)["sites"], nlohmann::json::array({"ameli.fr"}));
  EXPECT_THAT(AccessLines().back().access.detail,
              HasSubstr("Team Six, auditor, of ameli.fr, until "));
  const std::string secret = Json(made)["token"];
  EXPECT_EQ(Json(Call("GET", "/v1/session", secret))["grants"][0]["sites"],
            nlohmann::json::array({"ameli.fr"}));
  EXPECT_EQ(Call("GET", "/v1/overview?site=ameli.fr", secret).status, 200);
  EXPECT_EQ(Call("GET", "/v1/overview?site=cramif", secret).status, 404);
  EXPECT_EQ(Json(Call("GET", "/v1/sites", secret))["sites"].size(), 1U);
  // Of one who sees another site, it is not there.
  const std::string id = Json(made)["id"];
  EXPECT_EQ(Call("DELETE", "/v1/tokens/" + id, "token-operator-cramif").status, 404);
  EXPECT_EQ(Call("DELETE", "/v1/tokens/" + id, "token-operator").status, 200);
}

TEST_F(StaffTest, ATokenIsMadeShownOnceAndEnds) {
  const http::Response made =
      Call("POST", "/v1/tokens", "token-dpo",
           R"({"role":"auditor","name":"Team Four","expires":"2026-03-02"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string secret = Json(made)["token"];
  const std::string id = Json(made)["id"];
  EXPECT_EQ(Json(made)["expires"], "2026-03-03T00:00:00Z") << "good on that day, too";
  const http::Response list = Call("GET", "/v1/tokens", "token-auditor");
  EXPECT_THAT(list.body, testing::Not(HasSubstr(secret.substr(20))));
  EXPECT_EQ(Json(list)["tokens"][0]["name"], "Team Four");
  EXPECT_EQ(Json(list)["tokens"][0]["in_force"], true);
  EXPECT_EQ(AccessLines().back().access.action, "token.create");
  EXPECT_THAT(AccessLines().back().access.detail, testing::Not(HasSubstr(secret)));

  // A session does not outlive its token, however lately it was used.
  const Time end = *ParseTime("2026-03-03T00:00:00Z");
  backend_->clock_.Advance(end - std::chrono::minutes(1) - backend_->Now());
  const std::string cookie = SignIn(secret);
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 200);
  EXPECT_EQ(Call("GET", "/v1/journal", secret).status, 200);
  backend_->clock_.Advance(std::chrono::minutes(1));
  EXPECT_EQ(WithCookie("GET", "/v1/session", cookie, "same-origin").status, 401);
  EXPECT_EQ(Call("GET", "/v1/journal", secret).status, 401);
  http::Request again = Request("POST", "/v1/session", {}, "{\"token\":\"" + secret + "\"}");
  again.headers.Add("Sec-Fetch-Site", "same-origin");
  EXPECT_EQ(Serve(again).status, 401);
  EXPECT_EQ(Json(Call("GET", "/v1/tokens", "token-auditor"))["tokens"][0]["in_force"], false);

  EXPECT_EQ(Call("DELETE", "/v1/tokens/" + id, "token-operator").status, 200);
  EXPECT_EQ(Call("DELETE", "/v1/tokens/00000000", "token-operator").status, 404);
}

TEST_F(StaffTest, ATokenEndsAfterAYearUnlessSomebodySaysOtherwise) {
  const auto made = [this](const char* more) {
    return Json(Call("POST", "/v1/tokens", "token-dpo",
                     std::string(R"({"role":"auditor","name":"Team Four")") + more + "}"));
  };
  EXPECT_EQ(made("")["expires"], FormatTime(backend_->Now() + app::kTokenLife));
  EXPECT_EQ(made(R"(,"expires":"")")["expires"], FormatTime(backend_->Now() + app::kTokenLife));
  const nlohmann::json endless = made(R"(,"expires":"never")");
  EXPECT_EQ(endless["role"], "auditor");
  EXPECT_FALSE(endless.contains("expires"));
}

TEST_F(StaffTest, ATokenThatMakesNoSenseIsRefused) {
  for (const char* body :
       {R"({"role":"king","name":"Team Five"})", R"({"role":"auditor"})",
        R"({"role":"auditor","name":" "})", R"({"role":"auditor","name":"a\nb"})",
        R"({"role":"auditor","name":"Team Five","expires":"2026-02-30"})",
        R"({"role":"auditor","name":"Team Five","expires":"2020-01-01"})",
        R"({"role":"auditor","name":"Team Five","expires":20300101})"}) {
    EXPECT_EQ(Call("POST", "/v1/tokens", "token-dpo", body).status, 422) << body;
  }
  EXPECT_TRUE(backend_->kept_tokens_->List().empty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
