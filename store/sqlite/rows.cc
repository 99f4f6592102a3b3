#include "store/sqlite/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "store/sqlite/instants.h"
#include "store/sqlite/schema.h"

namespace temoin::store {
namespace {

std::optional<Time> MaybeTime(const Query& query, int column) {
  const auto value = query.MaybeInt(column);
  return value && *value != kUnset ? std::optional(FromSeconds(*value)) : std::nullopt;
}

std::optional<Index> MaybeIndex(const Query& query, int column) {
  const auto value = query.MaybeInt(column);
  return value && *value != kUnset ? std::optional(static_cast<Index>(*value)) : std::nullopt;
}

// Runs `each` for every row.
template <typename Each>
Status ForEach(Query& query, Each each) {
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row) return {};
    each(query);
  }
}

// The columns that ChoiceOf reads, with their joins.
#define TEMOIN_CHOICE_COLUMNS                                                         \
  "e.idx,e.type,e.state,p.site,e.event,p.hash,p.generation,e.given_at,e.valid_until," \
  "e.previous,e.superseded_by,e.superseded_at,e.due,e.requested,e.purge,u.reason"
#define TEMOIN_CHOICE_TABLES                                                          \
  "FROM entry e LEFT JOIN publication p ON p.idx=e.publication LEFT JOIN purge u ON " \
  "u.idx=e.purge "
constexpr int kChoiceColumns = 16;

ChoiceRow ChoiceOf(const Query& query, const HoldSet& holds) {
  ChoiceRow row;
  row.index = static_cast<Index>(query.Int(0));
  row.state = static_cast<State>(query.Int(2));
  row.site = query.Text(3);
  row.event = static_cast<consent::Event>(query.Int(4));
  row.revision = query.Text(5);
  row.generation = query.Int(6);
  row.given_at = FromSeconds(query.Int(7));
  row.valid_until = FromSeconds(query.Int(8));
  row.previous = MaybeIndex(query, 9);
  row.superseded_by = MaybeIndex(query, 10);
  row.superseded_at = MaybeTime(query, 11);
  row.erased_after = MaybeTime(query, 12);
  row.erasure_requested = query.Int(13) != 0;
  row.purge = MaybeIndex(query, 14);
  if (const auto reason = query.MaybeInt(15)) {
    row.purge_reason = static_cast<PurgeReason>(*reason);
  }
  row.held = row.state == State::kKept && query.Int(1) == static_cast<int>(EntryType::kConsent) &&
             !holds.empty() && holds.Covers(row.site, row.given_at, row.index);
  return row;
}

Result<Found> FoundOf(const Query& query, const HoldSet& holds) {
  Found found;
  found.type = static_cast<EntryType>(query.Int(1));
  found.row = ChoiceOf(query, holds);
  if (found.type != EntryType::kConsent || found.row.state != State::kKept) {
    found.leftover = !query.IsNull(kChoiceColumns) || !query.IsNull(kChoiceColumns + 1);
    return found;
  }
  const ByteView random = query.Blob(kChoiceColumns + 1);
  if (query.IsNull(kChoiceColumns) || random.size() != std::tuple_size_v<Random>) {
    return Error(ErrorCode::kDataLoss,
                 fmt::format("Record {} is marked as kept and is not there.", found.row.index));
  }
  found.content.emplace().record = AsText(query.Blob(kChoiceColumns));
  std::ranges::copy(random, found.content->random.begin());
  return found;
}

}  // namespace

Result<Head> ReadHeadRow(Connection& db) {
  Query query(db, "SELECT size,root FROM head WHERE id=1");
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
  if (!row) return Head{.size = 0, .root = Sha256(ByteView())};
  const ByteView root = query.Blob(1);
  Head head{.size = static_cast<uint64_t>(query.Int(0)), .root = {}};
  if (root.size() != head.root.size()) {
    return Error(ErrorCode::kDataLoss, "The log's root hash is damaged in the database.");
  }
  std::ranges::copy(root, head.root.begin());
  return head;
}

