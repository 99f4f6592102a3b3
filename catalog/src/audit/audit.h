// Sets what was observed against what is declared.
//
// What was set without consent can only be said when the phase of the recording is known; without
// it that question is left open and the report says so. A recording that could not have shown a
// cookie is inconclusive, never clean. Where several declared trackers match what was seen, the
// most favourable one counts: an audit accuses nobody by a guess.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_SRC_AUDIT_AUDIT_H_
#define TEMOIN_CATALOG_SRC_AUDIT_AUDIT_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/src/audit/recording.h"
#include "catalog/src/model.h"

namespace temoin::catalog {

struct AuditFinding {
  // "undeclared", "set-without-consent", "not-cleared", "lifetime-over-declared",
  // "over-13-months", "wrong-party", "ambiguous"; as notices "never-seen", "over-13-months-waived",
  // "banner-memory" (what the banner itself stores) and "left-at-third-party" (there after
  // withdrawal, where the page cannot reach it, and neither set nor sent since).
  std::string code;
  bool notice = false;
  std::string name;
  std::string host;
  TrackerKind kind = TrackerKind::kCookie;
  std::string service;     // may be empty
  std::set<Phase> phases;  // in which it was found
  Text sentence;
};

// What the recording leaves undecided: "phase", "lifetimes", "storage", "truncated".
struct OpenQuestion {
  std::string code;
  Text sentence;
};

struct AuditReport {
  struct Visit {
    Phase phase = Phase::kUnknown;
    std::set<std::string, std::less<>> allowed;  // for Phase::kSome
    size_t seen = 0;
    bool inconclusive = false;
  };
  std::string site;
  Recording::Format format = Recording::Format::kSetCookieLog;
  std::vector<Visit> visits;
  std::vector<OpenQuestion> open;
  std::vector<AuditFinding> findings;
  bool inconclusive = false;  // one of the visits could not have shown a cookie
  bool truncated = false;

  // Conclusive, whole, and nothing but notices. A question may be open all the same.
  bool clean() const;
};

// `phase`: of the visit, where the recording does not say it; of a recording that does (a scan),
// the only one looked at. kUnknown: not given. kNotFound: a scan without that phase.
Result<AuditReport> Audit(const std::shared_ptr<const Site>& site, const Recording& recording,
                          Phase phase, Time now);

std::string AuditText(const AuditReport& report, std::string_view language);
std::string AuditJson(const AuditReport& report);  // docs/formats.md
std::string AuditHtml(const AuditReport& report, std::string_view language);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_SRC_AUDIT_AUDIT_H_
