// What the staff API and the socket say alike of a value of app/, as JSON; each adds what only it
// says. Times are RFC 3339, days "2026-11-21".
//
// Thread-safety: pure functions.
#ifndef TEMOIN_SERVER_FACTS_FACTS_H_
#define TEMOIN_SERVER_FACTS_FACTS_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/staff/holds.h"
#include "app/staff/limitations.h"
#include "app/staff/requests.h"
#include "app/staff/staff_tokens.h"
#include "base/result.h"

namespace temoin::facts {

nlohmann::json OfHold(const app::ShownHold& shown);
// Without the day of its review, which either shows in its own way.
nlohmann::json OfLimitation(const app::Limitation& limitation);
nlohmann::json OfRequest(const app::Request& request);
// Without its sites, which either shows in its own way.
nlohmann::json OfToken(const app::StaffToken& token);

// The member `sites`, at most 256 texts; empty when it is absent or null. kUnprocessable with its
// pointer.
Result<std::vector<std::string>> ReadSites(const nlohmann::json& object);

}  // namespace temoin::facts

#endif  // TEMOIN_SERVER_FACTS_FACTS_H_