Result<Found> ReadFound(Connection& db, const HoldSet& holds, Index index) {
  Query query(db, "SELECT " TEMOIN_CHOICE_COLUMNS ",c.record,c.random " TEMOIN_CHOICE_TABLES
                  "LEFT JOIN content c ON c.idx=e.idx WHERE e.idx=?");
  query.Bind(1, index);
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
  if (!row) return Error(ErrorCode::kNotFound, fmt::format("There is no entry {}.", index));
  return FoundOf(query, holds);
}

Result<Found> ReadFoundRow(Connection& db, const HoldSet& holds, Index index) {
  Query query(db, "SELECT " TEMOIN_CHOICE_COLUMNS " " TEMOIN_CHOICE_TABLES "WHERE e.idx=?");
  query.Bind(1, index);
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
  if (!row) return Error(ErrorCode::kNotFound, fmt::format("There is no entry {}.", index));
  return Found{.type = static_cast<EntryType>(query.Int(1)), .row = ChoiceOf(query, holds)};
}

Result<std::vector<Found>> ReadFoundRange(Connection& db, const HoldSet& holds, Index from,
                                          size_t count) {
  std::vector<Found> out;
  Query query(db, "SELECT " TEMOIN_CHOICE_COLUMNS ",c.record,c.random " TEMOIN_CHOICE_TABLES
                  "LEFT JOIN content c ON c.idx=e.idx WHERE e.idx>=? ORDER BY e.idx LIMIT ?");
  query.Bind(1, from).Bind(2, uint64_t{std::min(count, kMaxSearchLimit)});
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row) return out;
    TEMOIN_ASSIGN_OR_RETURN(Found found, FoundOf(query, holds));
    out.push_back(std::move(found));
  }
}

namespace {

Publication PublicationOf(const Query& query) {
  return {.index = static_cast<Index>(query.Int(0)),
          .site = std::string(query.Text(1)),
          .hash = std::string(query.Text(2)),
          .generation = query.Int(3),
          .since = std::string(query.Text(4)),
          .author = std::string(query.Text(5)),
          .published_at = FromSeconds(query.Int(6))};
}

}  // namespace

Result<std::vector<Publication>> ReadPublications(Connection& db, std::string_view site) {
  std::vector<Publication> out;
  Query query(db,
              "SELECT idx,site,hash,generation,since,author,published_at FROM publication "
              "WHERE site=? ORDER BY idx");
  query.Bind(1, site);
  TEMOIN_RETURN_IF_ERROR(
      ForEach(query, [&](const Query& row) { out.push_back(PublicationOf(row)); }));
  return out;
}

Result<std::optional<Publication>> ReadPublication(Connection& db, std::string_view site,
                                                   std::optional<std::string_view> hash) {
  Query query(db,
              "SELECT idx,site,hash,generation,since,author,published_at FROM publication "
              "WHERE site=?1 AND (?2 IS NULL OR hash=?2) ORDER BY idx DESC LIMIT 1");
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Bind(1, site).Bind(2, hash).Step());
  return row ? std::optional(PublicationOf(query)) : std::nullopt;
}

Result<Document> ReadDocumentRow(Connection& db, std::string_view hash) {
  Query query(db, "SELECT kind,bytes FROM document WHERE hash=?");
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Bind(1, hash).Step());
  if (!row) return Error(ErrorCode::kNotFound, "Nothing was published under that hash.");
  return Document{.kind = static_cast<Document::Kind>(query.Int(0)),
                  .bytes = std::string(AsText(query.Blob(1)))};
}

Result<std::vector<PictureSet>> ReadPictureSets(Connection& db,
                                                std::optional<std::string_view> site,
                                                std::optional<std::string_view> revision) {
  std::vector<PictureSet> out;
  Query query(db,
              "SELECT idx,site,revision,hash,taken_at FROM picture_set "
              "WHERE (?1 IS NULL OR site=?1) AND (?2 IS NULL OR revision=?2) ORDER BY idx");
  query.Bind(1, site).Bind(2, revision);
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    out.push_back({.index = static_cast<Index>(row.Int(0)),
                   .site = std::string(row.Text(1)),
                   .revision = std::string(row.Text(2)),
                   .hash = std::string(row.Text(3)),
                   .taken_at = FromSeconds(row.Int(4))});
  }));
  return out;
}

