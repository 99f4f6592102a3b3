// Which grants somebody may give: those of their own sites, of sites that are here, with an end
// that lies ahead.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_GRANT_RULES_H_
#define TEMOIN_APP_STAFF_GRANT_RULES_H_

#include <vector>

#include "app/context.h"
#include "app/staff/grants.h"

namespace temoin::app {

inline constexpr size_t kMaxGrants = 32;  // of a person

// Adds those that may be given, each once, with its sites sorted. kUnprocessable with the pointer
// /grants for one that will not do, an auditor's without an end among them, and for too many.
Status Give(const Context& context, const Actor& actor, std::vector<Grant> given,
            std::vector<Grant>& grants);

// Takes away those that the actor does not see whole.
void KeepSeen(const Actor& actor, std::vector<Grant>& grants);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_GRANT_RULES_H_
