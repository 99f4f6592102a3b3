// Completing a database that is behind the checkpoint log.

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "store/sqlite/rows.h"
#include "store/sqlite/writer.h"

namespace temoin::store {

Result<Head> Writer::Complete(std::span<const LogEntry> entries, std::span<const PurgeEntry> purges,
                              std::span<const ManifestEntry> manifests) {
  const auto before = std::pair(publication_sites_, publications_);
  std::shared_ptr<const HoldSet> holds;
  auto status = Transact([&](Work& work) -> Status {
    for (const LogEntry& bytes : entries) {
      TEMOIN_ASSIGN_OR_RETURN(const prooflog::Entry entry, prooflog::DecodeEntry(bytes));
      const auto other = std::ranges::find(manifests, Next(work), &ManifestEntry::index);
      const bool rides = entry.type == EntryType::kRevision && other != manifests.end();
      if (rides) TEMOIN_RETURN_IF_ERROR(ReplayDocument(*other, entry.commitment));
      const bool kept = rides || prooflog::CarriesManifest(entry.type);
      TEMOIN_ASSIGN_OR_RETURN(const Index index, AppendEntry(work, entry.type, entry.commitment,
                                                             kept ? State::kKept : State::kLost));
      if (!prooflog::CarriesManifest(entry.type)) continue;
      if (entry.type != EntryType::kPurge) {
        if (other == manifests.end() || Sha256(other->manifest) != entry.commitment) {
          return Error(ErrorCode::kDataLoss, "The checkpoint log lacks the manifest of entry " +
                                                 std::to_string(index) + ".");
        }
        TEMOIN_RETURN_IF_ERROR(ReplayManifest(work, entry.type, *other));
        continue;
      }
      const auto manifest = std::ranges::find(purges, index, &PurgeEntry::index);
      if (manifest == purges.end() || Sha256(manifest->manifest) != entry.commitment) {
        return Error(ErrorCode::kDataLoss, "The checkpoint log lacks the purge manifest of entry " +
                                               std::to_string(index) + ".");
      }
      TEMOIN_RETURN_IF_ERROR(ReplayPurge(work, *manifest));
    }
    TEMOIN_ASSIGN_OR_RETURN(auto all, ReadHolds(*db_, /*released_too=*/false));
    holds = std::make_shared<const HoldSet>(std::move(all));
    return {};
  });
  if (!status) {
    std::tie(publication_sites_, publications_) = before;
    return status.error();
  }
  holds_ = std::move(holds);
  return Head{.size = tree_.size(), .root = tree_.Root()};
}

}  // namespace temoin::store
