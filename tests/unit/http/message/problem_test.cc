#include "server/http/message/problem.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "server/http/message/reasons.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

TEST(ProblemTest, HasTheMembersOfRfc9457) {
  const auto problem = nlohmann::json::parse(
      ProblemBody(Error(ErrorCode::kUnprocessable, "not refusable", "/decisions/x")));
  EXPECT_EQ(problem, (nlohmann::json{{"type", "urn:temoin:problem:unprocessable"},
                                     {"title", "Unprocessable Content"},
                                     {"status", 422},
                                     {"detail", "not refusable"},
                                     {"pointer", "/decisions/x"}}));
}

TEST(ProblemTest, CarriesExtensions) {
  const auto problem = nlohmann::json::parse(
      ProblemBody(Error(ErrorCode::kConflict, "outdated"), {{"revision", "ab"}}));
  EXPECT_EQ(problem["revision"], "ab");
  EXPECT_EQ(problem["status"], 409);
}

TEST(ProblemTest, NothingInternalLeaks) {
  for (const ErrorCode code : {ErrorCode::kInternal, ErrorCode::kDataLoss}) {
    const std::string body = ProblemBody(Error(code, "SQL says /var/lib/x is broken", "/p"));
    EXPECT_EQ(body.find("SQL"), std::string::npos);
    EXPECT_EQ(body.find("data-loss"), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(body)["status"], 500);
  }
}

TEST(ProblemTest, QuotingBrokenUtf8DoesNotFail) {
  const std::string body = ProblemBody(Error(ErrorCode::kInvalidArgument, "bad \xff byte"));
  EXPECT_TRUE(nlohmann::json::accept(body));
}

TEST(ProblemTest, EveryStatusHasATitle) {
  for (const int status : {400, 401, 403, 404, 405, 408, 409, 410, 411, 413,
                           414, 415, 417, 422, 429, 431, 500, 501, 503, 505}) {
    EXPECT_NE(ReasonPhrase(status), "Unknown") << status;
    EXPECT_EQ(nlohmann::json::parse(ProblemBody(status, "x", "y"))["status"], status);
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
