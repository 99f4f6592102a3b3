// May it be set? The answer for one declared tracker.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_VERDICT_H_
#define TEMOIN_CATALOG_VERDICT_H_

#include <string_view>

#include "catalog/match.h"
#include "catalog/model.h"

namespace temoin::catalog {

enum class Verdict {
  kAlways,            // necessary: exempt from consent
  kExemptWithOptOut,  // exempt audience measurement: until the visitor opposes
  kAfterConsent,      // only after consent to its service
  kOverLimit,         // declared for longer than 13 months, whatever its basis
  kAmbiguous,         // several declared trackers match and the answers differ
  kNotDeclared,       // nothing declared matches
};

// "always", "exempt-with-opt-out", "after-consent", "over-limit", "ambiguous", "not-declared".
std::string_view VerdictName(Verdict verdict);

// How long a tracker may live: calendar months.
inline constexpr int64_t kMostTrackerMonths = 13;
// Whether any published condition of it is longer than 13 calendar months, or it has no end of its
// own.
bool OverLimit(const Lifetime& lifetime);

// Of what is declared under this basis, whatever its lifetime.
Verdict Judge(Basis basis);
Verdict Judge(const Purpose& purpose, const Tracker& tracker);
Verdict Judge(const MatchResult& matched);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_VERDICT_H_
