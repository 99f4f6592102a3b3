#include "server/control/operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <utility>

#include "app/log/log_anchor.h"
#include "app/log/log_loss.h"
#include "app/log/losses.h"
#include "app/publish/pictures.h"
#include "app/recording/retention.h"
#include "app/staff/holds.h"
#include "app/staff/tokens.h"
#include "base/calendar.h"
#include "base/encoding.h"

namespace temoin::control {
namespace {

using nlohmann::json;

constexpr size_t kMaxText = 1000;

Error Bad(std::string message, const char* member) {
  return {ErrorCode::kInvalidArgument, std::move(message), std::string("/") + member};
}

// The text member, empty when it is absent.
Result<std::string> TextOf(const json& arguments, const char* member) {
  const auto found = arguments.find(member);
  if (found == arguments.end() || found->is_null()) return std::string();
  if (!found->is_string() || found->get_ref<const std::string&>().size() > kMaxText) {
    return Bad(fmt::format("{} must be a text of at most {} bytes", member, kMaxText), member);
  }
  return found->get<std::string>();
}

Result<std::string> NeededText(const json& arguments, const char* member) {
  TEMOIN_ASSIGN_OR_RETURN(std::string text, TextOf(arguments, member));
  if (text.empty()) return Bad(fmt::format("{} is missing", member), member);
  return text;
}

// A day ("2026-11-21") or an RFC 3339 time; of a day its first moment, or with `last` the one after
// its last.
Result<std::optional<Time>> TimeOf(const json& arguments, const char* member, bool last = false) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, TextOf(arguments, member));
  if (text.empty()) return std::optional<Time>();
  const bool day = text.size() == 10;
  const Result<Time> time = day ? ParseDate(text) : ParseTime(text);
  if (!time)
    return Bad(fmt::format("{}: write 2026-11-21 or 2026-11-21T19:10:00Z", member), member);
  return std::optional(day && last ? *time + std::chrono::days(1) : *time);
}

app::Context ContextOf(const store::Store& store, app::Recorder& recorder, const Clock& clock) {
  return {store,
          [&recorder](std::function<Status(store::Store&)> work) {
            return recorder.Run(std::move(work));
          },
          clock.Now()};
}

Result<app::AddHold> HoldOf(const json& arguments) {
  app::AddHold hold;
  TEMOIN_ASSIGN_OR_RETURN(hold.site, TextOf(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(hold.from, TimeOf(arguments, "from"));
  TEMOIN_ASSIGN_OR_RETURN(hold.to, TimeOf(arguments, "to", /*last=*/true));
  TEMOIN_ASSIGN_OR_RETURN(hold.reason, NeededText(arguments, "reason"));
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> review, TimeOf(arguments, "review"));
  if (!review) return Bad("review is missing: when is this hold to be looked at again?", "review");
  hold.review = *review;
  const auto records = arguments.find("records");
  if (records == arguments.end() || records->is_null()) return hold;
  if (!records->is_array()) return Bad("records are indices", "records");
  for (const json& record : *records) {
    if (!record.is_number_unsigned()) return Bad("records are indices", "records");
    hold.records.push_back(record.get<store::Index>());
  }
  return hold;
}

json HoldJson(const store::Hold& hold) {
  json out = {{"id", hold.id},
              {"site", hold.site},
              {"records", hold.records},
              {"reason", hold.reason},
              {"author", hold.author},
              {"review", FormatTime(hold.review)},
              {"created", FormatTime(hold.created)}};
  if (hold.from) out["from"] = FormatTime(*hold.from);
  if (hold.to) out["to"] = FormatTime(*hold.to);
  if (hold.released) {
    out["released"] = FormatTime(*hold.released);
    out["released_by"] = hold.released_by;
  }
  return out;
}

json TokenJson(const app::StaffToken& token) {
  json out = {{"id", token.id},
              {"name", token.name},
              {"role", app::StaffRoleName(token.role)},
              {"created", FormatTime(token.created)}};
  if (token.expires) out["expires"] = FormatTime(*token.expires);
  if (token.revoked) out["revoked"] = FormatTime(*token.revoked);
  return out;
}

// Whoever decides a hold is named by the command: the system's user only types it.
Result<app::Actor> AuthorOf(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string author, NeededText(arguments, "author"));
  return app::Actor{std::move(author), "operator"};
}

