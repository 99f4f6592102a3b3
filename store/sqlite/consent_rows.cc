// Consents and holds, read from their tables.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"

namespace temoin::store {
namespace {

using ChoiceColumns = Columns<
    ChoiceRow, Column<"e.idx", &ChoiceRow::index>, Column<"e.state", &ChoiceRow::state>,
    Column<"p.site", &ChoiceRow::site>, Column<"e.event", &ChoiceRow::event>,
    Column<"p.hash", &ChoiceRow::revision>, Column<"p.generation", &ChoiceRow::generation>,
    Column<"e.given_at", &ChoiceRow::given_at>, Column<"e.valid_until", &ChoiceRow::valid_until>,
    Column<"e.previous", &ChoiceRow::previous>,
    Column<"e.superseded_by", &ChoiceRow::superseded_by>,
    Column<"e.superseded_at", &ChoiceRow::superseded_at>, Column<"e.due", &ChoiceRow::erased_after>,
    Column<"e.requested", &ChoiceRow::erasure_requested>, Column<"e.scan", &ChoiceRow::scan>,
    Column<"e.purge", &ChoiceRow::purge>, Column<"u.reason", &ChoiceRow::purge_reason>>;

using NarrowColumns =
    Columns<Found, Column<"e.type", &Found::type>, Part<&Found::row, ChoiceColumns>>;

struct WholeEntry {
  Found found;
  std::optional<ByteView> record;
  std::optional<ByteView> random;
};
using WholeColumns =
    Columns<WholeEntry, Part<&WholeEntry::found, NarrowColumns>,
            Column<"c.record", &WholeEntry::record>, Column<"c.random", &WholeEntry::random>>;

#define TEMOIN_NARROW_TABLES                                                          \
  "FROM entry e LEFT JOIN publication p ON p.idx=e.publication LEFT JOIN purge u ON " \
  "u.idx=e.purge "
#define TEMOIN_WHOLE_TABLES TEMOIN_NARROW_TABLES "LEFT JOIN content c ON c.idx=e.idx "

Error NoEntry(Index index) {
  return {ErrorCode::kNotFound, fmt::format("There is no entry {}.", index)};
}

void NoteHeld(const HoldSet& holds, Found& found) {
  ChoiceRow& row = found.row;
  row.held_until.reset();
  row.limited_since.reset();
  if (row.state != State::kKept || found.type != EntryType::kConsent) return;
  row.held_until = holds.Review(row.site, row.given_at, row.index);
  row.limited_since = holds.LimitedSince(row.site, row.given_at, row.index);
}

Status Fill(const HoldSet& holds, WholeEntry& entry) {
  Found& found = entry.found;
  NoteHeld(holds, found);
  found.content.reset();
  found.leftover = false;
  if (found.type != EntryType::kConsent || found.row.state != State::kKept) {
    found.leftover = entry.record || entry.random;
    return {};
  }
  if (!entry.record || !entry.random || entry.random->size() != std::tuple_size_v<Random>) {
    return Error(ErrorCode::kDataLoss,
                 fmt::format("Record {} is marked as kept and is not there.", found.row.index));
  }
  found.content.emplace().record = AsText(*entry.record);
  std::ranges::copy(*entry.random, found.content->random.begin());
  return {};
}

}  // namespace

Result<Found> ReadFound(Connection& db, const HoldSet& holds, Index index) {
  Select<WholeColumns, TEMOIN_WHOLE_TABLES "WHERE e.idx=?"> query(db);
  WholeEntry entry;
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Bind(1, index).Next(entry));
  if (!row) return NoEntry(index);
  TEMOIN_RETURN_IF_ERROR(Fill(holds, entry));
  return std::move(entry.found);
}

Result<Found> ReadFoundRow(Connection& db, const HoldSet& holds, Index index) {
  Select<NarrowColumns, TEMOIN_NARROW_TABLES "WHERE e.idx=?"> query(db);
  Found found;
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Bind(1, index).Next(found));
  if (!row) return NoEntry(index);
  NoteHeld(holds, found);
  return found;
}

Result<std::vector<Found>> ReadFoundRange(Connection& db, const HoldSet& holds, Index from,
                                          size_t count) {
  std::vector<Found> out;
  Select<WholeColumns, TEMOIN_WHOLE_TABLES "WHERE e.idx>=? ORDER BY e.idx LIMIT ?"> query(db);
  query.Bind(1, from).Bind(2, uint64_t{std::min(count, kMaxSearchLimit)});
  WholeEntry entry;
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Next(entry));
    if (!row) return out;
    TEMOIN_RETURN_IF_ERROR(Fill(holds, entry));
    out.push_back(std::move(entry.found));
  }
}

