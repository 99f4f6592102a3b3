#include "reports/dossier.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/calendar.h"
#include "base/crypto.h"
#include "consent/record.h"
#include "render/html.h"
#include "render/locale.h"
#include "reports/evidence.h"
#include "reports/export.h"
#include "reports/letter.h"
#include "reports/record_pages.h"
#include "store/picture_manifest.h"

namespace temoin::reports {

namespace {

// Hashes what passes through, for the manifest.
class HashingSink {
 public:
  explicit HashingSink(const FileSink& sink) : sink_(sink) {}

  Status Write(const std::string& path, std::string_view contents) {
    files_[path] = {{"sha256", EncodeHex(Sha256(contents))}, {"bytes", contents.size()}};
    return sink_(path, contents);
  }
  const nlohmann::json& files() const { return files_; }

 private:
  const FileSink& sink_;
  nlohmann::json files_ = nlohmann::json::object();
};

// The records' lines, in files of a few megabytes.
class RecordParts {
 public:
  RecordParts(HashingSink& sink, const TimeZone& zone) : sink_(sink), zone_(zone) {}

  Status Add(const store::Found& found) {
    TEMOIN_RETURN_IF_ERROR(AppendJsonLine(found, part_, zone_));
    return part_.size() < kPartBytes ? Status() : Flush();
  }
  Status Finish() { return part_.empty() ? Status() : Flush(); }

 private:
  static constexpr size_t kPartBytes = size_t{4} << 20;

  Status Flush() {
    TEMOIN_RETURN_IF_ERROR(sink_.Write(fmt::format("records/{:04}.jsonl", ++parts_), part_));
    part_.clear();
    return {};
  }

