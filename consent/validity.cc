#include "consent/validity.h"

#include <algorithm>

namespace temoin::consent {

std::string_view StandingName(Standing standing) {
  switch (standing) {
    case Standing::kNone:
      return "none";
    case Standing::kValid:
      return "valid";
    case Standing::kExpired:
      return "expired";
    case Standing::kWithdrawn:
      return "withdrawn";
    case Standing::kSuperseded:
      return "superseded";
    case Standing::kPurged:
      return "purged";
    case Standing::kLost:
      return "lost";
  }
  return "";
}

std::string_view SupersededByName(SupersededBy by) {
  return by == SupersededBy::kChoice ? "choice" : "revision";
}

Judgement Judge(const Life& life, const Decisions& decisions, const Terms* current, Time now) {
  // What came first ended it: a replacement after the end replaced nothing.
  if (life.superseded_at && *life.superseded_at < life.valid_until) {
    return {.standing = Standing::kSuperseded, .by = SupersededBy::kChoice, .ask = {}};
  }
  if (now >= life.valid_until) return {.standing = Standing::kExpired, .by = {}, .ask = {}};
  Judgement out;
  if (current != nullptr) {
    for (const RefusableService& service : current->services) {
      if (service.since > life.generation || !decisions.contains(service.id)) {
        out.ask.push_back(service.id);
      }
    }
  }
  if (life.event == Event::kWithdrawn) {
    out.standing = Standing::kWithdrawn;
  } else if (!out.ask.empty()) {
    out.standing = Standing::kSuperseded;
    out.by = SupersededBy::kRevision;
  } else {
    out.standing = Standing::kValid;
  }
  return out;
}

bool InForce(const Judgement& judgement) {
  return judgement.standing == Standing::kValid || judgement.standing == Standing::kWithdrawn ||
         (judgement.standing == Standing::kSuperseded && judgement.by == SupersededBy::kRevision);
}

Time ValidUntil(Time given_at, const Terms& terms) {
  // The bound of thirteen months holds whatever the terms say.
  return std::min(AddDuration(given_at, terms.choice_validity), AddMonths(given_at, 13));
}

Time EndOfEffect(Time valid_until, std::optional<Time> superseded_at) {
  return superseded_at ? std::min(valid_until, *superseded_at) : valid_until;
}

Time ErasedAfter(Time end_of_effect, const Duration& evidence_retention) {
  return AddDuration(end_of_effect, evidence_retention);
}

Time ErasedAfter(Time valid_until, std::optional<Time> superseded_at, const Duration& own,
                 const Duration& later) {
  const Time at_end = ErasedAfter(valid_until, own);
  return superseded_at ? std::min(at_end, ErasedAfter(*superseded_at, later)) : at_end;
}

}  // namespace temoin::consent
