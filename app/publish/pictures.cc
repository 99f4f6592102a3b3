#include "app/publish/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"

namespace temoin::app {
namespace {

using store::PictureManifest;

// Between the clock of the machine that took the pictures and this one.
constexpr std::chrono::minutes kSkew{5};
constexpr size_t kMaxDocument = size_t{16} << 20;

Error Refused(std::string message, std::string pointer) {
  return {ErrorCode::kUnprocessable, std::move(message), std::move(pointer)};
}

// The revision stood, under that generation, when the pictures were taken.
Status CheckInForce(const store::PublicationStore& store, const PictureManifest& manifest,
                    Time now) {
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Publication> history,
                          store.Publications(manifest.site));
  bool published = false;
  for (size_t i = 0; i < history.size(); ++i) {
    const store::Publication& each = history[i];
    if (each.hash != manifest.revision || each.generation != manifest.generation) continue;
    published = true;
    const bool ended = i + 1 < history.size();
    if (manifest.taken_at >= each.published_at - kSkew &&
        (!ended || manifest.taken_at < history[i + 1].published_at + kSkew)) {
      if (manifest.taken_at > now + kSkew) {
        return Refused("The pictures were taken later than now: the clocks differ.", "/taken_at");
      }
      return {};
    }
  }
  if (!published) {
    return Refused(fmt::format("{} never published revision {} as generation {}.", manifest.site,
                               manifest.revision, manifest.generation),
                   "/revision");
  }
  return Refused(fmt::format("Revision {} was not in force on {}: pictures are of what was shown.",
                             manifest.revision, FormatTime(manifest.taken_at)),
                 "/taken_at");
}

Status CheckLanguages(const store::PublicationStore& store, const PictureManifest& manifest) {
  TEMOIN_ASSIGN_OR_RETURN(const store::Document document, store.ReadDocument(manifest.revision));
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json revision,
                          ParseJson(document.bytes, {.max_bytes = kMaxDocument}));
  std::set<std::string> published;
  if (const auto languages = revision.find("languages"); languages != revision.end()) {
    for (const nlohmann::json& each : *languages) {
      if (each.is_string()) published.insert(each.get<std::string>());
    }
  }
  std::set<std::string> shown;
  for (const store::Picture& picture : manifest.pictures) shown.insert(picture.language);
  if (shown == published) return {};
  return Refused("The pictures are not in the languages that the revision is published in.",
                 "/pictures");
}

Status CheckBanner(const store::PublicationStore& store, const PictureManifest& manifest) {
  const auto banner = store.ReadDocument(manifest.banner);
  if (!banner && banner.error().code != ErrorCode::kNotFound) return banner.error();
  if (banner && banner->kind == store::Document::Kind::kBanner) return {};
  return Refused(fmt::format("No build {} of the banner was ever published here.", manifest.banner),
                 "/banner");
}

Result<store::NewPictureSet> MakeSet(const PictureManifest& manifest, const PictureFiles& files) {
  store::NewPictureSet set;
  set.site = manifest.site;
  set.revision = manifest.revision;
  set.manifest = store::FormatPictureManifest(manifest);
  set.hash = EncodeHex(Sha256(set.manifest));
  set.taken_at = manifest.taken_at;
  for (const store::Picture& picture : manifest.pictures) {
    const auto file = files.find(store::PictureName(picture));
    if (file == files.end()) {
      return Error(ErrorCode::kUnprocessable,
                   fmt::format("The picture {} is missing.", store::PictureName(picture)));
    }
    TEMOIN_RETURN_IF_ERROR(store::CheckPicture(picture, file->second));
    set.pictures.push_back({picture.sha256, file->second});
  }
  if (files.size() != manifest.pictures.size()) {
    return Error(ErrorCode::kUnprocessable, "There are more pictures than the manifest names.");
  }
  return set;
}

}  // namespace

Result<FiledPictures> FileSet(const Context& context, const Actor& actor,
                              const FilePictures& command) {
  const store::PublicationStore& store = context.store;
  FiledPictures out;
  TEMOIN_ASSIGN_OR_RETURN(out.manifest, store::ParsePictureManifest(command.manifest));
  TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, out.manifest.site));
  TEMOIN_ASSIGN_OR_RETURN(store::NewPictureSet set, MakeSet(out.manifest, command.files));
  TEMOIN_RETURN_IF_ERROR(CheckInForce(store, out.manifest, context.now));
  TEMOIN_RETURN_IF_ERROR(CheckLanguages(store, out.manifest));
  TEMOIN_RETURN_IF_ERROR(CheckBanner(store, out.manifest));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::PictureSet> known,
                          store.PicturesOfRevision(set.revision));
  for (const store::PictureSet& each : known) {
    if (each.hash == set.hash) out.added = false;
  }
  if (out.added && known.size() >= kMaxPictureSets) {
    return Error(ErrorCode::kConflict,
                 fmt::format("Revision {} has {} sets of pictures, which is plenty.", set.revision,
                             known.size()));
  }
  out.hash = set.hash;
  store::Batch batch;
  batch.now = context.now;
  batch.accesses.push_back({.at = context.now,
                            .who = actor.name,
                            .role = actor.role,
                            .action = "pictures.add",
                            .site = set.site,
                            .detail = "revision " + set.revision.substr(0, 12)});
  batch.picture_sets.push_back(std::move(set));
  // Also what is known already is written: it puts back a picture that is no longer what it was.
  TEMOIN_RETURN_IF_ERROR(AddEntry(context, [&](store::Store& writing) -> Status {
    TEMOIN_ASSIGN_OR_RETURN(const store::Appended appended, writing.Append(batch));
    out.index = appended.picture_sets.front();
    return {};
  }));
  return out;
}

Result<std::vector<PicturedRevision>> PicturesOf(const Context& context, const Actor& /*actor*/,
                                                 const ListPictures& command) {
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Publication> history,
                          context.store.Publications(command.site));
  if (history.empty()) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("nothing was ever published of {}", command.site));
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::PictureSet> sets,
                          context.store.PicturesOfSite(command.site));
  std::vector<PicturedRevision> out;
  for (const store::Publication& publication : history) {
    PicturedRevision row{publication, publication.index == history.back().index, {}};
    for (const store::PictureSet& set : sets) {
      if (set.revision == publication.hash) row.sets.push_back(set);
    }
    out.push_back(std::move(row));
  }
  return out;
}

Result<std::vector<store::Publication>> Wanted(const Context& context, const Actor& actor,
                                               const ListWanted& /*command*/) {
  std::vector<store::Publication> out;
  for (const auto& [id, site] : context.catalogue->sites()) {
    if (!actor.Sees(id) || !site->refusable()) continue;
    TEMOIN_ASSIGN_OR_RETURN(const std::optional<store::Publication> current,
                            context.store.CurrentPublication(id));
    if (!current) continue;
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::PictureSet> sets,
                            context.store.PicturesOfRevision(current->hash));
    const bool pictured = std::ranges::any_of(
        sets, [&](const store::PictureSet& set) { return set.site == current->site; });
    if (!pictured) out.push_back(*current);
  }
  return out;
}

}  // namespace temoin::app
