// A question with its right answer, and what holds it to that at every door: the command and the
// staff API (one field or a pasted text), the public table.
#ifndef TEMOIN_TESTS_UNIT_CATALOG_QUESTION_TESTING_H_
#define TEMOIN_TESTS_UNIT_CATALOG_QUESTION_TESTING_H_

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catalog/cookie_table.h"
#include "catalog/question.h"
#include "catalog/verdict_report.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog::testing {

struct Asked {
  std::string text;
  std::string host;
  std::string verdict;
  std::string service;  // of the answer; empty: none
};

inline std::string ServiceOf(const VerdictReport& answer) {
  if (answer.verdict == Verdict::kNotDeclared) return {};
  if (!answer.matched.candidates.empty()) return answer.matched.candidates.front().service->id;
  return answer.services.found.empty() ? "" : answer.services.found.front().service->id;
}

// About ameli.fr as it is shipped.
inline void ExpectAtEveryDoor(const std::vector<Asked>& questions) {
  const Matcher matcher(Ameli());
  for (const Asked& each : questions) {
    const VerdictReport answer =
        ReportOn(matcher, ReadQuestion(each.text, each.host, matcher, Now()), "ameli.fr", Now());
    const std::string said = each.text + " @ " + each.host;
    EXPECT_EQ(VerdictName(answer.verdict), each.verdict) << said;
    EXPECT_EQ(ServiceOf(answer), each.service) << said;
    const nlohmann::json shown = nlohmann::json::parse(
        CookieVerdictJson(*Ameli(), matcher, std::string(64, 'a'), each.text, each.host));
    EXPECT_EQ(shown["verdict"], each.verdict) << said;
    // Pasted, it is the same question.
    if (!each.host.empty()) continue;
    const auto pasted = ReadQuestions(each.text, matcher, Now());
    ASSERT_THAT(pasted, ::testing::SizeIs(1)) << said;
    EXPECT_EQ(VerdictName(ReportOn(matcher, pasted[0], "ameli.fr", Now()).verdict), each.verdict)
        << said;
  }
}

}  // namespace temoin::catalog::testing

#endif  // TEMOIN_TESTS_UNIT_CATALOG_QUESTION_TESTING_H_
