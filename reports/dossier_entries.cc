#include "reports/dossier_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/calendar.h"
#include "base/encoding.h"
#include "consent/record.h"
#include "prooflog/checkpoint.h"
#include "prooflog/hash.h"
#include "prooflog/tree.h"
#include "reports/evidence.h"
#include "reports/letter.h"
#include "reports/numbered_files.h"
#include "store/counts_manifest.h"
#include "store/purge_manifest.h"
#include "store/walk.h"

namespace temoin::reports {
namespace {

constexpr std::chrono::days kOneDay{1};

// Runs of choices of which the same is to be said, as lines.
class Runs {
 public:
  explicit Runs(const FileSink& sink)
      : files_(sink, "choices", ".csv", "first,last,what,day,purge\n") {}

  Status Add(store::Index index, std::string what) {
    if (what == what_ && index == last_ + 1) {
      last_ = index;
      return {};
    }
    TEMOIN_RETURN_IF_ERROR(End());
    first_ = last_ = index;
    what_ = std::move(what);
    return {};
  }
  Status Finish() {
    TEMOIN_RETURN_IF_ERROR(End());
    return files_.FinishWithOne();
  }

 private:
  Status End() {
    return what_.empty() ? Status() : files_.Add(fmt::format("{},{},{}\n", first_, last_, what_));
  }

  NumberedFiles files_;
  store::Index first_ = 0;
  store::Index last_ = 0;
  std::string what_;  // with its day and purge entry
};

std::string Base64Lines(const std::vector<Digest>& hashes) {
  std::string out;
  for (const Digest& hash : hashes) out += EncodeBase64(hash) + "\n";
  return out;
}

Result<std::string> ManifestProof(const DossierSource& source, store::Index index,
                                  std::string_view bytes) {
  return SealedProof(source.store, index, bytes, source.checkpoint, source.verifier_keys.front());
}

// What is written of the entries, one after the other.
class EntryWriter {
 public:
  EntryWriter(const DossierSource& source, const DossierQuery& query, const Between& between,
              const std::vector<store::Index>& given, const FileSink& sink)
      : source_(source), query_(query), between_(between), given_(given), sink_(sink) {}

  Result<Listing> Write() {
    TEMOIN_ASSIGN_OR_RETURN(counted_, CountedDays::Read(source_.store, query_.site));
    TEMOIN_RETURN_IF_ERROR(WriteLog());
    TEMOIN_RETURN_IF_ERROR(WriteTree());
    TEMOIN_RETURN_IF_ERROR(WritePurges());
    TEMOIN_RETURN_IF_ERROR(WriteLimitations());
    TEMOIN_RETURN_IF_ERROR(WriteCounts());
    return std::move(listing_);
  }

 private:
  Status WriteLog() {
    NumberedFiles entries(sink_, "entries", ".bin");
    Runs runs(sink_);
    const uint64_t end = between_.after.size;
    for (store::Index at = between_.before.size; at < end;) {
      // As many as both reads give.
      constexpr size_t kPage = std::min(store::kMaxEntries, store::kMaxSearchLimit);
      const size_t count = std::min<uint64_t>(kPage, end - at);
      TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::LogEntry> page,
                              source_.store.ReadEntries(at, count));
      if (page.size() != count) {
        return Error(ErrorCode::kDataLoss, "The log is shorter than its signed checkpoint.");
      }
      for (const store::LogEntry& entry : page) TEMOIN_RETURN_IF_ERROR(entries.Add(AsText(entry)));
      TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Found> found,
                              source_.store.ReadRange(at, count));
      for (const store::Found& one : found) {
        if (one.type != store::EntryType::kConsent) continue;
        TEMOIN_ASSIGN_OR_RETURN(std::string what, What(one));
        TEMOIN_RETURN_IF_ERROR(runs.Add(one.row.index, std::move(what)));
      }
      at += count;
    }
    TEMOIN_RETURN_IF_ERROR(entries.FinishWithOne());
    return runs.Finish();
  }

  // "given,2026-11-25,", "erased,,1204".
  Result<std::string> What(const store::Found& found) {
    const store::ChoiceRow& row = found.row;
    if (row.state == store::State::kPurged) {
      return fmt::format("erased,,{}", row.purge.value_or(0));
    }
    if (row.state == store::State::kLost) {
      ++listing_.lost;
      return std::string("lost,,");
    }
    if (row.site != query_.site) return std::string("other-site,,");
    TEMOIN_ASSIGN_OR_RETURN(const Time day, counted_.Of(found));
    TEMOIN_ASSIGN_OR_RETURN(const bool asked, counted_.IsAsked(query_, found));
    const bool here = std::ranges::binary_search(given_, row.index);
    if (row.limited_since && !here) {
      if (InPeriod(query_, day)) ++listing_.days[day].limited;
      return fmt::format("limited,{},", FormatDate(day));
    }
    if (InPeriod(query_, day)) ++(here ? listing_.days[day].given : listing_.days[day].undrawn);
    const std::string_view undrawn = row.scan && query_.sample ? "scan" : "undrawn";
    return fmt::format("{},{},", here ? "given" : (asked ? undrawn : "other-day"), FormatDate(day));
  }

