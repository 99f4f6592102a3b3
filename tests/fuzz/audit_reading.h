// What every recording must survive, whatever its reader: it is read the same in pieces of any
// size, its bounds hold, and its audit can be written down.
#ifndef TEMOIN_TESTS_FUZZ_AUDIT_READING_H_
#define TEMOIN_TESTS_FUZZ_AUDIT_READING_H_

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "base/utf8.h"
#include "catalog/audit/audit.h"

namespace temoin::fuzz {

inline catalog::ByteSource SourceOf(std::string_view text, size_t piece) {
  auto at = std::make_shared<size_t>(0);
  return [text, at, piece](char* buffer, size_t size) {
    const size_t count = std::min({size, piece, text.size() - *at});
    text.copy(buffer, count, *at);
    *at += count;
    return count;
  };
}

// A site without anything declared: everything seen is a finding.
inline std::shared_ptr<const catalog::Site> Nowhere() {
  static const auto site = [] {
    auto made = std::make_shared<catalog::Site>();
    made->id = "fuzz.example";
    made->cookie.domain = "fuzz.example";
    return made;
  }();
  return site;
}

inline void ReadAndAudit(std::string_view text) {
  const Time now{std::chrono::seconds(1'795'262'400)};
  auto whole = catalog::ReadRecording(SourceOf(text, text.size() + 1), now);
  const auto pieces = catalog::ReadRecording(SourceOf(text, 7), now);
  if (whole.ok() != pieces.ok()) std::abort();
  if (!whole.ok()) return;
  if (whole->kept > catalog::Recording::kMostTrackers || whole->kept != pieces->kept) std::abort();
  size_t kept = 0;
  for (const catalog::Visit& visit : whole->visits) {
    kept += visit.trackers.size();
    for (const auto& [key, seen] : visit.trackers) {
      if (seen.name.size() > 300 || seen.host.size() > 253) std::abort();
      if (!IsUtf8(seen.name) || !IsUtf8(seen.host)) std::abort();
    }
  }
  if (kept > whole->kept) std::abort();
  const auto report = catalog::Audit(Nowhere(), *whole, catalog::Phase::kUnknown, now);
  if (!report.ok()) std::abort();
  if (report->inconclusive && report->clean()) std::abort();
  // What was not understood is never clean.
  if (!whole->unread.empty() && report->clean()) std::abort();
  (void)catalog::AuditText(*report, "fr");
  (void)catalog::AuditHtml(*report, "en");
  const size_t most = size_t{1} << 30;
  if (!ParseJson(catalog::AuditJson(*report), {.max_bytes = most, .max_depth = 8}).ok())
    std::abort();
}

}  // namespace temoin::fuzz

#endif  // TEMOIN_TESTS_FUZZ_AUDIT_READING_H_