Result<json> AddHold(const app::Context& context, const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const app::AddHold command, HoldOf(arguments));
  TEMOIN_ASSIGN_OR_RETURN(const app::Actor author, AuthorOf(arguments));
  TEMOIN_ASSIGN_OR_RETURN(const store::Hold hold, app::Add(context, author, command));
  return json{{"id", hold.id}};
}

Result<json> ReleaseHold(const app::Context& context, const json& arguments) {
  const auto id = arguments.find("id");
  if (id == arguments.end() || !id->is_number_integer()) return Bad("id is missing", "id");
  TEMOIN_ASSIGN_OR_RETURN(const app::Actor author, AuthorOf(arguments));
  const Status released = app::ReleaseHold(context, author, id->get<int64_t>());
  if (!released) return released.error();
  return json::object();
}

Result<json> AddPictures(const store::Store& store, app::Recorder& recorder, const Clock& clock,
                         const json& arguments) {
  const auto manifest = arguments.find("manifest");
  if (manifest == arguments.end() || !manifest->is_string()) {
    return Bad("the manifest must be a text", "manifest");
  }
  const auto pictures = arguments.find("pictures");
  if (pictures == arguments.end() || !pictures->is_object()) {
    return Bad("pictures must be an object", "pictures");
  }
  app::PictureFiles files;
  for (const auto& [name, encoded] : pictures->items()) {
    const std::optional<Bytes> bytes =
        encoded.is_string() ? DecodeBase64(encoded.get_ref<const std::string&>()) : std::nullopt;
    if (!bytes) return Bad("a picture must be base64", "pictures");
    files.emplace(name, AsText(*bytes));
  }
  TEMOIN_ASSIGN_OR_RETURN(
      const app::FiledPictures filed,
      FilePictures(store, recorder, clock, manifest->get_ref<const std::string&>(), files));
  return json{{"index", filed.index}, {"hash", filed.hash}, {"added", filed.added}};
}

Result<json> ListPictures(const store::Store& store, const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string site, NeededText(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Publication> history, store.Publications(site));
  if (history.empty()) {
    return Error(ErrorCode::kNotFound, fmt::format("nothing was ever published of {}", site));
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::PictureSet> sets, store.PicturesOfSite(site));
  json revisions = json::array();
  for (const store::Publication& publication : history) {
    json pictures = json::array();
    for (const store::PictureSet& set : sets) {
      if (set.revision != publication.hash) continue;
      pictures.push_back(
          {{"index", set.index}, {"hash", set.hash}, {"taken_at", FormatTime(set.taken_at)}});
    }
    revisions.push_back({{"revision", publication.hash},
                         {"generation", publication.generation},
                         {"published_at", FormatTime(publication.published_at)},
                         {"in_force", publication.index == history.back().index},
                         {"pictures", std::move(pictures)}});
  }
  return json{{"revisions", std::move(revisions)}};
}

