#include "server/http/staff/api.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "app/staff/accesses.h"
#include "app/staff/grant_rules.h"
#include "server/http/message/problem.h"
#include "server/http/staff/codec.h"
#include "server/http/staff/sign_in.h"

namespace temoin::http {

namespace {

using app::RoleBit;

constexpr int kLimitedSeconds = 60;  // as long as SignInLimiter counts

constexpr unsigned kMarketing = RoleBit(StaffRole::kMarketing);
constexpr unsigned kApprover = RoleBit(StaffRole::kApprover);
constexpr unsigned kOperator = RoleBit(StaffRole::kOperator);
// Who reads single consents and the access log.
constexpr unsigned kReaders = RoleBit(StaffRole::kAuditor) | RoleBit(StaffRole::kDpo);
constexpr unsigned kControllers = kReaders | kOperator;
constexpr unsigned kGivers = app::kGivers;
constexpr unsigned kPublishing = kApprover | kOperator;
constexpr unsigned kEveryone = kMarketing | kApprover | kControllers;
constexpr unsigned kScanner = RoleBit(StaffRole::kScanner);
constexpr unsigned kWhoever = kEveryone | kScanner;
constexpr unsigned kAnybody = 0;  // not signed in yet

constexpr BodyRule kStaffJson{.media_type = "application/json",
                              .refusal = "Send application/json.",
                              .max_bytes = 64 * 1024,
                              .max_depth = 8};

// A whole set of pictures, in base64.
constexpr BodyRule kPictureSet{.media_type = "application/json",
                               .refusal = "Send application/json.",
                               .max_bytes = kMaxStaffBody,
                               .max_depth = 8};

// For a command whose response has no body.
struct NoBody {};

template <auto kDecode, auto kCommand, auto kEncode>
Status Serve(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const auto command, kDecode(call));
  const auto value = kCommand(call.backend.Context(), call.actor, command);
  if (!value.ok()) return value.error();
  if constexpr (std::is_same_v<std::remove_cv_t<decltype(kEncode)>, NoBody>) {
    call.response.status = 204;
    return {};
  } else if constexpr (std::is_void_v<decltype(kEncode(call, *value))>) {
    kEncode(call, *value);
    return {};
  } else {
    return kEncode(call, *value);
  }
}

struct Path {
  std::string_view method;
  std::string_view path;
};

// Everything that is posted is JSON.
constexpr Policy PolicyOf(Path at, unsigned roles) {
  return {.roles = roles, .body = at.method == "POST" ? kStaffJson : BodyRule{}};
}

// A row that reads a command and answers with its value.
template <auto kDecode, auto kCommand, auto kEncode = NoBody{}>
constexpr StaffRoute Does(Path at, std::string_view name, unsigned roles) {
  return {at.method,
          at.path,
          name,
          PolicyOf(at, roles),
          &Serve<kDecode, kCommand, kEncode>,
          app::CommandIdOf<kCommand>()};
}

// A row that reads another body than the others.
constexpr StaffRoute Reading(StaffRoute row, BodyRule body) {
  row.policy.body = body;
  return row;
}

// A row that hands a consent out in one of its forms.
template <app::ConsentForm kForm, auto kEncode>
constexpr StaffRoute Reads(Path at, std::string_view name, unsigned roles) {
  return Does<&ReadReadConsent<kForm>, &app::Read, kEncode>(at, name, roles);
}

// A row that writes its response itself, over a command or over what it only shows.
template <auto kCommand>
constexpr StaffRoute Over(Path at, std::string_view name, unsigned roles,
                          Status (*work)(StaffCall&)) {
  return {at.method, at.path, name, PolicyOf(at, roles), work, app::CommandIdOf<kCommand>()};
}
constexpr StaffRoute Shows(Path at, std::string_view name, unsigned roles,
                           Status (*work)(StaffCall&)) {
  return {at.method, at.path, name, PolicyOf(at, roles), work, nullptr};
}

// A row that an open page asks by itself.
constexpr StaffRoute Watches(Path at, std::string_view name, unsigned roles,
                             Status (*work)(StaffCall&)) {
  StaffRoute row = Shows(at, name, roles, work);
  row.watches = true;
  return row;
}

// Who may do what. A route that is not here does not exist; tests/unit/http/staff/routes_test.cc
// walks it role by role, and server/http/api/staff-api.json describes it.
constexpr std::array kRoutes = {
    Shows({"DELETE", "/v1/session"}, "session.end", kWhoever, &SignOut),
    Shows({"GET", "/v1/session"}, "session.show", kWhoever, &ShowSession),
    Shows({"POST", "/v1/session"}, "session.start", kAnybody, &SignIn),
    Shows({"GET", "/v1/session/ways"}, "session.ways", kAnybody, &ShowWays),
    Shows({"GET", "/v1/session/provider"}, "session.provider", kAnybody, &BeginAtProvider),
    Shows({"GET", "/v1/session/answer"}, "session.answer", kAnybody, &FinishAtProvider),
    Watches({"GET", "/v1/session/watch"}, "session.watch", kWhoever, &ShowSession),
    Over<&app::BeginPasskeySignIn>({"POST", "/v1/session/passkey/challenge"},
                                   "session.passkey.begin", kAnybody, &BeginWithPasskey),
    Over<&app::SignInByPasskey>({"POST", "/v1/session/passkey"}, "session.passkey", kAnybody,
                                &FinishWithPasskey),
    Over<&app::BeginJoin>({"POST", "/v1/invitations/look"}, "person.join.begin", kAnybody,
                          &LookAtInvitation),
    Over<&app::Join>({"POST", "/v1/invitations/join"}, "person.join", kAnybody, &JoinByInvitation),
    Over<&app::PasskeysOf>({"GET", "/v1/passkeys"}, "passkey.list", kEveryone, &ListPasskeys),
    Over<&app::BeginAdd>({"POST", "/v1/passkeys/challenge"}, "passkey.begin", kEveryone,
                         &BeginPasskey),
    Over<&app::KeepPasskey>({"POST", "/v1/passkeys"}, "passkey.add", kEveryone, &AddPasskey),
    Over<&app::EndPasskey>({"DELETE", "/v1/passkeys/{}"}, "passkey.remove", kEveryone,
                           &RemovePasskey),
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
    Does<&ReadListWanted, &app::Wanted, &WriteWanted>({"GET", "/v1/pictures/wanted"},
                                                      "pictures.wanted", kScanner | kOperator),
    Reading(Does<&ReadPictureSet, &app::FileSet, &WritePictureSet>(
                {"POST", "/v1/pictures"}, "pictures.add", kScanner | kOperator),
            kPictureSet),
    Does<&ReadRepublish, &app::Republish, &WriteRepublished>({"POST", "/v1/revisions/{}/republish"},
                                                             "revision.republish", kPublishing),
    Over<&app::NoteMade>({"GET", "/v1/register"}, "made", kEveryone, &ShowRegister),
    Over<&app::NoteMade>({"GET", "/v1/compliance"}, "made", kControllers | kApprover,
                         &ShowCompliance),
    Does<&ReadSearch, &app::Search, &WriteSearch>({"GET", "/v1/consents"}, "consent.search",
                                                  kReaders),
    Over<&app::Find>({"POST", "/v1/consents/find"}, "consent.find", kControllers, &FindConsent),
    Reads<app::ConsentForm::kRead, &WriteConsent>({"GET", "/v1/consents/{}"}, "consent.read",
                                                  kReaders),
    Reads<app::ConsentForm::kReceipt, &WriteReceipt>({"GET", "/v1/consents/{}/receipt"},
                                                     "consent.receipt", kReaders),
    Reads<app::ConsentForm::kLinkedData, &WriteLinkedData>({"GET", "/v1/consents/{}/linked-data"},
                                                           "consent.linked-data", kReaders),
    Reads<app::ConsentForm::kPage, &WriteConsentPage>({"GET", "/v1/consents/{}/page"},
                                                      "consent.page", kReaders),
    Reads<app::ConsentForm::kLetter, &WriteLetter>({"GET", "/v1/consents/{}/letter"},
                                                   "consent.letter", kReaders),
    Reads<app::ConsentForm::kDossier, &WriteDossier>({"GET", "/v1/consents/{}/dossier"},
                                                     "consent.dossier", kReaders),
    Over<&app::NoteMade>({"POST", "/v1/dossiers"}, "made", kReaders, &BeginDossier),
    Shows({"GET", "/v1/dossiers/{}"}, "dossier.show", kReaders, &ShowDossier),
    Shows({"GET", "/v1/dossiers/{}/archive"}, "dossier.take", kReaders, &TakeDossier),
    Does<&ReadEraseRecord, &app::Erase, &WriteErased>({"DELETE", "/v1/consents/{}"},
                                                      "consent.erase", kOperator),
    Does<&ReadErasure, &app::Erase, &WriteErased>({"POST", "/v1/consents/{}/erasure"},
                                                  "consent.erase", kOperator),
    Does<&ReadListHolds, &app::Holds, &WriteHolds>({"GET", "/v1/holds"}, "hold.list", kControllers),
    Does<&ReadAddHold, &app::Add, &WriteHold>({"POST", "/v1/holds"}, "hold.add", kControllers),
    Does<&ReadHoldId, &app::ReleaseHold>({"DELETE", "/v1/holds/{}"}, "hold.release", kControllers),
    Does<&ReadListLimitations, &app::Limitations, &WriteLimitations>(
        {"GET", "/v1/limitations"}, "limitation.list", kControllers),
    Does<&ReadLimit, &app::LimitProcessing, &WriteLimited>({"POST", "/v1/limitations"},
                                                           "limitation.add", kControllers),
    Does<&ReadLift, &app::Lift>({"DELETE", "/v1/limitations/{}"}, "limitation.lift", kControllers),
    Does<&ReadListRequests, &app::Requests, &WriteRequests>({"GET", "/v1/requests"}, "request.list",
                                                            kControllers),
    Does<&ReadNewRequest, &app::Receive, &WriteNewRequest>({"POST", "/v1/requests"}, "request.add",
                                                           kControllers),
    Does<&ReadExtension, &app::Extend, &WriteRequest>({"POST", "/v1/requests/{}/extension"},
                                                      "request.extend", kControllers),
    Does<&ReadAnswer, &app::NoteAnswer, &WriteRequest>({"POST", "/v1/requests/{}/answer"},
                                                       "request.answer", kControllers),
    Does<&ReadListTokens, &app::Tokens, &WriteTokens>({"GET", "/v1/tokens"}, "token.list",
                                                      kControllers),
    Does<&ReadCreateToken, &app::Create, &WriteCreated>({"POST", "/v1/tokens"}, "token.create",
                                                        kGivers),
    Does<&ReadRevocation, &app::RevokeToken, &WriteGiven>({"DELETE", "/v1/tokens/{}"},
                                                          "token.revoke", kGivers),
    Does<&ReadListPeople, &app::People, &WritePeople>({"GET", "/v1/people"}, "person.list",
                                                      kControllers),
    Does<&ReadGrantRoles, &app::Grants, &WritePerson>({"POST", "/v1/people/{}/grants"},
                                                      "person.grant", kGivers),
    Does<&ReadRevocation, &app::RevokePerson, &WriteGiven>({"DELETE", "/v1/people/{}"},
                                                           "person.revoke", kOperator),
    Does<&ReadListInvitations, &app::Invitations, &WriteInvitations>(
        {"GET", "/v1/invitations"}, "person.invitations", kControllers),
    Does<&ReadInvitePerson, &app::Invite, &WriteInvited>({"POST", "/v1/invitations"},
                                                         "person.invite", kGivers),
    Does<&ReadInvitationId, &app::WithdrawInvitation>({"DELETE", "/v1/invitations/{}"},
                                                      "person.withdraw", kGivers),
    Over<&app::Accesses>({"GET", "/v1/journal"}, "journal.read", kReaders, &ListAccesses),
    Over<&app::NoteMade>({"GET", "/v1/export"}, "made", kReaders, &ExportConsents),
};

void SetHeaders(Response& response) {
  response.AddHeader("Cache-Control", "private, no-store");
  response.AddHeader("X-Content-Type-Options", "nosniff");
  response.AddHeader("Referrer-Policy", "no-referrer");
  response.AddHeader("Cross-Origin-Resource-Policy", "same-origin");
  if (!response.HasHeader("Content-Security-Policy")) {
    response.AddHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
}

// As a line names what somebody asked for: never by what the path itself holds.
std::string NameOf(const StaffRoute& route) {
  return fmt::format("{} {}", route.method, route.path);
}

}  // namespace

StaffApi::StaffApi(StaffBackend& backend) : backend_(backend) {
  for (size_t row = 0; row < kRoutes.size(); ++row) {
    paths_.Add(kRoutes[row].method, kRoutes[row].path, row);
  }
}

StaffApi::~StaffApi() = default;

std::span<const StaffRoute> StaffApi::Routes() { return kRoutes; }

void StaffApi::Serve(const Request& request, Response& response) {
  const Status done = Dispatch(request, response);
  if (!done.ok()) {
    const bool often = done.error().code == ErrorCode::kRateLimited;
    SetProblem(response, done.error(), nlohmann::json(), often ? kLimitedSeconds : 0);
  }
  EndEarlierCookie(request, response);
  if (response.status == 401) response.AddHeader("WWW-Authenticate", "Bearer realm=\"temoin\"");
  SetHeaders(response);
}

Status StaffApi::Dispatch(const Request& request, Response& response) {
  PathTable::Found found = paths_.Find(request.method, request.path);
  const StaffRoute* const route = found.row ? &kRoutes[*found.row] : nullptr;
  const bool watched = route != nullptr && route->watches;
  StaffPrincipal who;
  // Whether a path exists is told to nobody who has not signed in.
  if (route == nullptr || route->policy.roles != kAnybody) {
    TEMOIN_ASSIGN_OR_RETURN(std::optional<StaffPrincipal> known,
                            Authenticate(request, backend_, sessions_, watched));
    if (!known) {
      SetProblem(response, 401, "revoked", "Your access was revoked or has expired.");
      return {};
    }
    who = std::move(*known);
  }
  if (!found.path) return Error(ErrorCode::kNotFound, "There is nothing at this address.");
  if (route == nullptr) {
    const std::string allow = fmt::format("{}", fmt::join(paths_.Methods(request.path), ", "));
    SetMethodNotAllowed(response, allow);
    return {};
  }
  StaffCall call{{request, response, route->policy, std::move(found.params)},
                 backend_,
                 sessions_,
                 dossiers_,
                 std::move(who),
                 {},
                 backend_.Now()};
  if (route->policy.roles == kAnybody) return route->work(call);
  if (call.who.last_resort && !watched) {
    TEMOIN_RETURN_IF_ERROR(
        app::NoteLastResort(backend_.Context(), AnyActor(call.who, call.now), NameOf(*route)));
  }
  std::optional<app::Actor> actor = app::ActorWith({.name = call.who.name, .id = call.who.id},
                                                   call.who.grants, route->policy.roles, call.now);
  if (!actor) {
    // The line says as what they came.
    call.actor = AnyActor(call.who, call.now);
    (void)call.Note("refused", "", NameOf(*route));
    return Error(ErrorCode::kForbidden, "Your role does not allow this.");
  }
  call.actor = std::move(*actor);
  return route->work(call);
}

}  // namespace temoin::http