Result<std::string> ReadPictureRow(Connection& db, std::string_view hash) {
  Query query(db, "SELECT bytes FROM picture WHERE hash=?");
  TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Bind(1, hash).Step());
  if (!row) return Error(ErrorCode::kNotFound, "No picture has that hash.");
  return std::string(AsText(query.Blob(0)));
}

Result<std::vector<PurgeEntry>> ReadPurgeRows(Connection& db, Index from, size_t limit) {
  std::vector<PurgeEntry> out;
  Query query(db, "SELECT idx,manifest FROM purge WHERE idx>=? ORDER BY idx LIMIT ?");
  query.Bind(1, from).Bind(2, uint64_t{limit});
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    out.push_back({.index = static_cast<Index>(row.Int(0)), .manifest = std::string(row.Text(1))});
  }));
  return out;
}

Result<std::vector<ManifestEntry>> ReadManifestRows(Connection& db, Index from, size_t limit) {
  std::vector<ManifestEntry> out;
  Query query(db, "SELECT idx,bytes FROM manifest WHERE idx>=? ORDER BY idx LIMIT ?");
  query.Bind(1, from).Bind(2, uint64_t{limit});
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    out.push_back({.index = static_cast<Index>(row.Int(0)), .manifest = std::string(row.Text(1))});
  }));
  return out;
}

Result<std::vector<RetentionUse>> ReadRetentionRows(Connection& db) {
  std::vector<RetentionUse> out;
  Query query(db, "SELECT site,duration,idx FROM retention ORDER BY site,idx");
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row) return out;
    TEMOIN_ASSIGN_OR_RETURN(const Duration duration, ParseDuration(query.Text(1)));
    out.push_back({.site = std::string(query.Text(0)),
                   .retention = duration,
                   .first = static_cast<Index>(query.Int(2))});
  }
}

Result<std::vector<DayZone>> ReadDayZoneRows(Connection& db, std::string_view site) {
  std::vector<DayZone> out;
  Query query(db,
              "SELECT idx,since,zone,seconds,before FROM day_zone WHERE site=? ORDER BY site,idx");
  query.Bind(1, site);
  // No place is further from UTC: what says so was not written by us.
  constexpr int64_t kMostSeconds = int64_t{26} * 3600;
  int64_t most = 0;
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    if (row.Int(3) > kMostSeconds || row.Int(3) < -kMostSeconds) most = row.Int(3);
    out.push_back({.site = std::string(site),
                   .first = static_cast<Index>(row.Int(0)),
                   .since = FromSeconds(row.Int(1)),
                   .zone = std::string(row.Text(2)),
                   .offset = std::chrono::seconds(row.Int(3)),
                   .before = std::string(row.Text(4))});
  }));
  if (most != 0) {
    return Error(ErrorCode::kDataLoss,
                 fmt::format("The days of {} are told {} seconds ahead of UTC, which no time zone "
                             "is.",
                             site, most));
  }
  return out;
}

