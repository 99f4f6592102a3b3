// Limitations of processing (GDPR article 18): what was chosen from one browser is kept and not
// used, because the person who shows the browser's cookie or receipt asks so (decision 28).
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_LIMITATIONS_H_
#define TEMOIN_APP_STAFF_LIMITATIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"

namespace temoin::app {

// Article 18(1): accuracy contested, erasure not wanted though unlawful, needed for the person's
// own claims, objection under examination.
inline constexpr std::string_view kLimitationGrounds[] = {"accuracy", "unlawful", "claims",
                                                          "objection"};

struct Limit {
  store::Index index = 0;  // one record of the browser's line; the whole line is limited
  std::string ground;      // of kLimitationGrounds
  std::string shown;       // token, receipt: what the person showed
  std::string request;     // the site's own number of the request; may be empty
  Time review{};           // lies ahead: when it is looked at again
};

struct Limitation {
  int64_t id = 0;
  std::string site;
  std::vector<store::Index> records;
  std::string ground;  // empty where it went with a database that was lost
  std::string request;
  std::string author;
  Time created{};
  Time review{};
  std::optional<Time> lifted;
  std::string lifted_by;
};

// kUnprocessable with a pointer for a command that is none of these, kNotFound where the index
// names no choice that is kept, kConflict where it is limited or to be erased already.
Result<Limitation> LimitProcessing(const Context& context, const Actor& actor,
                                   const Limit& command);

// The person is told before (article 18(3)): on a day that is not ahead. kNotFound without a
// limitation of that number in force. What is due is erased after that.
struct LiftLimitation {
  int64_t id = 0;
  std::optional<Time> informed;  // a day
};
Status Lift(const Context& context, const Actor& actor, const LiftLimitation& command);

struct ListLimitations {
  bool lifted = false;  // those, too
};
Result<std::vector<Limitation>> Limitations(const Context& context, const Actor& actor,
                                            const ListLimitations& command);

// What may be done with a limited record all the same (article 18(2)): the person agrees, legal
// claims, the rights of another, an important public interest.
inline constexpr std::string_view kDespiteLimitation[] = {"person", "claims", "rights", "interest"};

// What is told of a limited choice without one of these: that it is there, and since when.
store::ChoiceRow Withheld(const store::ChoiceRow& row);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_LIMITATIONS_H_
