#include "reports/dossier.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/calendar.h"
#include "base/crypto.h"
#include "consent/record.h"
#include "consent/reference.h"
#include "prooflog/hash.h"
#include "reports/assets.h"
#include "reports/dossier_entries.h"
#include "reports/dossier_index.h"
#include "reports/dossier_page.h"
#include "reports/dossier_shown.h"
#include "reports/evidence.h"
#include "reports/export.h"
#include "reports/letter.h"
#include "reports/numbered_files.h"
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

// Of the choice, what was decided on these services, and nothing that tells of others.
std::string ExtractLine(const store::Found& found, const consent::Record& record,
                        const std::vector<std::string>& services) {
  nlohmann::json decisions = nlohmann::json::object();
  nlohmann::json basis = nlohmann::json::object();
  for (const std::string& service : services) {
    const auto decided = record.decisions.find(service);
    if (decided == record.decisions.end()) continue;
    decisions[service] = decided->second;
    const auto ground = record.basis.find(service);
    if (ground != record.basis.end()) basis[service] = consent::BasisName(ground->second);
  }
  const nlohmann::json line = {{"index", found.row.index},
                               {"reference", consent::FormatReference(found.row.index)},
                               {"site", record.site},
                               {"controller", record.controller},
                               {"given_at", FormatTime(record.given_at)},
                               {"valid_until", FormatTime(record.valid_until)},
                               {"revision", record.revision},
                               {"decisions", std::move(decisions)},
                               {"basis", std::move(basis)}};
  return line.dump() + "\n";
}

// Those of the period among the choices whose time a correction of the clock moved.
Status AddCorrected(const DossierSource& source, const DossierQuery& query,
                    const CountedDays& counted, std::vector<store::Index>& indices) {
  for (const store::ClockCorrection& correction : counted.corrections()) {
    for (const auto& [first, last] : correction.ranges) {
      for (store::Index at = first; at <= last; at += store::kMaxSearchLimit) {
        TEMOIN_ASSIGN_OR_RETURN(
            const std::vector<store::Found> page,
            source.store.ReadRange(at, std::min<uint64_t>(store::kMaxSearchLimit, last - at + 1)));
        for (const store::Found& found : page) {
          if (!found.content || found.row.site != query.site) continue;
          if (found.row.scan && query.sample) continue;
          if (found.row.limited_since) continue;
          TEMOIN_ASSIGN_OR_RETURN(const bool asked, counted.IsAsked(query, found));
          if (asked) indices.push_back(found.row.index);
        }
      }
    }
  }
  std::ranges::sort(indices);
  indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
  return {};
}

// Choices that were given in the period. Of one site also those that it counted in it: what the log
// sealed of a day is found again, whatever the clock or the zone became since.
Result<std::vector<store::Index>> PeriodIndices(const DossierSource& source,
                                                const DossierQuery& query) {
  constexpr std::chrono::days kAround{2};  // more than zones differ
  const bool one = !query.site.empty();
  CountedDays counted;
  RecordQuery period;
  period.scans_too = !query.sample;  // drawn from what visitors chose
  period.from = query.from;
  period.to = query.to;
  if (one) {
    period.site = query.site;
    TEMOIN_ASSIGN_OR_RETURN(counted, CountedDays::Read(source.store, query.site));
    if (query.from) period.from = *query.from - kAround;
    if (query.to) period.to = *query.to + kAround;
  }
  std::vector<store::Index> indices;
  RecordPages pages(source.store, period);
  while (!pages.done()) {
    TEMOIN_RETURN_IF_ERROR(pages.Read(std::chrono::steady_clock::now() + std::chrono::seconds(1),
                                      [&](const store::Found& found) -> Result<bool> {
                                        if (one) {
                                          TEMOIN_ASSIGN_OR_RETURN(const bool asked,
                                                                  counted.IsAsked(query, found));
                                          if (!asked) return true;
                                        }
                                        indices.push_back(found.row.index);
                                        return true;
                                      }));
  }
  if (one) TEMOIN_RETURN_IF_ERROR(AddCorrected(source, query, counted, indices));
  return indices;
}