Result<std::vector<BlockState>> ReadBlockStates(Connection& db, Index from, size_t limit) {
  TEMOIN_ASSIGN_OR_RETURN(const int64_t end, db.Number("SELECT coalesce(max(idx)+1,0) FROM entry"));
  std::vector<BlockState> out;
  // One statement a block: bounds and rows are of the same moment.
  Query query(db,
              "SELECT e.due IS NULL OR coalesce(b.min_due<=e.due,0),"
              "e.low IS NULL OR coalesce(b.min_time<=e.low AND b.max_time>=e.high,0),"
              "NOT EXISTS(SELECT 1 FROM entry k LEFT JOIN block_events v ON v.n=?1 AND "
              "v.publication=k.publication WHERE k.idx>=?2 AND k.idx<?3 AND k.type=1 AND "
              "k.state=0 AND NOT coalesce((v.events>>k.event)&1,0)) "
              "FROM (SELECT min(due) due,min(given_at) low,max(given_at) high FROM entry "
              "WHERE idx>=?2 AND idx<?3) e LEFT JOIN block b ON b.n=?1");
  for (uint64_t n = from / kBlockSize; out.size() < limit; ++n) {
    const BlockState block{.first = n * kBlockSize, .last = (n + 1) * kBlockSize - 1};
    if (block.first >= static_cast<Index>(end)) break;
    query.Bind(1, n).Bind(2, block.first).Bind(3, block.last + 1);
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row) return Error(ErrorCode::kInternal, "A block gave no row.");
    out.push_back(block);
    out.back().due_covered = query.Int(0) != 0;
    out.back().times_covered = query.Int(1) != 0;
    out.back().events_covered = query.Int(2) != 0;
    query.Again();
  }
  return out;
}

Result<std::vector<DailyCount>> ReadCountRows(Connection& db, std::string_view site, Time from_day,
                                              Time to_day) {
  std::vector<DailyCount> out;
  // The `+` keeps the planner from starting at the counts: publications of a site are few.
  Query query(db,
              "SELECT c.day,p.hash,c.event,c.service,sum(c.accepted),sum(c.refused),sum(c.repeats) "
              "FROM publication p JOIN count c ON c.publication=p.idx "
              "WHERE p.site=? AND c.day>=? AND c.day<=? GROUP BY 1,2,3,4 ORDER BY 1,2,3,4");
  query.Bind(1, site).Bind(2, DayOf(from_day)).Bind(3, DayOf(to_day));
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    out.push_back({.site = std::string(site),
                   .day = FromDay(row.Int(0)),
                   .revision = std::string(row.Text(1)),
                   .event = static_cast<consent::Event>(row.Int(2)),
                   .service = std::string(row.Text(3)),
                   .accepted = static_cast<uint64_t>(row.Int(4)),
                   .refused = static_cast<uint64_t>(row.Int(5)),
                   .repeats = static_cast<uint64_t>(row.Int(6))});
  }));
  return out;
}

Result<std::vector<LanguageCount>> ReadLanguageRows(Connection& db, std::string_view site,
                                                    Time from_day, Time to_day) {
  std::vector<LanguageCount> out;
  Query query(db,
              "SELECT l.day,p.hash,l.event,l.language,sum(l.count),sum(l.repeats) "
              "FROM publication p JOIN language l ON l.publication=p.idx "
              "WHERE p.site=? AND l.day>=? AND l.day<=? GROUP BY 1,2,3,4 ORDER BY 1,2,3,4");
  query.Bind(1, site).Bind(2, DayOf(from_day)).Bind(3, DayOf(to_day));
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    out.push_back({.site = std::string(site),
                   .day = FromDay(row.Int(0)),
                   .revision = std::string(row.Text(1)),
                   .event = static_cast<consent::Event>(row.Int(2)),
                   .language = std::string(row.Text(3)),
                   .count = static_cast<uint64_t>(row.Int(4)),
                   .repeats = static_cast<uint64_t>(row.Int(5))});
  }));
  return out;
}

Result<std::vector<ImpressionCount>> ReadImpressionRows(Connection& db, std::string_view site,
                                                        Time from_day, Time to_day) {
  std::vector<ImpressionCount> out;
  Query query(db,
              "SELECT day,revision,count FROM impression WHERE site=? AND day>=? AND day<=? "
              "ORDER BY day,revision");
  query.Bind(1, site).Bind(2, DayOf(from_day)).Bind(3, DayOf(to_day));
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    out.push_back({.site = std::string(site),
                   .day = FromDay(row.Int(0)),
                   .revision = std::string(row.Text(1)),
                   .count = static_cast<uint64_t>(row.Int(2))});
  }));
  return out;
}

