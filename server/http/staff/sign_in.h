// Who asks, and the session of the console: the first rows of the staff's table (api.cc). A session
// begins with a token (sign_in.cc) or at a provider of identities (provider.cc).
//
// Credentials are a session cookie (the console) or `Authorization: Bearer <token>` (programs),
// never both. With the cookie, a request that a foreign page could have caused is refused: by
// Sec-Fetch-Site where the browser sends it, by Origin against Host otherwise; one that changes
// something must carry one of the two.
//
// Thread-safety: all functions from any thread; they may wait for the disk.
#ifndef TEMOIN_SERVER_HTTP_STAFF_SIGN_IN_H_
#define TEMOIN_SERVER_HTTP_STAFF_SIGN_IN_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>
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

// Who acts with all that they may do now: for lines about the session itself.
app::Actor AnyActor(const StaffPrincipal& who, Time now);

// Nothing when the session was good, and whoever it is of was revoked or has expired since.
// kUnauthorized, kForbidden for a request that a foreign page caused, kRateLimited.
// What an open page asks by itself, to be `watched`, does not keep the session from ending.
Result<std::optional<StaffPrincipal>> Authenticate(const Request& request, StaffBackend& backend,
                                                   StaffSessions& sessions, bool watched);

// Whether a page of this very origin (or a person, for reads) caused the request.
bool SameOrigin(const Request& request, bool changes);
Error ForeignRequest();

// Begins the session of somebody who has shown who they are, with its line and its cookie. One that
// the browser still holds ends.
Status StartSession(StaffCall& call, const StaffPrincipal& who);
// The line of a sign-in that failed: why, in a sentence without a secret. kRateLimited, without a
// line, where there were too many from there.
Status NoteFailedSignIn(const StaffCall& call, std::string_view why);

// Takes the cookie of earlier versions away, which opens nothing any more.
void EndEarlierCookie(const Request& request, Response& response);

Status SignIn(StaffCall& call);
// Also for pages that are open, which learn so what changed, without keeping the session.
Status ShowSession(StaffCall& call);
// Tells where the browser signs out at the provider, when it came from one.
Status SignOut(StaffCall& call);

// Which ways lead in: {"provider": its name, or null; "passkeys": whether one may be used}.
Status ShowWays(StaffCall& call);
// Sends the browser to the provider, with the cookie that its response is bound to.
Status BeginAtProvider(StaffCall& call);
// Where the provider sends it back: to the console, signed in; or to its sign-in page, which says
// why not, by the name of an error: "/#/connexion/forbidden".
Status FinishAtProvider(StaffCall& call);

// What the console shows of somebody who is signed in.
nlohmann::json PrincipalJson(const StaffPrincipal& who, Time now);

// With a passkey (passkeys.cc), by challenges that a cookie binds to the browser.
Status BeginWithPasskey(StaffCall& call);
Status FinishWithPasskey(StaffCall& call);
// Joining by an invitation: what it says, with the challenge; then the passkey, and a session.
Status LookAtInvitation(StaffCall& call);
Status JoinByInvitation(StaffCall& call);
// One's own passkeys.
Status ListPasskeys(StaffCall& call);
Status BeginPasskey(StaffCall& call);
Status AddPasskey(StaffCall& call);
Status RemovePasskey(StaffCall& call);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_SIGN_IN_H_
