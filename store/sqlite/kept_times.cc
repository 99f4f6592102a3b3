#include "store/sqlite/kept_times.h"

#include <algorithm>
#include <string>

#include "base/calendar.h"
#include "store/log.h"
#include "store/purge_manifest.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/due_blocks.h"

namespace temoin::store {
namespace {

// The newest of what is told, each as the corrections since let it count.
class Newest {
 public:
  explicit Newest(const std::vector<ClockCorrection>& corrections) : corrections_(corrections) {}

  void Note(uint64_t size, Time time) {
    const Time counts = CorrectedTime(corrections_, size, time);
    newest_ = std::max(newest_.value_or(counts), counts);
  }
  std::optional<Time> time() const { return newest_; }

 private:
  const std::vector<ClockCorrection>& corrections_;
  std::optional<Time> newest_;
};

struct Records {
  uint64_t count = 0;
};

}  // namespace

Result<std::vector<ClockCorrection>> ReadCorrections(Connection& db) {
  std::vector<ClockCorrection> out;
  using ManifestColumns = Columns<ManifestEntry, Column<"m.idx", &ManifestEntry::index>,
                                  Column<"m.bytes", &ManifestEntry::manifest>>;
  Select<ManifestColumns,
         "FROM manifest m JOIN entry e ON e.idx=m.idx WHERE e.type=? ORDER BY m.idx">
      query(db);
  query.Bind(1, static_cast<int>(EntryType::kClockCorrection));
  ManifestEntry entry;
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Next(entry));
    if (!row) return out;
    auto correction = ParseClockCorrection(entry.index, entry.manifest);
    if (!correction) {
      return Error(ErrorCode::kDataLoss, "The manifest of entry " + std::to_string(entry.index) +
                                             " is damaged: " + correction.error().message +
                                             ". Restore the database from a backup; the checkpoint "
                                             "log brings the manifest back.");
    }
    out.push_back(std::move(*correction));
  }
}

Result<std::optional<Time>> ReadNewestTime(Connection& db,
                                           const std::vector<ClockCorrection>& corrections) {
  Newest newest(corrections);
  for (const ClockCorrection& correction : corrections) {
    newest.Note(correction.index + 1, correction.time);
  }
  // Columns that a correction has put right already.
  struct Columned {
    std::optional<Time> records;
    std::optional<Time> publications;
    std::optional<Time> accesses;
  };
  using TimeColumns = Columns<
      Columned, Column<"(SELECT max(max_time) FROM block)", &Columned::records>,
      Column<"(SELECT max(published_at) FROM publication)", &Columned::publications>,
      Column<"(SELECT at FROM access WHERE id>? ORDER BY at DESC LIMIT 1)", &Columned::accesses>>;
  Select<TimeColumns, ""> columns(db);
  columns.Bind(1, corrections.empty() ? uint64_t{0} : corrections.back().accesses);
  TEMOIN_ASSIGN_OR_RETURN(const auto kept, columns.First());
  if (kept) {
    for (const auto& time : {kept->records, kept->publications, kept->accesses}) {
      if (time) newest.Note(UINT64_MAX, *time);
    }
  }
  using PurgeColumns = Columns<PurgeEntry, Column<"idx", &PurgeEntry::index>,
                               Column<"manifest", &PurgeEntry::manifest>>;
  Select<PurgeColumns, "FROM purge ORDER BY idx DESC LIMIT 1"> last(db);
  TEMOIN_ASSIGN_OR_RETURN(const auto purge, last.First());
  if (purge) {
    const auto manifest = ParsePurgeManifest(purge->manifest);
    if (manifest) newest.Note(purge->index + 1, manifest->time);
  }
  using SizeColumns = Columns<KeptCheckpoint, DayColumn<"day", &KeptCheckpoint::day>,
                              Column<"size", &KeptCheckpoint::size>>;
  Select<SizeColumns, "FROM checkpoint"> checkpoints(db);
  for (KeptCheckpoint checkpoint;;) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, checkpoints.Next(checkpoint));
    if (!row) return newest.time();
    newest.Note(checkpoint.size, checkpoint.day);
  }
}

Result<std::optional<uint64_t>> CountDueRows(Connection& db, const HoldSet& holds, Time due,
                                             uint64_t block, size_t limit,
                                             std::vector<DueCount>& counts) {
  struct Due {
    Index index = 0;
    std::string_view site;
    Time given_at{};
  };
  using DueColumns = Columns<Due, Column<"e.idx", &Due::index>, Column<"p.site", &Due::site>,
                             Column<"e.given_at", &Due::given_at>>;
  Select<DueColumns,
         "FROM entry e JOIN publication p ON p.idx=e.publication "
         "WHERE e.idx>=? AND e.idx<? AND e.due<=? AND e.requested=0">
      rows(db);
  DueBlocks blocks(db);
  for (size_t looked = 0; looked < limit; ++looked) {
    TEMOIN_ASSIGN_OR_RETURN(const std::optional<uint64_t> n, blocks.From(block, due));
    if (!n) return n;
    rows.Bind(1, *n * kBlockSize).Bind(2, (*n + 1) * kBlockSize).Bind(3, Seconds(due));
    Due row;
    while (true) {
      TEMOIN_ASSIGN_OR_RETURN(const bool any, rows.Next(row));
      if (!any) break;
      if (holds.Covers(row.site, row.given_at, row.index)) continue;
      auto count = std::ranges::find(counts, row.site, &DueCount::site);
      if (count == counts.end()) {
        counts.push_back({.site = std::string(row.site), .records = 0, .oldest = row.given_at});
        count = std::prev(counts.end());
      }
      ++count->records;
      count->oldest = std::min(count->oldest, row.given_at);
    }
    rows.Again();
    block = *n + 1;
  }
  return std::optional(block);
}

Result<uint64_t> CountKeptRows(Connection& db, std::string_view site, uint64_t block,
                               size_t limit) {
  Select<Columns<Records, Column<"count(*)", &Records::count>>,
         "FROM entry WHERE idx>=? AND idx<? AND type=1 AND state=0 AND "
         "publication IN (SELECT idx FROM publication WHERE site=?)">
      query(db);
  query.Bind(1, block * kBlockSize).Bind(2, (block + limit) * kBlockSize).Bind(3, site);
  TEMOIN_ASSIGN_OR_RETURN(const auto kept, query.First());
  return kept.value_or(Records()).count;
}

Result<uint64_t> ReadRetired(Connection& db, std::string_view site, Time now) {
  Select<Columns<Records, Column<"records", &Records::count>>,
         "FROM retired WHERE site=? AND day=?">
      query(db);
  TEMOIN_ASSIGN_OR_RETURN(const auto retired, query.Bind(1, site).Bind(2, DayOf(now)).First());
  return retired.value_or(Records()).count;
}

}  // namespace temoin::store
