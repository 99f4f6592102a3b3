// Staff routes about passkeys: joining by an invitation, signing in, and one's own keys.
#include "app/staff/passkeys.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/encoding.h"
#include "identity/passkey.h"
#include "server/http/fields.h"
#include "server/http/staff/codec.h"
#include "server/http/staff/sign_in.h"

namespace temoin::http {

namespace {

using nlohmann::json;

constexpr std::string_view kChallengeCookie = "__Host-temoin_passkey";
constexpr size_t kMaxSecret = 64;
constexpr size_t kMaxEncoded = size_t{12} << 10;  // of what an authenticator or the page says
constexpr size_t kMaxName = 100;

void SetChallenge(const StaffCall& call, std::string_view value) {
  std::string cookie(kChallengeCookie);
  cookie += "=";
  cookie += value;
  cookie += "; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=";
  call.response.AddHeader("Set-Cookie", cookie + (value.empty() ? "0" : "300"));
}

// The cookie that the challenge is bound to, which is good once.
std::string TakeChallenge(const StaffCall& call) {
  const std::string cookies = call.request.Header("Cookie");
  const std::vector<std::string_view> values = CookieValues(cookies, kChallengeCookie);
  SetChallenge(call, {});
  return values.size() == 1 ? std::string(values.front()) : std::string();
}

json ChallengeJson(const StaffCall& call, const app::Passkeys::Begun& begun) {
  SetChallenge(call, begun.cookie);
  return {{"challenge", begun.challenge},
          {"rp", call.backend.Context().passkeys->site().id},
          {"algorithms", identity::kPasskeyAlgorithms}};
}

Result<std::string> BytesMember(const json& object, std::string_view name) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, TextMember(object, name, kMaxEncoded, true));
  if (const auto bytes = DecodeBase64Url(text)) return std::string(AsText(*bytes));
  return Error(ErrorCode::kUnprocessable, "Expected base64url.", "/" + std::string(name));
}

Result<app::MadePasskey> MadeMembers(const StaffCall& call, const json& body) {
  app::MadePasskey made{.cookie = TakeChallenge(call)};
  TEMOIN_ASSIGN_OR_RETURN(made.name, TextMember(body, "passkey", kMaxName, true));
  TEMOIN_ASSIGN_OR_RETURN(made.client_data, BytesMember(body, "client_data"));
  TEMOIN_ASSIGN_OR_RETURN(made.attestation, BytesMember(body, "attestation"));
  return made;
}

json PasskeyJson(const StaffCall& call, const app::StaffPasskey& passkey) {
  json out = {{"id", passkey.Fingerprint()},
              {"name", passkey.name},
              {"added", FormatTime(passkey.added)},
              {"current", passkey.Fingerprint() == call.who.passkey}};
  if (passkey.used) out["used"] = FormatDate(*passkey.used);
  return out;
}

// Why nobody was signed in: the access log has the sentence, the page the kind of error.
Status Refuse(const StaffCall& call, const Error& why) {
  if (why.code == ErrorCode::kUnprocessable || why.code == ErrorCode::kUnavailable) return why;
  TEMOIN_RETURN_IF_ERROR(NoteFailedSignIn(call, why.message));
  if (why.code != ErrorCode::kUnauthorized) return why;
  return Error(ErrorCode::kUnauthorized, "This passkey was not accepted.");
}

Status Enter(StaffCall& call, const Result<app::Recognized>& recognized) {
  if (!recognized) return Refuse(call, recognized.error());
  const Result<StaffPrincipal> who = Admit(*recognized, call.now);
  if (!who) return Refuse(call, who.error());
  TEMOIN_RETURN_IF_ERROR(StartSession(call, *who));
  call.Json(PrincipalJson(*who, call.now));
  return {};
}

Result<app::PasskeySignIn> ReadPasskeySignIn(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const json body, call.Body());
  app::PasskeySignIn command{.cookie = TakeChallenge(call)};
  TEMOIN_ASSIGN_OR_RETURN(command.id, BytesMember(body, "id"));
  TEMOIN_ASSIGN_OR_RETURN(command.user, TextMember(body, "user", kMaxSecret, false));
  TEMOIN_ASSIGN_OR_RETURN(command.assertion.client_data, BytesMember(body, "client_data"));
  TEMOIN_ASSIGN_OR_RETURN(command.assertion.authenticator_data,
                          BytesMember(body, "authenticator_data"));
  TEMOIN_ASSIGN_OR_RETURN(command.assertion.signature, BytesMember(body, "signature"));
  return command;
}

}  // namespace

