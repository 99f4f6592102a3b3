// What somebody gave to others and is still good: tokens, with what these made in turn, open
// invitations, and who joined by one. Ending somebody's access ends the tokens and invitations,
// unless whoever ends it says otherwise; who joined is only told, as they are people by themselves.
//
// Thread-safety: any thread but the writer's. The caller holds StaffPeople::Changing().
#ifndef TEMOIN_APP_STAFF_GIVEN_H_
#define TEMOIN_APP_STAFF_GIVEN_H_

#include <functional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/staff/staff_people.h"
#include "app/staff/staff_tokens.h"

namespace temoin::app {

// Whose access ends, or which token.
struct Revocation {
  std::string id;
  bool keep_given = false;  // what they gave stays good
  bool dry_run = false;     // says what would end, and ends nothing
};

struct Given {
  std::vector<StaffToken> tokens{};
  std::vector<Invitation> invitations{};
  std::vector<StaffPerson> people{};  // not revoked
};

// What the person or token of that id gave and `takes` says yes to, and all that came of it.
using TakesGrants = std::function<bool(const std::vector<Grant>& grants)>;
Given GivenBy(const Context& context, const std::string& id, const TakesGrants& takes);
Given GivenBy(const Context& context, const std::string& id);

// The lines `first` and those of what ends, in one transaction; `keep`, which replaces files; then
// the tokens and invitations end.
Status EndGiven(const Context& context, const Actor& actor, std::vector<store::Access> first,
                const std::function<Status()>& keep, const Given& given);

// kForbidden for an actor whose person or token was revoked while the request was under way.
Status RequireInForce(const Context& context, const Actor& actor);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_GIVEN_H_
