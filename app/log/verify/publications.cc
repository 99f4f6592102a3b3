#include "app/log/verify/publications.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "base/calendar.h"
#include "store/walk.h"

namespace temoin::app {
void PublicationCheck::Begin() {
  auto losses = store().Losses();
  if (losses) losses_ = std::move(*losses);
  auto rows = store().AllPublications();
  if (!rows) return Find("The publications cannot be read: " + rows.error().message);
  for (store::Publication& row : *rows) rows_.emplace(row.index, std::move(row));
  LoadManifests();
}

void PublicationCheck::LoadManifests() {
  auto manifests = store::WalkManifests(store(), 0);  // ManifestCheck says where it breaks off
  while (const store::ManifestEntry* const manifest = manifests.Next()) {
    if (manifest->type != store::EntryType::kPublication) continue;
    auto said = store::ParsePublicationManifest(manifest->manifest);
    if (!said) {
      Find(fmt::format("The manifest of entry {} cannot be read: {}.", manifest->index,
                       said.error().message));
      continue;
    }
    manifests_.emplace(manifest->index, std::move(*said));
  }
}

void PublicationCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type == store::EntryType::kRevision) {
    documents_[entry.index] = {.hash = EncodeHex(entry.commitment),
                               .lost = entry.found.row.state == store::State::kLost};
  }
  if (entry.found.type != store::EntryType::kPublication) return;
  ++report().publications;
  if (!first_) first_ = entry.index;
}

void PublicationCheck::End() {
  std::set<store::Index> named;
  for (const auto& [index, said] : manifests_) {
    if (index >= head().size) continue;
    named.insert(said.document);
    Compare(index, said);
  }
  for (const auto& [document, row] : rows_) {
    if (!named.contains(document) && !Since(document)) Unnamed(row);
  }
  // Every document that was shown was published.
  for (const auto& [index, document] : documents_) {
    if (document.lost || rows_.contains(index)) continue;
    const auto known = store().ReadDocument(document.hash);
    if (!known || known->kind != store::Document::Kind::kRevision) continue;
    Find(fmt::format("The document of entry {} was published, and no publication says so.", index));
  }
}

void PublicationCheck::Column(store::Index index, bool same, std::string_view column) {
  if (same) return;
  Find(fmt::format("The publication of entry {}: the column {} is not what the entry committed to.",
                   index, column));
}

void PublicationCheck::Compare(store::Index index, const store::PublicationManifest& said) {
  const auto document = documents_.find(said.document);
  if (document == documents_.end() || said.document > index ||
      document->second.hash != said.revision) {
    return Find(
        fmt::format("The publication of entry {} names entry {}, which is not its document.", index,
                    said.document));
  }
  const auto row = rows_.find(said.document);
  if (row == rows_.end()) {
    if (document->second.lost && WasLost(losses_, index)) return;  // said of the document
    return Find(fmt::format("Entry {} published a revision of {} on {}, and it is not there.",
                            index, said.site, FormatTime(said.time)));
  }
  const store::Publication& kept = row->second;
  const auto again = store::FormatPublicationManifest(store::ManifestOf(kept, kept.random));
  const auto mine = again ? store::ParsePublicationManifest(*again) : again.error();
  Column(index, kept.entry == index, "entry");
  Column(index, kept.site == said.site, "site");
  Column(index, kept.hash == said.revision, "hash");
  Column(index, kept.generation == said.generation, "generation");
  Column(index, !kept.since.empty() && mine.ok() && mine->since == said.since, "since");
  Column(index, kept.published_at == clock_.Counted(index, said.time), "published_at");
  const bool returned =
      kept.random.empty() && kept.author == store::kLostWithDatabase && WasLost(losses_, index);
  const bool keyed = kept.random.size() == sizeof(store::Random);
  Column(index, returned || (keyed && mine.ok() && mine->author == said.author), "author");
  if (document->second.lost) return;
  const auto shown = store().ReadDocument(said.revision);
  if (shown && shown->kind != store::Document::Kind::kRevision) {
    Find(fmt::format("The revision that entry {} published is filed as something else.", index));
  }
}

void PublicationCheck::Unnamed(const store::Publication& row) {
  const auto document = documents_.find(row.index);
  if (document == documents_.end() || document->second.hash != row.hash) {
    return Find(fmt::format("A publication of {} names entry {}, which is not its document.",
                            row.site, row.index));
  }
  if (!row.entry && (!first_ || row.index < *first_)) return;
  Find(
      fmt::format("A publication of {} with the document of entry {} was made without an entry of "
                  "the log.",
                  row.site, row.index));
}

}  // namespace temoin::app