  HashingSink& sink_;
  const TimeZone zone_;
  std::string part_;
  int parts_ = 0;
};

Result<std::vector<store::Index>> PeriodIndices(const DossierSource& source,
                                                const DossierQuery& query) {
  std::vector<store::Index> indices;
  RecordQuery period;
  if (!query.site.empty()) period.site = query.site;
  period.from = query.from;
  period.to = query.to;
  period.scans_too = !query.sample;  // drawn from what visitors chose
  RecordPages pages(source.store, period);
  while (!pages.done()) {
    TEMOIN_RETURN_IF_ERROR(pages.Read(std::chrono::steady_clock::now() + std::chrono::seconds(1),
                                      [&indices](const store::Found& found) -> Result<bool> {
                                        indices.push_back(found.row.index);
                                        return true;
                                      }));
  }
  return indices;
}

// The proof of one consent, verified as the receiver will.
Result<std::string> VerifiedProof(const DossierSource& source, const store::Found& found) {
  TEMOIN_ASSIGN_OR_RETURN(const Inclusion inclusion,
                          ProveInclusion(source.store, found.row.index, source.checkpoint));
  TEMOIN_RETURN_IF_ERROR(VerifyEvidence(inclusion, found.content, source.verifier_keys.front()));
  return found.content ? ReceiptText(inclusion, *found.content) : ProofText(inclusion);
}

std::string ReadMe(const DossierSource& source, const DossierQuery& query,
                   const DossierSummary& summary) {
  std::vector<std::pair<std::string, std::string>> facts = {
      {"Établi le", render::TimeWords(source.now, query.time_zone)},
      {"Site", query.site},
      {"Choix donnés à partir du",
       query.from ? render::DateWords(query.time_zone.DateAt(*query.from)) : ""},
      {"Choix donnés jusqu’au",
       query.to ? render::DateWords(query.time_zone.DateAt(*query.to - std::chrono::seconds(1)))
                : ""},
      {"Preuves conservées", render::NumberWords(summary.kept)},
      {"dont seconds envois d’un choix",
       summary.repeats == 0 ? "" : render::NumberWords(summary.repeats)},
      {"Preuves effacées, dont le scellé demeure", render::NumberWords(summary.gone)}};
  if (query.sample) {
    facts.emplace_back("Échantillon", render::NumberWords(*query.sample) +
                                          " choix tirés au sort parmi " +
                                          render::NumberWords(summary.drawn_from));
    facts.emplace_back("Origine du tirage", query.seed);
  }
  std::string body = render::Facts(facts);
  body +=
      "<h2>Ce que contient ce dossier</h2>\n<dl>\n"
      "<dt>records/</dt><dd>Les faits et l’enregistrement exact de chaque choix.</dd>\n"
      "<dt>proofs/</dt><dd>La preuve de chaque choix au format C2SP tlog-proof : elle contient "
      "l’enregistrement, sa clé, son chemin dans le journal et le point de contrôle signé.</dd>\n"
      "<dt>checkpoint</dt><dd>Le point de contrôle signé sous lequel tout est prouvé.</dd>\n"
      "<dt>keys</dt><dd>Les clés de vérification du journal. Comparez-les à celles que le "
      "responsable du traitement a publiées par ailleurs.</dd>\n"
      "<dt>checkpoints/</dt><dd>Les points de contrôle conservés jour après jour, avec leur "
      "horodatage extérieur (RFC 3161) lorsqu’il y en a un.</dd>\n"
      "<dt>revisions/</dt><dd>Ce qui était montré aux visiteurs : le nom de chaque fichier est son "
      "empreinte SHA-256.</dd>\n"
      "<dt>pictures/</dt><dd>Les captures d’écran datées des deux niveaux du bandeau, quand il y "
      "en a : un manifeste par prise de vue (son nom est son empreinte, celle que le journal a "
      "scellée), la preuve qu’il est dans le journal, et les images.</dd>\n"
      "<dt>verify.md</dt><dd>La méthode de vérification, pas à pas, sans notre intervention.</dd>\n"
      "<dt>manifest.json</dt><dd>L’empreinte SHA-256 de chaque fichier.</dd>\n</dl>\n";
  if (summary.repeats > 0) {
    body +=
        "<h2>Les seconds envois</h2>\n<p>Quand la réponse du service se perd, le navigateur envoie "
        "son choix une seconde fois sous une autre clé. Cet enregistrement porte <code>repeats"
        "</code>, l’empreinte de la clé du premier ; les statistiques comptent les deux pour un "
        "seul choix. Les deux preuves figurent dans ce dossier.</p>\n";
  }
  if (query.sample) {
    body +=
        "<h2>Le tirage</h2>\n<p>L’échantillon est formé des choix dont l’empreinte SHA-256 de la "
        "graine, d’un octet nul et de l’indice (en décimal) est la plus petite. Avec la même "
        "graine et le même journal, quiconque obtient le même échantillon.</p>\n";
  }
  return render::MakeDocument("Dossier de preuves", query.site, body).html;
}

Status WriteCheckpoints(const DossierSource& source, HashingSink& sink) {
  std::string keys;
  for (const std::string& key : source.verifier_keys) keys += key + "\n";
  TEMOIN_RETURN_IF_ERROR(sink.Write("keys", keys));
  TEMOIN_RETURN_IF_ERROR(sink.Write("checkpoint", source.checkpoint));
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::KeptCheckpoint> kept,
                          source.store.KeptCheckpoints());
  for (const store::KeptCheckpoint& checkpoint : kept) {
    const std::string name = "checkpoints/" + FormatDate(checkpoint.day);
    TEMOIN_RETURN_IF_ERROR(sink.Write(name, checkpoint.note));
    if (checkpoint.anchor.empty()) continue;
    TEMOIN_RETURN_IF_ERROR(sink.Write(name + ".tsr", AsText(checkpoint.anchor)));
  }
  return {};
}

// Pictures of a revision: each set's manifest under its hash, the proof that it stands in the log,
// and the pictures under theirs.
Status WritePictures(const DossierSource& source, const std::string& revision, HashingSink& sink) {
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::PictureSet> sets,
                          source.store.PicturesOfRevision(revision));
  if (sets.empty()) return {};
  TEMOIN_ASSIGN_OR_RETURN(const prooflog::Checkpoint checkpoint,
                          CheckpointOfNote(source.checkpoint));
  for (const store::PictureSet& set : sets) {
    if (set.index >= checkpoint.size) continue;  // filed since
    TEMOIN_ASSIGN_OR_RETURN(const store::Document document, source.store.ReadDocument(set.hash));
    TEMOIN_ASSIGN_OR_RETURN(const store::PictureManifest manifest,
                            store::ParsePictureManifest(document.bytes));
    const std::string name = "pictures/" + set.hash;
    TEMOIN_RETURN_IF_ERROR(sink.Write(name + ".json", document.bytes));
    TEMOIN_ASSIGN_OR_RETURN(const Inclusion inclusion,
                            ProveInclusion(source.store, set.index, source.checkpoint));
    TEMOIN_RETURN_IF_ERROR(VerifyEvidence(inclusion, {}, source.verifier_keys.front()));
    TEMOIN_ASSIGN_OR_RETURN(const prooflog::Entry entry, prooflog::DecodeEntry(inclusion.entry));
    if (entry.commitment != Sha256(document.bytes)) {
      return Error(ErrorCode::kDataLoss, fmt::format("The manifest of pictures of entry {} is not "
                                                     "the one that was sealed.",
                                                     set.index));
    }
    TEMOIN_RETURN_IF_ERROR(sink.Write(name + ".tlog-proof", ProofText(inclusion)));
    for (const store::Picture& picture : manifest.pictures) {
      const std::string path = "pictures/" + picture.sha256 + ".png";
      if (sink.files().contains(path)) continue;  // the same in another set
      TEMOIN_ASSIGN_OR_RETURN(const std::string bytes, source.store.ReadPicture(picture.sha256));
      TEMOIN_RETURN_IF_ERROR(store::CheckPicture(picture, bytes));
      TEMOIN_RETURN_IF_ERROR(sink.Write(path, bytes));
    }
  }
  return {};
}

}  // namespace

