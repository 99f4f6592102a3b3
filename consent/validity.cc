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

namespace {

// When `service` was put to the visitors anew.
std::optional<Time> AskedSince(const RefusableService& service, const Life& life,
                               const Terms& terms) {
  const int64_t generation = service.since > life.generation ? service.since : terms.generation;
  const auto found = terms.generations.find(generation);
  return found == terms.generations.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Judgement Judge(const Life& life, const Decisions& decisions, const Terms* current, Time now) {
  // What came first ended it: a replacement after the end replaced nothing.
  if (life.superseded_at && *life.superseded_at < life.valid_until) {
    return {.standing = Standing::kSuperseded, .asked_again = {}, .since = {}};
  }
  if (now >= life.valid_until) {
    return {.standing = Standing::kExpired, .asked_again = {}, .since = {}};
  }
  Judgement out;
  out.standing = life.event == Event::kWithdrawn ? Standing::kWithdrawn : Standing::kValid;
  if (current != nullptr) {
    for (const RefusableService& service : current->services) {
      if (service.since > life.generation || !decisions.contains(service.id)) {
        out.asked_again.push_back(service.id);
        const std::optional<Time> since = AskedSince(service, life, *current);
        if (since && (!out.since || *since < *out.since)) out.since = since;
      }
    }
  }
  return out;
}

bool InForce(const Judgement& judgement) {
  return judgement.standing == Standing::kValid || judgement.standing == Standing::kWithdrawn;
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
