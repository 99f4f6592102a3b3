#include "server/http/staff/sign_in.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/http/fields.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

bool SameOrigin(const Request& request, bool changes) {
  const std::string& fetch_site = request.Header("Sec-Fetch-Site");
  if (!fetch_site.empty()) {
    return fetch_site == "same-origin" || (fetch_site == "none" && !changes);
  }
  const std::string& origin = request.Header("Origin");
  if (origin.empty()) return !changes;
  const size_t scheme = origin.find("://");
  return scheme != std::string::npos && origin.substr(scheme + 3) == request.Header("Host");
}

Error ForeignRequest() {
  return {ErrorCode::kForbidden,
          "This request does not come from the console itself. Programs send "
          "\"Authorization: Bearer <token>\" instead of a cookie."};
}

namespace {

std::string SessionCookie(std::string_view value, std::string_view name = kSessionCookie) {
  std::string cookie(name);
  cookie += "=";
  cookie += value;
  cookie += "; Path=/; HttpOnly; Secure; SameSite=Strict";
  if (value.empty()) cookie += "; Max-Age=0";
  return cookie;
}

// Of two nobody knows which one is the browser's own: none is.
std::string_view SessionValue(const std::string& cookies) {
  const std::vector<std::string_view> values = CookieValues(cookies, kSessionCookie);
  return values.size() == 1 ? values.front() : std::string_view();
}

}  // namespace

void EndEarlierCookie(const Request& request, Response& response) {
  if (CookieValues(request.Header("Cookie"), kEarlierSessionCookie).empty()) return;
  response.AddHeader("Set-Cookie", SessionCookie({}, kEarlierSessionCookie));
}

nlohmann::json PrincipalJson(const StaffPrincipal& who, Time now) {
  nlohmann::json grants = nlohmann::json::array();
  for (const app::Grant& grant : who.grants) {
    if (grant.InForce(now)) grants.push_back(GrantJson(grant));
  }
  return {{"name", who.name},
          {"grants", std::move(grants)},
          {"passkeys", !who.passkey.empty()},
          {"last_resort", who.last_resort},
          {"idle_seconds", std::chrono::seconds(SessionTable::kIdle).count()}};
}

app::Actor AnyActor(const StaffPrincipal& who, Time now) {
  return app::ActorWith({.name = who.name, .id = who.id}, who.grants, ~0U, now)
      .value_or(app::Actor{.name = who.name, .id = who.id});
}

Result<std::optional<StaffPrincipal>> Authenticate(const Request& request, StaffBackend& backend,
                                                   StaffSessions& sessions, bool watched) {
  const std::string authorization = request.Header("Authorization");
  if (!authorization.empty()) {
    constexpr std::string_view kScheme = "Bearer ";
    if (!authorization.starts_with(kScheme)) {
      return Error(ErrorCode::kUnauthorized, "Send \"Authorization: Bearer <token>\".");
    }
    Result<StaffPrincipal> who =
        backend.FindToken(std::string_view(authorization).substr(kScheme.size()));
    if (who) return std::optional(std::move(*who));
    if (who.error().code != ErrorCode::kUnauthorized) return who.error();
    // Only what is wrong is slowed down: others at the same address go on working.
    const IpAddress client = backend.ClientOf(request);
    if (sessions.limiter.Wait(client, backend.Now()).count() > 0) {
      return Error(ErrorCode::kRateLimited, "Too many wrong tokens from here: wait a minute.");
    }
    sessions.limiter.Failed(client, backend.Now());
    return who.error();
  }
  const std::string cookies = request.Header("Cookie");
  const std::string_view value = SessionValue(cookies);
  if (value.empty()) {
    return Error(ErrorCode::kUnauthorized, "Sign in, or send \"Authorization: Bearer <token>\".");
  }
  const bool changes = request.method != "GET" && request.method != "HEAD";
  if (!SameOrigin(request, changes)) return ForeignRequest();
  const std::optional<StaffPrincipal> who = sessions.table.Find(value, backend.Now(), watched);
  if (!who) return Error(ErrorCode::kUnauthorized, "The session is over: sign in again.");
  std::optional<StaffPrincipal> now = backend.Refresh(*who);
  if (!now) sessions.table.End(value);
  return now;
}

Status StartSession(StaffCall& call, const StaffPrincipal& who) {
  call.who = who;
  call.actor = AnyActor(who, call.now);
  if (who.last_resort) {
    TEMOIN_RETURN_IF_ERROR(app::NoteLastResort(call.backend.Context(), call.actor, "sign-in"));
  }
  TEMOIN_RETURN_IF_ERROR(call.Note("sign-in", "", ""));
  call.sessions.table.End(SessionValue(call.request.Header("Cookie")));
  call.response.AddHeader("Set-Cookie", SessionCookie(call.sessions.table.Start(who, call.now)));
  return {};
}

Status NoteFailedSignIn(const StaffCall& call, std::string_view why) {
  SignInLimiter& limiter = call.sessions.limiter;
  const IpAddress client = call.backend.ClientOf(call.request);
  if (limiter.Wait(client, call.now).count() > 0) {
    return Error(ErrorCode::kRateLimited, "Too many failed sign-ins: wait a minute.");
  }
  limiter.Failed(client, call.now);
  // Whoever it was has no role here.
  (void)app::Note(call.backend.Context(), {.name = "?", .role = ""}, "sign-in.failed", "", why);
  return {};
}

Status SignIn(StaffCall& call) {
  const Request& request = call.request;
  if (!SameOrigin(request, true)) return ForeignRequest();
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  TEMOIN_ASSIGN_OR_RETURN(const std::string token, TextMember(body, "token", 256, true));
  const Result<StaffPrincipal> who = call.backend.FindToken(token);
  if (!who) {
    if (who.error().code == ErrorCode::kUnauthorized) {
      TEMOIN_RETURN_IF_ERROR(NoteFailedSignIn(call, ""));
    }
    return who.error();
  }
  TEMOIN_RETURN_IF_ERROR(StartSession(call, *who));
  call.Json(PrincipalJson(*who, call.now));
  return {};
}

Status ShowSession(StaffCall& call) {
  call.Json(PrincipalJson(call.who, call.now));
  return {};
}

Status SignOut(StaffCall& call) {
  call.sessions.table.End(SessionValue(call.request.Header("Cookie")));
  call.response.AddHeader("Set-Cookie", SessionCookie({}));
  call.response.status = 204;
  (void)call.Note("sign-out", "", "");
  app::ProviderSignIn* const provider = call.backend.Provider();
  if (call.who.provider && provider != nullptr) {
    const std::string leave = provider->SignOutUrl(call.who.provider->id_token);
    if (!leave.empty()) call.Json({{"leave", leave}});
  }
  return {};
}

}  // namespace temoin::http
