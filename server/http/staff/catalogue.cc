// Staff routes about what is declared: trackers and verdicts, revisions, the record of processing.
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "base/text.h"
#include "catalog/compare.h"
#include "catalog/cookie_table.h"
#include "catalog/match.h"
#include "catalog/question.h"
#include "catalog/to_json.h"
#include "catalog/verdict.h"
#include "catalog/verdict_report.h"
#include "catalog/words.h"
#include "render/html.h"
#include "reports/compliance.h"
#include "reports/site_report.h"
#include "server/http/staff/api.h"
#include "server/http/staff/codec.h"
#include "store/picture_manifest.h"

namespace temoin::http {

namespace {

constexpr size_t kMaxPastedNames = 500;

nlohmann::json WordsJson(const catalog::Text& text) {
  return {{"fr", text.In("fr")}, {"en", text.In("en")}};
}

nlohmann::json TrackerJson(const catalog::Purpose& purpose, const catalog::Service& service,
                           const catalog::Tracker& tracker) {
  nlohmann::json out = {{"name", tracker.name},
                        {"host", catalog::HostJson(tracker)},
                        {"kind", catalog::TrackerKindName(tracker.kind)},
                        {"purpose", WordsJson(tracker.purpose)},
                        {"lifetime",
                         {{"fr", catalog::LifetimeWords(tracker.lifetime, "fr")},
                          {"en", catalog::LifetimeWords(tracker.lifetime, "en")}}},
                        {"service", {{"id", service.id}, {"name", service.name}}},
                        {"vendor", service.vendor->name},
                        {"category",
                         {{"id", purpose.id},
                          {"title", WordsJson(purpose.title)},
                          {"basis", catalog::BasisName(purpose.basis)}}},
                        {"transfer", catalog::TransferStatusName(service.vendor->transfer_status)},
                        {"verdict", catalog::VerdictName(catalog::Judge(purpose, tracker))}};
  out["transfer_words"] = {{"fr", catalog::TransferWords(*service.vendor, "fr")},
                           {"en", catalog::TransferWords(*service.vendor, "en")}};
  out["host_words"] = {{"fr", catalog::HostWords(tracker, "fr")},
                       {"en", catalog::HostWords(tracker, "en")}};
  if (!tracker.aliases.empty()) out["aliases"] = tracker.aliases;
  if (!service.vendor->transfer_text.empty()) {
    out["transfer_text"] = WordsJson(service.vendor->transfer_text);
  }
  if (!tracker.published.empty()) {
    out["published"] = {{"cell", tracker.published.cell},
                        {"note", WordsJson(tracker.published.note)}};
  }
  return out;
}

nlohmann::json WaiversFor(const catalog::Site& site, const catalog::Tracker& tracker) {
  nlohmann::json out = nlohmann::json::array();
  for (const catalog::Waiver& waiver : site.waivers) {
    if (waiver.subject != tracker.name) continue;
    out.push_back({{"rule", waiver.rule},
                   {"reason", WordsJson(waiver.reason)},
                   {"until", FormatDate(waiver.until)}});
  }
  return out;
}

// The same response as `temoin catalog which` gives; a draft is what the catalogue's file would
// hold.
nlohmann::json VerdictJson(const catalog::Matcher& matcher, const catalog::Site& site,
                           const catalog::Question& question, Time now) {
  const catalog::VerdictReport report = catalog::ReportOn(matcher, question, site.id, now);
  nlohmann::json out = {{"name", report.seen.name},
                        {"host", report.seen.host},
                        {"about", report.about_service ? "service" : "cookie"},
                        {"verdict", catalog::VerdictName(report.verdict)},
                        {"reason", WordsJson(report.reason)},
                        {"next_step", WordsJson(report.next_step)},
                        {"waived_until", nullptr},
                        {"candidates", nlohmann::json::array()},
                        {"declared_for", catalog::DeclaredFor(report)},
                        {"services", catalog::ServicesFound(report.services.found)},
                        {"set_by", nullptr},
                        {"hints", nlohmann::json::array()}};
  if (report.own) out["set_by"] = WordsJson(catalog::SetByTheService());
  if (report.waiver != nullptr) out["waived_until"] = FormatDate(report.waiver->until);
  for (const catalog::Candidate& candidate : report.matched.candidates) {
    nlohmann::json row = TrackerJson(*candidate.purpose, *candidate.service, *candidate.tracker);
    row["rule"] = catalog::MatchRuleName(candidate.rule);
    row["rule_words"] = {{"fr", catalog::MatchRuleWords(candidate.rule, "fr")},
                         {"en", catalog::MatchRuleWords(candidate.rule, "en")}};
    row["matched"] = candidate.matched;
    row["pointer"] = candidate.pointer;
    row["host_seen"] = candidate.host != catalog::HostVerdict::kNotGiven;
    row["waivers"] = WaiversFor(site, *candidate.tracker);
    out["candidates"].push_back(std::move(row));
  }
  for (const catalog::NameHint& hint : report.matched.hints) {
    out["hints"].push_back({{"name", hint.tracker->name},
                            {"service", hint.service->name},
                            {"note", WordsJson(hint.note)}});
  }
  if (!report.draft.empty()) out["draft"] = report.draft;
  return out;
}

nlohmann::json PublicationRow(const store::Publication& publication) {
  return {{"index", publication.index},
          {"hash", publication.hash},
          {"generation", publication.generation},
          {"author", publication.author},
          {"published_at", FormatTime(publication.published_at)}};
}

nlohmann::json PictureSetJson(const store::PictureSet& set) {
  return {{"hash", set.hash}, {"index", set.index}, {"taken_at", FormatTime(set.taken_at)}};
}

// How many sets a revision has and the last of them, for lists; null without any.
nlohmann::json PicturesJson(const std::vector<store::PictureSet>& sets, std::string_view revision) {
  nlohmann::json out = nullptr;
  uint64_t count = 0;
  for (const store::PictureSet& set : sets) {
    if (set.revision != revision) continue;
    out = PictureSetJson(set);
    out["sets"] = ++count;
  }
  return out;
}

Result<std::string> RevisionBytes(const StaffCall& call, const std::string& hash) {
  return app::Document(call.backend.Context(), call.actor, {hash});
}

}  // namespace

Status ShowTrackers(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::shared_ptr<const catalog::Site> site, call.QuerySite());
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> name,
                          call.Query("name", catalog::Matcher::kMaxName));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> host, call.Query("host", 253));
  if (name) {
    const catalog::Matcher matcher(site);
    const catalog::Question question =
        catalog::ReadQuestion(*name, host.value_or(""), matcher, call.now);
    call.Json(VerdictJson(matcher, *site, question, call.now));
    return {};
  }
  nlohmann::json trackers = nlohmann::json::array();
  catalog::ForEachTracker(*site,
                          [&](const std::string& pointer, const catalog::Purpose& purpose,
                              const catalog::Service& service, const catalog::Tracker& tracker) {
                            nlohmann::json row = TrackerJson(purpose, service, tracker);
                            row["pointer"] = pointer;
                            row["waivers"] = WaiversFor(*site, tracker);
                            trackers.push_back(std::move(row));
                          });
  nlohmann::json unlisted = nlohmann::json::array();
  for (const catalog::Purpose& purpose : site->purposes) {
    for (const catalog::Service& service : purpose.services) {
      if (service.trackers.empty())
        unlisted.push_back({{"id", service.id}, {"name", service.name}});
    }
  }
  nlohmann::json waivers = nlohmann::json::array();
  for (const catalog::Waiver& waiver : site->waivers) {
    waivers.push_back({{"rule", waiver.rule},
                       {"subject", waiver.subject},
                       {"reason", WordsJson(waiver.reason)},
                       {"until", FormatDate(waiver.until)},
                       {"over", waiver.until <= call.now}});
  }
  nlohmann::json observed = nlohmann::json::array();
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::ObservedName> names,
                          call.backend.Reader().ReadObservations(site->id));
  const catalog::Matcher matcher(site);
  for (const store::ObservedName& seen : names) {
    // Declared since it was seen: nothing is left to do about it.
    if (!matcher.Match(seen.name).candidates.empty()) continue;
    observed.push_back({{"name", seen.name},
                        {"first_seen", FormatTime(seen.first_seen)},
                        {"last_seen", FormatTime(seen.last_seen)},
                        {"count", seen.count}});
  }
  call.Json({{"trackers", std::move(trackers)},
             {"services_without_trackers", std::move(unlisted)},
             {"waivers", std::move(waivers)},
             {"observed", std::move(observed)},
             {"findings", reports::FindingsJson(catalog::CheckSite(*site, call.now))}});
  return {};
}

