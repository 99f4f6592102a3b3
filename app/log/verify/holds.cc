#include "app/log/verify/holds.h"

#include <fmt/format.h>

#include <utility>

#include "base/calendar.h"
#include "store/publication_manifest.h"
#include "store/walk.h"

namespace temoin::app {
void HoldCheck::Begin() {
  auto losses = store().Losses();
  if (losses) losses_ = std::move(*losses);
  auto rows = store().Holds(/*released_too=*/true);
  if (!rows) return Find("The holds cannot be read: " + rows.error().message);
  for (store::Hold& row : *rows) rows_.emplace(row.id, std::move(row));
  LoadManifests();
}

void HoldCheck::LoadManifests() {
  auto manifests = store::WalkManifests(store(), 0);  // ManifestCheck says where it breaks off
  while (const store::ManifestEntry* const manifest = manifests.Next()) {
    if (manifest->type != store::EntryType::kHold || manifest->index >= head().size) continue;
    auto said = store::ParseHoldManifest(manifest->manifest);
    if (!said) {
      Find(fmt::format("The manifest of entry {} cannot be read: {}.", manifest->index,
                       said.error().message));
      continue;
    }
    auto& kept = said->released ? released_ : placed_;
    const int64_t hold = said->hold;
    const auto [it, first] = kept.emplace(hold, Said{manifest->index, std::move(*said)});
    if (first) continue;
    Find(fmt::format("Hold {} is {} by entry {} and by entry {}.", hold,
                     it->second.manifest.released ? "released" : "placed", it->second.index,
                     manifest->index));
  }
}

void HoldCheck::Entry(const WalkedEntry& entry) {
  if (entry.found.type == store::EntryType::kHold) ++report().holds;
}

void HoldCheck::End() {
  for (const auto& [hold, said] : placed_) Placed(said);
  for (const auto& [hold, said] : released_) Released(said);
  for (const auto& [id, row] : rows_) {
    const bool since =
        (row.entry && Since(*row.entry)) || (row.release_entry && Since(*row.release_entry));
    if (since) continue;
    const bool named = placed_.contains(id);
    const bool before = !row.entry && (placed_.empty() || id < placed_.begin()->first);
    if (!named && !before) {
      Find(fmt::format("Hold {} was placed without an entry of the log.", id));
    }
    if (row.released && !released_.contains(id) && (named || row.release_entry)) {
      Find(fmt::format("Hold {} was released without an entry of the log.", id));
    }
  }
}

void HoldCheck::Column(const Said& said, bool same, std::string_view column) {
  if (same) return;
  Find(fmt::format("Hold {}: the column {} is not what entry {} committed to.", said.manifest.hold,
                   column, said.index));
}

bool HoldCheck::Returned(const Said& said, const Bytes& random, std::string_view person) const {
  return random.empty() && person == store::kLostWithDatabase && WasLost(losses_, said.index);
}

void HoldCheck::Placed(const Said& said) {
  const auto found = rows_.find(said.manifest.hold);
  if (found == rows_.end()) {
    return Find(fmt::format("Entry {} placed hold {} on {}, and it is not there.", said.index,
                            said.manifest.hold, FormatTime(said.manifest.time)));
  }
  const store::Hold& row = found->second;
  const auto mine = store::ManifestOfHold(row, row.random);
  if (!mine) return Column(said, false, "reason");
  Column(said, row.entry == said.index, "entry");
  Column(said, mine->kind == said.manifest.kind, "kind");
  Column(said, mine->site == said.manifest.site, "site");
  Column(said, mine->from == said.manifest.from, "from_time");
  Column(said, mine->to == said.manifest.to, "to_time");
  Column(said, mine->records == said.manifest.records, "records");
  Column(said, mine->review == said.manifest.review, "review");
  Column(said, mine->time == said.manifest.time, "created");
  const bool returned =
      Returned(said, row.random, row.author) && row.reason == store::kLostWithDatabase;
  const bool keyed = row.random.size() == sizeof(store::Random);
  Column(said, returned || (keyed && mine->person == said.manifest.person), "author or reason");
}

void HoldCheck::Released(const Said& said) {
  const auto found = rows_.find(said.manifest.hold);
  if (found == rows_.end()) {
    // Placed before there were such entries, in a database that was lost since.
    if (WasLost(losses_, said.index) || placed_.contains(said.manifest.hold)) return;
    return Find(fmt::format("Entry {} released hold {}, which is not there.", said.index,
                            said.manifest.hold));
  }
  const store::Hold& row = found->second;
  const auto mine = store::ManifestOfRelease(row, row.release_random);
  Column(said, row.release_entry == said.index, "release_entry");
  Column(said, row.released == said.manifest.time, "released");
  Column(said,
         Returned(said, row.release_random, row.released_by) ||
             (row.release_random.size() == sizeof(store::Random) && mine.ok() &&
              mine->person == said.manifest.person),
         "released_by");
}

}  // namespace temoin::app
