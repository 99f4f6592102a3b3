// Staff routes by which people sign in at a provider of identities.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/http/fields.h"
#include "server/http/staff/sign_in.h"

namespace temoin::http {

namespace {

constexpr std::string_view kAttemptCookie = "__Host-temoin_sign_in";
constexpr size_t kMaxParameter = 4096;

// Lax, as it comes back with a navigation from the provider's page; it opens nothing by itself. By
// its prefix no other host of the domain can plant one, of a sign-in that somebody else began.
std::string AttemptCookie(std::string_view value) {
  std::string cookie(kAttemptCookie);
  cookie += "=";
  cookie += value;
  cookie += "; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=";
  return cookie + (value.empty() ? "0" : "600");
}

Status GoTo(const StaffCall& call, std::string_view url) {
  call.response.status = 303;
  call.response.AddHeader("Location", url);
  return {};
}

Result<app::ProviderSignIn*> NeededProvider(const StaffCall& call) {
  if (app::ProviderSignIn* const provider = call.backend.Provider()) return provider;
  return Error(ErrorCode::kNotFound, "People sign in with a token here.");
}

// To the sign-in page, which says why nobody was signed in, or that there were too many.
Status GoBack(const StaffCall& call, const Error& why) {
  const Status noted = NoteFailedSignIn(call, why.message);
  const ErrorCode code = noted ? why.code : noted.error().code;
  return GoTo(call, std::string("/#/connexion/").append(ErrorCodeName(code)));
}

Result<app::ProviderSignIn::Callback> ReadCallback(const StaffCall& call) {
  app::ProviderSignIn::Callback callback;
  TEMOIN_ASSIGN_OR_RETURN(callback.code, call.Query("code", kMaxParameter));
  TEMOIN_ASSIGN_OR_RETURN(callback.state, call.Query("state", kMaxParameter));
  TEMOIN_ASSIGN_OR_RETURN(callback.issuer, call.Query("iss", kMaxParameter));
  TEMOIN_ASSIGN_OR_RETURN(callback.error, call.Query("error", kMaxParameter));
  return callback;
}

Result<StaffPrincipal> SignedInBy(const StaffCall& call, app::ProviderSignIn& provider,
                                  std::string_view attempt) {
  const Result<app::ProviderSignIn::Callback> callback = ReadCallback(call);
  if (!callback) return Error(ErrorCode::kUnauthorized, "the provider's answer cannot be read");
  TEMOIN_ASSIGN_OR_RETURN(const app::ProviderSignIn::Person person,
                          provider.Finish(attempt, *callback, call.now));
  return call.backend.AdmitPerson(person);
}

}  // namespace

Status ShowWays(StaffCall& call) {
  nlohmann::json ways = {{"provider", nullptr},
                         {"passkeys", call.backend.Context().passkeys != nullptr}};
  if (const app::ProviderSignIn* const provider = call.backend.Provider()) {
    ways["provider"] = provider->name();
  }
  call.Json(ways);
  return {};
}

Status BeginAtProvider(StaffCall& call) {
  if (!SameOrigin(call.request, /*changes=*/false)) return ForeignRequest();
  TEMOIN_ASSIGN_OR_RETURN(app::ProviderSignIn* const provider, NeededProvider(call));
  const Result<app::ProviderSignIn::Begun> begun = provider->Begin(call.now);
  if (!begun) return GoBack(call, begun.error());
  call.response.AddHeader("Set-Cookie", AttemptCookie(begun->cookie));
  return GoTo(call, begun->url);
}

Status FinishAtProvider(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(app::ProviderSignIn* const provider, NeededProvider(call));
  const std::string cookies = call.request.Header("Cookie");
  const std::vector<std::string_view> values = CookieValues(cookies, kAttemptCookie);
  const Result<StaffPrincipal> who =
      SignedInBy(call, *provider, values.size() == 1 ? values.front() : std::string_view());
  // An answer that does not hold ends no attempt: of two tabs the later one's cookie is here.
  if (!who) return GoBack(call, who.error());
  call.response.AddHeader("Set-Cookie", AttemptCookie({}));
  TEMOIN_RETURN_IF_ERROR(StartSession(call, *who));
  return GoTo(call, "/");
}

}  // namespace temoin::http