Status JudgePastedNames(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::shared_ptr<const catalog::Site> site, call.QuerySite());
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, TextMember(body, "text", 60 * 1024, true));
  const catalog::Matcher matcher(site);
  nlohmann::json verdicts = nlohmann::json::array();
  for (const catalog::Question& question :
       catalog::ReadQuestions(text, matcher, call.now, kMaxPastedNames)) {
    verdicts.push_back(VerdictJson(matcher, *site, question, call.now));
  }
  call.Json({{"verdicts", std::move(verdicts)}});
  return {};
}

Status ListRevisions(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::shared_ptr<const catalog::Site> site, call.QuerySite());
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> at, call.QueryDate("at"));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Publication> publications,
                          app::Revisions(call.backend.Context(), call.actor, {site->id}));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::PictureSet> pictures,
                          call.backend.Reader().PicturesOfSite(site->id));
  nlohmann::json rows = nlohmann::json::array();
  nlohmann::json in_force = nullptr;
  for (const store::Publication& publication : publications) {
    rows.push_back(PublicationRow(publication));
    rows.back()["pictures"] = PicturesJson(pictures, publication.hash);
    // Of a day, what was shown at its end; what it replaced that day stands before it in the list.
    if (!at || publication.published_at < site->time_zone.StartOf(*at + std::chrono::days(1))) {
      in_force = PublicationRow(publication);
    }
  }
  std::reverse(rows.begin(), rows.end());
  call.Json({{"revisions", std::move(rows)}, {"in_force", std::move(in_force)}});
  return {};
}

