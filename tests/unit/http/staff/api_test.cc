#include "server/http/staff/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/http/staff/fixture.h"
#include "tests/unit/log_capture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

TEST_F(StaffTest, BadParametersAreToldApart) {
  for (const char* target :
       {"/v1/consents?from=yesterday", "/v1/consents?event=maybe", "/v1/consents?limit=99999",
        "/v1/consents?cursor=-1", "/v1/consents?site=a&site=b", "/v1/consents?site=%00",
        "/v1/stats?site=ameli.fr&from=2026-03-01&to=2026-02-01",
        "/v1/stats?site=ameli.fr&from=1990-01-01", "/v1/stats?site=ameli.fr&step=hour",
        "/v1/export?format=xml", "/v1/overview"}) {
    EXPECT_EQ(Call("GET", target, "token-auditor").status, 400) << target;
  }
  EXPECT_EQ(Call("GET", "/v1/overview?site=nowhere", "token-auditor").status, 404);
  EXPECT_EQ(Call("GET", "/v1/consents/x", "token-auditor").status, 404);
  EXPECT_EQ(Call("GET", "/v1/consents/99999", "token-auditor").status, 404);
  EXPECT_EQ(Call("GET", "/v1/revisions/zz", "token-auditor").status, 404);
  EXPECT_EQ(Call("POST", "/v1/holds", "token-auditor", R"({"reason":""})").status, 422);
  EXPECT_EQ(Call("POST", "/v1/holds", "token-auditor", "[]").status, 422);
  EXPECT_EQ(Call("POST", "/v1/holds", "token-auditor", "{").status, 400);
}

TEST_F(StaffTest, WhatFailsInsideIsInTheLogAndNotInTheAnswer) {
  const LogCapture log;
  backend_->damaged_ = true;
  const http::Response response = Call("GET", "/v1/consents?site=ameli.fr", "token-auditor");
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, HasSubstr("its log says why"));
  EXPECT_THAT(response.body, testing::Not(HasSubstr("page 7")));
  EXPECT_THAT(log.Text(), HasSubstr("page 7 of the database is damaged"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
