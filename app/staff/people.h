// Who of the staff may do what: people by the roles that are given to them here. The line of the
// access log is written before the file, as with tokens (app/staff/tokens.h).
//
// Who acts sees and changes the grants of their own sites alone; of somebody with none there, and
// of those who wait for a role, only who sees every site knows.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_PEOPLE_H_
#define TEMOIN_APP_STAFF_PEOPLE_H_

#include <string>
#include <vector>

#include "app/context.h"
#include "app/staff/staff_people.h"

namespace temoin::app {

struct ListPeople {};
// With those of their grants that the actor sees.
Result<std::vector<StaffPerson>> People(const Context& context, const Actor& actor,
                                        const ListPeople& command);

struct GrantRoles {
  std::string person;         // their id
  std::vector<Grant> grants;  // all that they may do from now on, of the actor's sites
};
// Lifts a revocation, too. kUnprocessable with a pointer for a site or an end that will not do, an
// auditor without an end, and one's own rights; kNotFound for an unknown person.
Result<StaffPerson> Grants(const Context& context, const Actor& actor, const GrantRoles& command);

// Ends their sessions at once and lets them in no more, whatever the provider says of them. Takes
// who sees every site; others take away the grants of their own (GrantRoles).
Status RevokePerson(const Context& context, const Actor& actor, const std::string& id);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_PEOPLE_H_
