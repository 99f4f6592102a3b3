// Staff routes about single consents: searching, finding, showing one with its proof, erasing.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/encoding.h"
#include "consent/record.h"
#include "consent/reference.h"
#include "consent/token.h"
#include "render/html.h"
#include "reports/evidence.h"
#include "reports/export.h"
#include "reports/letter.h"
#include "reports/standing.h"
#include "server/http/message/problem.h"
#include "server/http/staff/api.h"
#include "server/http/staff/codec.h"
#include "server/http/staff/dossiers.h"
#include "server/http/staff/shown.h"
#include "store/line.h"

namespace temoin::http {

namespace {

nlohmann::json ProofJson(const reports::Inclusion& inclusion) {
  nlohmann::json path = nlohmann::json::array();
  for (const Digest& hash : inclusion.path) path.push_back(EncodeBase64(hash));
  return {{"index", inclusion.index},
          {"size", inclusion.size},
          {"entry", EncodeBase64(inclusion.entry)},
          {"path", std::move(path)},
          {"checkpoint", inclusion.checkpoint}};
}

nlohmann::json PublicationJson(const store::Publication& publication) {
  return {{"index", publication.index},
          {"hash", publication.hash},
          {"generation", publication.generation},
          {"published_at", FormatTime(publication.published_at)}};
}

constexpr char kRequestNumber[] =
    "'request' is the number of the request: at most 32 letters, digits and -_./ only.";

// From the query; empty without one.
Result<std::string> ReadRequestNumber(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> request, call.Query("request", 64));
  if (!request) return std::string();
  if (app::IsRequestNumber(*request)) return *request;
  return Error(ErrorCode::kInvalidArgument, kRequestNumber);
}

std::string FileName(store::Index index, std::string_view extension) {
  return "consentement-" + consent::FormatReference(index) + std::string(extension);
}

// A cookie of the choice that opens nothing because this service never gave it.
Status SayFalseToken(const StaffCall& call) {
  SetProblem(call.response, 422, "false-token", "This token is false: this service never gave it.");
  return {};
}

}  // namespace

Result<app::SearchConsents> ReadSearch(const StaffCall& call) {
  app::SearchConsents out;
  store::SearchQuery& query = out.query;
  TEMOIN_ASSIGN_OR_RETURN(query.site, call.Query("site", 64));
  TEMOIN_ASSIGN_OR_RETURN(const StaffCall::Days days,
                          call.QueryDays(call.ZoneOf(query.site.value_or(""))));
  query.from = days.from;
  query.to = days.to;
  TEMOIN_ASSIGN_OR_RETURN(query.revision, call.Query("revision", 64));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> event, call.Query("event", 16));
  if (event) {
    query.event = consent::EventFromName(*event);
    if (!query.event) {
      return Error(ErrorCode::kInvalidArgument,
                   "'event' is one of given, partial, refused, withdrawn.");
    }
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> service, call.Query("service", 64));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> decision, call.Query("decision", 16));
  if (service) {
    query.decision = {*service, decision.value_or("accepted") == "accepted"};
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> order, call.Query("order", 8));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> scans, call.Query("scans", 4));
  query.scans_too = scans.value_or("") == "1";
  query.newest_first = order.value_or("newest") != "oldest";
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<uint64_t> limit,
                          call.QueryNumber("limit", store::kMaxSearchLimit));
  query.limit = std::max<uint64_t>(1, limit.value_or(50));
  TEMOIN_ASSIGN_OR_RETURN(query.cursor, call.QueryNumber("cursor", consent::kMaxIndex));
  return out;
}

void WriteSearch(const StaffCall& call, const store::SearchPage& page) {
  nlohmann::json rows = nlohmann::json::array();
  for (const store::ChoiceRow& row : page.rows) rows.push_back(reports::RowJson(row));
  call.Json({{"rows", std::move(rows)},
             {"next", page.next ? nlohmann::json(*page.next) : nlohmann::json(nullptr)},
             {"out_of_time", page.out_of_time}});
}

Status FindConsent(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, TextMember(body, "text", kMaxShownBytes, true));
  TEMOIN_ASSIGN_OR_RETURN(const reports::ShownChoice shown, ReadShownOf(call, text));
  if (shown.kind == reports::ShownKind::kFalseToken) return SayFalseToken(call);
  const Result<store::Found> found =
      app::Find(call.backend.Context(), call.actor,
                {.index = shown.index, .by = std::string(ShownKindName(shown.kind))});
  const bool none = found ? found->type != store::EntryType::kConsent
                          : found.error().code == ErrorCode::kNotFound;
  if (none && shown.token) return SayFalseToken(call);
  if (!found) return found.error();
  if (none) return Error(ErrorCode::kNotFound, "The entry at this index is no consent.");
  nlohmann::json out = {{"kind", ShownKindName(shown.kind)}, {"index", shown.index}};
  if (shown.token && found->content) {
    TEMOIN_ASSIGN_OR_RETURN(out["opens"], Opens(*shown.token, *found));
  }
  out["reference"] = consent::FormatReference(shown.index);
  out["state"] = reports::StateName(found->row.state);
  out["held"] = found->row.held_until.has_value();
  out["limited"] = found->row.limited_since.has_value();
  if (!found->row.site.empty()) out["site"] = found->row.site;
  call.Json(out);
  return {};
}