  Status WriteTree() {
    TEMOIN_ASSIGN_OR_RETURN(const prooflog::Checkpoint own, CheckpointOfNote(source_.checkpoint));
    StoreTiles tiles(source_.store);
    prooflog::TreeReader tree(tiles);
    if (between_.before.size > 0) {
      TEMOIN_ASSIGN_OR_RETURN(const std::vector<Digest> peaks, tree.Peaks(between_.before.size));
      TEMOIN_RETURN_IF_ERROR(sink_("entries/before", Base64Lines(peaks)));
    }
    if (between_.after.size == own.size || between_.after.size == 0) return {};
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<Digest> proof,
                            tree.ConsistencyProof(between_.after.size, own.size));
    return sink_("entries/consistency", Base64Lines(proof));
  }

  Status WritePurges() {
    const uint64_t first = between_.before.size;
    const uint64_t end = between_.after.size;
    auto purges = store::WalkPurges(source_.store, first);
    while (const store::PurgeEntry* const purge = purges.Next()) {
      TEMOIN_ASSIGN_OR_RETURN(const store::PurgeManifest manifest,
                              store::ParsePurgeManifest(purge->manifest));
      if (std::ranges::any_of(manifest.ranges, [&](const auto& range) {
            return range.second >= first && range.first < end;
          })) {
        TEMOIN_RETURN_IF_ERROR(WritePurge(*purge, manifest));
      }
    }
    return purges.status();
  }

  Status WritePurge(const store::PurgeEntry& purge, const store::PurgeManifest& manifest) {
    const std::string name = fmt::format("purges/{}", purge.index);
    TEMOIN_ASSIGN_OR_RETURN(const std::string proof,
                            ManifestProof(source_, purge.index, purge.manifest));
    TEMOIN_RETURN_IF_ERROR(sink_(name + ".json", purge.manifest));
    TEMOIN_RETURN_IF_ERROR(sink_(name + ".tlog-proof", proof));
    for (const store::PurgedDay& day : manifest.days.value_or(std::vector<store::PurgedDay>())) {
      if (day.site == query_.site && InPeriod(query_, day.day)) {
        listing_.days[day.day].erased += day.records;
      }
    }
    listing_.uncounted += store::UncountedOf(manifest).value_or(0);
    return {};
  }

  // Of those in force that name an entry of the interval.
  Status WriteLimitations() {
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<store::Hold> holds, source_.store.Holds(false));
    for (const store::Hold& hold : holds) {
      if (hold.kind != store::HoldKind::kLimitation || hold.site != query_.site) continue;
      const bool here = std::ranges::any_of(hold.records, [&](store::Index index) {
        return index >= between_.before.size && index < between_.after.size;
      });
      if (!here || !hold.entry) continue;
      TEMOIN_ASSIGN_OR_RETURN(const auto manifests, source_.store.ReadManifests(*hold.entry, 1));
      if (manifests.empty() || manifests.front().index != *hold.entry) {
        return Error(ErrorCode::kDataLoss,
                     fmt::format("The manifest of entry {} is not there.", *hold.entry));
      }
      const std::string name = fmt::format("limitations/{}", *hold.entry);
      const std::string& manifest = manifests.front().manifest;
      TEMOIN_ASSIGN_OR_RETURN(const std::string proof,
                              ManifestProof(source_, *hold.entry, manifest));
      TEMOIN_RETURN_IF_ERROR(sink_(name + ".json", manifest));
      TEMOIN_RETURN_IF_ERROR(sink_(name + ".tlog-proof", proof));
    }
    return {};
  }

  // Of each day what was said last: it may have been closed again.
  Status WriteCounts() {
    TEMOIN_ASSIGN_OR_RETURN(const prooflog::Checkpoint own, CheckpointOfNote(source_.checkpoint));
    std::map<Time, store::ManifestEntry> closed;
    auto manifests = store::WalkManifests(source_.store, between_.before.size);
    while (store::ManifestEntry* const entry = manifests.Next()) {
      if (entry->type != store::EntryType::kCounts || entry->index >= own.size) continue;
      TEMOIN_ASSIGN_OR_RETURN(const store::CountsManifest said,
                              store::ParseCountsManifest(entry->manifest));
      if (said.site != query_.site || !InPeriod(query_, said.day)) continue;
      listing_.days[said.day].counted = said.counts.records;
      closed.insert_or_assign(said.day, std::move(*entry));
    }
    TEMOIN_RETURN_IF_ERROR(manifests.status());
    for (const auto& [day, entry] : closed) {
      const std::string name = "counts/" + FormatDate(day);
      TEMOIN_ASSIGN_OR_RETURN(const std::string proof,
                              ManifestProof(source_, entry.index, entry.manifest));
      TEMOIN_RETURN_IF_ERROR(sink_(name + ".json", entry.manifest));
      TEMOIN_RETURN_IF_ERROR(sink_(name + ".tlog-proof", proof));
    }
    return {};
  }

  const DossierSource& source_;
  const DossierQuery& query_;
  const Between& between_;
  const std::vector<store::Index>& given_;
  const FileSink& sink_;
  CountedDays counted_;
  Listing listing_;
};

}  // namespace

