// What the staff API and the socket say alike of a value of app/, as JSON; each adds what only it
// says. Times are RFC 3339, days "2026-11-21".
//
// Thread-safety: pure functions.
#ifndef TEMOIN_SERVER_FACTS_FACTS_H_
#define TEMOIN_SERVER_FACTS_FACTS_H_

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/staff/given.h"
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
// With the grants as the side that tells writes them.
nlohmann::json OfInvitation(const app::Invitation& invitation, nlohmann::json grants);
nlohmann::json OfPerson(const app::StaffPerson& person, nlohmann::json grants);
// `tokens`, `invitations` and `people`, each as that side writes one.
nlohmann::json OfGiven(const app::Given& given,
                       const std::function<nlohmann::json(const app::StaffToken&)>& token,
                       const std::function<nlohmann::json(const app::Invitation&)>& invitation,
                       const std::function<nlohmann::json(const app::StaffPerson&)>& person);

// The member `sites`, at most 256 texts; empty when it is absent or null. kUnprocessable with its
// pointer.
Result<std::vector<std::string>> ReadSites(const nlohmann::json& object);

}  // namespace temoin::facts

#endif  // TEMOIN_SERVER_FACTS_FACTS_H_
