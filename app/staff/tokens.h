// Staff tokens: who may sign in, as what, until when.
//
// The tokens stand in a file of their own (app/staff/staff_tokens.h), so the line of the
// access log is written first: a token without a line cannot be, a line whose token failed can.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_TOKENS_H_
#define TEMOIN_APP_STAFF_TOKENS_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/staff/given.h"
#include "app/staff/staff_tokens.h"

namespace temoin::app {

// How long a token is good of which nobody said otherwise: a year.
inline constexpr std::chrono::days kTokenLife{365};
// One of last resort, for when nobody can sign in as they should: four hours, and a day at most.
inline constexpr std::chrono::hours kLastResortLife{4};
inline constexpr std::chrono::hours kLongestLastResort{24};

struct CreateToken {
  StaffRole role = StaffRole::kMarketing;
  std::string name;                  // 1 to 100 bytes, a plain name
  std::optional<Time> expires;       // lies ahead; none: after kTokenLife, or with its maker
  std::vector<std::string> sites{};  // whose records and lines it opens; none: of every site
  bool endless = false;              // without `expires`: until it is revoked
  bool last_resort = false;          // only who has the machine in hand makes one
};

// kUnprocessable with a pointer for a name, a role, an end or a site that will not do, and for what
// the actor may not give (app/staff/grant_rules.h); a token ends no later than whoever makes it.
// Who sees some sites sees and revokes tokens of these alone.
Result<StaffTokens::Created> Create(const Context& context, const Actor& actor,
                                    const CreateToken& command);

// Ends the token and, unless they are kept, the tokens and invitations that came of it; tells what
// came of it. kNotFound for an unknown id, kForbidden for a role that is another's to take, before
// anything is written; revoking twice keeps the first time.
Result<Given> RevokeToken(const Context& context, const Actor& actor, const Revocation& command);

// The line of each use of a token of last resort, before it does anything; and its count.
Status NoteLastResort(const Context& context, const Actor& actor, std::string_view what);

struct ListTokens {};
Result<std::vector<StaffToken>> Tokens(const Context& context, const Actor& actor,
                                       const ListTokens& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_TOKENS_H_