// The proof of one consent, verified as the receiver will.
Result<std::string> VerifiedProof(const DossierSource& source, const store::Found& found,
                                  bool bare) {
  TEMOIN_ASSIGN_OR_RETURN(const Inclusion inclusion,
                          ProveInclusion(source.store, found.row.index, source.checkpoint));
  TEMOIN_RETURN_IF_ERROR(VerifyEvidence(inclusion, found.content, source.verifier_keys.front()));
  return found.content && !bare ? ReceiptText(inclusion, *found.content) : ProofText(inclusion);
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
  if (!query.services.empty()) out["extract"] = {{"services", query.services}};
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
  const bool extract = !asked.services.empty();
  if (extract && (asked.site.empty() || !asked.indices.empty())) {
    return Error(ErrorCode::kInvalidArgument,
                 "An extract for some services is of a period of one site.");
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
  const FileSink write = [&files](const std::string& path, std::string_view contents) {
    return files.Write(path, contents);
  };
  NumberedFiles records(write, "records", ".jsonl");
  ChoiceIndex index_pages(source, query, write);
  for (const store::Index index : indices) {
    if (source.progress) {
      TEMOIN_RETURN_IF_ERROR(source.progress(summary.kept + summary.gone, indices.size()));
    }
    TEMOIN_ASSIGN_OR_RETURN(const store::Found found, source.store.FindByIndex(index));
    if (found.type != store::EntryType::kConsent) {
      return Error(ErrorCode::kNotFound,
                   "The entry at index " + std::to_string(index) + " is no consent.");
    }
    if (found.row.limited_since && query.despite.empty()) {
      return Error(ErrorCode::kConflict,
                   fmt::format("The processing of the choice at index {} is limited at the "
                               "person's request: say with 'despite' why it is used all the same.",
                               index));
    }
    if (found.row.limited_since && found.content) ++summary.limited;
    ++(found.content ? summary.kept : summary.gone);
    if (extract && !found.content) continue;  // erased since it was listed
    std::optional<consent::Record> record;
    if (found.content) {
      shown.revisions.insert(found.row.revision);
      TEMOIN_ASSIGN_OR_RETURN(record, consent::ParseRecord(found.content->record));
      if (record->repeats) ++summary.repeats;
      if (extract) {
        TEMOIN_RETURN_IF_ERROR(records.Add(ExtractLine(found, *record, query.services)));
      } else if (record->banner) {
        shown.banners.insert(*record->banner);
      }
    }
    TEMOIN_RETURN_IF_ERROR(index_pages.Add(found, record));
    if (!extract) {
      std::string line;
      TEMOIN_RETURN_IF_ERROR(AppendJsonLine(found, line, query.time_zone));
      TEMOIN_RETURN_IF_ERROR(records.Add(line));
    }
    TEMOIN_ASSIGN_OR_RETURN(const std::string proof, VerifiedProof(source, found, extract));
    TEMOIN_RETURN_IF_ERROR(files.Write("proofs/" + std::to_string(index) + ".tlog-proof", proof));
  }
  TEMOIN_RETURN_IF_ERROR(records.Finish());
  TEMOIN_RETURN_IF_ERROR(index_pages.Finish());
  TEMOIN_RETURN_IF_ERROR(WriteCheckpoints(source, files));
  TEMOIN_RETURN_IF_ERROR(WriteShown(source, shown, write));
  if (plan.between) {
    TEMOIN_ASSIGN_OR_RETURN(plan.listing,
                            WriteEntries(source, query, *plan.between, indices, write));
  }
  for (const std::vector<EmbeddedFile>& guide : {assets::Dossier(), assets::Verify()}) {
    for (const EmbeddedFile& file : guide) {
      TEMOIN_RETURN_IF_ERROR(files.Write(std::string(file.path), file.contents));
    }
  }
  TEMOIN_RETURN_IF_ERROR(files.Write("LISEZMOI.html", DossierPage(source, query, plan, summary)));
  summary.files = files.files().size() + 1;
  nlohmann::json manifest = AskedFor(query, plan);
  manifest.update({{"schema", 2},
                   {"made_at", FormatTime(source.now)},
                   {"kept", summary.kept},
                   {"repeats", summary.repeats},
                   {"gone", summary.gone},
                   {"files", files.files()}});
  if (summary.limited > 0) manifest["despite_limitation"] = query.despite;
  TEMOIN_RETURN_IF_ERROR(sink("manifest.json", manifest.dump(2) + "\n"));
  return summary;
}

}  // namespace temoin::reports
