// Whether a choice still counts: the clocks of a choice's life, judged on every read. Nothing here
// prolongs anything; a later choice is another record.
//
//   given_at ──────── valid_until ───────── erased_after
//            valid            expired, kept            purged
//            (until replaced or withdrawn)
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CONSENT_VALIDITY_H_
#define TEMOIN_CONSENT_VALIDITY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/clock.h"
#include "consent/choice.h"
#include "consent/terms.h"

namespace temoin::consent {

enum class Standing : uint8_t {
  kNone,        // no choice of this visitor is known
  kValid,       // in force; of an earlier generation it may leave services open (asked_again)
  kExpired,     // past its end: not honoured, ask again
  kWithdrawn,   // a refusal in force: do not ask again
  kSuperseded,  // replaced by a later choice
  kPurged,      // content erased
  kLost,        // content lost with a disk, the log's entry remains
};
std::string_view StandingName(Standing standing);  // "none", "valid", …

// What is known of a kept record's life.
struct Life {
  Event event = Event::kGiven;
  int64_t generation = 1;
  Time given_at{};
  Time valid_until{};
  std::optional<Time> superseded_at{};  // when a later choice replaced it
};

struct Judgement {
  Standing standing = Standing::kNone;
  // Services of the current revision that this choice does not answer, because they are newer than
  // it or changed materially since: they stay blocked until answered, the others follow the choice.
  // Empty unless the choice is in force.
  std::vector<std::string> asked_again{};
  std::optional<Time> since{};  // when the first of them was asked for; nothing where not known
};

// `current`: the revision published now, or null when the site has none any more (then nothing is
// asked again). `decisions`: the services that the record answers. valid_until itself is no
// longer valid.
Judgement Judge(const Life& life, const Decisions& decisions, const Terms* current, Time now);

// Whether the choice still rules the services it answers: valid or withdrawn.
bool InForce(const Judgement& judgement);

Time ValidUntil(Time given_at, const Terms& terms);
// When the choice stops having effect: its end, or its replacement if that came before.
Time EndOfEffect(Time valid_until, std::optional<Time> superseded_at);
// From when the content must be erased.
Time ErasedAfter(Time end_of_effect, const Duration& evidence_retention);
// The same of a choice that `own` was the retention of when it was given, and `later` when it was
// replaced: whichever comes first.
Time ErasedAfter(Time valid_until, std::optional<Time> superseded_at, const Duration& own,
                 const Duration& later);

}  // namespace temoin::consent

#endif  // TEMOIN_CONSENT_VALIDITY_H_
