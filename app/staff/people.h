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
#include "app/staff/given.h"
#include "app/staff/staff_people.h"

namespace temoin::app {

// Where the access log says that somebody was let in or revoked here, and the file that knows whom
// is not there.
Error PeopleMissing(const std::string& data_directory);

// kDataLoss for a file that is missing so: who was revoked would come in again. Reads the access
// log where there is no file; `begins` one where nobody was ever told of, so that a later start
// need not.
Status CheckKept(StaffPeople& people, const store::Store& store, const std::string& data_directory,
                 bool begins);

struct ListPeople {};
// With those of their grants that the actor sees.
Result<std::vector<StaffPerson>> People(const Context& context, const Actor& actor,
                                        const ListPeople& command);

struct GrantRoles {
  std::string person;         // their id
  std::vector<Grant> grants;  // all that they may do from now on, of what the actor may take away
  bool keep_given = false;    // what they gave, and may give no more, stays good
};
// Lifts the revocation of one who comes from a provider, too; who was invited is invited anew. The
// tokens and invitations that they gave by what is taken away end with it. kUnprocessable with a
// pointer for a role, a site or an end that will not do, an auditor without an end, and one's own
// rights; kNotFound for an unknown person.
Result<StaffPerson> Grants(const Context& context, const Actor& actor, const GrantRoles& command);

// Ends their sessions at once and lets them in no more, whatever the provider says of them; unless
// they are kept, the tokens and invitations that came of them end, too. Tells what came of them.
// Takes who sees every site; others take away the grants of their own (GrantRoles).
Result<Given> RevokePerson(const Context& context, const Actor& actor, const Revocation& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_PEOPLE_H_
