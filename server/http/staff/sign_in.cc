#include "server/http/staff/sign_in.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/http/fields.h"

namespace temoin::http {
namespace {

// Whether a page of this very origin (or a person, for reads) caused the request.
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

std::string SessionCookie(std::string_view value) {
  std::string cookie(kSessionCookie);
  cookie += "=";
  cookie += value;
  cookie += "; Path=/; HttpOnly; Secure; SameSite=Strict";
  if (value.empty()) cookie += "; Max-Age=0";
  return cookie;
}

std::string_view SessionValue(const std::string& cookies) {
  const std::vector<std::string_view> values = CookieValues(cookies, kSessionCookie);
  return values.empty() ? std::string_view() : values.front();
}

nlohmann::json PrincipalJson(const StaffPrincipal& who) {
  return {{"name", who.name},
          {"role", app::StaffRoleName(who.role)},
          {"sites", who.sites},
          {"idle_seconds", std::chrono::seconds(SessionTable::kIdle).count()}};
}

}  // namespace

bool ChangesSomething(std::string_view method) { return method != "GET" && method != "HEAD"; }

Result<StaffPrincipal> Authenticate(const Request& request, StaffBackend& backend,
                                    StaffSessions& sessions) {
  const std::string authorization = request.Header("Authorization");
  if (!authorization.empty()) {
    constexpr std::string_view kScheme = "Bearer ";
    if (!authorization.starts_with(kScheme)) {
      return Error(ErrorCode::kUnauthorized, "Send \"Authorization: Bearer <token>\".");
    }
    Result<StaffPrincipal> who =
        backend.FindToken(std::string_view(authorization).substr(kScheme.size()));
    if (who || who.error().code != ErrorCode::kUnauthorized) return who;
    // Only what is wrong is slowed down: others at the same address go on working.
    const std::string client = request.remote_addr;
    if (sessions.limiter.Wait(client, backend.Now()).count() > 0) {
      return Error(ErrorCode::kRateLimited, "Too many wrong tokens from here: wait a minute.");
    }
    sessions.limiter.Failed(client, backend.Now());
    return who;
  }
  const std::string cookies = request.Header("Cookie");
  const std::string_view value = SessionValue(cookies);
  if (value.empty()) {
    return Error(ErrorCode::kUnauthorized, "Sign in, or send \"Authorization: Bearer <token>\".");
  }
  if (!SameOrigin(request, ChangesSomething(request.method))) return ForeignRequest();
  std::optional<StaffPrincipal> who = sessions.table.Find(value, backend.Now());
  if (!who) return Error(ErrorCode::kUnauthorized, "The session is over: sign in again.");
  if (!backend.TokenInForce(who->token_id)) {
    sessions.table.End(value);
    return Error(ErrorCode::kUnauthorized, "This token was revoked or has expired.");
  }
  return *who;
}

Status SignIn(StaffCall& call) {
  const Request& request = call.request;
  SignInLimiter& limiter = call.sessions.limiter;
  if (!SameOrigin(request, true)) return ForeignRequest();
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  TEMOIN_ASSIGN_OR_RETURN(const std::string token, TextMember(body, "token", 256, true));
  const Result<StaffPrincipal> who = call.backend.FindToken(token);
  if (!who) {
    if (who.error().code == ErrorCode::kUnauthorized) {
      if (limiter.Wait(request.remote_addr, call.now).count() > 0) {
        return Error(ErrorCode::kRateLimited, "Too many failed sign-ins: wait a minute.");
      }
      limiter.Failed(request.remote_addr, call.now);
      // Whoever it was has no role here.
      (void)app::Note(call.backend.Context(), {.name = "?", .role = ""}, "sign-in.failed", "", "");
    }
    return who.error();
  }
  call.who = *who;
  TEMOIN_RETURN_IF_ERROR(call.Note("sign-in", "", ""));
  // A session that the browser still holds ends with the new one: no two under one cookie.
  call.sessions.table.End(SessionValue(request.Header("Cookie")));
  call.response.AddHeader("Set-Cookie", SessionCookie(call.sessions.table.Start(*who, call.now)));
  call.Json(PrincipalJson(*who));
  return {};
}

Status ShowSession(StaffCall& call) {
  call.Json(PrincipalJson(call.who));
  return {};
}

Status SignOut(StaffCall& call) {
  call.sessions.table.End(SessionValue(call.request.Header("Cookie")));
  call.response.AddHeader("Set-Cookie", SessionCookie({}));
  call.response.status = 204;
  (void)call.Note("sign-out", "", "");
  return {};
}

}  // namespace temoin::http
