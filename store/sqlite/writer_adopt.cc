// Adopting what stood there before there were entries that commit to rows of its kind.

#include <array>

#include "prooflog/hash.h"
#include "prooflog/tree.h"
#include "store/adoption_manifest.h"
#include "store/sqlite/adopted_rows.h"
#include "store/sqlite/writer.h"

namespace temoin::store {

Result<std::optional<Index>> Writer::Adopt(Time now) {
  return Transact([&](Work& work) -> Result<std::optional<Index>> {
    TEMOIN_ASSIGN_OR_RETURN(const bool due, ReadAdoptionDue(*db_));
    if (!due) return std::optional<Index>();
    TEMOIN_ASSIGN_OR_RETURN(const std::vector<Digest> rows, AdoptRows(*db_, Next(work)));
    TEMOIN_RETURN_IF_ERROR(db_->Execute("DELETE FROM adoption_due"));
    if (rows.empty()) return std::optional<Index>();
    prooflog::Appender tree;
    for (const Digest& row : rows) {
      const std::array<Digest, 1> leaf{prooflog::LeafHash(row)};
      tree.Append(leaf);
      (void)tree.TakeWrites();
    }
    TEMOIN_ASSIGN_OR_RETURN(
        const std::string manifest,
        FormatAdoptionManifest({.rows = rows.size(), .root = tree.Root(), .time = now}));
    TEMOIN_ASSIGN_OR_RETURN(const Index index,
                            AppendManifest(work, EntryType::kAdoption, manifest));
    return std::optional(index);
  });
}

}  // namespace temoin::store
