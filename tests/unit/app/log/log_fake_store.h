// The log's part of a store, in memory: entries, tiles, purge manifests, kept checkpoints.
// Copy it to take a backup; change its members to play the intruder.
#ifndef TEMOIN_TESTS_UNIT_APP_LOG_LOG_FAKE_STORE_H_
#define TEMOIN_TESTS_UNIT_APP_LOG_LOG_FAKE_STORE_H_

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prooflog/entry.h"
#include "prooflog/hash.h"
#include "prooflog/tree.h"
#include "store/log.h"
#include "tests/unit/prooflog/reference.h"

namespace temoin::store {

class LogFakeStore : public LogStore {
 public:
  // Plays a commit: `count` consents, and a purge entry when a manifest is given.
  void Commit(size_t count, const std::string& manifest = "") {
    for (size_t i = 0; i < count; ++i) {
      Add(prooflog::EncodeEntry({.type = prooflog::EntryType::kConsent,
                                 .commitment = Sha256("c" + std::to_string(salt) + "/" +
                                                      std::to_string(entries.size()))}));
    }
    if (manifest.empty()) return;
    purges.push_back({.index = entries.size(), .manifest = manifest});
    Add(prooflog::EncodeEntry(
        {.type = prooflog::EntryType::kPurge, .commitment = Sha256(manifest)}));
  }
  void Add(const LogEntry& entry) {
    entries.push_back(entry);
    const Digest leaf = prooflog::LeafHash(entry);
    appender.Append(std::span(&leaf, 1));
    tiles.Apply(appender.TakeWrites());
  }

  Result<Head> ReadHead() const override {
    if (read_error) return *read_error;
    return Head{.size = appender.size(), .root = appender.Root()};
  }
  Result<std::vector<LogEntry>> ReadEntries(Index from, size_t count) const override {
    std::vector<LogEntry> out;
    for (; from < entries.size() && out.size() < std::min(count, kMaxEntries); ++from) {
      out.push_back(entries[from]);
    }
    return out;
  }
  Result<Bytes> ReadTile(int level, uint64_t index) const override {
    const auto it = tiles.tiles.find({static_cast<unsigned>(level), index});
    if (it == tiles.tiles.end()) return Error(ErrorCode::kNotFound, "no such tile");
    return it->second;
  }
  Result<std::vector<PurgeEntry>> ReadPurges(Index from, size_t limit) const override {
    std::vector<PurgeEntry> out;
    for (const PurgeEntry& purge : purges) {
      if (purge.index >= from && out.size() < limit) out.push_back(purge);
    }
    return out;
  }
  Result<std::vector<KeptCheckpoint>> KeptCheckpoints() const override { return kept; }
  Status KeepCheckpoint(const KeptCheckpoint& checkpoint) override {
    kept.push_back(checkpoint);
    return {};
  }
  Result<std::vector<ManifestEntry>> ReadManifests(Index from, size_t limit) const override {
    std::vector<ManifestEntry> out;
    for (const ManifestEntry& manifest : manifests) {
      if (manifest.index >= from && out.size() < limit) out.push_back(manifest);
    }
    return out;
  }
  Result<std::vector<ManifestEntry>> ReadDocuments(Index from, size_t limit) const override {
    std::vector<ManifestEntry> out;
    for (const ManifestEntry& document : documents) {
      if (document.index >= from && out.size() < limit) out.push_back(document);
    }
    return out;
  }
  Result<Head> Complete(std::span<const LogEntry> added, std::span<const PurgeEntry> erased,
                        std::span<const ManifestEntry> others) override {
    ++completions;
    purges.insert(purges.end(), erased.begin(), erased.end());
    manifests.insert(manifests.end(), others.begin(), others.end());
    for (const LogEntry& entry : added) Add(entry);
    return ReadHead();
  }

  Result<Index> AddDossierNote(const DossierNote&) override {
    return Error(ErrorCode::kUnavailable, "not kept here");
  }
  Status NoteLoss(const Loss& loss) override {
    losses.push_back(loss);
    return {};
  }
  Result<std::vector<Loss>> AcknowledgeLosses(Time now, std::string_view) override {
    for (Loss& loss : losses) loss.acknowledged = now;
    return losses;
  }
  bool made() const override { return newly_made; }
  Result<std::vector<Loss>> Losses() const override { return losses; }
  Result<std::optional<Index>> Adopt(Time) override { return std::optional<Index>(); }
  Result<std::vector<AdoptedRow>> ReadAdopted(int64_t, size_t) const override {
    return std::vector<AdoptedRow>();
  }
  Result<std::vector<std::string>> ReadUnadopted(size_t) const override {
    return std::vector<std::string>();
  }
  Result<std::vector<OddRows>> ReadOddRows() const override { return std::vector<OddRows>(); }
  Result<bool> AdoptionDue() const override { return false; }
  Result<AccessChain> ReadAccessChain() const override { return accesses; }
  Result<std::vector<ClockCorrection>> ClockCorrections() const override {
    return std::vector<ClockCorrection>();
  }
  Result<std::optional<Time>> NewestTime() const override { return std::optional<Time>(); }

  std::vector<LogEntry> entries;
  std::vector<PurgeEntry> purges;
  std::vector<ManifestEntry> manifests;  // of entries of type 5 to 11
  std::vector<ManifestEntry> documents;  // that ride along with entries of type 2
  AccessChain accesses;
  std::vector<KeptCheckpoint> kept;
  mutable prooflog::MemoryTiles tiles;
  prooflog::Appender appender;
  std::optional<Error> read_error;
  int salt = 0;  // another salt, another history
  int completions = 0;
  std::vector<Loss> losses;
  bool newly_made = false;
};

}  // namespace temoin::store

#endif  // TEMOIN_TESTS_UNIT_APP_LOG_LOG_FAKE_STORE_H_
