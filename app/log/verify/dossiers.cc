#include "app/log/verify/dossiers.h"

#include <fmt/format.h>

namespace temoin::app {
namespace {

constexpr size_t kDossierManifests = 256;

}  // namespace

void DossierCheck::Begin() {
  bool announced = false;
  store::Index from = 0;
  while (true) {
    const auto page = store().ReadManifests(from, kDossierManifests);
    if (!page) return Find("The notes on dossiers cannot be read: " + page.error().message);
    for (const store::ManifestEntry& manifest : *page) {
      from = manifest.index + 1;
      if (manifest.type != store::EntryType::kDossier || manifest.index >= head().size) continue;
      const auto note = store::ParseDossierNote(manifest.manifest);
      if (!note) {
        Find(fmt::format("The dossier of entry {}: {}", manifest.index, note.error().message));
      } else if (!note->vkey.empty()) {
        announced = true;
      } else if (!announced) {
        Find(
            fmt::format("Entry {} registers a dossier, and no key for dossiers was announced "
                        "before it.",
                        manifest.index));
      }
    }
    if (page->size() < kDossierManifests) return;
  }
}

void DossierCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type == store::EntryType::kDossier) ++report().dossiers;
}

}  // namespace temoin::app
