// Staff tokens: who may sign in, as what, until when.
//
// The tokens stand in a file of their own (app/staff/staff_tokens.h), so the line of the
// access log is written first: a token without a line cannot be, a line whose token failed can.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_TOKENS_H_
#define TEMOIN_APP_STAFF_TOKENS_H_

#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/staff/staff_tokens.h"

namespace temoin::app {

struct CreateToken {
  app::StaffRole role = app::StaffRole::kMarketing;
  std::string name;             // 1 to 100 bytes without control characters
  std::optional<Time> expires;  // lies ahead; none: without an end
};

// kUnprocessable with a pointer for a name or an end that will not do.
Result<app::StaffTokens::Created> Create(const Context& context, app::StaffTokens& tokens,
                                         const Actor& actor, const CreateToken& command);

// kNotFound for an unknown id, before anything is written; revoking twice keeps the first time.
Status RevokeToken(const Context& context, app::StaffTokens& tokens, const Actor& actor,
                   std::string_view id);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_TOKENS_H_