int64_t Seconds(std::chrono::milliseconds time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

Result<std::optional<app::PurgeApproval>> ApprovalOf(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string site, TextOf(arguments, "approve"));
  if (site.empty()) return std::optional<app::PurgeApproval>();
  const auto records = arguments.find("records");
  if (records == arguments.end() || !records->is_number_unsigned()) {
    return Bad("records is missing: how many are approved, as `temoin status` shows it", "records");
  }
  return std::optional(
      app::PurgeApproval{.site = std::move(site), .records = records->get<uint64_t>()});
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

void Operations::Add(std::string_view name, Operation operation) {
  Add(name, [operation = std::move(operation)](const json& arguments, const app::Actor&) {
    return operation(arguments);
  });
}

void Operations::Add(std::string_view name, NamedOperation operation) {
  operations_.insert_or_assign(std::string(name), std::move(operation));
}

Result<json> Operations::Run(std::string_view name, const json& arguments,
                             const app::Actor& actor) const {
  const auto found = operations_.find(name);
  if (found == operations_.end()) {
    return Error(ErrorCode::kNotFound, fmt::format("there is no operation \"{}\" here", name));
  }
  if (!arguments.is_object()) {
    return Error(ErrorCode::kInvalidArgument, "arguments are an object");
  }
  return found->second(arguments, actor);
}

void AddRetentionOperations(Operations& operations, const store::Store& store,
                            app::Recorder& recorder, const app::JudgedClock& clock,
                            const app::PurgeLimit& limit, std::chrono::milliseconds patience) {
  operations.Add("purge", [&, limit, patience](const json& arguments) -> Result<json> {
    // The holds that a lost database had are not known.
    TEMOIN_ASSIGN_OR_RETURN(const auto losses, app::PendingLosses(store));
    if (!losses.empty()) return Error(ErrorCode::kUnavailable, app::LossSentence(losses));
    TEMOIN_ASSIGN_OR_RETURN(const auto approval, ApprovalOf(arguments));
    TEMOIN_ASSIGN_OR_RETURN(const app::PurgeReport report,
                            PurgeNow(store, recorder, clock, limit, approval));
    const bool over = report.purged == 0 || recorder.AwaitErasures(patience);
    return json{{"purged", report.purged},
                {"held", report.held},
                {"over", over},
                {"waiting", WaitingJson(report.waiting)}};
  });
  operations.Add("hold.add", [&](const json& arguments) {
    return AddHold(ContextOf(store, recorder, clock), arguments);
  });
  operations.Add("hold.release", [&](const json& arguments) {
    return ReleaseHold(ContextOf(store, recorder, clock), arguments);
  });
  operations.Add("hold.list", [&](const json& arguments) -> Result<json> {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Hold> holds,
                            store.Holds(arguments.value("all", false)));
    json list = json::array();
    for (const store::Hold& hold : holds) list.push_back(HoldJson(hold));
    return json{{"holds", list}};
  });
}

void AddBackupOperation(Operations& operations, app::Recorder& recorder) {
  operations.Add("backup", [&](const json& arguments) -> Result<json> {
    TEMOIN_ASSIGN_OR_RETURN(const std::string to, NeededText(arguments, "to"));
    if (!to.starts_with('/')) return Bad("a backup is written to an absolute path", "to");
    // A little at a time: what visitors choose goes on in between.
    constexpr size_t kPages = 256;
    for (bool more = true; more;) {
      TEMOIN_RETURN_IF_ERROR(recorder.Run([&](store::Store& store) -> Status {
        TEMOIN_ASSIGN_OR_RETURN(more, store.BackupPages(to, kPages));
        return {};
      }));
    }
    std::error_code error;
    const uintmax_t bytes = std::filesystem::file_size(to, error);
    return json{{"bytes", error ? 0 : bytes}};
  });
}

