// The terms under which a choice is judged: what this room needs to know of a published revision
// and of its site. The service room fills these from the catalogue, once a publication; here
// nothing reads a file.
//
// Thread-safety: values; share them constant.
#ifndef TEMOIN_CONSENT_TERMS_H_
#define TEMOIN_CONSENT_TERMS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/zones.h"

namespace temoin::consent {

// The ground on which a refusable service runs. Exempt services that cannot be refused have no
// decision and no place here.
enum class Basis : uint8_t {
  kConsent,           // RGPD 6(1)(a): runs only after a yes
  kExemptWithOptOut,  // exempt audience measurement: runs until the visitor opposes
};

std::string_view BasisName(Basis basis);  // "consent", "exempt-with-opt-out"
std::optional<Basis> BasisFromName(std::string_view name);

// A service of a revision that a visitor can accept or refuse.
struct RefusableService {
  std::string id{};  // [a-z0-9-]{1,64}
  Basis basis = Basis::kConsent;
  int64_t since = 1;  // the generation in which it was added or last changed materially

  bool operator==(const RefusableService&) const = default;
};

// The two cookies of a site.
struct CookieSettings {
  std::string domain{};          // "ameli.fr"; empty: host-only cookies
  std::string choice = "pcid";   // the visitor's token, unreadable by the page
  std::string context = "pctx";  // what the page needs to know
};

// One published revision of one site.
struct Terms {
  std::string site{};        // [a-z0-9.-]{1,64}
  std::string controller{};  // the controller's name, as recorded
  std::string revision{};    // 64 lower hex
  int64_t generation = 1;
  std::map<int64_t, Time> generations{};     // when each was first published, as far as known
  std::vector<RefusableService> services{};  // sorted by id, no two alike
  std::vector<std::string> languages{};      // of the revision; empty: any well-formed tag

  TimeZone time_zone{};           // of the days that choices are counted on
  Duration choice_validity{};     // at most P13M
  Duration evidence_retention{};  // after the choice stops having effect
  Duration erasure_delay{};       // zero: erased at once when asked
  bool refusal_token = true;      // false: a refusal gets no identifier and links to nothing
  CookieSettings cookies;

  const RefusableService* Find(std::string_view service_id) const;
};

// How a revision that a choice names stands to the one that is published now.
enum class RevisionStanding : uint8_t {
  kAccepted,  // of the current generation, or of the one before within the day of grace
  kOutdated,  // known, and no longer to be answered
};

inline constexpr std::chrono::hours kRevisionGrace{24};

// `current_generation_since`: when the first revision of the current generation was published. The
// grace ends 24 hours later, to the second (excluded).
RevisionStanding JudgeRevision(int64_t named_generation, int64_t current_generation,
                               Time current_generation_since, Time now);

}  // namespace temoin::consent

#endif  // TEMOIN_CONSENT_TERMS_H_