namespace {

// How the choice stands, in words, as the letter says it.
nlohmann::json Situation(const StaffCall& call, const consent::Judgement& judgement,
                         const store::ChoiceRow& row) {
  const auto site = call.backend.Catalogue()->FindSite(row.site);
  nlohmann::json words;
  for (const char* language : {"fr", "en"}) {
    words[language] = reports::StandingWords(judgement, row, site.get(), language);
  }
  return words;
}

}  // namespace

template <app::ConsentForm kForm>
Result<app::ReadConsent> ReadReadConsent(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t index, call.PathIndex());
  TEMOIN_ASSIGN_OR_RETURN(std::string request, ReadRequestNumber(call));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> despite, call.Query("despite", 16));
  return app::ReadConsent{.index = index,
                          .form = kForm,
                          .request = std::move(request),
                          .despite = despite.value_or("")};
}
template Result<app::ReadConsent> ReadReadConsent<app::ConsentForm::kRead>(const StaffCall&);
template Result<app::ReadConsent> ReadReadConsent<app::ConsentForm::kReceipt>(const StaffCall&);
template Result<app::ReadConsent> ReadReadConsent<app::ConsentForm::kLinkedData>(const StaffCall&);
template Result<app::ReadConsent> ReadReadConsent<app::ConsentForm::kPage>(const StaffCall&);
template Result<app::ReadConsent> ReadReadConsent<app::ConsentForm::kLetter>(const StaffCall&);
template Result<app::ReadConsent> ReadReadConsent<app::ConsentForm::kDossier>(const StaffCall&);

Status WriteConsent(const StaffCall& call, const store::Found& found) {
  const store::Store& store = call.backend.Reader();
  TEMOIN_ASSIGN_OR_RETURN(const consent::Judgement judgement,
                          reports::StandingOf(store, found, call.now));
  nlohmann::json out = {{"row", reports::RowJson(found.row)},
                        {"standing", consent::StandingName(judgement.standing)},
                        {"situation", Situation(call, judgement, found.row)},
                        {"record", nullptr},
                        {"proof", nullptr},
                        {"publication", nullptr},
                        {"verifier_key", call.backend.VerifierKey()},
                        {"line", nlohmann::json::array()}};
  if (!judgement.asked_again.empty()) out["asked_again"] = judgement.asked_again;
  if (judgement.since) out["since"] = FormatTime(*judgement.since);
  if (found.content) {
    out["record"] = nlohmann::json::parse(found.content->record, nullptr, false);
    out["record_bytes"] = EncodeBase64(AsBytes(found.content->record));
    out["random"] = EncodeBase64(found.content->random);
    TEMOIN_ASSIGN_OR_RETURN(const std::optional<store::Publication> publication,
                            store.FindPublication(found.row.site, found.row.revision));
    if (publication) out["publication"] = PublicationJson(*publication);
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::ChoiceRow> line,
                          store::LineOf(store, found.row));
  // The limited ones of a line are told with one that is disclosed although it is limited.
  const bool disclosed = found.row.limited_since && found.content;
  for (const store::ChoiceRow& row : line) {
    const bool withheld = row.limited_since && !disclosed;
    out["line"].push_back(reports::RowJson(withheld ? app::Withheld(row) : row));
  }
  const Result<reports::Inclusion> inclusion =
      reports::ProveInclusion(store, found.row.index, call.backend.Checkpoint());
  if (inclusion) {
    out["proof"] = ProofJson(*inclusion);
  } else if (inclusion.error().code != ErrorCode::kUnavailable) {
    return inclusion.error();
  }
  call.Json(out);
  return {};
}

Status WriteReceipt(const StaffCall& call, const store::Found& found) {
  if (!found.content) {
    return Error(ErrorCode::kNotFound, "The content of this consent is not kept any more.");
  }
  TEMOIN_ASSIGN_OR_RETURN(
      const reports::Inclusion inclusion,
      reports::ProveInclusion(call.backend.Reader(), found.row.index, call.backend.Checkpoint()));
  call.Download(reports::ReceiptText(inclusion, *found.content), "text/plain; charset=utf-8",
                FileName(found.row.index, ".tlog-proof"));
  return {};
}

