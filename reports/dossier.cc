#include "reports/dossier.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/calendar.h"
#include "base/crypto.h"
#include "consent/record.h"
#include "prooflog/hash.h"
#include "reports/dossier_entries.h"
#include "reports/dossier_page.h"
#include "reports/dossier_shown.h"
#include "reports/evidence.h"
#include "reports/export.h"
#include "reports/letter.h"
#include "reports/record_pages.h"

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

}  // namespace

std::string SampleSeed(std::string_view word, const Digest& root) {
  return EncodeHex(Sha256(std::string(word) + std::string(AsText(root))));
}

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

namespace {

nlohmann::json MaybeName(const std::string& name) {
  return name.empty() ? nlohmann::json(nullptr) : nlohmann::json(name);
}

// What was asked for, for who reads it and for the script.
nlohmann::json AskedFor(const DossierQuery& query, const DossierPlan& plan) {
  nlohmann::json out = nlohmann::json::object();
  out["for"] = {{"purpose", MaybeName(query.purpose)},
                {"recipient", MaybeName(query.recipient)},
                {"destroy_by", query.destroy_by ? nlohmann::json(FormatDate(*query.destroy_by))
                                                : nlohmann::json()}};
  if (!query.indices.empty()) return out;
  const auto day = [&](const std::optional<Time>& time) {
    return time ? nlohmann::json(FormatDate(query.time_zone.DateAt(*time))) : nlohmann::json();
  };
  std::optional<Time> last;
  if (query.to) last = *query.to - std::chrono::seconds(1);
  out["period"] = {{"site", MaybeName(query.site)},
                   {"first_day", day(query.from)},
                   {"last_day", day(last)},
                   {"time_zone", query.time_zone.name()}};
  if (query.sample) {
    out["sample"] = {{"count", *query.sample}, {"word", query.word}, {"seed", plan.seed}};
  }
  if (plan.between) {
    out["entries"] = {{"first", plan.between->before.size},
                      {"end", plan.between->after.size},
                      {"before", MaybeName(plan.between->before.name)},
                      {"after", plan.between->after.name}};
  }
  return out;
}

}  // namespace

Result<DossierSummary> WriteDossier(const DossierSource& source, const DossierQuery& asked,
                                    const FileSink& sink) {
  if (source.verifier_keys.empty()) {
    return Error(ErrorCode::kInvalidArgument, "A dossier needs the log's verifier key.");
  }
  DossierSummary summary;
  HashingSink files(sink);
  DossierPlan plan;
  DossierQuery query = asked;
  std::vector<store::Index> indices = query.indices;
  if (indices.empty()) {
    TEMOIN_ASSIGN_OR_RETURN(indices, PeriodIndices(source, query));
    if (!query.sample && !query.all && indices.size() > kDefaultSample) {
      query.sample = kDefaultSample;
      TEMOIN_ASSIGN_OR_RETURN(indices, PeriodIndices(source, query));
    }
    summary.drawn_from = indices.size();
    if (!query.site.empty()) {
      TEMOIN_ASSIGN_OR_RETURN(plan.between, FindBetween(source, query, indices));
    }
    if (query.sample) {
      plan.seed =
          SampleSeed(query.word, plan.between ? plan.between->before.root : prooflog::EmptyRoot());
      indices = DrawSample(indices, *query.sample, plan.seed);
    }
  }
  if (indices.size() > kMaxDossier) {
    return Error(ErrorCode::kTooLarge, "A dossier holds at most " + std::to_string(kMaxDossier) +
                                           " consents: draw a sample or name a shorter period.");
  }
  Shown shown;
  RecordParts records(files, query.time_zone);
  for (const store::Index index : indices) {
    TEMOIN_ASSIGN_OR_RETURN(const store::Found found, source.store.FindByIndex(index));
    if (found.type != store::EntryType::kConsent) {
      return Error(ErrorCode::kNotFound,
                   "The entry at index " + std::to_string(index) + " is no consent.");
    }
    ++(found.content ? summary.kept : summary.gone);
    if (found.content) {
      shown.revisions.insert(found.row.revision);
      TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                              consent::ParseRecord(found.content->record));
      if (record.repeats) ++summary.repeats;
      if (record.banner) shown.banners.insert(*record.banner);
    }
    TEMOIN_RETURN_IF_ERROR(records.Add(found));
    TEMOIN_ASSIGN_OR_RETURN(const std::string proof, VerifiedProof(source, found));
    TEMOIN_RETURN_IF_ERROR(files.Write("proofs/" + std::to_string(index) + ".tlog-proof", proof));
  }
  TEMOIN_RETURN_IF_ERROR(records.Finish());
  TEMOIN_RETURN_IF_ERROR(WriteCheckpoints(source, files));
  const auto write = [&files](const std::string& path, std::string_view contents) {
    return files.Write(path, contents);
  };
  TEMOIN_RETURN_IF_ERROR(WriteShown(source, shown, write));
  if (plan.between) {
    TEMOIN_ASSIGN_OR_RETURN(plan.listing,
                            WriteEntries(source, query, *plan.between, indices, write));
  }
  TEMOIN_RETURN_IF_ERROR(files.Write("verify.md", source.verify_words));
  TEMOIN_RETURN_IF_ERROR(files.Write("verifier.py", source.verify_script));
  TEMOIN_RETURN_IF_ERROR(files.Write("LISEZMOI.html", DossierPage(source, query, plan, summary)));
  summary.files = files.files().size() + 1;
  nlohmann::json manifest = AskedFor(query, plan);
  manifest.update({{"schema", 2},
                   {"made_at", FormatTime(source.now)},
                   {"kept", summary.kept},
                   {"repeats", summary.repeats},
                   {"gone", summary.gone},
                   {"files", files.files()}});
  TEMOIN_RETURN_IF_ERROR(sink("manifest.json", manifest.dump(2) + "\n"));
  return summary;
}

}  // namespace temoin::reports
