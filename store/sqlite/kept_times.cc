#include "store/sqlite/kept_times.h"

#include <algorithm>
#include <string>

#include "base/calendar.h"
#include "store/purge_manifest.h"
#include "store/sqlite/instants.h"
#include "store/sqlite/schema.h"

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

}  // namespace

Result<std::vector<ClockCorrection>> ReadCorrections(Connection& db) {
  std::vector<ClockCorrection> out;
  Query query(db,
              "SELECT m.idx,m.bytes FROM manifest m JOIN entry e ON e.idx=m.idx WHERE e.type=? "
              "ORDER BY m.idx");
  query.Bind(1, static_cast<int>(EntryType::kClockCorrection));
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row) return out;
    const auto index = static_cast<Index>(query.Int(0));
    auto correction = ParseClockCorrection(index, query.Text(1));
    if (!correction) {
      return Error(ErrorCode::kDataLoss, "The manifest of entry " + std::to_string(index) +
                                             " is damaged: " + correction.error().message +
                                             ". Restore the database from a backup; the log "
                                             "journal brings the manifest back.");
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
  for (const char* const sql :
       {"SELECT max(max_time) FROM block", "SELECT max(published_at) FROM publication"}) {
    Query column(db, sql);
    TEMOIN_ASSIGN_OR_RETURN([[maybe_unused]] const bool row, column.Step());
    if (const auto time = column.MaybeInt(0)) newest.Note(UINT64_MAX, FromSeconds(*time));
  }
  {
    Query purge(db, "SELECT idx,manifest FROM purge ORDER BY idx DESC LIMIT 1");
    TEMOIN_ASSIGN_OR_RETURN(const bool row, purge.Step());
    if (row) {
      const auto manifest = ParsePurgeManifest(purge.Text(1));
      if (manifest) newest.Note(static_cast<uint64_t>(purge.Int(0)) + 1, manifest->time);
    }
  }
  {
    Query access(db, "SELECT at FROM access WHERE id>? ORDER BY at DESC LIMIT 1");
    access.Bind(1, corrections.empty() ? uint64_t{0} : corrections.back().accesses);
    TEMOIN_ASSIGN_OR_RETURN(const bool row, access.Step());
    if (row) newest.Note(UINT64_MAX, FromSeconds(access.Int(0)));
  }
  Query checkpoint(db, "SELECT day,size FROM checkpoint");
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, checkpoint.Step());
    if (!row) return newest.time();
    newest.Note(static_cast<uint64_t>(checkpoint.Int(1)), FromDay(checkpoint.Int(0)));
  }
}

Result<std::optional<uint64_t>> CountDueRows(Connection& db, const HoldSet& holds, Time due,
                                             uint64_t block, size_t limit,
                                             std::vector<DueCount>& counts) {
  Query next(db, "SELECT n FROM block WHERE n>=? AND min_due<=? ORDER BY n LIMIT 1");
  Query rows(
      db,
      "SELECT e.idx,p.site,e.given_at FROM entry e JOIN publication p ON p.idx=e.publication "
      "WHERE e.idx>=? AND e.idx<? AND e.due<=? AND e.requested=0");
  for (size_t looked = 0; looked < limit; ++looked) {
    TEMOIN_ASSIGN_OR_RETURN(const bool any, next.Bind(1, block).Bind(2, Seconds(due)).Step());
    const uint64_t n = any ? static_cast<uint64_t>(next.Int(0)) : 0;
    next.Again();
    if (!any) return std::optional<uint64_t>();
    rows.Bind(1, n * kBlockSize).Bind(2, (n + 1) * kBlockSize).Bind(3, Seconds(due));
    while (true) {
      TEMOIN_ASSIGN_OR_RETURN(const bool row, rows.Step());
      if (!row) break;
      const Time given_at = FromSeconds(rows.Int(2));
      if (holds.Covers(rows.Text(1), given_at, static_cast<Index>(rows.Int(0)))) continue;
      auto count = std::ranges::find(counts, rows.Text(1), &DueCount::site);
      if (count == counts.end()) {
        counts.push_back({.site = std::string(rows.Text(1)), .records = 0, .oldest = given_at});
        count = std::prev(counts.end());
      }
      ++count->records;
      count->oldest = std::min(count->oldest, given_at);
    }
    rows.Again();
    block = n + 1;
  }
  return std::optional(block);
}

Result<uint64_t> CountKeptRows(Connection& db, std::string_view site, uint64_t block,
                               size_t limit) {
  Query query(db,
              "SELECT count(*) FROM entry WHERE idx>=? AND idx<? AND type=1 AND state=0 AND "
              "publication IN (SELECT idx FROM publication WHERE site=?)");
  query.Bind(1, block * kBlockSize).Bind(2, (block + limit) * kBlockSize).Bind(3, site);
  TEMOIN_ASSIGN_OR_RETURN([[maybe_unused]] const bool row, query.Step());
  return static_cast<uint64_t>(query.Int(0));
}

Result<uint64_t> ReadRetired(Connection& db, std::string_view site, Time now) {
  Query query(db, "SELECT coalesce(sum(records),0) FROM retired WHERE site=? AND day=?");
  TEMOIN_ASSIGN_OR_RETURN([[maybe_unused]] const bool row,
                          query.Bind(1, site).Bind(2, DayOf(now)).Step());
  return static_cast<uint64_t>(query.Int(0));
}

}  // namespace temoin::store
