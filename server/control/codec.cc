#include "server/control/codec.h"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/log/log_loss.h"
#include "base/calendar.h"
#include "base/encoding.h"
#include "server/control/arguments.h"

namespace temoin::control {

using nlohmann::json;

namespace {

json HoldJson(const app::ShownHold& shown) {
  const store::Hold& hold = shown.hold;
  json out = {{"id", hold.id},
              {"site", hold.site},
              {"records", hold.records},
              {"reason", hold.reason},
              {"author", hold.author},
              {"review", FormatTime(hold.review)},
              {"created", FormatTime(hold.created)}};
  if (hold.from) out["from"] = FormatTime(*hold.from);
  if (hold.to) out["to"] = FormatTime(*hold.to);
  if (shown.first_day) out["first_day"] = FormatDate(*shown.first_day);
  if (shown.last_day) out["last_day"] = FormatDate(*shown.last_day);
  if (hold.released) {
    out["released"] = FormatTime(*hold.released);
    out["released_by"] = hold.released_by;
  }
  return out;
}

json RequestJson(const app::Request& request) {
  json letters = json::array();
  for (const app::Request::Letter& letter : request.letters) {
    letters.push_back({{"letter", letter.letter},
                       {"answered", FormatDate(letter.answered)},
                       {"author", letter.author}});
  }
  json out = {{"id", request.id},
              {"site", request.site},
              {"number", request.number},
              {"kind", request.kind},
              {"received", FormatDate(request.received)},
              {"due", FormatDate(request.due)},
              {"state", app::RequestStateName(request.state)},
              {"late", request.late},
              {"letters", std::move(letters)}};
  if (!request.shown.empty()) out["shown"] = request.shown;
  if (request.record) out["record"] = *request.record;
  if (request.extended) out["reason"] = request.reason;
  return out;
}

Result<Time> NeededDay(const json& arguments, const char* member) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> day, DayOf(arguments, member));
  if (day) return *day;
  return BadArgument(fmt::format("{} is a day: write 2026-11-21", member), member);
}

Result<std::optional<store::Index>> RecordOf(const json& arguments) {
  const auto record = arguments.find("record");
  if (record == arguments.end() || record->is_null()) return std::optional<store::Index>();
  if (record->is_number_unsigned()) return std::optional(record->get<store::Index>());
  return BadArgument("record is an index", "record");
}

json TokenJson(const app::StaffToken& token) {
  json out = {{"id", token.id},
              {"name", token.name},
              {"role", app::StaffRoleName(token.role)},
              {"created", FormatTime(token.created)}};
  if (!token.sites.empty()) out["sites"] = token.sites;
  if (token.expires) out["expires"] = FormatTime(*token.expires);
  if (token.revoked) out["revoked"] = FormatTime(*token.revoked);
  if (token.used) out["used"] = FormatDate(*token.used);
  return out;
}

json PersonJson(const app::StaffPerson& person) {
  json grants = json::array();
  for (const app::Grant& grant : person.grants) grants.push_back(app::GrantWords(grant));
  return {{"id", person.id},
          {"name", person.name},
          {"issuer", person.issuer},
          {"grants", std::move(grants)},
          {"used", FormatDate(person.used)},
          {"revoked", person.revoked}};
}

int64_t Seconds(std::chrono::milliseconds time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

json WaitingJson(const std::vector<store::DueCount>& waiting) {
  json out = json::array();
  for (const store::DueCount& count : waiting) {
    out.push_back({{"site", count.site},
                   {"records", count.records},
                   {"oldest", FormatTime(count.oldest)},
                   {"text", app::WaitingInWords(count)}});
  }
  return out;
}

json ChangeJson(const catalog::Change& change) {
  return {{"material", change.material}, {"code", change.code},      {"pointer", change.pointer},
          {"service", change.service},   {"fr", change.sentence.fr}, {"en", change.sentence.en}};
}

}  // namespace

Result<app::Actor> AuthorOf(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string author, NeededText(arguments, "author"));
  return app::Actor{std::move(author), "operator"};
}

