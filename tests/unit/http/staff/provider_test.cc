// The staff's routes by which people sign in at a provider, and what is told to whoever asks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/http/staff/fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

class Nobody final : public app::Outbound {
 public:
  Result<Response> Send(const Request& /*request*/) override {
    return Error(ErrorCode::kUnavailable, "no route");
  }
};

class ProviderRoutes : public StaffTest {
 protected:
  void SetUp() override {
    StaffTest::SetUp();
    backend_->provider_ = &provider_;
  }

  Nobody nobody_;
  app::ProviderSignIn provider_{{.name = "P",
                                 .issuer = "https://id.example",
                                 .client = "temoin",
                                 .secret = "s",
                                 .redirect = "https://temoin.example/v1/session/answer",
                                 .signed_out = "https://temoin.example/"},
                                nobody_};
};

TEST_F(StaffTest, WithoutAProviderThereIsNoneToAsk) {
  EXPECT_EQ(Json(Call("GET", "/v1/session/ways", ""))["provider"], nullptr);
  EXPECT_EQ(Call("GET", "/v1/session/provider", "").status, 404);
  EXPECT_EQ(Call("GET", "/v1/session/answer?code=c&state=s", "").status, 404);
}

TEST_F(ProviderRoutes, NoPageOfAnotherSiteBeginsASignIn) {
  EXPECT_EQ(Json(Call("GET", "/v1/session/ways", ""))["provider"], "P");
  for (const char* site : {"cross-site", "same-site"}) {
    http::Request request = Request("GET", "/v1/session/provider");
    request.headers.Add("Sec-Fetch-Site", site);
    EXPECT_EQ(Serve(request).status, 403) << site;
  }
  EXPECT_TRUE(AccessLines().empty());
}

TEST_F(ProviderRoutes, WhatFailsIsALineUpToTenAMinute) {
  for (int i = 0; i < SignInLimiter::kPerClient; ++i) {
    const bool begins = i % 2 == 0;
    const http::Response response =
        Call("GET", begins ? "/v1/session/provider" : "/v1/session/answer?state=s&code=c", "");
    EXPECT_EQ(response.status, 303);
    EXPECT_EQ(response.Header("Location"),
              begins ? "/#/connexion/unavailable" : "/#/connexion/not-found");
    EXPECT_EQ(AccessLines().size(), static_cast<size_t>(i) + 1);
    EXPECT_EQ(AccessLines().back().access.action, "sign-in.failed");
    EXPECT_EQ(AccessLines().back().access.who, "?");
  }
  const http::Response limited = Call("GET", "/v1/session/answer", "");
  EXPECT_EQ(limited.status, 303);
  EXPECT_EQ(limited.Header("Location"), "/#/connexion/rate-limited");
  EXPECT_EQ(AccessLines().size(), static_cast<size_t>(SignInLimiter::kPerClient));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
