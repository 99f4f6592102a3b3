// The log of accesses, as the staff's API reads, filters and hands it out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/http/staff/fixture.h"

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

constexpr const char* kAuditor = "token-auditor";

class StaffAccesses : public StaffTest {
 protected:
  nlohmann::json Get(const std::string& target) {
    const http::Response response = Call("GET", target, kAuditor);
    EXPECT_EQ(response.status, 200) << target << ": " << response.body;
    return Json(response);
  }
};

TEST_F(StaffAccesses, TheAccessLogIsReadNewestFirstInPages) {
  for (int i = 0; i < 5; ++i) Call("GET", "/v1/consents?site=ameli.fr", kAuditor);
  const nlohmann::json page = Get("/v1/journal?limit=4");
  ASSERT_EQ(page["lines"].size(), 4U);
  EXPECT_EQ(page["lines"][0]["action"], "journal.read");
  EXPECT_EQ(page["lines"][1]["action"], "consent.search");
  const nlohmann::json rest =
      Get("/v1/journal?limit=4&before=" + std::to_string(page["next"].get<int64_t>()));
  ASSERT_EQ(rest["lines"].size(), 2U);
  EXPECT_TRUE(rest["next"].is_null());
  EXPECT_LT(rest["lines"][0]["id"], page["lines"][3]["id"]);
}

TEST_F(StaffAccesses, TheAccessLogIsFiltered) {
  const store::Index index = Give();
  Call("GET", "/v1/consents?site=ameli.fr", kAuditor);
  Get("/v1/consents/" + std::to_string(index));
  Call("GET", "/v1/holds", "token-operator");
  Call("DELETE", "/v1/consents/" + std::to_string(index) + "?ground=unlawful&request=2026-117",
       "token-operator");
  const auto actions = [&](const std::string& query) {
    std::vector<std::string> out;
    const nlohmann::json page = Get("/v1/journal?" + query);
    for (const auto& line : page["lines"]) out.push_back(line["action"]);
    return out;
  };
  EXPECT_EQ(actions("action=consent.read"), std::vector<std::string>{"consent.read"});
  EXPECT_EQ(actions("who=Operations"),
            (std::vector<std::string>{"consent.erase", "consent.erase.ask"}));
  EXPECT_EQ(actions("action=consent.erase").size(), 2U) << "and what it begins with";
  EXPECT_EQ(actions("site=ameli.fr"),
            (std::vector<std::string>{"journal.read", "consent.erase", "consent.erase.ask",
                                      "consent.read", "consent.search"}))
      << "reading about a site is an access to it";
  EXPECT_TRUE(actions("to=2026-02-28&who=Operations").empty());
  EXPECT_EQ(actions("from=2026-03-01&days_of=ameli.fr&who=Operations").size(), 2U);
  const nlohmann::json line = Get("/v1/journal?action=consent.erase")["lines"][0];
  EXPECT_EQ(line["action_words"]["fr"], "effacement");
  EXPECT_THAT(line["detail_words"]["fr"].get<std::string>(), HasSubstr("demande 2026-117"));
}

TEST_F(StaffAccesses, AFilteredAccessLogGoesOnInPages) {
  for (int i = 0; i < 5; ++i) {
    Call("GET", "/v1/consents?site=ameli.fr", kAuditor);
    Call("GET", "/v1/holds", kAuditor);
  }
  std::vector<int64_t> seen;
  std::string target = "/v1/journal?action=consent.search&limit=2";
  for (int i = 0; i < 8; ++i) {
    const nlohmann::json page = Get(target);
    for (const auto& line : page["lines"]) seen.push_back(line["id"]);
    if (page["next"].is_null()) break;
    target = "/v1/journal?action=consent.search&limit=2&before=" +
             std::to_string(page["next"].get<int64_t>());
  }
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_TRUE(std::is_sorted(seen.rbegin(), seen.rend()));
}

TEST_F(StaffAccesses, TheAccessLogIsTakenAwayAsAFile) {
  Call("GET", "/v1/consents?site=ameli.fr", kAuditor);
  const http::Response french =
      Call("GET", "/v1/journal?format=csv-fr&days_of=ameli.fr&action=consent.search", kAuditor);
  ASSERT_EQ(french.status, 200) << french.body;
  EXPECT_THAT(french.body, HasSubstr("recherche de choix"));
  EXPECT_THAT(french.Header("Content-Disposition"), HasSubstr("journal-des-acces-"));
  EXPECT_EQ(AccessLines().back().access.action, "journal.export");
  EXPECT_THAT(Call("GET", "/v1/journal?format=csv", kAuditor).body, HasSubstr("journal.export"));
  EXPECT_EQ(Call("GET", "/v1/journal?format=xlsx", kAuditor).status, 200);
  EXPECT_EQ(Call("GET", "/v1/journal?format=pdf", kAuditor).status, 400);
}

TEST_F(StaffAccesses, AnErasureThatAHoldKeepsIsNone) {
  const store::Index index = Give();
  ASSERT_EQ(Call("POST", "/v1/holds", kAuditor,
                 R"({"reason":"contrôle","review":"2030-01-01","records":[)" +
                     std::to_string(index) + "]}")
                .status,
            201);
  Call("DELETE", "/v1/consents/" + std::to_string(index) + "?ground=unlawful", "token-operator");
  EXPECT_EQ(AccessLines().back().access.action, "consent.erase.held");
  for (const store::AccessRow& row : AccessLines()) EXPECT_NE(row.access.action, "consent.erase");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