Result<std::vector<RetentionUse>> ReadRetentionRows(Connection& db) {
  struct Use {
    std::string site;
    std::string_view duration;
    Index first = 0;
  };
  using UseColumns = Columns<Use, Column<"site", &Use::site>, Column<"duration", &Use::duration>,
                             Column<"idx", &Use::first>>;
  std::vector<RetentionUse> out;
  Select<UseColumns, "FROM retention ORDER BY site,idx"> query(db);
  Use use;
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Next(use));
    if (!row) return out;
    TEMOIN_ASSIGN_OR_RETURN(const Duration duration, ParseDuration(use.duration));
    out.push_back({.site = use.site, .retention = duration, .first = use.first});
  }
}

Result<std::vector<BlockState>> ReadBlockStates(Connection& db, Index from, size_t limit) {
  TEMOIN_ASSIGN_OR_RETURN(const int64_t end, db.Number("SELECT coalesce(max(idx)+1,0) FROM entry"));
  std::vector<BlockState> out;
  using StateColumns =
      Columns<BlockState,
              Column<"e.due IS NULL OR coalesce(b.min_due<=e.due,0)", &BlockState::due_covered>,
              Column<"e.low IS NULL OR coalesce(b.min_time<=e.low AND b.max_time>=e.high,0)",
                     &BlockState::times_covered>,
              Column<"NOT EXISTS(SELECT 1 FROM entry k LEFT JOIN block_events v ON v.n=?1 AND "
                     "v.publication=k.publication WHERE k.idx>=?2 AND k.idx<?3 AND k.type=1 AND "
                     "k.state=0 AND NOT coalesce((v.events>>k.event)&1,0))",
                     &BlockState::events_covered>>;
  // One statement a block: bounds and rows are of the same moment.
  Select<StateColumns,
         "FROM (SELECT min(due) due,min(given_at) low,max(given_at) high FROM entry "
         "WHERE idx>=?2 AND idx<?3) e LEFT JOIN block b ON b.n=?1">
      query(db);
  for (uint64_t n = from / kBlockSize; out.size() < limit; ++n) {
    BlockState block{.first = n * kBlockSize, .last = (n + 1) * kBlockSize - 1};
    if (block.first >= static_cast<Index>(end)) break;
    query.Bind(1, n).Bind(2, block.first).Bind(3, block.last + 1);
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Next(block));
    if (!row) return Error(ErrorCode::kInternal, "A block gave no row.");
    out.push_back(block);
    query.Again();
  }
  return out;
}

Result<std::vector<Hold>> ReadHolds(Connection& db, bool released_too) {
  struct HoldRow {
    Hold hold;
    std::string_view records;
  };
  using HoldColumns =
      Columns<Hold, Column<"id", &Hold::id>, Column<"kind", &Hold::kind>,
              Column<"site", &Hold::site>, Column<"from_time", &Hold::from>,
              Column<"to_time", &Hold::to>, Column<"reason", &Hold::reason>,
              Column<"author", &Hold::author>, Column<"review", &Hold::review>,
              Column<"created", &Hold::created>, Column<"released", &Hold::released>,
              Column<"released_by", &Hold::released_by>, Column<"entry", &Hold::entry>,
              Column<"random", &Hold::random>, Column<"release_entry", &Hold::release_entry>,
              Column<"release_random", &Hold::release_random>>;
  using RowColumns =
      Columns<HoldRow, Part<&HoldRow::hold, HoldColumns>, Column<"records", &HoldRow::records>>;
  std::vector<Hold> out;
  Select<RowColumns, "FROM hold WHERE released IS NULL OR ? ORDER BY id"> query(db);
  query.Bind(1, released_too ? 1 : 0);
  while (true) {
    HoldRow row;
    TEMOIN_ASSIGN_OR_RETURN(const bool any, query.Next(row));
    if (!any) return out;
    TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json records,
                            ParseJson(row.records, {.max_bytes = size_t{64} << 20}));
    for (const auto& index : records) row.hold.records.push_back(index.get<Index>());
    out.push_back(std::move(row.hold));
  }
}

}  // namespace temoin::store
