#include "server/http/staff/api.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "base/calendar.h"
#include "server/http/answers.h"
#include "server/http/fields.h"
#include "server/http/message/problem.h"
#include "server/http/staff/codec.h"

namespace temoin::http {

namespace {

constexpr unsigned Bit(StaffRole role) { return 1U << static_cast<unsigned>(role); }
constexpr int kLimitedSeconds = 60;  // as long as SignInLimiter counts
constexpr unsigned kMarketing = Bit(StaffRole::kMarketing);
constexpr unsigned kAuditor = Bit(StaffRole::kAuditor);
constexpr unsigned kOperator = Bit(StaffRole::kOperator);
constexpr unsigned kEveryone = kMarketing | kAuditor | kOperator;

// For a command whose answer has no body.
struct NoBody {};

template <auto kDecode, auto kCommand, auto kEncode>
Status Serve(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const auto command, kDecode(call));
  const auto value = kCommand(call.backend.Context(), call.who.actor(), command);
  if (!value.ok()) return value.error();
  if constexpr (std::is_same_v<std::remove_cv_t<decltype(kEncode)>, NoBody>) {
    call.response.status = 204;
  } else {
    kEncode(call, *value);
  }
  return {};
}

struct Path {
  std::string_view method;
  std::string_view path;
};

// A row that reads a command and answers with its value.
template <auto kDecode, auto kCommand, auto kEncode = NoBody{}>
constexpr StaffRoute Does(Path at, std::string_view name, unsigned roles) {
  return {at.method,
          at.path,
          name,
          roles,
          &Serve<kDecode, kCommand, kEncode>,
          app::CommandIdOf<kCommand>()};
}

// A row that writes its answer itself, over a command or over what it only shows.
template <auto kCommand>
constexpr StaffRoute Over(Path at, std::string_view name, unsigned roles,
                          Status (*work)(StaffCall&)) {
  return {at.method, at.path, name, roles, work, app::CommandIdOf<kCommand>()};
}
constexpr StaffRoute Shows(Path at, std::string_view name, unsigned roles,
                           Status (*work)(StaffCall&)) {
  return {at.method, at.path, name, roles, work, nullptr};
}

constexpr unsigned kControllers = kAuditor | kOperator;

// Who may do what. A route that is not here does not exist; tests/unit/http/staff/api_test.cc walks
// it role by role, and server/http/api/staff-api.json describes it.
constexpr std::array kRoutes = {
    Shows({"GET", "/v1/sites"}, "sites", kEveryone, &ListSites),
    Shows({"GET", "/v1/overview"}, "overview", kEveryone, &ShowOverview),
    Over<&app::NoteMade>({"GET", "/v1/stats"}, "made", kEveryone, &ShowStatistics),
    Shows({"GET", "/v1/trackers"}, "trackers", kEveryone, &ShowTrackers),
    Shows({"POST", "/v1/trackers"}, "trackers.paste", kEveryone, &JudgePastedNames),
    Over<&app::Revisions>({"GET", "/v1/revisions"}, "revision.list", kEveryone, &ListRevisions),
    Shows({"GET", "/v1/revisions/compare"}, "revision.compare", kEveryone, &CompareRevisions),
    Does<&ReadShowRevision, &app::Document, &WriteDocument>({"GET", "/v1/revisions/{}"},
                                                            "revision.show", kEveryone),
    Shows({"GET", "/v1/revisions/{}/pictures"}, "revision.pictures", kEveryone,
          &ShowRevisionPictures),
    Shows({"GET", "/v1/pictures/{}"}, "picture", kEveryone, &ShowPicture),
    Does<&ReadRepublish, &app::Republish, &WriteRepublished>({"POST", "/v1/revisions/{}/republish"},
                                                             "revision.republish", kOperator),
    Over<&app::NoteMade>({"GET", "/v1/register"}, "made", kEveryone, &ShowRegister),
    Over<&app::NoteMade>({"GET", "/v1/compliance"}, "made", kControllers, &ShowCompliance),
    Shows({"GET", "/v1/consents"}, "consent.search", kAuditor, &SearchConsents),
    Shows({"POST", "/v1/consents/find"}, "consent.find", kControllers, &FindConsent),
    Shows({"GET", "/v1/consents/{}"}, "consent.read", kAuditor, &ShowConsent),
    Shows({"GET", "/v1/consents/{}/receipt"}, "consent.receipt", kAuditor, &ShowReceipt),
    Shows({"GET", "/v1/consents/{}/linked-data"}, "consent.linked-data", kAuditor, &ShowLinkedData),
    Shows({"GET", "/v1/consents/{}/page"}, "consent.page", kAuditor, &ShowConsentPage),
    Shows({"GET", "/v1/consents/{}/letter"}, "consent.letter", kAuditor, &ShowAnswerLetter),
    Shows({"GET", "/v1/consents/{}/dossier"}, "consent.dossier", kAuditor, &ShowDossier),
    Does<&ReadEraseRecord, &app::Erase, &WriteErased>({"DELETE", "/v1/consents/{}"},
                                                      "consent.erase", kOperator),
    Does<&ReadListHolds, &app::Holds, &WriteHolds>({"GET", "/v1/holds"}, "hold.list", kControllers),
    Does<&ReadAddHold, &app::Add, &WriteHold>({"POST", "/v1/holds"}, "hold.add", kControllers),
    Does<&ReadHoldId, &app::ReleaseHold>({"DELETE", "/v1/holds/{}"}, "hold.release", kControllers),
    Does<&ReadListTokens, &app::Tokens, &WriteTokens>({"GET", "/v1/tokens"}, "token.list",
                                                      kControllers),
    Does<&ReadCreateToken, &app::Create, &WriteCreated>({"POST", "/v1/tokens"}, "token.create",
                                                        kOperator),
    Does<&ReadTokenId, &app::RevokeToken>({"DELETE", "/v1/tokens/{}"}, "token.revoke", kOperator),
    Shows({"GET", "/v1/journal"}, "journal.read", kAuditor, &ListJournal),
    Over<&app::NoteMade>({"GET", "/v1/export"}, "made", kAuditor, &ExportConsents),
};

constexpr std::string_view kConsolePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

// The open part of `path` where it fits `pattern`, nothing where it does not.
std::optional<std::string_view> MatchPath(std::string_view pattern, std::string_view path) {
  const size_t open = pattern.find("{}");
  if (open == std::string_view::npos) {
    return pattern == path ? std::optional<std::string_view>(std::string_view()) : std::nullopt;
  }
  const std::string_view head = pattern.substr(0, open);
  const std::string_view tail = pattern.substr(open + 2);
  if (path.size() <= head.size() + tail.size() || !path.starts_with(head) ||
      !path.ends_with(tail)) {
    return std::nullopt;
  }
  const std::string_view part = path.substr(head.size(), path.size() - head.size() - tail.size());
  if (part.find('/') != std::string_view::npos) return std::nullopt;
  return part;
}

bool Changes(std::string_view method) { return method != "GET" && method != "HEAD"; }

// Whether a page of this very origin (or a person, for reads) caused the request.
bool SameOrigin(const Request& request, bool changes) {
  const std::string fetch_site = request.Header("Sec-Fetch-Site");
  if (!fetch_site.empty()) {
    return fetch_site == "same-origin" || (fetch_site == "none" && !changes);
  }
  const std::string origin = request.Header("Origin");
  if (origin.empty()) return !changes;
  const size_t scheme = origin.find("://");
  return scheme != std::string::npos && origin.substr(scheme + 3) == request.Header("Host");
}

Error ForeignRequest() {
  return {ErrorCode::kForbidden,
          "This request does not come from the console itself. Programs send "
          "\"Authorization: Bearer <token>\" instead of a cookie."};
}

void SetHeaders(Response& response) {
  response.AddHeader("Cache-Control", "private, no-store");
  response.AddHeader("X-Content-Type-Options", "nosniff");
  response.AddHeader("Referrer-Policy", "no-referrer");
  response.AddHeader("Cross-Origin-Resource-Policy", "same-origin");
  if (!response.HasHeader("Content-Security-Policy")) {
    response.AddHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
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
          {"idle_seconds", std::chrono::seconds(SessionTable::kIdle).count()}};
}

std::string_view ContentType(std::string_view path) {
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

}  // namespace

StaffApi::StaffApi(StaffBackend& backend, const std::vector<EmbeddedFile>& console)
    : backend_(backend) {
  for (const EmbeddedFile& file : console) {
    ResourceSpec spec;
    spec.content_type = ContentType(file.path);
    spec.cache_control = "no-cache";  // asked for again by its ETag: one binary, one console
    spec.body = std::string(file.contents);
    spec.headers = {{"Content-Security-Policy", std::string(kConsolePolicy)},
                    {"X-Content-Type-Options", "nosniff"},
                    {"Referrer-Policy", "no-referrer"},
                    {"Cross-Origin-Opener-Policy", "same-origin"},
                    {"Cross-Origin-Resource-Policy", "same-origin"}};
    auto resource = std::make_unique<const Resource>(std::move(spec), Effort::kQuick);
    files_[file.path == "index.html" ? "/" : "/" + std::string(file.path)] = std::move(resource);
  }
}

StaffApi::~StaffApi() = default;

std::span<const StaffRoute> StaffApi::Routes() { return kRoutes; }

bool StaffApi::Handle(Exchange& exchange) {
  const Request& request = exchange.request();
  if (const auto file = files_.find(request.path); file != files_.end()) {
    if (Changes(request.method)) {
      exchange.response().status = 405;
      exchange.response().AddHeader("Allow", "GET, HEAD");
      return true;
    }
    exchange.Send(
        file->second->Answer(exchange.accept_encoding(), request.Header("If-None-Match")));
    return true;
  }
  if (!request.path.starts_with("/v1/")) return false;
  exchange.RunBlocking([this](const Request& copy, Response& response) { Serve(copy, response); });
  return true;
}

void StaffApi::Serve(const Request& request, Response& response) {
  Status done;
  if (request.path == "/v1/session") {
    if (request.method == "POST") {
      done = SignIn(request, response);
    } else if (request.method == "DELETE") {
      done = SignOut(request, response);
    } else if (request.method == "GET" || request.method == "HEAD") {
      done = ShowSession(request, response);
    } else {
      response.status = 405;
      response.AddHeader("Allow", "DELETE, GET, HEAD, POST");
    }
  } else {
    done = Call(request, response);
  }
  if (!done.ok()) {
    const bool often = done.error().code == ErrorCode::kRateLimited;
    SetProblem(response, done.error(), nlohmann::json(), often ? kLimitedSeconds : 0);
    if (response.status == 401) response.AddHeader("WWW-Authenticate", "Bearer realm=\"temoin\"");
  }
  SetHeaders(response);
}

Result<StaffPrincipal> StaffApi::Authenticate(const Request& request, bool changes) {
  const std::string authorization = request.Header("Authorization");
  if (!authorization.empty()) {
    constexpr std::string_view kScheme = "Bearer ";
    if (!authorization.starts_with(kScheme)) {
      return Error(ErrorCode::kUnauthorized, "Send \"Authorization: Bearer <token>\".");
    }
    const std::string client = request.remote_addr;
    if (limiter_.Wait(client, backend_.Now()).count() > 0) {
      return Error(ErrorCode::kRateLimited, "Too many wrong tokens from here: wait a minute.");
    }
    Result<StaffPrincipal> who =
        backend_.FindToken(std::string_view(authorization).substr(kScheme.size()));
    if (!who && who.error().code == ErrorCode::kUnauthorized) {
      limiter_.Failed(client, backend_.Now());
    }
    return who;
  }
  const std::string cookies = request.Header("Cookie");
  const std::string_view value = SessionValue(cookies);
  if (value.empty()) {
    return Error(ErrorCode::kUnauthorized, "Sign in, or send \"Authorization: Bearer <token>\".");
  }
  if (!SameOrigin(request, changes)) return ForeignRequest();
  std::optional<StaffPrincipal> who = sessions_.Find(value, backend_.Now());
  if (!who) return Error(ErrorCode::kUnauthorized, "The session is over: sign in again.");
  if (!backend_.TokenInForce(who->token_id)) {
    sessions_.End(value);
    return Error(ErrorCode::kUnauthorized, "This token was revoked or has expired.");
  }
  return *who;
}

Status StaffApi::SignIn(const Request& request, Response& response) {
  if (!SameOrigin(request, true)) return ForeignRequest();
  StaffCall call{request, response, backend_, {}, {}, backend_.Now()};
  if (limiter_.Wait(request.remote_addr, call.now).count() > 0) {
    return Error(ErrorCode::kRateLimited, "Too many failed sign-ins: wait a minute.");
  }
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  TEMOIN_ASSIGN_OR_RETURN(const std::string token, TextMember(body, "token", 256, true));
  const Result<StaffPrincipal> who = backend_.FindToken(token);
  if (!who) {
    if (who.error().code == ErrorCode::kUnauthorized) {
      limiter_.Failed(request.remote_addr, call.now);
      call.who.name = "?";
      (void)call.Journal("sign-in.failed", "", "");
    }
    return who.error();
  }
  call.who = *who;
  TEMOIN_RETURN_IF_ERROR(call.Journal("sign-in", "", ""));
  // A session that the browser still holds ends with the new one: no two under one cookie.
  const std::string cookies = request.Header("Cookie");
  sessions_.End(SessionValue(cookies));
  response.AddHeader("Set-Cookie", SessionCookie(sessions_.Start(*who, call.now)));
  call.Json(PrincipalJson(*who));
  return {};
}

Status StaffApi::ShowSession(const Request& request, Response& response) {
  TEMOIN_ASSIGN_OR_RETURN(const StaffPrincipal who, Authenticate(request, false));
  StaffCall{request, response, backend_, who, {}, backend_.Now()}.Json(PrincipalJson(who));
  return {};
}

Status StaffApi::SignOut(const Request& request, Response& response) {
  TEMOIN_ASSIGN_OR_RETURN(const StaffPrincipal who, Authenticate(request, true));
  const std::string cookies = request.Header("Cookie");
  sessions_.End(SessionValue(cookies));
  response.AddHeader("Set-Cookie", SessionCookie({}));
  response.status = 204;
  (void)StaffCall{request, response, backend_, who, {}, backend_.Now()}.Journal("sign-out", "", "");
  return {};
}

Status StaffApi::Call(const Request& request, Response& response) {
  const std::string_view asked = request.method;
  const std::string_view method = asked == "HEAD" ? std::string_view("GET") : asked;
  const StaffRoute* route = nullptr;
  std::string_view open;
  std::string allow;
  for (const StaffRoute& candidate : kRoutes) {
    const std::optional<std::string_view> part = MatchPath(candidate.path, request.path);
    if (!part) continue;
    if (!allow.empty()) allow += ", ";
    allow += candidate.method;
    if (candidate.method == method && route == nullptr) {
      route = &candidate;
      open = *part;
    }
  }
  // Whether a path exists is told to nobody who has not signed in.
  TEMOIN_ASSIGN_OR_RETURN(StaffPrincipal who, Authenticate(request, Changes(method)));
  if (route == nullptr && allow.empty()) {
    return Error(ErrorCode::kNotFound, "There is nothing at this address.");
  }
  if (route == nullptr) {
    SetProblem(response, 405, "method-not-allowed", "Allowed here: " + allow + ".");
    response.AddHeader("Allow", allow);
    return {};
  }
  StaffCall call{request, response, backend_, std::move(who), std::string(open), backend_.Now()};
  if ((route->roles & Bit(call.who.role)) == 0) {
    (void)call.Journal("refused", "", std::string(route->method) + " " + std::string(route->path));
    return Error(ErrorCode::kForbidden, "Your role does not allow this.");
  }
  return route->work(call);
}

}  // namespace temoin::http