void AddTokenOperations(Operations& operations, app::StaffTokens& tokens, const store::Store& store,
                        app::Recorder& recorder, const Clock& clock) {
  operations.Add(
      "token.create", [&](const json& arguments, const app::Actor& actor) -> Result<json> {
        TEMOIN_ASSIGN_OR_RETURN(const std::string role_name, NeededText(arguments, "role"));
        app::CreateToken command;
        TEMOIN_ASSIGN_OR_RETURN(command.name, NeededText(arguments, "name"));
        const auto role = app::StaffRoleFromName(role_name);
        if (!role) return Bad("a role is marketing, auditor or operator", "role");
        command.role = *role;
        // A day is the last one on which the token is good.
        TEMOIN_ASSIGN_OR_RETURN(command.expires, TimeOf(arguments, "expires", /*last=*/true));
        TEMOIN_ASSIGN_OR_RETURN(
            const app::StaffTokens::Created created,
            app::Create(ContextOf(store, recorder, clock), tokens, actor, command));
        json out = TokenJson(created.token);
        out["token"] = created.secret;
        return out;
      });
  operations.Add("token.list", [&](const json&) -> Result<json> {
    json list = json::array();
    for (const app::StaffToken& token : tokens.List()) list.push_back(TokenJson(token));
    return json{{"tokens", list}};
  });
  operations.Add("token.revoke",
                 [&](const json& arguments, const app::Actor& actor) -> Result<json> {
                   TEMOIN_ASSIGN_OR_RETURN(const std::string id, NeededText(arguments, "id"));
                   TEMOIN_RETURN_IF_ERROR(
                       app::RevokeToken(ContextOf(store, recorder, clock), tokens, actor, id));
                   return json::object();
                 });
}

void AddNoteOperation(Operations& operations, const store::Store& store, app::Recorder& recorder,
                      const Clock& clock) {
  operations.Add("made", [&](const json& arguments, const app::Actor& actor) -> Result<json> {
    constexpr std::array<std::string_view, 5> kKinds = {"statistics", "register", "compliance",
                                                        "dossier", "export"};
    TEMOIN_ASSIGN_OR_RETURN(const std::string kind, NeededText(arguments, "kind"));
    if (std::ranges::find(kKinds, kind) == kKinds.end()) return Bad("no such report", "kind");
    TEMOIN_ASSIGN_OR_RETURN(const std::string site, TextOf(arguments, "site"));
    TEMOIN_ASSIGN_OR_RETURN(const std::string detail, TextOf(arguments, "detail"));
    const std::string action = kind == "export" ? kind : "report." + kind;
    TEMOIN_RETURN_IF_ERROR(
        app::Note(ContextOf(store, recorder, clock), actor, action, site, detail));
    return json::object();
  });
}

void AddPublishOperation(Operations& operations, app::Publisher& publisher) {
  operations.Add("publish", [&](const json& arguments) -> Result<json> {
    TEMOIN_ASSIGN_OR_RETURN(const std::string author, TextOf(arguments, "author"));
    app::Publisher::Expected expected;
    if (const auto given = arguments.find("expected"); given != arguments.end()) {
      for (const auto& [site, revision] : given->items()) {
        if (!revision.is_string()) return Bad("expected must name a revision a site", "expected");
        expected.emplace(site, revision.get<std::string>());
      }
    }
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<app::SitePublication> published,
                            publisher.Publish(author, arguments.value("dry_run", false), expected));
    json sites = json::array();
    for (const app::SitePublication& site : published) {
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
                       {"text",
                        {{"fr", catalog::ComparisonText(site.comparison, "fr")},
                         {"en", catalog::ComparisonText(site.comparison, "en")}}}});
    }
    // The command that asked may stand in another folder.
    std::error_code ignored;
    const auto folder = std::filesystem::absolute(publisher.catalog_directory(), ignored);
    return json{{"catalog", folder.string()}, {"sites", std::move(sites)}};
  });
}

void AddRevisionOperations(Operations& operations, const store::Store& store) {
  operations.Add("revision.list", [&](const json& arguments) -> Result<json> {
    TEMOIN_ASSIGN_OR_RETURN(const std::string site, NeededText(arguments, "site"));
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Publication> publications,
                            store.Publications(site));
    json rows = json::array();
    for (const store::Publication& publication : publications) {
      rows.push_back({{"index", publication.index},
                      {"revision", publication.hash},
                      {"generation", publication.generation},
                      {"published_at", FormatTime(publication.published_at)},
                      {"author", publication.author}});
    }
    if (rows.empty()) {
      return Error(ErrorCode::kNotFound, fmt::format("nothing was ever published of {}", site));
    }
    return json{{"publications", std::move(rows)}};
  });
  operations.Add("revision.show", [&](const json& arguments) -> Result<json> {
    TEMOIN_ASSIGN_OR_RETURN(const std::string revision, NeededText(arguments, "revision"));
    TEMOIN_ASSIGN_OR_RETURN(store::Document document, store.ReadDocument(revision));
    if (document.kind != store::Document::Kind::kRevision) {
      return Error(ErrorCode::kNotFound,
                   "this hash names a banner build or a set of pictures, not a revision");
    }
    return json{{"document", std::move(document.bytes)}};
  });
}

