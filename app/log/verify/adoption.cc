#include "app/log/verify/adoption.h"

#include <fmt/format.h>

#include <utility>

#include "store/walk.h"

namespace temoin::app {
namespace {

constexpr size_t kAdoptedRows = 200;
constexpr size_t kUnadoptedRows = 50;

}  // namespace

void AdoptionCheck::Begin() {
  auto losses = store().Losses();
  if (losses) losses_ = std::move(*losses);
  auto manifests = store::WalkManifests(store(), 0);  // ManifestCheck says where it breaks off
  while (const store::ManifestEntry* const manifest = manifests.Next()) {
    if (manifest->type != store::EntryType::kAdoption || manifest->index >= head().size) continue;
    const auto said = store::ParseAdoptionManifest(manifest->manifest);
    if (said) {
      adoptions_.emplace(manifest->index, Adoption{*said, {}});
    } else {
      Find(fmt::format("The manifest of entry {} cannot be read: {}.", manifest->index,
                       said.error().message));
    }
  }
}

void AdoptionCheck::End() {
  for (int64_t after = 0;;) {
    const auto page = store().ReadAdopted(after, kAdoptedRows);
    if (!page) return Find("The adopted rows cannot be read: " + page.error().message);
    for (const store::AdoptedRow& row : *page) Row(row);
    if (page->size() < kAdoptedRows) break;
    after = page->back().id;
  }
  std::optional<store::Index> before;
  for (const auto& [index, adoption] : adoptions_) {
    // Its rows were lost with the database; what stood there then was adopted anew.
    if (adoption.rows.size() == 0 && WasLost(losses_, index)) continue;
    if (before) {
      Find(fmt::format("Entry {} adopted rows, and entry {} had adopted before.", index, *before));
    }
    before = index;
    report().adoption = index;
    report().adopted_at = clock_.Counted(index, adoption.manifest.time);
    report().adopted += adoption.rows.size();
    if (adoption.rows.size() != adoption.manifest.rows ||
        adoption.rows.Root() != adoption.manifest.root) {
      Find(fmt::format("The rows that entry {} adopted are not those that are filed under it.",
                       index));
    }
  }
  const auto due = store().AdoptionDue();
  report().adoption_due = due.ok() && *due;
  if (report().adoption_due && !report().adoption) return;
  const auto rest = store().ReadUnadopted(kUnadoptedRows);
  if (!rest) return Find("The rows from before cannot be read: " + rest.error().message);
  for (const std::string& row : *rest) {
    Find(fmt::format("Nothing in the log commits to the {}.", row));
  }
}

void AdoptionCheck::Row(const store::AdoptedRow& row) {
  if (Since(row.entry)) return;
  const auto adoption = adoptions_.find(row.entry);
  if (adoption == adoptions_.end()) {
    return Find(fmt::format("Entry {} is said to have adopted the {}, and adopted nothing.",
                            row.entry, row.what));
  }
  adoption->second.rows.Add(prooflog::VerifierLeafHash(row.commitment));
  if (row.forgotten) {
    ++report().forgotten_lines;
    return;
  }
  if (!row.now) {
    Find(fmt::format("The {}, which entry {} adopted, is not there.", row.what, row.entry));
  } else if (*row.now != row.commitment) {
    Find(fmt::format("The {} is not as entry {} found it.", row.what, row.entry));
  }
}

}  // namespace temoin::app
