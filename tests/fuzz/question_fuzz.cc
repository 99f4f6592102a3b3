#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "base/json.h"
#include "catalog/verdict_report.h"

// A question as people paste it; any answer to it can be written down.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace temoin::catalog;  // NOLINT(google-build-using-namespace): one function
  static const Matcher matcher([] {
    auto site = std::make_shared<Site>();
    site->id = "fuzz.example";
    site->cookie.domain = "fuzz.example";
    return std::shared_ptr<const Site>(std::move(site));
  }());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<VerdictReport> answers;
  for (const Question& question : ReadQuestions(text, matcher, temoin::Time(), 50)) {
    if (question.hosts.size() > Question::kMostHosts) std::abort();
    answers.push_back(ReportOn(matcher, question, "", temoin::Time()));
  }
  answers.push_back(ReportOn(matcher, ReadQuestion(text), "", temoin::Time()));
  if (!temoin::ParseJson(VerdictsJson(answers), {.max_bytes = size_t{1} << 30, .max_depth = 16})
           .ok()) {
    std::abort();
  }
  return 0;
}
