// Erasing a record and its line at the request of the person it is about, by staff.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_ERASE_RECORD_H_
#define TEMOIN_APP_STAFF_ERASE_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/recording/erasures.h"

namespace temoin::app {

// Why a record is erased. A person's request is theirs who showed the record's cookie or receipt;
// the rest is the controller's own decision.
enum class EraseGround : uint8_t {
  kShown,       // article 17(1), asked for by who holds it
  kNotNeeded,   // article 17(1)(a)
  kUnlawful,    // article 17(1)(d)
  kObligation,  // article 17(1)(e)
};
std::string_view EraseGroundName(EraseGround ground);  // "unlawful"
std::optional<EraseGround> EraseGroundFromName(std::string_view name);

struct EraseRecord {
  store::Index index = 0;
  EraseGround ground = EraseGround::kShown;
  std::string request{};  // the site's own number of the person's request; may be empty
};

// Waits until the erasure is over, or for some seconds; the site's erasure delay counts from now.
// kNotFound for an index that is no consent's. The access log tells apart what was asked
// ("consent.erase.ask", durable before anything is done), what is erased, what is scheduled and
// what a hold keeps.
Result<EraseOutcome> Erase(const Context& context, const Actor& actor, const EraseRecord& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_ERASE_RECORD_H_
