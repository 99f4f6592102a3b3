// Sets what was observed against what is declared.
//
// What was set without consent can only be said when the phase of the recording is known; without
// it what depends on it is left open, and the result is then not clean. Clean means that every
// cookie in it was understood and nothing was found; a recording that could not have shown a
// cookie, or of which a part was not understood, is inconclusive. Findings in the rest count all
// the same. Where several declared trackers match what was seen, the most favourable one counts: an
// audit accuses nobody by a guess.
//
// No 13 calendar months are longer than 397 days; a life of up to 397 days and 5 minutes passes,
// the minutes being what lies between the setting of a cookie and the clock it is counted from.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CATALOG_AUDIT_AUDIT_H_
#define TEMOIN_CATALOG_AUDIT_AUDIT_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/audit/recording.h"
#include "catalog/model.h"

namespace temoin::catalog {

struct AuditFinding {
  // "undeclared", "set-without-consent", "not-cleared", "lifetime-over-declared",
  // "over-13-months", "wrong-party" (declared, for another host), "ambiguous"; as notices
  // "never-seen", "over-13-months-waived", "banner-memory" (what the service itself stores),
  // "left-at-third-party" (there after withdrawal, where the page cannot reach it, and neither set
  // nor sent since), "refused" (no browser keeps it). Of hosts without a cookie that was seen:
  // "called-without-consent" (a notice where it may have been before the withdrawal, or before an
  // exempt service was opposed) and
  // "undeclared-host" (a known product that no service declares; a notice where nobody says that it
  // asks for consent).
  std::string code;
  bool notice = false;
  std::string name;  // may be empty: a cookie without a name
  std::string host;  // may be empty: not seen
  TrackerKind kind = TrackerKind::kCookie;
  std::string service;     // may be empty
  std::set<Phase> phases;  // in which it was found
  Text sentence;
};

// What the recording leaves undecided: "phase", "lifetimes", "storage", "export" (what an export of
// cookies cannot show), "truncated", "deletions", and the codes of Recording::unread.
struct OpenQuestion {
  std::string code;
  Text sentence;
  size_t count = 0;  // of what was not understood; 0: not a question of number
  std::vector<std::string> places;
  bool inconclusive = false;  // the result cannot be clean
};

struct AuditReport {
  struct Visit {
    Phase phase = Phase::kUnknown;
    std::set<std::string, std::less<>> allowed;  // for Phase::kSome
    size_t seen = 0;
    bool inconclusive = false;  // it could not have shown a cookie
    bool nothing_recorded = false;
  };
  std::string site;
  Recording::Format format = Recording::Format::kSetCookieLog;
  std::vector<Visit> visits;
  std::vector<OpenQuestion> open;
  std::vector<AuditFinding> findings;
  bool inconclusive = false;  // something could not be seen or was not understood
  bool truncated = false;

  // How many findings are no notices.
  size_t faults() const;
  // Conclusive, and nothing but notices. A question that is not of understanding may be open.
  bool clean() const { return !inconclusive && faults() == 0; }
};

// `phase`: of the visit, where the recording does not say it; of a recording that does (a scan),
// the only one looked at. kUnknown: not given. kNotFound: a scan without that phase.
Result<AuditReport> Audit(const std::shared_ptr<const Site>& site, const Recording& recording,
                          Phase phase, Time now);

std::string AuditText(const AuditReport& report, std::string_view language);
std::string AuditJson(const AuditReport& report);  // docs/formats.md
std::string AuditHtml(const AuditReport& report, std::string_view language);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_AUDIT_H_