Status WriteLinkedData(const StaffCall& call, const store::Found& found) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json data, reports::LinkedData(found, call.now));
  call.Download(data.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n",
                "application/ld+json", FileName(found.row.index, ".jsonld"));
  return {};
}

namespace {

Result<reports::LetterFacts> FactsFor(const StaffCall& call, const store::Found& found) {
  reports::LetterFacts facts;
  facts.found = found;
  facts.now = call.now;
  TEMOIN_ASSIGN_OR_RETURN(facts.judgement,
                          reports::StandingOf(call.backend.Reader(), found, call.now));
  if (found.content) facts.site = call.backend.Catalogue()->FindSite(found.row.site);
  const Result<reports::Inclusion> inclusion =
      reports::ProveInclusion(call.backend.Reader(), found.row.index, call.backend.Checkpoint());
  if (inclusion) facts.inclusion = *inclusion;
  facts.verifier_key = call.backend.VerifierKey();
  return facts;
}

}  // namespace

Status WriteConsentPage(const StaffCall& call, const store::Found& found) {
  TEMOIN_ASSIGN_OR_RETURN(const reports::LetterFacts facts, FactsFor(call, found));
  TEMOIN_ASSIGN_OR_RETURN(const render::HtmlPage page, reports::ConsentPage(facts));
  call.Page(page.html, page.style_source);
  return {};
}

Status WriteLetter(const StaffCall& call, const store::Found& found) {
  TEMOIN_ASSIGN_OR_RETURN(const reports::LetterFacts facts, FactsFor(call, found));
  TEMOIN_ASSIGN_OR_RETURN(const render::HtmlPage page, reports::AnswerLetter(facts));
  call.Page(page.html, page.style_source);
  return {};
}

// The visitor's choices with their proofs, as `temoin report dossier` writes them, in one archive.
Status WriteDossier(const StaffCall& call, const store::Found& found) {
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::ChoiceRow> line,
                          store::LineOf(call.backend.Reader(), found.row));
  reports::DossierQuery query;
  // The reason that opened a limited choice opens the limited ones of its line; without, they stay
  // out.
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> despite, call.Query("despite", 16));
  if (found.row.limited_since) query.despite = despite.value_or("");
  for (const store::ChoiceRow& row : line) {
    if (!row.limited_since || !query.despite.empty()) query.indices.push_back(row.index);
  }
  query.site = found.row.site;
  query.time_zone = call.ZoneOf(found.row.site);
  const std::string folder = "dossier-" + consent::FormatReference(found.row.index);
  TEMOIN_ASSIGN_OR_RETURN(DossierArchive archive, MakeArchive({.backend = call.backend,
                                                               .actor = call.actor,
                                                               .folder = folder,
                                                               .query = std::move(query)}));
  call.Download(std::move(archive.bytes), "application/zip", folder + ".zip");
  return {};
}

Result<app::EraseRecord> ReadEraseRecord(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t index, call.PathIndex());
  TEMOIN_ASSIGN_OR_RETURN(std::string request, ReadRequestNumber(call));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> name, call.Query("ground", 16));
  const auto ground = app::EraseGroundFromName(name.value_or(""));
  if (!ground || *ground == app::EraseGround::kShown) {
    return Error(ErrorCode::kUnprocessable,
                 "An index alone erases nothing. At a person's request: POST "
                 "/v1/consents/{index}/erasure with the cookie or the receipt that they show. By "
                 "the controller's own decision: 'ground', which is not-needed, unlawful or "
                 "obligation (RGPD, article 17(1)).");
  }
  return app::EraseRecord{.index = index, .ground = *ground, .request = std::move(request)};
}

Result<app::EraseRecord> ReadErasure(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const uint64_t index, call.PathIndex());
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  TEMOIN_ASSIGN_OR_RETURN(std::string request, TextMember(body, "request", 64, false));
  if (!app::IsRequestNumber(request)) {
    return Error(ErrorCode::kUnprocessable, kRequestNumber, "/request");
  }
  TEMOIN_RETURN_IF_ERROR(RequirePossession(call, body, index));
  return app::EraseRecord{.index = index, .request = std::move(request)};
}

void WriteErased(const StaffCall& call, const app::EraseOutcome& outcome) {
  nlohmann::json out = {{"erased", outcome.records.erased},
                        {"scheduled", outcome.records.scheduled},
                        {"held", outcome.records.held},
                        {"at", FormatTime(outcome.at)}};
  if (!outcome.records.held.empty()) out["held_until"] = FormatTime(*outcome.records.held_until);
  call.Json(out, outcome.over() ? 200 : 202);
}

}  // namespace temoin::http
