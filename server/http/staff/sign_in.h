// Who asks, and the session of the console: the first three rows of the staff's table (api.cc).
//
// Credentials are a session cookie (the console) or `Authorization: Bearer <token>` (programs),
// never both. With the cookie, a request that a foreign page could have caused is refused: by
// Sec-Fetch-Site where the browser sends it, by Origin against Host otherwise; one that changes
// something must carry one of the two.
//
// Thread-safety: all functions from any thread; they may wait for the disk.
#ifndef TEMOIN_SERVER_HTTP_STAFF_SIGN_IN_H_
#define TEMOIN_SERVER_HTTP_STAFF_SIGN_IN_H_

#include <string_view>

#include "base/result.h"
#include "server/http/message/message.h"
#include "server/http/staff/backend.h"
#include "server/http/staff/call.h"
#include "server/http/staff/session.h"

namespace temoin::http {

struct StaffSessions {
  SessionTable table;
  SignInLimiter limiter;
};

bool ChangesSomething(std::string_view method);

// kUnauthorized, kForbidden for a request that a foreign page caused, kRateLimited.
Result<StaffPrincipal> Authenticate(const Request& request, StaffBackend& backend,
                                    StaffSessions& sessions);

Status SignIn(StaffCall& call);
Status ShowSession(StaffCall& call);
Status SignOut(StaffCall& call);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_SIGN_IN_H_
