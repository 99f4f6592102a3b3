#include "server/http/public/consent_routes.h"

#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "app/recording/visitor_record.h"
#include "base/calendar.h"
#include "catalog/mask.h"
#include "consent/context.h"
#include "consent/cookies.h"
#include "consent/reference.h"
#include "server/http/fields.h"
#include "server/http/public/visitor_cookies.h"
#include "server/http/responses.h"

namespace temoin::http {
namespace {

using app::PublishedSite;

constexpr uint64_t kMaxImpressions = 1000;
constexpr size_t kMaxObservedNames = 50;
constexpr size_t kMaxNameBytes = 256;

struct Cookies {
  std::string choice;
  std::string context;
};

Cookies MakeCookies(const consent::Terms& terms, const std::string& host,
                    const std::optional<consent::Token>& token, const consent::Context& context,
                    Time now) {
  const consent::CookieSettings& cookies = terms.cookies;
  return {token ? consent::ChoiceCookie(cookies, host, consent::EncodeToken(*token),
                                        context.valid_until, now)
                : consent::ClearChoiceCookie(cookies, host, now),
          consent::ContextCookie(cookies, host, consent::EncodeContext(context),
                                 context.valid_until, now)};
}

// Written out by hand: the one thread that commits makes thousands of these a second. No value can
// hold a character that JSON escapes: names of states, times, a hash, numbers, a reference.
std::string ChoiceBody(const app::ChoiceOutcome& outcome) {
  std::string body = "{\"generation\":" + std::to_string(outcome.context.generation);
  const auto add = [&body](std::string_view name, std::string_view value) {
    body.append(",\"").append(name).append("\":\"").append(value).append("\"");
  };
  add("given_at", FormatTime(outcome.context.given_at));
  if (outcome.index) {
    body.append(",\"index\":").append(std::to_string(*outcome.index));
    add("reference", consent::FormatReference(*outcome.index));
  }
  add("revision", outcome.context.revision);
  add("status", consent::StandingName(outcome.standing));
  add("valid_until", FormatTime(outcome.context.valid_until));
  return body += '}';
}

std::shared_ptr<const PreparedResponse> ChoiceResponse(const app::ChoiceOutcome& outcome,
                                                       const consent::Terms& terms,
                                                       const std::string& host, bool retry_stands,
                                                       const HeaderList& cors, Time now) {
  using Kind = app::ChoiceOutcome::Kind;
  ResponseBuilder response(outcome.kind == Kind::kRecorded ? 201 : 200);
  response.Header("Content-Type", "application/json")
      .Header("Cache-Control", kPrivate)
      .Header("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : cors) response.Header(name, value);
  if (outcome.kind == Kind::kWithheld) {
    return response.Finish(R"({"index":)" + std::to_string(*outcome.index) +
                           R"(,"recorded":true,"token":false})");
  }
  const Cookies cookies = MakeCookies(terms, host, outcome.token, outcome.context, now);
  response.Header("Set-Cookie", cookies.choice).Header("Set-Cookie", cookies.context);
  if (outcome.nonce) {
    response.Header("Set-Cookie", consent::RetryCookie(terms.cookies, host,
                                                       consent::EncodeNonce(*outcome.nonce), now));
  } else if (!outcome.token && retry_stands) {
    response.Header("Set-Cookie", consent::ClearRetryCookie(terms.cookies, host, now));
  }
  return response.Finish(ChoiceBody(outcome));
}

Response Problem(const Error& error, const HeaderList& cors) {
  Response response;
  RespondProblem(response, error, cors);
  return response;
}

class ConsentRoutes {
 public:
  explicit ConsentRoutes(const Services& services) : services_(services) {}

  void Give(RouteRequest& request) const;
  void Current(RouteRequest& request) const;
  void Erase(RouteRequest& request) const;
  void Impressions(RouteRequest& request) const;
  void Observed(RouteRequest& request) const;

 private:
  void GiveChecked(RouteRequest& request, const PublishedSite& site,
                   consent::ChoiceRequest choice) const;

  Services services_;
};

void ConsentRoutes::Give(RouteRequest& request) const {
  Response& response = request.response;
  const Result<std::string_view> body = request.BodyText();
  if (!body) return RespondProblem(response, body.error(), request.cors);
  Result<consent::ChoiceRequest> choice = consent::ParseChoice(*body);
  if (!choice) return RespondProblem(response, choice.error(), request.cors);
  GiveChecked(request, *request.site, std::move(choice).value());
}

void ConsentRoutes::GiveChecked(RouteRequest& request, const PublishedSite& site,
                                consent::ChoiceRequest choice) const {
  Response& response = request.response;
  const Request& asked = request.request;
  const std::shared_ptr<const consent::Terms> terms =
      site.Accepts(choice.revision, services_.clock.Now());
  if (!terms) {
    return RespondProblemWith(
        response,
        Error(ErrorCode::kConflict,
              "this revision is not the one in force; read config.json again, past the cache",
              "/revision"),
        {{"revision", site.revision}, {"generation", site.generation}}, request.cors);
  }
  if (const Status checked = consent::CheckChoice(choice, *terms); !checked) {
    return RespondProblem(response, checked.error(), request.cors);
  }
  if (!site.settings_known) return RespondProblem(response, app::ChoicesHeld(), request.cors);

  VisitorCookies shown = ReadVisitorCookies(asked, site.terms->cookies);
  AddUnread(shown, &request.cors);
  const bool retry_stands = shown.retry;
  app::ChoiceJob job{terms, std::move(choice), std::move(shown.tokens), std::move(shown.nonces)};
  std::string host = asked.Header("Host");
  const std::optional<Completion> completion = request.exchange.Defer();
  if (!completion) return;
  const auto cors = std::make_shared<const HeaderList>(std::move(request.cors));
  const Status submitted = services_.recorder.Submit(
      std::move(job), [completion = *completion, terms, host = std::move(host), retry_stands, cors,
                       &clock = services_.clock](Result<app::ChoiceOutcome> outcome) {
        if (!outcome) return completion.Send(Problem(outcome.error(), *cors));
        completion.Send(ChoiceResponse(*outcome, *terms, host, retry_stands, *cors, clock.Now()));
      });
  if (!submitted) completion->Send(Problem(submitted.error(), *cors));
}

// What is told of a record that was found. An expired choice is said to be, and its decisions are
// not repeated: they no longer count.
nlohmann::json Describe(const app::VisitorRecord& kept, const consent::Terms& current, Time now) {
  nlohmann::json body = {{"index", kept.row.index},
                         {"reference", consent::FormatReference(kept.row.index)}};
  const consent::Record& record = kept.record;
  const consent::Judgement judgement =
      consent::Judge({record.event, record.generation, kept.row.given_at, kept.row.valid_until,
                      kept.row.superseded_at},
                     record.decisions, &current, now);
  body["status"] = consent::StandingName(judgement.standing);
  body["event"] = consent::EventName(record.event);
  body["given_at"] = FormatTime(kept.row.given_at);
  body["valid_until"] = FormatTime(kept.row.valid_until);
  body["revision"] = record.revision;
  body["generation"] = record.generation;
  if (consent::InForce(judgement)) {
    body["decisions"] = nlohmann::json::object();
    for (const auto& [id, accepted] : record.decisions) body["decisions"][id] = accepted;
  }
  if (!judgement.asked_again.empty()) {
    body["asked_again"] = judgement.asked_again;
    body["ask"] = judgement.asked_again;  // its name in 0.1
  }
  if (judgement.since) body["since"] = FormatTime(*judgement.since);
  const std::optional<Time>& held_until = kept.row.held_until;
  if (const std::optional<Time>& due = kept.row.erased_after) {
    body["erased_after"] = FormatTime(std::max(*due, held_until.value_or(*due)));
  }
  if (held_until) body["held"] = true;
  if (kept.row.limited_since) body["limited_since"] = FormatTime(*kept.row.limited_since);
  return body;
}

void ConsentRoutes::Current(RouteRequest& request) const {
  Response& response = request.response;
  if (services_.recorder.HoldsRecords()) {
    return RespondProblem(response, app::RecordsHeld(), request.cors);
  }
  const PublishedSite* site = request.site;
  VisitorCookies shown = ReadVisitorCookies(request.request, site->terms->cookies);
  AddUnread(shown, &request.cors);
  if (shown.tokens.empty()) {
    return RespondJson(response, {{"status", "none"}}, kPrivate, request.cors);
  }
  request.exchange.RunBlocking([tokens = std::move(shown.tokens), terms = site->terms,
                                cors = request.cors, &store = services_.store,
                                &clock = services_.clock](const Request&, Response& later) {
    const auto kept = app::FindVisitorRecord(store, terms->site, tokens);
    if (!kept) return RespondProblem(later, kept.error(), cors);
    RespondJson(later,
                *kept ? Describe(**kept, *terms, clock.Now()) : nlohmann::json{{"status", "none"}},
                kPrivate, cors);
  });
}

Response ErasureResponse(const app::EraseOutcome& outcome, const consent::Terms& terms,
                         const std::string& host, bool retry_stands, const HeaderList& cors,
                         Time now) {
  // A choice whose response never arrived is opened by no token (docs/threat-model.md).
  nlohmann::json body = {{"detail", "this is about every choice that your token opens"}};
  body["status"] = outcome.over() ? "erased" : "scheduled";
  if (!outcome.over()) body["erased_after"] = FormatTime(outcome.until());
  if (!outcome.records.held.empty()) body["held"] = true;
  Response response;
  RespondJson(response, body, kPrivate, cors, outcome.over() ? 200 : 202);
  // What stays is a plain refusal that names nobody: the visitor is not asked again at once.
  consent::Context refusal{
      terms.revision, terms.generation, now, consent::ValidUntil(now, terms), {}};
  for (const consent::RefusableService& service : terms.services) {
    refusal.decisions.emplace(service.id, false);
  }
  const Cookies cookies = MakeCookies(terms, host, std::nullopt, refusal, now);
  response.AddHeader("Set-Cookie", cookies.choice);  // both are kept
  response.AddHeader("Set-Cookie", cookies.context);
  if (retry_stands) {
    response.AddHeader("Set-Cookie", consent::ClearRetryCookie(terms.cookies, host, now));
  }
  return response;
}

void ConsentRoutes::Erase(RouteRequest& request) const {
  const Request& asked = request.request;
  const PublishedSite* site = request.site;
  if (!site->settings_known) {
    return RespondProblem(request.response, app::ChoicesHeld(), request.cors);
  }
  VisitorCookies shown = ReadVisitorCookies(asked, site->terms->cookies);
  AddUnread(shown, &request.cors);
  const bool retry_stands = shown.retry;
  app::EraseJob job{site->terms, std::move(shown.tokens)};
  std::string host = asked.Header("Host");
  const std::optional<Completion> completion = request.exchange.Defer();
  if (!completion) return;
  const Status submitted = services_.recorder.Erase(
      std::move(job),
      [completion = *completion, terms = site->terms, host = std::move(host), retry_stands,
       cors = request.cors, &clock = services_.clock](Result<app::EraseOutcome> outcome) {
        if (!outcome) return completion.Send(Problem(outcome.error(), cors));
        completion.Send(ErasureResponse(*outcome, *terms, host, retry_stands, cors, clock.Now()));
      });
  if (!submitted) completion->Send(Problem(submitted.error(), request.cors));
}

// {"revision":"<64 hex>","shown":<count>} and whatever else the banner adds; counted, never kept.
void ConsentRoutes::Impressions(RouteRequest& request) const {
  Response& response = request.response;
  const PublishedSite* site = request.site;
  const Result<nlohmann::json> body = request.BodyJson();
  if (!body) return RespondProblem(response, body.error(), request.cors);
  const auto reject = [&](const char* message, const char* pointer) {
    RespondProblem(response, Error(ErrorCode::kUnprocessable, message, pointer), request.cors);
  };
  if (!body->is_object()) return reject("an object is expected", "");
  const auto revision = body->find("revision");
  if (revision == body->end() || !revision->is_string() ||
      !site->known.contains(revision->get_ref<const std::string&>())) {
    return reject("a published revision is expected", "/revision");
  }
  const auto shown = body->find("shown");
  if (shown == body->end() || !shown->is_number_unsigned() || shown->get<uint64_t>() == 0 ||
      shown->get<uint64_t>() > kMaxImpressions) {
    return reject("a count from 1 to 1000 is expected", "/shown");
  }
  services_.recorder.CountImpressions(site->site->id, site->site->time_zone,
                                      revision->get_ref<const std::string&>(),
                                      shown->get<uint64_t>());
  response.status = 204;
  response.AddHeader("Cache-Control", "no-store");
  AddHeaders(response, request.cors);
}

// {"names":["…"]}: tracker names that match nothing declared; never a value. The banner masks what
// varies in them; whoever wrote to us may not have, so it is done again before anything is kept. A
// site that asks its pages for no names counts none.
void ConsentRoutes::Observed(RouteRequest& request) const {
  Response& response = request.response;
  const PublishedSite* site = request.site;
  const Result<nlohmann::json> body = request.BodyJson();
  if (!body) return RespondProblem(response, body.error(), request.cors);
  const auto reject = [&](const char* message, const std::string& pointer) {
    RespondProblem(response, Error(ErrorCode::kUnprocessable, message, pointer), request.cors);
  };
  if (!body->is_object() || !body->contains("names") || !body->at("names").is_array() ||
      body->at("names").size() > kMaxObservedNames) {
    return reject("at most 50 names are expected", "/names");
  }
  size_t position = 0;
  for (const nlohmann::json& name : body->at("names")) {
    if (!name.is_string() || name.get_ref<const std::string&>().empty() ||
        name.get_ref<const std::string&>().size() > kMaxNameBytes) {
      return reject("a name of 1 to 256 bytes is expected", "/names/" + std::to_string(position));
    }
    ++position;
  }
  const auto declared = [site](std::string_view name) {
    return !site->matcher->Match(name).candidates.empty();
  };
  std::set<std::string> masked;
  for (const nlohmann::json& name : body->at("names")) {
    const auto& text = name.get_ref<const std::string&>();
    if (site->site->settings.observed == 0 || declared(text)) continue;
    std::string kept = catalog::MaskName(text);
    if (!declared(kept)) masked.insert(std::move(kept));
  }
  for (const std::string& name : masked) {
    services_.recorder.CountObservation(site->site->id, name);
  }
  response.status = 204;
  response.AddHeader("Cache-Control", "no-store");
  AddHeaders(response, request.cors);
}

constexpr BodyRule kVisitorJson{.media_type = "application/json",
                                .refusal = "the body must be application/json",
                                .max_bytes = consent::kMaxChoiceBytes,
                                .max_depth = 32};
constexpr Policy kReads{.cors = Cors::kCredentials};
constexpr Policy kTakesJson{.cors = Cors::kCredentials, .body = kVisitorJson};
constexpr Policy kGives{.cors = Cors::kCredentials, .body = kVisitorJson, .gives_choice = true};

struct Row {
  std::string_view method;
  std::string_view pattern;
  Policy policy;
  void (ConsentRoutes::*work)(RouteRequest&) const;
};

constexpr std::array kRows = {
    Row{"POST", "/v1/sites/{site}/consents", kGives, &ConsentRoutes::Give},
    Row{"DELETE", "/v1/sites/{site}/consents/current", kReads, &ConsentRoutes::Erase},
    Row{"GET", "/v1/sites/{site}/consents/current", kReads, &ConsentRoutes::Current},
    Row{"POST", "/v1/sites/{site}/impressions", kTakesJson, &ConsentRoutes::Impressions},
    Row{"POST", "/v1/sites/{site}/observed", kTakesJson, &ConsentRoutes::Observed},
};

}  // namespace

void AddConsentRoutes(Router& router, const Services& services) {
  const auto routes = std::make_shared<const ConsentRoutes>(services);
  for (const Row& row : kRows) {
    router.Add(row.method, row.pattern, row.policy,
               [routes, work = row.work](RouteRequest& request) { ((*routes).*work)(request); });
  }
}

}  // namespace temoin::http