Result<app::ShowRevision> ReadShowRevision(const StaffCall& call) {
  return app::ShowRevision{call.parameter()};
}

void WriteDocument(const StaffCall& call, const std::string& document) {
  call.response.status = 200;
  call.response.SetContent(document, "application/json");
}

// Every set of pictures of a revision with its whole manifest, newest first; and whether more could
// be taken, which is while it is in force.
Status ShowRevisionPictures(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string bytes, RevisionBytes(call, call.parameter()));
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json revision,
                          ParseJson(bytes, {.max_bytes = bytes.size()}));
  const std::string site = revision.value("site", "");
  const store::Store& store = call.backend.Reader();
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<store::Publication> current,
                          store.CurrentPublication(site));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::PictureSet> sets,
                          store.PicturesOfRevision(call.parameter()));
  nlohmann::json rows = nlohmann::json::array();
  for (const store::PictureSet& set : sets) {
    TEMOIN_ASSIGN_OR_RETURN(const store::Document document, store.ReadDocument(set.hash));
    nlohmann::json row = PictureSetJson(set);
    TEMOIN_ASSIGN_OR_RETURN(row["manifest"],
                            ParseJson(document.bytes, {.max_bytes = store::kMaxPictureManifest}));
    rows.push_back(std::move(row));
  }
  std::reverse(rows.begin(), rows.end());
  call.Json({{"site", site},
             {"in_force", current && current->hash == call.parameter()},
             {"pictures", std::move(rows)}});
  return {};
}