Result<std::vector<ObservedName>> ReadObservationRows(Connection& db, std::string_view site) {
  std::vector<ObservedName> out;
  Query query(db, "SELECT name,first,last,count FROM observation WHERE site=? ORDER BY name");
  query.Bind(1, site);
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    out.push_back({.site = std::string(site),
                   .name = std::string(row.Text(0)),
                   .first_seen = FromSeconds(row.Int(1)),
                   .last_seen = FromSeconds(row.Int(2)),
                   .count = static_cast<uint64_t>(row.Int(3))});
  }));
  return out;
}

Result<std::vector<Hold>> ReadHolds(Connection& db, bool released_too) {
  std::vector<Hold> out;
  Query query(db,
              "SELECT id,site,from_time,to_time,records,reason,author,review,created,released,"
              "released_by FROM hold WHERE released IS NULL OR ? ORDER BY id");
  query.Bind(1, released_too ? 1 : 0);
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row) return out;
    Hold hold{.id = query.Int(0),
              .site = std::string(query.Text(1)),
              .from = MaybeTime(query, 2),
              .to = MaybeTime(query, 3),
              .records = {},
              .reason = std::string(query.Text(5)),
              .author = std::string(query.Text(6)),
              .review = FromSeconds(query.Int(7)),
              .created = FromSeconds(query.Int(8)),
              .released = MaybeTime(query, 9),
              .released_by = std::string(query.Text(10))};
    TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json records,
                            ParseJson(query.Text(4), {.max_bytes = size_t{64} << 20}));
    for (const auto& index : records) hold.records.push_back(index.get<Index>());
    out.push_back(std::move(hold));
  }
}

namespace {

Access AccessOf(const Query& query) {
  return {.at = FromSeconds(query.Int(1)),
          .who = std::string(query.Text(2)),
          .role = std::string(query.Text(3)),
          .action = std::string(query.Text(4)),
          .site = std::string(query.Text(5)),
          .detail = std::string(query.Text(6))};
}

}  // namespace

Result<std::vector<AccessRow>> ReadAccessRows(Connection& db, int64_t after_id, size_t limit) {
  std::vector<AccessRow> out;
  Query query(db,
              "SELECT id,at,who,role,action,site,detail FROM access WHERE id>? AND action<>'' "
              "ORDER BY id LIMIT ?");
  query.Bind(1, after_id).Bind(2, uint64_t{limit});
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    out.push_back({.id = row.Int(0), .access = AccessOf(row)});
  }));
  return out;
}

Result<int64_t> ClosedUpTo(Connection& db, Time day) {
  Query query(db, "SELECT coalesce(max(last),0) FROM access_day WHERE day=?");
  TEMOIN_ASSIGN_OR_RETURN([[maybe_unused]] const bool row, query.Bind(1, DayOf(day)).Step());
  return query.Int(0);
}

Result<AccessDigest> DigestOfAccessDay(Connection& db, Time day, int64_t after, int64_t last) {
  Sha256Stream digest;
  AccessDigest out;
  Query query(db,
              "SELECT id,at,who,role,action,site,detail FROM access WHERE at>=? AND at<? "
              "AND id>? AND id<=? ORDER BY id");
  query.Bind(1, Seconds(day)).Bind(2, Seconds(day + std::chrono::days(1)));
  query.Bind(3, after).Bind(4, last);
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row) break;
    const Access access = AccessOf(query);
    out.any = true;
    out.cut = out.cut || access.action.empty();
    out.last = query.Int(0);
    TEMOIN_ASSIGN_OR_RETURN(const std::string line, CanonicalJson({{"action", access.action},
                                                                   {"at", FormatTime(access.at)},
                                                                   {"detail", access.detail},
                                                                   {"id", query.Int(0)},
                                                                   {"role", access.role},
                                                                   {"site", access.site},
                                                                   {"who", access.who}}));
    digest.Update(AsBytes(line)).Update(AsBytes("\n"));
  }
  out.digest = digest.Finish();
  return out;
}

