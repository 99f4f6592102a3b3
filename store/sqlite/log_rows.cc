// The log's head, manifests, checkpoints and losses, read from their tables.
#include <algorithm>

#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"

namespace temoin::store {

Result<Head> ReadHeadRow(Connection& db) {
  struct HeadRow {
    uint64_t size = 0;
    ByteView root;
  };
  Select<Columns<HeadRow, Column<"size", &HeadRow::size>, Column<"root", &HeadRow::root>>,
         "FROM head WHERE id=1">
      query(db);
  HeadRow row;
  TEMOIN_ASSIGN_OR_RETURN(const bool any, query.Next(row));
  if (!any) return Head{.size = 0, .root = Sha256(ByteView())};
  Head head{.size = row.size, .root = {}};
  // A negative size would be walked for ever.
  if (static_cast<int64_t>(row.size) < 0) {
    return Error(ErrorCode::kDataLoss, "The log's size is damaged in the database.");
  }
  if (row.root.size() != head.root.size()) {
    return Error(ErrorCode::kDataLoss, "The log's root hash is damaged in the database.");
  }
  std::ranges::copy(row.root, head.root.begin());
  return head;
}

Result<std::vector<PurgeEntry>> ReadPurgeRows(Connection& db, Index from, size_t limit) {
  using PurgeColumns = Columns<PurgeEntry, Column<"idx", &PurgeEntry::index>,
                               Column<"manifest", &PurgeEntry::manifest>>;
  Select<PurgeColumns, "FROM purge WHERE idx>=? ORDER BY idx LIMIT ?"> query(db);
  return query.Bind(1, from).Bind(2, uint64_t{limit}).All();
}

Result<std::vector<ManifestEntry>> ReadManifestRows(Connection& db, Index from, size_t limit) {
  using ManifestColumns =
      Columns<ManifestEntry, Column<"m.idx", &ManifestEntry::index>,
              Column<"m.bytes", &ManifestEntry::manifest>, Column<"e.type", &ManifestEntry::type>>;
  Select<ManifestColumns,
         "FROM manifest m LEFT JOIN entry e ON e.idx=m.idx WHERE m.idx>=? ORDER BY m.idx LIMIT ?">
      query(db);
  return query.Bind(1, from).Bind(2, uint64_t{limit}).All();
}

Result<std::vector<KeptCheckpoint>> ReadCheckpointRows(Connection& db) {
  using CheckpointColumns =
      Columns<KeptCheckpoint, DayColumn<"day", &KeptCheckpoint::day>,
              Column<"size", &KeptCheckpoint::size>, Column<"note", &KeptCheckpoint::note>,
              Column<"anchor", &KeptCheckpoint::anchor>,
              Column<"anchored_at", &KeptCheckpoint::anchored_at>>;
  Select<CheckpointColumns, "FROM checkpoint ORDER BY day"> query(db);
  return query.All();
}

Result<std::vector<Loss>> ReadLossRows(Connection& db, bool acknowledged_too) {
  using LossColumns = Columns<Loss, Column<"id", &Loss::id>, Column<"first", &Loss::first>,
                              Column<"end", &Loss::end>, Column<"consents", &Loss::consents>,
                              Column<"others", &Loss::others>, Column<"purges", &Loss::purges>,
                              Column<"whole", &Loss::whole>, Column<"found", &Loss::found>,
                              Column<"acknowledged", &Loss::acknowledged>,
                              Column<"acknowledged_by", &Loss::acknowledged_by>>;
  Select<LossColumns, "FROM loss WHERE ?1 OR acknowledged IS NULL ORDER BY id"> query(db);
  return query.Bind(1, acknowledged_too ? 1 : 0).All();
}

}  // namespace temoin::store
