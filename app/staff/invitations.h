// Inviting people who do not come from a provider of identities: whoever may grant roles sends a
// link, which is good once and for kInvitationLife, and by which one person joins with a passkey
// (app/staff/passkeys.h). The first of an installation is invited by a command alone.
//
// The link holds the secret behind its "#", so that neither a server's log nor a referrer sees it;
// what is kept of it is a hash. The line of the access log is written before the file.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_INVITATIONS_H_
#define TEMOIN_APP_STAFF_INVITATIONS_H_

#include <chrono>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/staff/staff_people.h"

namespace temoin::app {

inline constexpr std::chrono::days kInvitationLife{3};
inline constexpr std::chrono::hours kSetUpLife{1};

struct InvitePerson {
  std::string name;           // 1 to 80 bytes, a plain name
  std::vector<Grant> grants;  // one at least, of the actor's sites
};
struct Invited {
  Invitation invitation;
  std::string link;      // to be shown once
  size_t withdrawn = 0;  // earlier links that ended by this one
};
// kUnavailable where no passkeys can be made: no server runs, or its console has no address that
// browsers give them to. kUnprocessable with a pointer for a name or a grant that will not do,
// kForbidden for an actor who was revoked meanwhile.
Result<Invited> Invite(const Context& context, const Actor& actor, const InvitePerson& command);

// The link by which the first person of an installation joins, as operator of every site or with
// the roles that are named; good for kSetUpLife. Earlier ones end. kConflict where somebody has
// joined, or was granted something here.
struct SetUp {
  std::string name;
  std::vector<Grant> grants{};
};
Result<Invited> InviteFirst(const Context& context, const Actor& actor, const SetUp& command);

// The open ones whose grants the actor sees all.
struct ListInvitations {};
Result<std::vector<Invitation>> Invitations(const Context& context, const Actor& actor,
                                            const ListInvitations& command);

// kNotFound for one that is not open, or that the actor does not see; kForbidden for one to a role
// that is another's to take.
Status WithdrawInvitation(const Context& context, const Actor& actor, const std::string& id);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_INVITATIONS_H_
