// Holds: each is placed and released with an entry of type 6 and a line of the access log, in one
// transaction; what the checkpoint log brings back of them is put back here.

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "store/hold_manifest.h"
#include "store/publication_manifest.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

std::optional<int64_t> SecondsOf(const std::optional<Time>& time) {
  return time ? std::optional(Seconds(*time)) : std::nullopt;
}

Bytes FreshBytes() {
  Bytes out(std::tuple_size_v<Random>);
  FillRandom(out);
  return out;
}

// As the access log names them.
std::string_view PlaceAction(HoldKind kind) {
  return kind == HoldKind::kLimitation ? "limitation.add" : "hold.add";
}
std::string_view ReleaseAction(HoldKind kind) {
  return kind == HoldKind::kLimitation ? "limitation.lift" : "hold.release";
}

}  // namespace

Status Writer::LoadHolds() {
  TEMOIN_ASSIGN_OR_RETURN(auto holds, ReadHolds(*db_, /*released_too=*/false));
  holds_ = std::make_shared<const HoldSet>(std::move(holds));
  return {};
}

Status Writer::InsertHold(const Hold& hold) {
  Query query(*db_,
              "INSERT INTO hold(id,site,from_time,to_time,records,reason,author,review,created,"
              "entry,random,kind) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
  const std::string records = nlohmann::json(hold.records).dump();
  query.Bind(1, hold.id).Bind(2, std::string_view(hold.site)).Bind(3, SecondsOf(hold.from));
  query.Bind(4, SecondsOf(hold.to)).Bind(5, std::string_view(records));
  query.Bind(6, std::string_view(hold.reason)).Bind(7, std::string_view(hold.author));
  query.Bind(8, Seconds(hold.review)).Bind(9, Seconds(hold.created)).Bind(10, hold.entry);
  query.Bind(11, ByteView(hold.random)).Bind(12, static_cast<int>(hold.kind));
  return query.Run();
}

Result<int64_t> Writer::AddHold(const Hold& hold) {
  // Read before the commit: a hold that is durable is in force, whatever fails afterwards.
  std::shared_ptr<const HoldSet> holds;
  auto id = Transact([&](Work& work) -> Result<int64_t> {
    Hold placed = hold;
    // A hold of which only its release came back from the checkpoint log keeps its number.
    TEMOIN_ASSIGN_OR_RETURN(
        placed.id, db_->Number("SELECT 1+max((SELECT coalesce(max(id),0) FROM hold),"
                               "(SELECT coalesce(max(json_extract(m.bytes,'$.hold')),0) FROM "
                               "manifest m JOIN entry e ON e.idx=m.idx WHERE e.type=6))"));
    placed.random = FreshBytes();
    TEMOIN_ASSIGN_OR_RETURN(const HoldManifest committed, ManifestOfHold(placed, placed.random));
    TEMOIN_ASSIGN_OR_RETURN(const std::string manifest, FormatHoldManifest(committed));
    TEMOIN_ASSIGN_OR_RETURN(placed.entry, AppendManifest(work, EntryType::kHold, manifest));
    TEMOIN_RETURN_IF_ERROR(InsertHold(placed));
    TEMOIN_RETURN_IF_ERROR(InsertAccess({.at = hold.created,
                                         .who = hold.author,
                                         .role = hold.role,
                                         .action = std::string(PlaceAction(hold.kind)),
                                         .site = hold.site,
                                         .detail = fmt::format("{}: {}", placed.id, hold.reason)}));
    TEMOIN_ASSIGN_OR_RETURN(auto all, ReadHolds(*db_, /*released_too=*/false));
    holds = std::make_shared<const HoldSet>(std::move(all));
    return placed.id;
  });
  if (id.ok()) holds_ = std::move(holds);
  return id;
}

Result<bool> Writer::UpdateReleased(const Hold& hold) {
  Query query(*db_,
              "UPDATE hold SET released=?,released_by=?,release_entry=?,release_random=? "
              "WHERE id=? AND released IS NULL");
  query.Bind(1, SecondsOf(hold.released)).Bind(2, std::string_view(hold.released_by));
  query.Bind(3, hold.release_entry).Bind(4, ByteView(hold.release_random)).Bind(5, hold.id);
  TEMOIN_RETURN_IF_ERROR(query.Run());
  return sqlite3_changes(db_->get()) > 0;
}

Status Writer::ReleaseHold(int64_t id, Time now, std::string_view by, std::string_view role) {
  Status released = Transact([&](Work& work) -> Status {
    Hold hold{.id = id, .released = now, .released_by = std::string(by)};
    hold.release_random = FreshBytes();
    TEMOIN_ASSIGN_OR_RETURN(const HoldManifest committed,
                            ManifestOfRelease(hold, hold.release_random));
    TEMOIN_ASSIGN_OR_RETURN(const std::string manifest, FormatHoldManifest(committed));
    TEMOIN_ASSIGN_OR_RETURN(hold.release_entry, AppendManifest(work, EntryType::kHold, manifest));
    TEMOIN_ASSIGN_OR_RETURN(const bool any, UpdateReleased(hold));
    if (!any) return Error(ErrorCode::kNotFound, fmt::format("There is no hold {} in force.", id));
    using PlacedColumns = Columns<Hold, Column<"kind", &Hold::kind>, Column<"site", &Hold::site>>;
    Select<PlacedColumns, "FROM hold WHERE id=?"> placed(*db_);
    placed.Bind(1, id);
    TEMOIN_RETURN_IF_ERROR(placed.Next(hold));
    return InsertAccess({.at = now,
                         .who = std::string(by),
                         .role = std::string(role),
                         .action = std::string(ReleaseAction(hold.kind)),
                         .site = hold.site,
                         .detail = std::to_string(id)});
  });
  if (!released.ok()) return released;
  return LoadHolds();
}

Status Writer::ReplayHold(const ManifestEntry& manifest) {
  TEMOIN_ASSIGN_OR_RETURN(HoldManifest said, ParseHoldManifest(manifest.manifest));
  Hold hold{.id = said.hold};
  if (said.released) {
    hold.released = said.time;
    hold.released_by = kLostWithDatabase;
    hold.release_entry = manifest.index;
    // One that was placed before there were such entries may not have come back.
    TEMOIN_RETURN_IF_ERROR(UpdateReleased(hold));
    return {};
  }
  hold.kind = said.kind;
  hold.site = std::move(said.site);
  hold.from = said.from;
  hold.to = said.to;
  for (const auto& [first, last] : said.records) {
    for (Index index = first; index <= last; ++index) hold.records.push_back(index);
  }
  hold.reason = kLostWithDatabase;
  hold.author = kLostWithDatabase;
  hold.review = said.review;
  hold.created = said.time;
  hold.entry = manifest.index;
  return InsertHold(hold);
}

}  // namespace temoin::store
