#include "app/log/log_completion.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "app/log/log_tiles.h"
#include "base/crypto.h"
#include "prooflog/entry.h"
#include "store/walk.h"

namespace temoin::app {
namespace {

constexpr size_t kEntriesPage = 4096;
constexpr size_t kDocumentsPage = 8;
constexpr size_t kMaxRidingBytes = size_t{16} << 20;  // of documents, in one batch

using Relation = LogFound::Relation;

Result<std::vector<prooflog::EntryBytes>> ReadEntries(const store::LogStore& store, uint64_t first,
                                                      uint64_t end) {
  std::vector<prooflog::EntryBytes> out;
  out.reserve(end - first);
  while (first < end) {
    TEMOIN_ASSIGN_OR_RETURN(
        auto page, store.ReadEntries(first, std::min<uint64_t>(kEntriesPage, end - first)));
    if (page.empty()) {
      return Error(ErrorCode::kDataLoss, fmt::format("entry {} is missing", first));
    }
    out.insert(out.end(), page.begin(), page.end());
    first += page.size();
  }
  return out;
}

Result<std::vector<LoggedPurge>> ReadPurges(const store::LogStore& store, uint64_t first,
                                            uint64_t end) {
  std::vector<LoggedPurge> out;
  auto purges = store::WalkPurges(store, first);
  while (store::PurgeEntry* const purge = purges.Next()) {
    if (purge->index >= end) return out;
    out.push_back({.index = purge->index, .manifest = std::move(purge->manifest)});
  }
  TEMOIN_RETURN_IF_ERROR(purges.status());
  return out;
}

Result<std::vector<LoggedManifest>> ReadOthers(const store::LogStore& store, uint64_t first,
                                               uint64_t end) {
  std::vector<LoggedManifest> out;
  auto manifests = store::WalkManifests(store, first);
  while (store::ManifestEntry* const manifest = manifests.Next()) {
    if (manifest->index >= end) return out;
    out.push_back({.index = manifest->index, .bytes = std::move(manifest->manifest)});
  }
  TEMOIN_RETURN_IF_ERROR(manifests.status());
  return out;
}

// The documents that ride along. `end` comes down to where they would be more than one batch takes.
Result<std::vector<LoggedManifest>> ReadDocuments(const store::LogStore& store, uint64_t first,
                                                  uint64_t& end) {
  std::vector<LoggedManifest> out;
  size_t room = kMaxRidingBytes;
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(auto page, store.ReadDocuments(first, kDocumentsPage));
    for (store::ManifestEntry& document : page) {
      if (document.index >= end) return out;
      if (document.manifest.size() > room) {
        end = document.index;
        return out;
      }
      room -= document.manifest.size();
      out.push_back({.index = document.index, .bytes = std::move(document.manifest)});
    }
    if (page.size() < kDocumentsPage) return out;
    first = page.back().index + 1;
  }
}

// In the order of their indices.
std::vector<LoggedManifest> MergedByIndex(std::vector<LoggedManifest> some,
                                          std::vector<LoggedManifest> others) {
  some.insert(some.end(), std::make_move_iterator(others.begin()),
              std::make_move_iterator(others.end()));
  std::ranges::sort(some, {}, &LoggedManifest::index);
  return some;
}

// Where the database first says another thing than the checkpoint log; nullopt when they agree as
// far as both go. Slow: reads everything.
std::optional<uint64_t> FirstDifference(const store::LogStore& store,
                                        const std::string& checkpoint_log_dir, uint64_t size) {
  std::optional<uint64_t> difference;
  const Status read =
      ReadCheckpointLog(checkpoint_log_dir, 0, [&](const CheckpointBatch& batch) -> Status {
        const uint64_t end = std::min(batch.checkpoint.size, size);
        if (batch.first >= end) return Error(ErrorCode::kNotFound, "seen all");
        TEMOIN_ASSIGN_OR_RETURN(const auto entries, ReadEntries(store, batch.first, end));
        for (size_t i = 0; i < entries.size(); ++i) {
          if (entries[i] == batch.entries[i]) continue;
          difference = batch.first + i;
          return Error(ErrorCode::kNotFound, "found");
        }
        return {};
      });
  (void)read;
  return difference;
}

std::string Where(const store::LogStore& store, const std::string& checkpoint_log_dir,
                  uint64_t size) {
  const auto at = FirstDifference(store, checkpoint_log_dir, size);
  return at ? fmt::format("; entry {} is the first that differs", *at) : "";
}

// The entries of a batch that the database lacks.
std::span<const prooflog::EntryBytes> Missing(const CheckpointBatch& batch, uint64_t size) {
  return std::span(batch.entries).subspan(size > batch.first ? size - batch.first : 0);
}

// What rides along in the checkpoint log is not lost.
void Count(const CheckpointBatch& batch, uint64_t size, store::Loss& loss) {
  for (uint64_t at = std::max(size, batch.first); at < batch.checkpoint.size; ++at) {
    const auto type = static_cast<prooflog::EntryType>(batch.entries[at - batch.first][1]);
    if (type == prooflog::EntryType::kConsent) {
      ++loss.consents;
    } else if (type == prooflog::EntryType::kPurge) {
      ++loss.purges;
    } else if (!std::ranges::binary_search(batch.manifests, at, {}, &LoggedManifest::index)) {
      ++loss.others;
    }
  }
}

// The checkpoint log's continuation of a database that ends at `head`.
Result<CheckpointLogComparison> Continue(const store::LogStore& store,
                                         const std::string& checkpoint_log_dir,
                                         const prooflog::Checkpoint& last, const store::Head& head,
                                         prooflog::Appender tree,
                                         std::span<const prooflog::Checkpoint> signed_before) {
  CheckpointLogComparison out;
  out.loss = {.first = head.size, .end = last.size, .whole = head.size == 0};
  bool contradicts = false;
  const Status read =
      ReadCheckpointLog(checkpoint_log_dir, head.size, [&](const CheckpointBatch& batch) -> Status {
        TEMOIN_RETURN_IF_ERROR(CheckManifests(batch));
        Count(batch, head.size, out.loss);
        tree.Append(LeafHashes(Missing(batch, head.size)));
        (void)tree.TakeWrites();
        contradicts = tree.Root() != batch.checkpoint.root;
        for (const prooflog::Checkpoint& kept : signed_before) {
          contradicts |= kept.size == batch.checkpoint.size && kept.root != batch.checkpoint.root;
        }
        return contradicts ? Status(Error(ErrorCode::kDataLoss, "another root")) : Status();
      });
  if (contradicts) {
    out.relation = Relation::kContradicts;
    out.detail = fmt::format(
        "it ends at entry {}, before the {} that were signed, and is no beginning of them{}",
        head.size, last.size, Where(store, checkpoint_log_dir, head.size));
    return out;
  }
  if (!read && read.error().code != ErrorCode::kDataLoss) return read.error();
  if (!read || tree.size() != last.size || tree.Root() != last.root) {
    out.relation = Relation::kContradicts;
    out.detail = "the database is behind the checkpoint log, which cannot complete it: " +
                 (read ? "it ends otherwise than it says" : read.error().message);
    return out;
  }
  out.relation = Relation::kBehind;
  out.tree = std::move(tree);
  return out;
}

// The purge manifests of a batch, in the order of their indices.
Status CheckPurges(uint64_t first, std::span<const prooflog::EntryBytes> entries,
                   std::span<const LoggedPurge> manifests) {
  size_t next = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto entry = prooflog::DecodeEntry(entries[i]);
    if (!entry) {
      return Error(ErrorCode::kDataLoss,
                   fmt::format("entry {}: {}", first + i, entry.error().message));
    }
    if (entry->type != prooflog::EntryType::kPurge) continue;
    if (next == manifests.size() || manifests[next].index != first + i) {
      return Error(ErrorCode::kDataLoss, fmt::format("purge entry {} has no manifest", first + i));
    }
    if (Sha256(manifests[next].manifest) != entry->commitment) {
      return Error(
          ErrorCode::kDataLoss,
          fmt::format("the manifest of purge entry {} is not the one that was committed to",
                      first + i));
    }
    ++next;
  }
  if (next != manifests.size()) {
    return Error(
        ErrorCode::kDataLoss,
        fmt::format("a purge manifest names entry {}, which is no purge", manifests[next].index));
  }
  return {};
}