Status BeginWithPasskey(StaffCall& call) {
  if (!SameOrigin(call.request, true)) return ForeignRequest();
  TEMOIN_ASSIGN_OR_RETURN(const app::Passkeys::Begun begun,
                          app::BeginPasskeySignIn(call.backend.Context()));
  call.Json(ChallengeJson(call, begun));
  return {};
}

Status FinishWithPasskey(StaffCall& call) {
  if (!SameOrigin(call.request, true)) return ForeignRequest();
  TEMOIN_ASSIGN_OR_RETURN(const app::PasskeySignIn command, ReadPasskeySignIn(call));
  return Enter(call, app::SignInByPasskey(call.backend.Context(), command));
}

Status LookAtInvitation(StaffCall& call) {
  if (!SameOrigin(call.request, true)) return ForeignRequest();
  TEMOIN_ASSIGN_OR_RETURN(const json body, call.Body());
  app::LookAtInvitation command;
  TEMOIN_ASSIGN_OR_RETURN(command.secret, TextMember(body, "secret", kMaxSecret, true));
  const Result<app::JoinBegun> begun = app::BeginJoin(call.backend.Context(), command);
  if (!begun) return Refuse(call, begun.error());
  json out = ChallengeJson(call, begun->begun);
  out["user"] = begun->user;
  out["name"] = begun->invitation.name;
  out["grants"] = GrantsJson(begun->invitation.grants);
  out["by"] = begun->invitation.by;
  out["ends"] = FormatTime(begun->invitation.ends);
  call.Json(out);
  return {};
}

Status JoinByInvitation(StaffCall& call) {
  if (!SameOrigin(call.request, true)) return ForeignRequest();
  TEMOIN_ASSIGN_OR_RETURN(const json body, call.Body());
  app::JoinStaff command;
  TEMOIN_ASSIGN_OR_RETURN(command.secret, TextMember(body, "secret", kMaxSecret, true));
  TEMOIN_ASSIGN_OR_RETURN(command.made, MadeMembers(call, body));
  return Enter(call, app::Join(call.backend.Context(), command));
}

Status ListPasskeys(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<app::StaffPasskey> passkeys,
                          app::PasskeysOf(call.backend.Context(), call.actor, call.who.id));
  json rows = json::array();
  for (const app::StaffPasskey& passkey : passkeys) rows.push_back(PasskeyJson(call, passkey));
  call.Json({{"passkeys", std::move(rows)}});
  return {};
}

Status BeginPasskey(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const app::AddBegun begun,
                          app::BeginAdd(call.backend.Context(), call.actor, call.who.id));
  json out = ChallengeJson(call, begun.begun);
  out["user"] = begun.person.subject;
  out["name"] = begun.person.name;
  for (const app::StaffPasskey& passkey : begun.person.passkeys) {
    out["known"].push_back(EncodeBase64Url(AsBytes(passkey.passkey.id)));
  }
  call.Json(out);
  return {};
}

Status AddPasskey(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const json body, call.Body());
  app::AddPasskey command{.person = call.who.id};
  TEMOIN_ASSIGN_OR_RETURN(command.made, MadeMembers(call, body));
  const Result<app::StaffPasskey> added =
      app::KeepPasskey(call.backend.Context(), call.actor, command);
  // Who is signed in stays so: 401 would say otherwise.
  if (!added && added.error().code == ErrorCode::kUnauthorized) {
    return Error(ErrorCode::kUnprocessable, "This passkey was not accepted.", "/attestation");
  }
  if (!added) return added.error();
  call.Json(PasskeyJson(call, *added), 201);
  return {};
}

Status RemovePasskey(StaffCall& call) {
  TEMOIN_RETURN_IF_ERROR(app::EndPasskey(call.backend.Context(), call.actor,
                                         {.person = call.who.id, .fingerprint = call.parameter()}));
  call.response.status = 204;
  return {};
}

}  // namespace temoin::http