namespace {

// One for each time the day was closed, and one for what came since.
Status ReadAccessDay(Connection& db, Time day, std::vector<AccessDay>& out) {
  std::vector<std::pair<Index, int64_t>> closed;  // entry and last access
  Query query(db, "SELECT idx,last FROM access_day WHERE day=? ORDER BY idx");
  query.Bind(1, DayOf(day));
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    closed.emplace_back(static_cast<Index>(row.Int(0)), row.Int(1));
  }));
  int64_t after = 0;
  for (const auto& [entry, last] : closed) {
    TEMOIN_ASSIGN_OR_RETURN(const AccessDigest digest, DigestOfAccessDay(db, day, after, last));
    // A closed day without any access left is the digest of nothing: no accesses were removed
    // that way by this program.
    out.push_back({.day = day, .entry = entry, .digest = {}});
    if (!digest.cut) out.back().digest = digest.digest;
    after = std::max(after, last);
  }
  TEMOIN_ASSIGN_OR_RETURN(const AccessDigest open, DigestOfAccessDay(db, day, after, INT64_MAX));
  if (!open.any) return {};
  out.push_back({.day = day, .entry = {}, .digest = {}});
  if (!open.cut) out.back().digest = open.digest;
  return {};
}

}  // namespace

Result<std::vector<AccessDay>> ReadAccessDayRows(Connection& db, Time from_day, size_t limit) {
  std::vector<Time> listed;
  {
    // From one day to the next with accesses, by the index on time: a day may have thousands.
    Query query(db,
                "WITH RECURSIVE days(day) AS ("
                "SELECT (SELECT min(at)/86400 FROM access WHERE at>=?1*86400) UNION ALL "
                "SELECT (SELECT min(at)/86400 FROM access WHERE at>=(day+1)*86400) FROM days "
                "WHERE day IS NOT NULL LIMIT ?2+1) "
                "SELECT day FROM days WHERE day IS NOT NULL "
                "UNION SELECT day FROM access_day WHERE day>=?1 ORDER BY 1 LIMIT ?2");
    query.Bind(1, DayOf(from_day)).Bind(2, uint64_t{limit});
    TEMOIN_RETURN_IF_ERROR(
        ForEach(query, [&](const Query& row) { listed.push_back(FromDay(row.Int(0))); }));
  }
  std::vector<AccessDay> out;
  for (const Time day : listed) TEMOIN_RETURN_IF_ERROR(ReadAccessDay(db, day, out));
  return out;
}

Result<std::vector<KeptCheckpoint>> ReadCheckpointRows(Connection& db) {
  std::vector<KeptCheckpoint> out;
  Query query(db, "SELECT day,size,note,anchor,anchored_at FROM checkpoint ORDER BY day");
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    const ByteView anchor = row.Blob(3);
    out.push_back({.day = FromDay(row.Int(0)),
                   .size = static_cast<uint64_t>(row.Int(1)),
                   .note = std::string(row.Text(2)),
                   .anchor = Bytes(anchor.begin(), anchor.end()),
                   .anchored_at = MaybeTime(row, 4)});
  }));
  return out;
}

Result<std::vector<Loss>> ReadLossRows(Connection& db, bool acknowledged_too) {
  std::vector<Loss> out;
  Query query(db,
              "SELECT id,first,end,consents,others,purges,whole,found,acknowledged,acknowledged_by "
              "FROM loss WHERE ?1 OR acknowledged IS NULL ORDER BY id");
  query.Bind(1, acknowledged_too ? 1 : 0);
  TEMOIN_RETURN_IF_ERROR(ForEach(query, [&](const Query& row) {
    out.push_back({.id = row.Int(0),
                   .first = static_cast<Index>(row.Int(1)),
                   .end = static_cast<Index>(row.Int(2)),
                   .consents = static_cast<uint64_t>(row.Int(3)),
                   .others = static_cast<uint64_t>(row.Int(4)),
                   .purges = static_cast<uint64_t>(row.Int(5)),
                   .whole = row.Int(6) != 0,
                   .found = FromSeconds(row.Int(7)),
                   .acknowledged = MaybeTime(row, 8),
                   .acknowledged_by = std::string(row.Text(9))});
  }));
  return out;
}

}  // namespace temoin::store
