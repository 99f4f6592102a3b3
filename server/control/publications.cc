// The published catalogue and the pictures of its revisions.
#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "base/encoding.h"
#include "server/control/arguments.h"
#include "server/control/codec.h"

namespace temoin::control {

using nlohmann::json;

namespace {

json ChangeJson(const catalog::Change& change) {
  return {{"material", change.material}, {"code", change.code},      {"pointer", change.pointer},
          {"service", change.service},   {"fr", change.sentence.fr}, {"en", change.sentence.en}};
}

}  // namespace

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

// What a person reads before they agree.
std::string Announced(const app::SitePublication& site, std::string_view language) {
  return site.first ? catalog::FirstPublicationText(*site.first, language)
                    : catalog::ComparisonText(site.comparison, language);
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
                     {"text", {{"fr", Announced(site, "fr")}, {"en", Announced(site, "en")}}}});
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

}  // namespace temoin::control