// <hash>.png is a picture, <hash>.json a manifest: as the public listener serves them, to whoever
// sees only this one.
Status ShowPicture(StaffCall& call) {
  const std::string file = call.parameter();
  const std::string hash = file.substr(0, file.rfind('.'));
  const bool png = file.ends_with(".png");
  if ((!png && !file.ends_with(".json")) || !IsSha256Hex(hash)) {
    return Error(ErrorCode::kNotFound, "A picture is 64 hexadecimal digits and .png.");
  }
  const store::Store& store = call.backend.Reader();
  if (png) {
    TEMOIN_ASSIGN_OR_RETURN(std::string bytes, store.ReadPicture(hash));
    call.response.status = 200;
    call.response.SetContent(bytes, "image/png");
    return {};
  }
  TEMOIN_ASSIGN_OR_RETURN(const store::Document document, store.ReadDocument(hash));
  if (document.kind != store::Document::Kind::kPictures) {
    return Error(ErrorCode::kNotFound, "This hash names no pictures.");
  }
  call.response.status = 200;
  call.response.SetContent(document.bytes, "application/json");
  return {};
}

Status CompareRevisions(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> from, call.Query("from", 64));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<std::string> to, call.Query("to", 64));
  if (!from || !to) {
    return Error(ErrorCode::kInvalidArgument, "Name two revisions: 'from' and 'to'.");
  }
  TEMOIN_ASSIGN_OR_RETURN(std::string from_bytes, RevisionBytes(call, *from));
  TEMOIN_ASSIGN_OR_RETURN(const catalog::Revision before,
                          catalog::ReadRevision(std::move(from_bytes)));
  TEMOIN_ASSIGN_OR_RETURN(std::string to_bytes, RevisionBytes(call, *to));
  TEMOIN_ASSIGN_OR_RETURN(const catalog::Revision after,
                          catalog::ReadRevision(std::move(to_bytes)));
  call.Json(catalog::ComparisonJson(catalog::Compare(before, after), ""));
  return {};
}

// With `dry_run`, what it would change; without, only what somebody saw and agreed to: `expected`
// names the revision of each site as the dry run said it.
Result<app::RepublishRevision> ReadRepublish(const StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json body, call.Body());
  TEMOIN_ASSIGN_OR_RETURN(const std::string site, TextMember(body, "site", 64, true));
  const auto dry = body.find("dry_run");
  if (dry != body.end() && !dry->is_boolean()) {
    return Error(ErrorCode::kUnprocessable, "Expected true or false.", "/dry_run");
  }
  const bool dry_run = dry != body.end() && dry->get<bool>();
  app::Publisher::Expected expected;
  const auto agreed = body.find("expected");
  if (!dry_run && (agreed == body.end() || !agreed->is_object() || agreed->empty())) {
    return Error(ErrorCode::kUnprocessable,
                 "Name the revision of each site, as `dry_run` shows them.", "/expected");
  }
  if (!dry_run) {
    for (const auto& [id, revision] : agreed->items()) {
      if (!revision.is_string()) {
        return Error(ErrorCode::kUnprocessable, "Expected a revision.", "/expected");
      }
      expected.emplace(id, revision.get<std::string>());
    }
  }
  return app::RepublishRevision{site, call.parameter(), dry_run, std::move(expected)};
}

void WriteRepublished(const StaffCall& call, const app::Republished& republished) {
  nlohmann::json rows = nlohmann::json::array();
  for (const app::SitePublication& publication : republished.sites) {
    nlohmann::json row = catalog::ComparisonJson(publication.comparison, "");
    row["site"] = publication.site;
    row["changed"] = publication.changed;
    row["revision"] = publication.revision;
    row["generation"] = publication.generation;
    rows.push_back(std::move(row));
  }
  call.Json({{"published", republished.published}, {"sites", std::move(rows)}});
}

Status ShowCompliance(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::shared_ptr<const catalog::Site> site, call.QuerySite());
  TEMOIN_ASSIGN_OR_RETURN(const std::unique_ptr<reports::SiteReport> report,
                          reports::ReadComplianceReport(call.backend.Reader(), site, call.now));
  return HandOut(call, *report, "compliance", site->id, "");
}

Status ShowRegister(StaffCall& call) {
  TEMOIN_ASSIGN_OR_RETURN(const std::shared_ptr<const catalog::Site> site, call.QuerySite());
  TEMOIN_ASSIGN_OR_RETURN(const std::unique_ptr<reports::SiteReport> report,
                          reports::ReadRegisterReport(call.backend.Reader(), site, call.now));
  return HandOut(call, *report, "register", site->id, "");
}

}  // namespace temoin::http