// Likewise for what rides along with the other entries: each of type 5 to 11 has its manifest.
Status CheckOthers(uint64_t first, std::span<const prooflog::EntryBytes> entries,
                   std::span<const LoggedManifest> manifests) {
  size_t next = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    TEMOIN_ASSIGN_OR_RETURN(const auto entry, prooflog::DecodeEntry(entries[i]));
    const bool rides = next < manifests.size() && manifests[next].index == first + i;
    if (!rides) {
      if (entry.type == prooflog::EntryType::kPurge || !prooflog::CarriesManifest(entry.type)) {
        continue;
      }
      return Error(ErrorCode::kDataLoss, fmt::format("entry {} ({}) has no manifest", first + i,
                                                     prooflog::EntryTypeName(entry.type)));
    }
    if (Sha256(manifests[next++].bytes) != entry.commitment) {
      return Error(
          ErrorCode::kDataLoss,
          fmt::format("the manifest of entry {} is not the one that was committed to", first + i));
    }
  }
  if (next != manifests.size()) {
    return Error(ErrorCode::kDataLoss,
                 fmt::format("a manifest names entry {}, which has none", manifests[next].index));
  }
  return {};
}

}  // namespace

Status CheckManifests(const CheckpointBatch& batch) {
  TEMOIN_RETURN_IF_ERROR(CheckPurges(batch.first, batch.entries, batch.purges));
  return CheckOthers(batch.first, batch.entries, batch.manifests);
}

std::vector<Digest> LeafHashes(std::span<const prooflog::EntryBytes> entries) {
  std::vector<Digest> out;
  out.reserve(entries.size());
  for (const prooflog::EntryBytes& bytes : entries) {
    const auto entry = prooflog::DecodeEntry(bytes);
    out.push_back(entry ? prooflog::EntryLeafHash(*entry) : Digest{});
  }
  return out;
}

