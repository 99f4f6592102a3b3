// Erasing a record and its line at the request of the person it is about, by staff.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_ERASE_RECORD_H_
#define TEMOIN_APP_STAFF_ERASE_RECORD_H_

#include <string>

#include "app/context.h"
#include "app/recording/erasures.h"

namespace temoin::app {

struct EraseRecord {
  store::Index index = 0;
  std::string request{};  // the site's own number of the person's request; may be empty
};

// Waits until the erasure is over, or for some seconds; the site's erasure delay counts from now.
// kNotFound for an index that is no consent's. The access log tells apart what was asked
// ("consent.erase.ask", durable before anything is done), what is erased, what is scheduled and
// what a hold keeps.
Result<EraseOutcome> Erase(const Context& context, const Actor& actor, const EraseRecord& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_ERASE_RECORD_H_
