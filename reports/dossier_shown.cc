#include "reports/dossier_shown.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "base/json.h"
#include "prooflog/checkpoint.h"
#include "prooflog/entry.h"
#include "reports/evidence.h"
#include "store/picture_manifest.h"

namespace temoin::reports {
namespace {

// A build files its core, its chunks and its manifest one after the other.
constexpr size_t kMostParts = 64;

class ShownWriter {
 public:
  ShownWriter(const DossierSource& source, const FileSink& sink) : source_(source), sink_(sink) {}

  // Each set of pictures: its manifest under its hash, the proof that it stands in the log, and the
  // pictures under theirs.
  Status WritePictures(const std::string& revision) {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::PictureSet> sets,
                            source_.store.PicturesOfRevision(revision));
    if (sets.empty()) return {};
    TEMOIN_ASSIGN_OR_RETURN(const prooflog::Checkpoint checkpoint,
                            CheckpointOfNote(source_.checkpoint));
    for (const store::PictureSet& set : sets) {
      if (set.index >= checkpoint.size) continue;  // filed since
      TEMOIN_ASSIGN_OR_RETURN(const store::Document document, source_.store.ReadDocument(set.hash));
      TEMOIN_ASSIGN_OR_RETURN(const store::PictureManifest manifest,
                              store::ParsePictureManifest(document.bytes));
      const std::string name = "pictures/" + set.hash;
      TEMOIN_RETURN_IF_ERROR(Write(name + ".json", document.bytes));
      TEMOIN_ASSIGN_OR_RETURN(const std::string proof,
                              SealedProof(source_.store, set.index, document.bytes,
                                          source_.checkpoint, source_.verifier_keys.front()));
      TEMOIN_RETURN_IF_ERROR(Write(name + ".tlog-proof", proof));
      for (const store::Picture& picture : manifest.pictures) {
        TEMOIN_ASSIGN_OR_RETURN(const std::string bytes, source_.store.ReadPicture(picture.sha256));
        TEMOIN_RETURN_IF_ERROR(store::CheckPicture(picture, bytes));
        TEMOIN_RETURN_IF_ERROR(Write("pictures/" + picture.sha256 + ".png", bytes));
      }
    }
    return {};
  }

  Status WriteBanner(const std::string& core) {
    const auto code = source_.store.ReadDocument(core);
    if (!code) {
      return code.error().code == ErrorCode::kNotFound ? Status() : Status(code.error());
    }
    if (code->kind != store::Document::Kind::kBanner) return {};  // a record may name anything
    TEMOIN_RETURN_IF_ERROR(Write("banner/" + core + ".js", code->bytes));
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::LogEntry> entries,
                            source_.store.ReadEntries(code->index + 1, kMostParts));
    for (const store::LogEntry& bytes : entries) {
      const auto entry = prooflog::DecodeEntry(bytes);
      if (!entry || entry->type != prooflog::EntryType::kRevision) continue;
      const std::string hash = EncodeHex(entry->commitment);
      const auto part = source_.store.ReadDocument(hash);
      if (!part || part->kind != store::Document::Kind::kBanner) continue;
      TEMOIN_ASSIGN_OR_RETURN(const bool whole, WriteIfManifest(core, hash, part->bytes));
      if (whole) return {};
    }
    return {};
  }

  // Under its hash: the same bytes, once.
  Status Write(const std::string& path, std::string_view contents) {
    return written_.insert(path).second ? sink_(path, contents) : Status();
  }

 private:
  Result<bool> WriteIfManifest(const std::string& core, const std::string& hash,
                               std::string_view bytes) {
    if (!bytes.starts_with('{')) return false;
    const auto manifest = ParseJson(bytes, {});
    const auto hash_of = [](const nlohmann::json& part) {
      return part.is_object() ? part.value("sha256", std::string()) : std::string();
    };
    if (!manifest || !manifest->is_object() || !manifest->contains("core") ||
        !manifest->contains("chunks") || hash_of((*manifest)["core"]) != core) {
      return false;
    }
    TEMOIN_RETURN_IF_ERROR(Write("banner/" + hash + ".json", bytes));
    for (const auto& [name, chunk] : (*manifest)["chunks"].items()) {
      const std::string part = hash_of(chunk);
      TEMOIN_ASSIGN_OR_RETURN(const store::Document code, source_.store.ReadDocument(part));
      TEMOIN_RETURN_IF_ERROR(Write("banner/" + part + ".js", code.bytes));
    }
    return true;
  }

  const DossierSource& source_;
  const FileSink& sink_;
  std::set<std::string> written_;
};

}  // namespace

Status WriteShown(const DossierSource& source, const Shown& shown, const FileSink& sink) {
  ShownWriter writer(source, sink);
  for (const std::string& hash : shown.revisions) {
    TEMOIN_ASSIGN_OR_RETURN(const store::Document document, source.store.ReadDocument(hash));
    TEMOIN_RETURN_IF_ERROR(writer.Write("revisions/" + hash + ".json", document.bytes));
    TEMOIN_RETURN_IF_ERROR(writer.WritePictures(hash));
  }
  for (const std::string& core : shown.banners) {
    TEMOIN_RETURN_IF_ERROR(writer.WriteBanner(core));
  }
  return {};
}

}  // namespace temoin::reports
