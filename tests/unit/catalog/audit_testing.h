// What the audit's tests share: a source that comes in small pieces, and entries of a HAR.
#ifndef TEMOIN_TESTS_UNIT_CATALOG_AUDIT_TESTING_H_
#define TEMOIN_TESTS_UNIT_CATALOG_AUDIT_TESTING_H_

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catalog/audit/recording.h"
#include "tests/unit/catalog/catalog_testing.h"

namespace temoin::catalog::testing {

// Hands a text out in small pieces, so that every border between two of them is crossed.
inline ByteSource SourceOf(std::string text, size_t piece = 7) {
  auto shared = std::make_shared<std::string>(std::move(text));
  auto at = std::make_shared<size_t>(0);
  return [shared, at, piece](char* buffer, size_t size) {
    const size_t count = std::min({size, piece, shared->size() - *at});
    shared->copy(buffer, count, *at);
    *at += count;
    return count;
  };
}

inline nlohmann::json HarEntry(const std::string& url,
                               const std::vector<std::string>& set_cookies) {
  nlohmann::json headers = nlohmann::json::array();
  for (const std::string& line : set_cookies) {
    headers.push_back({{"name", "Set-Cookie"}, {"value", line}});
  }
  return {
      {"startedDateTime", "2026-11-21T12:00:00.000Z"},
      {"request",
       {{"url", url}, {"headers", nlohmann::json::array()}, {"cookies", nlohmann::json::array()}}},
      {"response", {{"headers", headers}, {"cookies", nlohmann::json::array()}}}};
}

// The reading of a HAR with these entries.
inline Result<Recording> ReadHar(const std::vector<nlohmann::json>& entries) {
  const nlohmann::json har = {{"log", {{"version", "1.2"}, {"entries", entries}}}};
  return ReadRecording(SourceOf(har.dump()), Now());
}

}  // namespace temoin::catalog::testing

#endif  // TEMOIN_TESTS_UNIT_CATALOG_AUDIT_TESTING_H_