void AddPictureOperations(Operations& operations, const store::Store& store,
                          app::Recorder& recorder, const Clock& clock) {
  operations.Add("pictures.add", [&](const json& arguments) {
    return AddPictures(store, recorder, clock, arguments);
  });
  operations.Add("pictures.list",
                 [&](const json& arguments) { return ListPictures(store, arguments); });
}

void AddLogOperations(Operations& operations, app::LogPublisher& log, const store::Store& store,
                      app::Recorder& recorder, const std::string& data_directory) {
  operations.Add("key.rotate", [&log](const json&) -> Result<json> {
    TEMOIN_ASSIGN_OR_RETURN(const auto keys, log.Rotate());
    return json{{"vkeys", keys->vkeys}};
  });
  operations.Add("anchor.keep", [&, data_directory](const json&) -> Result<json> {
    const auto keep = [&](const store::KeptCheckpoint& checkpoint) {
      return recorder.Run(
          [&](store::Store& writing) { return writing.KeepCheckpoint(checkpoint); });
    };
    TEMOIN_ASSIGN_OR_RETURN(const size_t kept, app::KeepAnchors(data_directory, store, keep));
    return json{{"kept", kept}};
  });
}

void AddLossOperation(Operations& operations, const store::Store& store, app::Recorder& recorder,
                      const Clock& clock, std::function<void()> then) {
  operations.Add("loss.acknowledge",
                 [&, then = std::move(then)](const json& /*arguments*/,
                                             const app::Actor& actor) -> Result<json> {
                   TEMOIN_ASSIGN_OR_RETURN(
                       const std::vector<store::Loss> losses,
                       app::AcknowledgeLosses(ContextOf(store, recorder, clock), actor));
                   json ranges = json::array();
                   for (const store::Loss& loss : losses) ranges.push_back(app::LossRange(loss));
                   if (then) then();
                   return json{{"acknowledged", std::move(ranges)}};
                 });
}

void AddStatusOperation(Operations& operations, const store::Store& store,
                        const app::Recorder& recorder, const app::Readiness& readiness,
                        const app::JudgedClock& clock, const app::PurgeLimit& limit,
                        std::vector<std::string> notices) {
  operations.Add("status", [&, limit, notices = std::move(notices)](const json&) -> Result<json> {
    const app::Recorder::ErasureState erasures = recorder.erasure_state();
    json out = {{"ready", readiness.ready()},
                {"reasons", readiness.reasons()},
                {"notices", notices},
                {"waiting", json::array()},
                {"erasures",
                 {{"waiting", erasures.waiting.count},
                  {"oldest_seconds", Seconds(erasures.waiting.oldest)},
                  {"kept_by_reader_seconds", Seconds(erasures.kept_by_reader)}}}};
    if (const auto end = clock.RetentionEnd()) out["retention_until"] = FormatTime(*end);
    // A store that cannot be read is among the reasons.
    const auto head = store.ReadHead();
    if (!head && readiness.ready()) return head.error();
    if (head) {
      TEMOIN_ASSIGN_OR_RETURN(const auto waiting, app::PurgesWaiting(store, clock, limit));
      out["waiting"] = WaitingJson(waiting);
      out["size"] = head->size;
      out["root"] = EncodeHex(head->root);
    }
    return out;
  });
}

}  // namespace temoin::control
