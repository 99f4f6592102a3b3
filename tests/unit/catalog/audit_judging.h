// What an audit says of a small recording, in a few words that a test can compare.
#ifndef TEMOIN_TESTS_UNIT_CATALOG_AUDIT_JUDGING_H_
#define TEMOIN_TESTS_UNIT_CATALOG_AUDIT_JUDGING_H_

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "catalog/audit/audit.h"
#include "tests/unit/catalog/audit_testing.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog::testing {

// Findings that are no notices, those that are (without what was never seen), then what could not
// be understood with its number.
struct Seen {
  std::vector<std::string> findings;
  std::vector<std::string> notices;  // with the name, or the host where there is none
  std::vector<std::string> unread;
  std::string result;
};

inline Seen Judged(const Result<Recording>& recording, Phase phase) {
  Seen seen;
  EXPECT_TRUE(recording.ok()) << recording.error().message;
  if (!recording.ok()) return seen;
  const auto report = Audit(Ameli(), *recording, phase, Now());
  EXPECT_TRUE(report.ok());
  for (const AuditFinding& finding : report->findings) {
    if (!finding.notice) seen.findings.push_back(finding.code + " " + finding.name);
    // Every finding names its host.
    const bool never = finding.code == "never-seen";
    const char* const unknown = never ? "hôte non publié" : "hôte non vu";
    EXPECT_THAT(finding.sentence.fr,
                ::testing::HasSubstr(finding.host.empty() ? unknown : finding.host));
    if (!finding.notice || never) continue;
    seen.notices.push_back(finding.code + " " +
                           (finding.name.empty() ? finding.host : finding.name));
  }
  for (const OpenQuestion& question : report->open) {
    if (!question.inconclusive) continue;
    seen.unread.push_back(question.code + " " + std::to_string(question.count));
    if (question.count == 0) continue;
    EXPECT_THAT(question.sentence.en, ::testing::HasSubstr(std::to_string(question.count)));
  }
  seen.result = nlohmann::json::parse(AuditJson(*report))["result"];
  EXPECT_EQ(seen.result == "clean", report->clean());
  return seen;
}

inline Seen Har(const std::vector<nlohmann::json>& entries, Phase phase = Phase::kNone) {
  return Judged(ReadHar(entries), phase);
}
inline Seen Text(const std::string& text, Phase phase = Phase::kNone) {
  return Judged(ReadRecording(SourceOf(text), Now()), phase);
}

inline constexpr const char* kAds = "https://ad.doubleclick.net/a";
inline constexpr const char* kSite = "https://www.ameli.fr/";
inline constexpr const char* kLong = "; Max-Age=157680000";

inline nlohmann::json Received(const char* url, nlohmann::json cookies,
                               const std::vector<std::string>& headers = {}) {
  nlohmann::json entry = HarEntry(url, headers);
  entry["response"]["cookies"] = std::move(cookies);
  return entry;
}
inline nlohmann::json Sending(const char* url, const char* cookies,
                              const std::vector<std::string>& set = {}) {
  nlohmann::json entry = HarEntry(url, set);
  entry["request"]["headers"].push_back({{"name", "Cookie"}, {"value", cookies}});
  return entry;
}

}  // namespace temoin::catalog::testing

#endif  // TEMOIN_TESTS_UNIT_CATALOG_AUDIT_JUDGING_H_
