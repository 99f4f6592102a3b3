#include "catalog/verdict.h"

#include <algorithm>

namespace temoin::catalog {

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAlways:
      return "always";
    case Verdict::kExemptWithOptOut:
      return "exempt-with-opt-out";
    case Verdict::kAfterConsent:
      return "after-consent";
    case Verdict::kOverLimit:
      return "over-limit";
    case Verdict::kAmbiguous:
      return "ambiguous";
    case Verdict::kNotDeclared:
      return "not-declared";
  }
  return "";
}

bool OverLimit(const Lifetime& lifetime) {
  const auto over = [](const Duration& duration) {
    return LongerThanMonths(duration, kMostTrackerMonths);
  };
  switch (lifetime.kind) {
    case Lifetime::Kind::kUnpublished:
    case Lifetime::Kind::kSession:
      return false;
    case Lifetime::Kind::kUntilDeleted:
      return true;
    case Lifetime::Kind::kFixed:
      return over(lifetime.fixed);
    case Lifetime::Kind::kConditional:
      return over(lifetime.accepted) || over(lifetime.refused);
    case Lifetime::Kind::kInWords:
      return lifetime.at_most && over(*lifetime.at_most);
    case Lifetime::Kind::kConditions:
      return std::any_of(lifetime.conditions.begin(), lifetime.conditions.end(),
                         [](const LifetimeCondition& each) { return OverLimit(each.lifetime); });
  }
  return false;
}

Verdict Judge(Basis basis) {
  switch (basis) {
    case Basis::kConsent:
      return Verdict::kAfterConsent;
    case Basis::kExempt:
      return Verdict::kAlways;
    case Basis::kExemptWithOptOut:
      return Verdict::kExemptWithOptOut;
  }
  return Verdict::kNotDeclared;
}

Verdict Judge(const Purpose& purpose, const Tracker& tracker) {
  return OverLimit(tracker.lifetime) ? Verdict::kOverLimit : Judge(purpose.basis);
}

Verdict Judge(const MatchResult& matched) {
  if (matched.candidates.empty()) return Verdict::kNotDeclared;
  const Candidate& first = matched.candidates.front();
  const Verdict verdict = Judge(*first.purpose, *first.tracker);
  for (const Candidate& candidate : matched.candidates) {
    // Two rows of one service are one answer; the same answer for two services is not: which of
    // them the visitor must have accepted is what is asked.
    if (Judge(*candidate.purpose, *candidate.tracker) != verdict ||
        candidate.service->id != first.service->id) {
      return Verdict::kAmbiguous;
    }
  }
  return verdict;
}

}  // namespace temoin::catalog
