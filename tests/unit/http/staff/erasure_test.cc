// Erasing at the request of who shows what the browser holds, and by the controller's decision.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "consent/token.h"
#include "tests/unit/http/staff/fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;
using testing::Not;

constexpr char kAuditor[] = "token-auditor";
constexpr char kOperator[] = "token-operator";

class StaffErasure : public StaffTest {
 protected:
  http::Response Post(const std::string& path, const nlohmann::json& body,
                      std::string_view token = kAuditor) {
    return Call("POST", path, token, body.dump());
  }
  std::string PathOf(store::Index index, std::string_view rest = "") {
    return "/v1/consents/" + std::to_string(index) + std::string(rest);
  }
  std::string Shown(store::Index index) { return consent::EncodeToken({index, secret_}); }
};

TEST_F(StaffErasure, AnIndexAloneErasesNothing) {
  const store::Index index = Give();
  EXPECT_EQ(Call("DELETE", PathOf(index), kOperator).status, 422);
  EXPECT_EQ(Call("DELETE", PathOf(index, "?ground=shown"), kOperator).status, 422);
  EXPECT_EQ(Call("DELETE", PathOf(index, "?ground=because"), kOperator).status, 422);
  const std::string other =
      consent::EncodeToken({index, consent::NewTokenSecret()});  // of the right form
  for (const std::string& text :
       {std::string("3492-ET"), std::to_string(index), other, Shown(index + 1), std::string("x")}) {
    const http::Response response = Post(PathOf(index, "/erasure"), {{"text", text}}, kOperator);
    EXPECT_EQ(response.status, 422) << text;
    EXPECT_THAT(response.body, Not(HasSubstr(text.size() > 20 ? text : "nothing of it")));
  }
  EXPECT_EQ(store_->FindByIndex(index)->row.state, store::State::kKept);
  EXPECT_TRUE(AccessLines().empty());
}

TEST_F(StaffErasure, WhoShowsTheCookieOrTheReceiptErases) {
  const store::Index first = Give();
  const http::Response erased =
      Post(PathOf(first, "/erasure"), {{"text", "pcid=" + Shown(first)}, {"request", "2026-117"}},
           kOperator);
  EXPECT_EQ(erased.status, 200) << erased.body;
  EXPECT_EQ(store_->FindByIndex(first)->row.state, store::State::kPurged);
  EXPECT_EQ(AccessLines().back().access.detail,
            "index " + std::to_string(first) + ", ground shown, request 2026-117");
  const store::Index second = Give();
  const std::string receipt = Call("GET", PathOf(second, "/receipt"), kAuditor).body;
  EXPECT_EQ(Post(PathOf(second, "/erasure"), {{"text", receipt}}, kOperator).status, 200);
  const store::Index third = Give();
  EXPECT_EQ(Post(PathOf(third, "/erasure"), {{"text", receipt}}, kOperator).status, 422);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
