#include "app/log/verify/purges.h"

#include <fmt/format.h>

#include "store/purge_manifest.h"
#include "store/walk.h"

namespace temoin::app {
void PurgeCheck::LoadManifests(store::Index from) {
  auto purges = store::WalkPurges(store(), from);
  while (const store::PurgeEntry* const purge = purges.Next()) {
    const auto manifest = store::ParsePurgeManifest(purge->manifest);
    manifests_[purge->index] = Sha256(purge->manifest);
    if (!IsPurgeEntry(purge->index)) {
      // Nothing that it names counts as erased by the log.
      Find(fmt::format("A purge manifest is filed under {}, which is no purge entry.",
                       purge->index));
      continue;
    }
    if (!manifest) {
      Find(fmt::format("The manifest of purge entry {} cannot be read: {}.", purge->index,
                       manifest.error().message));
      continue;
    }
    for (const auto& [first, last] : manifest->ranges) {
      if (last >= purge->index) {
        Find(fmt::format("The manifest of purge entry {} names entry {}, which came later.",
                         purge->index, last));
      }
      ranges_[first] = {.last = last, .purge = purge->index, .reason = manifest->reason};
    }
  }
  if (const Status& read = purges.status(); !read) {
    Find("The purge manifests cannot be read: " + read.error().message);
  }
}

bool PurgeCheck::IsPurgeEntry(store::Index index) const {
  const auto entries = store().ReadEntries(index, 1);
  if (!entries || entries->empty()) return false;
  const auto entry = prooflog::DecodeEntry(entries->front());
  return entry.ok() && entry->type == prooflog::EntryType::kPurge;
}

void PurgeCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type == store::EntryType::kPurge) return Purge(entry);
  if (entry.found.type != store::EntryType::kConsent) return;
  Range* const range = FindRange(entry.index);
  if (range != nullptr) ++range->met;
  if (entry.found.row.state == store::State::kPurged) return Purged(entry, range);
  if (entry.found.row.state == store::State::kKept && range != nullptr) {
    Find(fmt::format("Record {} was to be erased by purge entry {} and is still there.",
                     entry.index, range->purge));
  }
}

void PurgeCheck::Purge(const WalkedEntry& entry) {
  ++report().purges;
  const auto manifest = manifests_.find(entry.index);
  if (manifest == manifests_.end()) {
    Find(fmt::format("Purge entry {} has no manifest.", entry.index));
  } else if (manifest->second != entry.commitment) {
    Find(
        fmt::format("The manifest of purge entry {} is not the one it committed to.", entry.index));
  }
}

void PurgeCheck::Purged(const WalkedEntry& entry, const Range* range) {
  ++report().purged;
  const store::ChoiceRow& row = entry.found.row;
  if (entry.found.leftover) {
    Find(fmt::format("Record {} is marked as purged and its content is still there.", entry.index));
  }
  if (range == nullptr && row.purge && *row.purge >= head().size) {
    since_.emplace_back(entry.index, *row.purge);
  } else if (range == nullptr) {
    Find(fmt::format("Record {} is gone and no purge entry says why.", entry.index));
  } else if (row.purge != range->purge) {
    Find(fmt::format("Record {} names another purge entry than {}, whose manifest has it.",
                     entry.index, range->purge));
  } else if (row.purge_reason != range->reason) {
    Find(
        fmt::format("Record {}: the column purge.reason is not what the manifest of entry {} "
                    "says.",
                    entry.index, range->purge));
  }
}

PurgeCheck::Range* PurgeCheck::FindRange(store::Index index) {
  auto it = ranges_.upper_bound(index);
  if (it == ranges_.begin()) return nullptr;
  --it;
  return index <= it->second.last ? &it->second : nullptr;
}

void PurgeCheck::Logged(const CheckpointBatch& batch) {
  for (const LoggedPurge& purge : batch.purges) {
    if (purge.index >= head().size) continue;
    const auto mine = manifests_.find(purge.index);
    if (mine != manifests_.end() && mine->second == Sha256(purge.manifest)) continue;
    Find(fmt::format("The manifest of purge entry {} is another in the checkpoint log.",
                     purge.index));
  }
}

void PurgeCheck::End() {
  // Every index of a manifest must be a consent.
  for (const auto& [first, range] : ranges_) {
    if (range.last >= head().size || range.met == range.last - first + 1) continue;
    Find(fmt::format("Purge entry {} names entries {} to {}, of which {} are no consents.",
                     range.purge, first, range.last, range.last - first + 1 - range.met));
  }
  if (since_.empty()) return;
  // What says that it was erased after the walk began must be named by a manifest that came since.
  LoadManifests(head().size);
  for (const auto& [index, purge] : since_) {
    const Range* const range = FindRange(index);
    if (range != nullptr && range->purge == purge) continue;
    Find(fmt::format("Record {} is gone and no purge entry says why.", index));
  }
}

}  // namespace temoin::app
