#include "app/log/verify/dossiers.h"

#include <fmt/format.h>

#include "store/walk.h"

namespace temoin::app {
void DossierCheck::Begin() {
  bool announced = false;
  auto manifests = store::WalkManifests(store(), 0);
  while (const store::ManifestEntry* const manifest = manifests.Next()) {
    if (manifest->type != store::EntryType::kDossier || manifest->index >= head().size) continue;
    const auto note = store::ParseDossierNote(manifest->manifest);
    if (!note) {
      Find(fmt::format("The dossier of entry {}: {}", manifest->index, note.error().message));
    } else if (!note->vkey.empty()) {
      announced = true;
    } else if (!announced) {
      Find(
          fmt::format("Entry {} registers a dossier, and no key for dossiers was announced "
                      "before it.",
                      manifest->index));
    }
  }
  if (const Status& read = manifests.status(); !read) {
    Find("The notes on dossiers cannot be read: " + read.error().message);
  }
}

void DossierCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type == store::EntryType::kDossier) ++report().dossiers;
}

}  // namespace temoin::app