bool InPeriod(const DossierQuery& query, Time day) {
  if (query.from && day < query.time_zone.DateAt(*query.from)) return false;
  return !query.to || day <= query.time_zone.DateAt(*query.to - std::chrono::seconds(1));
}

Result<CountedDays> CountedDays::Read(const store::Store& store, std::string_view site) {
  CountedDays out;
  TEMOIN_ASSIGN_OR_RETURN(out.zones_, store.ReadDayZones(std::string(site)));
  TEMOIN_ASSIGN_OR_RETURN(out.corrections_, store.ClockCorrections());
  return out;
}

Result<Time> CountedDays::Of(const store::Found& found) const {
  Time given_at = found.row.given_at;
  const bool corrected = std::ranges::any_of(corrections_, [&](const auto& correction) {
    return store::InRanges(correction.ranges, found.row.index);
  });
  if (corrected && found.content) {
    TEMOIN_ASSIGN_OR_RETURN(const consent::Record record,
                            consent::ParseRecord(found.content->record));
    given_at = record.given_at;
  }
  const Time local = given_at + store::OffsetAt(zones_, found.row.index);
  return Time(std::chrono::floor<std::chrono::days>(local));
}

Result<bool> CountedDays::IsAsked(const DossierQuery& query, const store::Found& found) const {
  const Time given_at = found.row.given_at;
  if (!(query.from && given_at < *query.from) && !(query.to && given_at >= *query.to)) return true;
  TEMOIN_ASSIGN_OR_RETURN(const Time day, Of(found));
  return InPeriod(query, day);
}

Result<Between> FindBetween(const DossierSource& source, const DossierQuery& query,
                            const std::vector<store::Index>& choices) {
  TEMOIN_ASSIGN_OR_RETURN(const prooflog::Checkpoint own, CheckpointOfNote(source.checkpoint));
  TEMOIN_ASSIGN_OR_RETURN(std::vector<store::KeptCheckpoint> kept, source.store.KeptCheckpoints());
  std::ranges::sort(kept, {}, &store::KeptCheckpoint::size);
  const store::Index first = choices.empty() ? own.size : choices.front();
  const NamedCheckpoint empty{.name = "", .size = 0, .root = prooflog::EmptyRoot()};
  Between out{.before = empty, .after = {.name = "checkpoint", .size = own.size, .root = own.root}};
  const auto named = [](const store::KeptCheckpoint& checkpoint) -> Result<NamedCheckpoint> {
    TEMOIN_ASSIGN_OR_RETURN(const prooflog::Checkpoint said, CheckpointOfNote(checkpoint.note));
    return NamedCheckpoint{"checkpoints/" + FormatDate(checkpoint.day), said.size, said.root};
  };
  // That of a day was signed some time during the day. A day after the period its own days are
  // closed, too.
  for (const store::KeptCheckpoint& checkpoint : kept) {
    if (checkpoint.size > own.size) break;
    if (query.from && checkpoint.day + kOneDay <= *query.from && checkpoint.size <= first) {
      TEMOIN_ASSIGN_OR_RETURN(out.before, named(checkpoint));
    }
    if (query.to && checkpoint.day >= *query.to + kOneDay &&
        (choices.empty() || checkpoint.size > choices.back())) {
      TEMOIN_ASSIGN_OR_RETURN(out.after, named(checkpoint));
      break;
    }
  }
  if (out.after.size < out.before.size) out.before = empty;
  if (out.after.size - out.before.size > kMaxListed) {
    return Error(ErrorCode::kTooLarge,
                 fmt::format("The log has {} entries in that time; a dossier lists at most {}: "
                             "name a shorter period.",
                             out.after.size - out.before.size, kMaxListed));
  }
  return out;
}

Result<Listing> WriteEntries(const DossierSource& source, const DossierQuery& query,
                             const Between& between, const std::vector<store::Index>& given,
                             const FileSink& sink) {
  return EntryWriter(source, query, between, given, sink).Write();
}

}  // namespace temoin::reports