std::vector<store::Index> DrawSample(const std::vector<store::Index>& from, size_t count,
                                     std::string_view seed) {
  std::set<std::pair<Digest, store::Index>> smallest;
  for (const store::Index index : from) {
    std::string text(seed);
    text += '\0';
    text += std::to_string(index);
    smallest.emplace(Sha256(text), index);
    if (smallest.size() > count) smallest.erase(std::prev(smallest.end()));
  }
  std::vector<store::Index> drawn;
  drawn.reserve(smallest.size());
  for (const auto& [digest, index] : smallest) drawn.push_back(index);
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

Result<DossierSummary> WriteDossier(const DossierSource& source, const DossierQuery& query,
                                    const FileSink& sink) {
  if (source.verifier_keys.empty()) {
    return Error(ErrorCode::kInvalidArgument, "A dossier needs the log's verifier key.");
  }
  DossierSummary summary;
  HashingSink files(sink);
  std::vector<store::Index> indices = query.indices;
  if (indices.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(indices, PeriodIndices(source, query));
    summary.drawn_from = indices.size();
    if (query.sample) indices = DrawSample(indices, *query.sample, query.seed);
  }
  if (indices.size() > kMaxDossier) {
    return Error(ErrorCode::kTooLarge, "A dossier holds at most " + std::to_string(kMaxDossier) +
                                           " consents: draw a sample or name a shorter period.");
  }
  std::set<std::string> revisions;
  RecordParts records(files, query.time_zone);
  for (const store::Index index : indices) {
    TEMOIN_ASSIGN_OR_RETURN(const store::Found found, source.store.FindByIndex(index));
    if (found.type != store::EntryType::kConsent) {
      return Error(ErrorCode::kNotFound,
                   "The entry at index " + std::to_string(index) + " is no consent.");
    }
    ++(found.content ? summary.kept : summary.gone);
    if (found.content) {
      revisions.insert(found.row.revision);
      TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                              consent::ParseRecord(found.content->record));
      if (record.repeats) ++summary.repeats;
    }
    TEMOIN_RETURN_IF_ERROR(records.Add(found));
    TEMOIN_ASSIGN_OR_RETURN(const std::string proof, VerifiedProof(source, found));
    TEMOIN_RETURN_IF_ERROR(files.Write("proofs/" + std::to_string(index) + ".tlog-proof", proof));
  }
  TEMOIN_RETURN_IF_ERROR(records.Finish());
  TEMOIN_RETURN_IF_ERROR(WriteCheckpoints(source, files));
  for (const std::string& hash : revisions) {
    TEMOIN_ASSIGN_OR_RETURN(const store::Document document, source.store.ReadDocument(hash));
    TEMOIN_RETURN_IF_ERROR(files.Write("revisions/" + hash + ".json", document.bytes));
    TEMOIN_RETURN_IF_ERROR(WritePictures(source, hash, files));
  }
  TEMOIN_RETURN_IF_ERROR(files.Write("verify.md", source.verify_words));
  TEMOIN_RETURN_IF_ERROR(files.Write("LISEZMOI.html", ReadMe(source, query, summary)));
  summary.files = files.files().size() + 1;
  const nlohmann::json manifest = {{"schema", 1},          {"made_at", FormatTime(source.now)},
                                   {"kept", summary.kept}, {"repeats", summary.repeats},
                                   {"gone", summary.gone}, {"files", files.files()}};
  TEMOIN_RETURN_IF_ERROR(sink("manifest.json", manifest.dump(2) + "\n"));
  return summary;
}

}  // namespace temoin::reports