Result<app::AddHold> ReadAddHold(const json& arguments) {
  app::AddHold hold;
  TEMOIN_ASSIGN_OR_RETURN(hold.site, TextOf(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(hold.first_day, DayOf(arguments, "from"));
  if (!hold.first_day) {
    TEMOIN_ASSIGN_OR_RETURN(hold.from, TimeOf(arguments, "from"));
  }
  TEMOIN_ASSIGN_OR_RETURN(hold.last_day, DayOf(arguments, "to"));
  if (!hold.last_day) {
    TEMOIN_ASSIGN_OR_RETURN(hold.to, TimeOf(arguments, "to"));
  }
  TEMOIN_ASSIGN_OR_RETURN(hold.reason, NeededText(arguments, "reason"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> review, TimeOf(arguments, "review"));
  if (!review)
    return BadArgument("review is missing: when is this hold to be looked at again?", "review");
  hold.review = *review;
  const auto records = arguments.find("records");
  if (records == arguments.end() || records->is_null()) return hold;
  if (!records->is_array()) return BadArgument("records are indices", "records");
  for (const json& record : *records) {
    if (!record.is_number_unsigned()) return BadArgument("records are indices", "records");
    hold.records.push_back(record.get<store::Index>());
  }
  return hold;
}

Result<app::ListHolds> ReadListHolds(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const bool all, FlagOf(arguments, "all"));
  return app::ListHolds{.released = all};
}

Result<int64_t> ReadId(const json& arguments) {
  const auto id = arguments.find("id");
  if (id == arguments.end() || !id->is_number_integer()) return BadArgument("id is missing", "id");
  return id->get<int64_t>();
}

Result<app::NewRequest> ReadNewRequest(const json& arguments) {
  app::NewRequest command;
  TEMOIN_ASSIGN_OR_RETURN(command.site, NeededText(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(command.number, NeededText(arguments, "number"));
  TEMOIN_ASSIGN_OR_RETURN(command.kind, NeededText(arguments, "kind"));
  TEMOIN_ASSIGN_OR_RETURN(command.received, NeededDay(arguments, "received"));
  TEMOIN_ASSIGN_OR_RETURN(command.shown, TextOf(arguments, "shown"));
  TEMOIN_ASSIGN_OR_RETURN(command.record, RecordOf(arguments));
  return command;
}

Result<app::Extension> ReadExtension(const json& arguments) {
  app::Extension command;
  TEMOIN_ASSIGN_OR_RETURN(command.request, ReadId(arguments));
  TEMOIN_ASSIGN_OR_RETURN(command.reason, NeededText(arguments, "reason"));
  return command;
}

Result<app::Answer> ReadAnswer(const json& arguments) {
  app::Answer command;
  TEMOIN_ASSIGN_OR_RETURN(command.request, ReadId(arguments));
  TEMOIN_ASSIGN_OR_RETURN(command.answered, NeededDay(arguments, "answered"));
  TEMOIN_ASSIGN_OR_RETURN(command.letter, NeededText(arguments, "letter"));
  TEMOIN_ASSIGN_OR_RETURN(command.shown, TextOf(arguments, "shown"));
  TEMOIN_ASSIGN_OR_RETURN(command.record, RecordOf(arguments));
  return command;
}

Result<app::ListRequests> ReadListRequests(const json& arguments) {
  app::ListRequests command;
  TEMOIN_ASSIGN_OR_RETURN(command.site, TextOf(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(command.due, TimeOf(arguments, "due"));
  TEMOIN_ASSIGN_OR_RETURN(command.open, FlagOf(arguments, "open"));
  return command;
}

Result<app::CreateToken> ReadCreateToken(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string role_name, NeededText(arguments, "role"));
  app::CreateToken command;
  TEMOIN_ASSIGN_OR_RETURN(command.name, NeededText(arguments, "name"));
  const auto role = app::StaffRoleFromName(role_name);
  if (!role) return BadArgument("a role is one of " + app::StaffRoleNames(), "role");
  command.role = *role;
  // A day is the last one on which the token is good.
  TEMOIN_ASSIGN_OR_RETURN(const std::string expires, TextOf(arguments, "expires"));
  command.endless = expires == "never";
  if (!command.endless) {
    TEMOIN_ASSIGN_OR_RETURN(command.expires, TimeOf(arguments, "expires", /*last=*/true));
  }
  if (const auto sites = arguments.find("sites"); sites != arguments.end()) {
    if (!sites->is_array()) return BadArgument("sites are a list", "sites");
    for (const json& site : *sites) {
      if (!site.is_string()) return BadArgument("a site is named by its id", "sites");
      command.sites.push_back(site.get<std::string>());
    }
  }
  return command;
}

Result<std::string> ReadTokenId(const json& arguments) { return NeededText(arguments, "id"); }

// Each role as "auditor@cramif,ameli.fr", until the last day that is named for all of them.
Result<app::GrantRoles> ReadGrantRoles(const json& arguments) {
  app::GrantRoles command;
  TEMOIN_ASSIGN_OR_RETURN(command.person, NeededText(arguments, "id"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> until,
                          TimeOf(arguments, "until", /*last=*/true));
  const auto roles = arguments.find("roles");
  if (roles == arguments.end() || !roles->is_array()) {
    return BadArgument("roles are a list", "roles");
  }
  for (const json& role : *roles) {
    std::optional<app::Grant> grant =
        role.is_string() ? app::ParseGrant(role.get<std::string>()) : std::nullopt;
    if (!grant) {
      return BadArgument("a role is one of " + app::StaffRoleNames() +
                             ", with its sites as in "
                             "auditor@ameli.fr,cramif",
                         "roles");
    }
    grant->until = until;
    command.grants.push_back(std::move(*grant));
  }
  return command;
}

Result<std::string> ReadPersonId(const json& arguments) { return NeededText(arguments, "id"); }

Result<app::MakeReport> ReadMakeReport(const json& arguments) {
  app::MakeReport command;
  TEMOIN_ASSIGN_OR_RETURN(command.kind, NeededText(arguments, "kind"));
  TEMOIN_ASSIGN_OR_RETURN(command.site, TextOf(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(command.detail, TextOf(arguments, "detail"));
  return command;
}

Result<app::RegisterDossier> ReadRegisterDossier(const json& arguments) {
  app::RegisterDossier command;
  TEMOIN_ASSIGN_OR_RETURN(command.site, TextOf(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(command.manifest, NeededText(arguments, "manifest"));
  return command;
}

Result<app::PublishCatalogue> ReadPublish(const json& arguments) {
  app::PublishCatalogue command;
  TEMOIN_ASSIGN_OR_RETURN(command.author, TextOf(arguments, "author"));
  TEMOIN_ASSIGN_OR_RETURN(command.dry_run, FlagOf(arguments, "dry_run"));
  const auto given = arguments.find("expected");
  if (given == arguments.end()) return command;
  for (const auto& [site, revision] : given->items()) {
    if (!revision.is_string())
      return BadArgument("expected must name a revision a site", "expected");
    command.expected.emplace(site, revision.get<std::string>());
  }
  return command;
}

Result<app::ListRevisions> ReadListRevisions(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string site, NeededText(arguments, "site"));
  return app::ListRevisions{std::move(site)};
}

Result<app::ShowRevision> ReadShowRevision(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string revision, NeededText(arguments, "revision"));
  return app::ShowRevision{std::move(revision)};
}

Result<app::FilePictures> ReadFilePictures(const json& arguments) {
  const auto manifest = arguments.find("manifest");
  if (manifest == arguments.end() || !manifest->is_string()) {
    return BadArgument("the manifest must be a text", "manifest");
  }
  const auto pictures = arguments.find("pictures");
  if (pictures == arguments.end() || !pictures->is_object()) {
    return BadArgument("pictures must be an object", "pictures");
  }
  app::FilePictures command{manifest->get<std::string>(), {}};
  for (const auto& [name, encoded] : pictures->items()) {
    const std::optional<Bytes> bytes =
        encoded.is_string() ? DecodeBase64(encoded.get_ref<const std::string&>()) : std::nullopt;
    if (!bytes) return BadArgument("a picture must be base64", "pictures");
    command.files.emplace(name, AsText(*bytes));
  }
  return command;
}

Result<app::ListPictures> ReadListPictures(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string site, NeededText(arguments, "site"));
  return app::ListPictures{std::move(site)};
}

Result<app::Purge> ReadPurge(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string site, TextOf(arguments, "approve"));
  if (site.empty()) return app::Purge{};
  const auto records = arguments.find("records");
  if (records == arguments.end() || !records->is_number_unsigned()) {
    return BadArgument("records is missing: how many are approved, as `temoin status` shows it",
                       "records");
  }
  return app::Purge{
      app::PurgeApproval{.site = std::move(site), .records = records->get<uint64_t>()}};
}

Result<app::Backup> ReadBackup(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string to, NeededText(arguments, "to"));
  return app::Backup{std::move(to)};
}

Result<app::ConfirmTime> ReadConfirmTime(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string typed, TextOf(arguments, "now"));
  const auto now = ParseRfc3339(typed);
  if (!now) {
    return BadArgument(
        "now: write the time it is, like 2026-11-26T09:00:00Z or 2026-11-26T10:00:00+01:00", "now");
  }
  return app::ConfirmTime{*now};
}

json WriteHoldId(const app::ShownHold& hold) { return {{"id", hold.hold.id}}; }

json WriteHolds(const std::vector<app::ShownHold>& holds) {
  json list = json::array();
  for (const app::ShownHold& hold : holds) list.push_back(HoldJson(hold));
  return {{"holds", std::move(list)}};
}

json WriteRequest(const app::Request& request) { return RequestJson(request); }

json WriteRequests(const std::vector<app::Request>& requests) {
  json list = json::array();
  for (const app::Request& request : requests) list.push_back(RequestJson(request));
  return {{"requests", std::move(list)}};
}

json WriteRegistered(const app::RegisteredDossier& dossier) {
  return {{"entry", dossier.entry}, {"key_entry", dossier.key_entry}, {"note", dossier.note}};
}

json WriteCreated(const app::StaffTokens::Created& created) {
  json out = TokenJson(created.token);
  out["token"] = created.secret;
  return out;
}

json WritePerson(const app::StaffPerson& person) { return PersonJson(person); }

json WritePeople(const std::vector<app::StaffPerson>& people) {
  json list = json::array();
  for (const app::StaffPerson& person : people) list.push_back(PersonJson(person));
  return {{"people", std::move(list)}};
}

json WriteTokens(const std::vector<app::StaffToken>& tokens) {
  json list = json::array();
  for (const app::StaffToken& token : tokens) list.push_back(TokenJson(token));
  return {{"tokens", std::move(list)}};
}

json WritePublished(const app::PublishedCatalogue& published) {
  json sites = json::array();
  for (const app::SitePublication& site : published.sites) {
    json changes = json::array();
    for (const catalog::Change& change : site.comparison.changes) {
      changes.push_back(ChangeJson(change));
    }
    sites.push_back({{"site", site.site},
                     {"changed", site.changed},
                     {"revision", site.revision},
                     {"generation", site.generation},
                     {"material", site.comparison.material()},
                     {"changes", std::move(changes)},
                     {"settings", site.settings},
                     {"text",
                      {{"fr", catalog::ComparisonText(site.comparison, "fr")},
                       {"en", catalog::ComparisonText(site.comparison, "en")}}}});
  }
  return {{"catalog", published.folder}, {"sites", std::move(sites)}};
}

json WriteRevisions(const std::vector<store::Publication>& publications) {
  json rows = json::array();
  for (const store::Publication& publication : publications) {
    rows.push_back({{"index", publication.index},
                    {"revision", publication.hash},
                    {"generation", publication.generation},
                    {"published_at", FormatTime(publication.published_at)},
                    {"author", publication.author}});
  }
  return {{"publications", std::move(rows)}};
}

json WriteDocument(const std::string& document) { return {{"document", document}}; }

json WriteFiled(const app::FiledPictures& filed) {
  return {{"index", filed.index}, {"hash", filed.hash}, {"added", filed.added}};
}

json WritePictured(const std::vector<app::PicturedRevision>& revisions) {
  json rows = json::array();
  for (const app::PicturedRevision& each : revisions) {
    json pictures = json::array();
    for (const store::PictureSet& set : each.sets) {
      pictures.push_back(
          {{"index", set.index}, {"hash", set.hash}, {"taken_at", FormatTime(set.taken_at)}});
    }
    rows.push_back({{"revision", each.publication.hash},
                    {"generation", each.publication.generation},
                    {"published_at", FormatTime(each.publication.published_at)},
                    {"in_force", each.in_force},
                    {"pictures", std::move(pictures)}});
  }
  return {{"revisions", std::move(rows)}};
}

json WritePurged(const app::Purged& purged) {
  return {{"purged", purged.report.purged},
          {"held", purged.report.held},
          {"over", purged.over},
          {"waiting", WaitingJson(purged.report.waiting)}};
}

json WriteBytes(const uint64_t& bytes) { return {{"bytes", bytes}}; }

json WriteKeys(const std::vector<std::string>& vkeys) { return {{"vkeys", vkeys}}; }

json WriteKept(const size_t& kept) { return {{"kept", kept}}; }

json WriteConfirmed(const std::optional<store::ClockCorrected>& corrected) {
  if (!corrected) return {{"confirmed", false}};
  return {{"confirmed", true},
          {"time", FormatTime(corrected->correction.time)},
          {"entry", corrected->correction.index},
          {"entries", corrected->entries}};
}

json WriteLosses(const std::vector<store::Loss>& losses) {
  json ranges = json::array();
  for (const store::Loss& loss : losses) ranges.push_back(app::LossRange(loss));
  return {{"acknowledged", std::move(ranges)}};
}

json WriteStatus(const app::ServiceStatus& status) {
  json out = {{"ready", status.ready},
              {"reasons", status.reasons},
              {"notices", status.notices},
              {"waiting", WaitingJson(status.waiting)},
              {"erasures",
               {{"waiting", status.erasures.waiting.count},
                {"oldest_seconds", Seconds(status.erasures.waiting.oldest)},
                {"kept_by_reader_seconds", Seconds(status.erasures.kept_by_reader)}}}};
  if (status.retention_until) out["retention_until"] = FormatTime(*status.retention_until);
  if (status.head) {
    out["size"] = status.head->size;
    out["root"] = EncodeHex(status.head->root);
  }
  return out;
}

}  // namespace temoin::control
