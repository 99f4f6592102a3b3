#include "app/log/verify/manifests.h"

#include <fmt/format.h>

#include "store/walk.h"

namespace temoin::app {
namespace {

// Purges have a table and a check of their own.
bool HasManifest(store::EntryType type) {
  return type != store::EntryType::kPurge && prooflog::CarriesManifest(type);
}

}  // namespace

void ManifestCheck::Begin() {
  auto manifests = store::WalkManifests(store(), 0);
  while (const store::ManifestEntry* const manifest = manifests.Next()) {
    manifests_[manifest->index] = {.digest = Sha256(manifest->manifest)};
  }
  if (const Status& read = manifests.status(); !read) {
    Find("The manifests cannot be read: " + read.error().message);
  }
}

void ManifestCheck::Entry(const WalkedEntry& entry) {
  if (!HasManifest(entry.found.type)) return;
  const auto manifest = manifests_.find(entry.index);
  if (manifest == manifests_.end()) {
    return Find(fmt::format("Entry {}, a {}, has no manifest.", entry.index,
                            prooflog::EntryTypeName(entry.found.type)));
  }
  manifest->second.met = true;
  if (manifest->second.digest == entry.commitment) return;
  Find(fmt::format("The manifest of entry {} is not the one it committed to.", entry.index));
}

void ManifestCheck::Logged(const CheckpointBatch& batch) {
  for (const LoggedManifest& manifest : batch.manifests) {
    const auto entry = prooflog::DecodeEntry(batch.entries[manifest.index - batch.first]);
    if (manifest.index >= head().size || !entry || !HasManifest(entry->type)) continue;
    const auto mine = manifests_.find(manifest.index);
    if (mine != manifests_.end() && mine->second.digest == Sha256(manifest.bytes)) continue;
    Find(fmt::format("The manifest of entry {} is another in the checkpoint log.", manifest.index));
  }
}

void ManifestCheck::End() {
  for (const auto& [index, manifest] : manifests_) {
    if (manifest.met || Since(index)) continue;
    Find(fmt::format("A manifest is filed under {}, which is no entry of one.", index));
  }
}

}  // namespace temoin::app