Result<CheckpointBatch> NextBatch(const store::LogStore& store, const store::Head& head,
                                  std::string_view origin, Time now, prooflog::Appender& tree) {
  CheckpointBatch batch;
  batch.first = tree.size();
  batch.at = now;
  uint64_t end = std::min<uint64_t>(head.size, batch.first + kMaxCheckpointBatch);
  TEMOIN_ASSIGN_OR_RETURN(batch.accesses, store.ReadAccessChain());
  auto documents = ReadDocuments(store, batch.first, end);
  auto entries = ReadEntries(store, batch.first, end);
  auto purges = ReadPurges(store, batch.first, end);
  auto manifests = ReadOthers(store, batch.first, end);
  for (const Error* error :
       {entries ? nullptr : &entries.error(), purges ? nullptr : &purges.error(),
        manifests ? nullptr : &manifests.error(), documents ? nullptr : &documents.error()}) {
    if (error == nullptr) continue;
    if (error->code != ErrorCode::kDataLoss) return *error;
    return Error(ErrorCode::kDataLoss, "The database cannot be read: " + error->message + ".");
  }
  batch.entries = std::move(*entries);
  batch.purges = std::move(*purges);
  batch.manifests = MergedByIndex(std::move(*manifests), std::move(*documents));
  if (const Status checked = CheckManifests(batch); !checked) {
    return Error(ErrorCode::kDataLoss,
                 "The database is damaged: " + checked.error().message +
                     ". Restore it from a backup and start again; what is missing is completed "
                     "from the checkpoint log.");
  }
  prooflog::Appender next = tree;
  next.Append(LeafHashes(batch.entries));
  (void)next.TakeWrites();
  Digest root = head.root;
  if (end != head.size) {
    StoreTiles tiles(store, end);
    TEMOIN_ASSIGN_OR_RETURN(root, prooflog::TreeReader(tiles).Root(end));
  }
  if (next.Root() != root) {
    return Error(
        ErrorCode::kDataLoss,
        fmt::format("The database's tree is not that of its entries: after entry {} the entries "
                    "give another root than the tiles. Run \"temoin log verify\", restore the "
                    "database from a backup from before, and start again.",
                    end - 1));
  }
  batch.checkpoint = {.origin = std::string(origin), .size = end, .root = root};
  tree = std::move(next);
  return batch;
}

Result<CheckpointLogComparison> CompareWithCheckpointLog(
    const store::LogStore& store, const std::string& checkpoint_log_dir,
    const prooflog::Checkpoint& last, std::span<const prooflog::Checkpoint> signed_before) {
  TEMOIN_ASSIGN_OR_RETURN(const store::Head head, store.ReadHead());
  const uint64_t size = std::min(head.size, last.size);
  const Digest& expected = head.size < last.size ? head.root : last.root;
  StoreTiles tiles(store, size);
  auto tree = prooflog::Appender::Load(size, tiles);
  if (!tree && tree.error().code != ErrorCode::kDataLoss) return tree.error();
  const bool same = tree.ok() && tree->Root() == expected;
  if (head.size < last.size) {
    if (same) {
      return Continue(store, checkpoint_log_dir, last, head, std::move(*tree), signed_before);
    }
    CheckpointLogComparison out;
    out.relation = Relation::kDamaged;
    out.detail = fmt::format("it ends at entry {} and its own tree is damaged{}", head.size,
                             tree ? "" : "; " + tree.error().message);
    return out;
  }
  CheckpointLogComparison out;
  if (!same) {
    out.relation = Relation::kContradicts;
    out.detail = fmt::format("its first {} entries are not those that were signed{}{}", last.size,
                             Where(store, checkpoint_log_dir, last.size),
                             tree ? "" : "; " + tree.error().message);
    return out;
  }
  out.relation = Relation::kContinues;
  out.tree = std::move(*tree);
  return out;
}

Status CompleteFromCheckpointLog(store::LogStore& store, const std::string& checkpoint_log_dir,
                                 const store::Loss& loss) {
  return ReadCheckpointLog(
      checkpoint_log_dir, loss.first, [&](const CheckpointBatch& batch) -> Status {
        std::vector<store::PurgeEntry> purges;
        for (const LoggedPurge& purge : batch.purges) {
          if (purge.index < loss.first) continue;
          purges.push_back({.index = purge.index, .manifest = purge.manifest});
        }
        std::vector<store::ManifestEntry> manifests;
        for (const LoggedManifest& manifest : batch.manifests) {
          if (manifest.index < loss.first) continue;
          manifests.push_back({.index = manifest.index, .manifest = manifest.bytes});
        }
        TEMOIN_ASSIGN_OR_RETURN(const store::Head completed,
                                store.Complete(Missing(batch, loss.first), purges, manifests));
        if (completed.size == batch.checkpoint.size && completed.root == batch.checkpoint.root) {
          return {};
        }
        return Error(
            ErrorCode::kDataLoss,
            fmt::format("The database, completed to entry {}, has another root than the checkpoint "
                        "log: a defect of this program.",
                        completed.size));
      });
}

}  // namespace temoin::app
