// What staff and counters write: holds, the access journal, kept checkpoints, impressions.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "server/store/sqlite/instants.h"
#include "server/store/sqlite/rows.h"
#include "server/store/sqlite/writer.h"

namespace temoin::store {
namespace {

// A page that reports invented names must neither fill the disk nor push out within a day what was
// really seen: few names a site are new in a day, and the one seen longest ago makes room.
constexpr int64_t kMaxNewNames = 100;        // a site and day
constexpr int64_t kMaxObservedNames = 2000;  // a site

std::optional<int64_t> MaybeSeconds(const std::optional<Time>& time) {
  return time ? std::optional(Seconds(*time)) : std::nullopt;
}

}  // namespace

Status Writer::LoadHolds() {
  TEMOIN_ASSIGN_OR_RETURN(auto holds, ReadHolds(*db_, /*released_too=*/false));
  holds_ = std::make_shared<const HoldSet>(std::move(holds));
  return {};
}

Result<int64_t> Writer::AddHold(const Hold& hold) {
  // Read before the commit: a hold that is durable is in force, whatever fails afterwards.
  std::shared_ptr<const HoldSet> holds;
  auto id = Transact([&](Work& /*work*/) -> Result<int64_t> {
    Query query(*db_,
                "INSERT INTO hold(site,from_time,to_time,records,reason,author,review,created) "
                "VALUES(?,?,?,?,?,?,?,?) RETURNING id");
    const std::string records = nlohmann::json(hold.records).dump();
    query.Bind(1, std::string_view(hold.site)).Bind(2, MaybeSeconds(hold.from));
    query.Bind(3, MaybeSeconds(hold.to)).Bind(4, std::string_view(records));
    query.Bind(5, std::string_view(hold.reason)).Bind(6, std::string_view(hold.author));
    query.Bind(7, Seconds(hold.review)).Bind(8, Seconds(hold.created));
    TEMOIN_ASSIGN_OR_RETURN(const bool row, query.Step());
    if (!row) return Error(ErrorCode::kInternal, "A hold was written without a number.");
    const int64_t number = query.Int(0);
    TEMOIN_ASSIGN_OR_RETURN(const bool another, query.Step());
    if (another) return Error(ErrorCode::kInternal, "A hold was written twice.");
    TEMOIN_RETURN_IF_ERROR(InsertAccess({.at = hold.created,
                                         .who = hold.author,
                                         .role = hold.role,
                                         .action = "hold.add",
                                         .site = hold.site,
                                         .detail = fmt::format("{}: {}", number, hold.reason)}));
    TEMOIN_ASSIGN_OR_RETURN(auto all, ReadHolds(*db_, /*released_too=*/false));
    holds = std::make_shared<const HoldSet>(std::move(all));
    return number;
  });
  if (id.ok()) holds_ = std::move(holds);
  return id;
}

Status Writer::ReleaseHold(int64_t id, Time now, std::string_view by, std::string_view role) {
  Status released = Transact([&](Work& /*work*/) -> Status {
    Query query(*db_, "UPDATE hold SET released=?,released_by=? WHERE id=? AND released IS NULL");
    TEMOIN_RETURN_IF_ERROR(query.Bind(1, Seconds(now)).Bind(2, by).Bind(3, id).Run());
    if (sqlite3_changes(db_->get()) == 0) {
      return Error(ErrorCode::kNotFound, fmt::format("There is no hold {} in force.", id));
    }
    return InsertAccess({.at = now,
                         .who = std::string(by),
                         .role = std::string(role),
                         .action = "hold.release",
                         .site = "",
                         .detail = std::to_string(id)});
  });
  if (!released.ok()) return released;
  return LoadHolds();
}

Status Writer::InsertAccess(const Access& access) {
  Query query(*db_, "INSERT INTO access(at,who,role,action,site,detail) VALUES(?,?,?,?,?,?)");
  query.Bind(1, Seconds(access.at)).Bind(2, std::string_view(access.who));
  query.Bind(3, std::string_view(access.role)).Bind(4, std::string_view(access.action));
  query.Bind(5, std::string_view(access.site)).Bind(6, std::string_view(access.detail));
  return query.Run();
}

Result<std::optional<Index>> Writer::CloseAccessDay(Time day, Time now) {
  if (now < day + std::chrono::days(1)) {
    return Error(ErrorCode::kUnprocessable, "A day's journal is closed after the day is over.");
  }
  return Transact([&](Work& work) -> Result<std::optional<Index>> {
    const int64_t number = std::chrono::floor<std::chrono::days>(day).time_since_epoch().count();
    Query closed(*db_, "SELECT 1 FROM access_day WHERE day=?");
    TEMOIN_ASSIGN_OR_RETURN(const bool done, closed.Bind(1, number).Step());
    if (done) return std::optional<Index>();
    TEMOIN_ASSIGN_OR_RETURN(const AccessDigest digest, DigestOfAccessDay(*db_, day));
    if (!digest.any) return std::optional<Index>();
    TEMOIN_ASSIGN_OR_RETURN(const Index index,
                            AppendEntry(work, EntryType::kJournal, digest.digest));
    Query query(*db_, "INSERT INTO access_day(day,idx) VALUES(?,?)");
    TEMOIN_RETURN_IF_ERROR(query.Bind(1, number).Bind(2, index).Run());
    return std::optional(index);
  });
}

Result<bool> Writer::ForgetAccesses(const PastAccesses& past, size_t limit) {
  const std::string sites = nlohmann::json(past.sites).dump();
  return Transact([&](Work& /*work*/) -> Result<bool> {
    // The row stays, empty, so that no copy of a neighbour is made and the day is known as cut.
    Query query(*db_,
                "UPDATE access SET who='',role='',action='',site='',detail='' WHERE id IN ("
                "SELECT id FROM access WHERE at<?1 AND action<>'' AND (?2=0 OR action='sign-in') "
                "AND (site IN (SELECT value FROM json_each(?4)))<>?5 "
                "AND at/86400 IN (SELECT day FROM access_day) ORDER BY at LIMIT ?3)");
    query.Bind(1, Seconds(past.before)).Bind(2, past.sign_ins_only ? 1 : 0);
    query.Bind(3, uint64_t{limit}).Bind(4, std::string_view(sites)).Bind(5, past.others ? 1 : 0);
    TEMOIN_RETURN_IF_ERROR(query.Run());
    return static_cast<size_t>(sqlite3_changes(db_->get())) == limit;
  });
}

Status Writer::KeepCheckpoint(const KeptCheckpoint& checkpoint) {
  return Transact([&](Work& /*work*/) -> Status {
    Query query(*db_,
                "INSERT OR REPLACE INTO checkpoint(day,size,note,anchor,anchored_at) "
                "VALUES(?,?,?,?,?)");
    query.Bind(1, std::chrono::floor<std::chrono::days>(checkpoint.day).time_since_epoch().count());
    query.Bind(2, checkpoint.size).Bind(3, std::string_view(checkpoint.note));
    query.Bind(4, ByteView(checkpoint.anchor)).Bind(5, MaybeSeconds(checkpoint.anchored_at));
    return query.Run();
  });
}

Result<bool> Writer::BackupPages(const std::string& target, size_t pages) {
  if (backup_ == nullptr) {
    TEMOIN_ASSIGN_OR_RETURN(backup_, Backup::Start(*db_, target));
  } else if (backup_->target() != target) {
    return Error(ErrorCode::kConflict, "Another backup is being made: to " + backup_->target());
  }
  auto more = backup_->Copy(pages);
  if (!more.ok() || !*more) backup_.reset();
  return more;
}

Status Writer::AddImpressions(const ImpressionCount& impressions) {
  Query query(*db_,
              "INSERT INTO impression(site,day,revision,count) VALUES(?1,?2,?3,?4) "
              "ON CONFLICT DO UPDATE SET count=count+?4");
  query.Bind(1, std::string_view(impressions.site));
  query.Bind(2, std::chrono::floor<std::chrono::days>(impressions.day).time_since_epoch().count());
  query.Bind(3, std::string_view(impressions.revision)).Bind(4, impressions.count);
  return query.Run();
}

Result<int64_t> Writer::RoomForNames(std::string_view site, Time day) {
  Query query(*db_,
              "SELECT count(*),count(*) FILTER (WHERE first>=?) FROM observation WHERE site=?");
  query.Bind(1, Seconds(day)).Bind(2, site);
  TEMOIN_ASSIGN_OR_RETURN([[maybe_unused]] const bool row, query.Step());
  const int64_t room = kMaxNewNames - query.Int(1);
  const int64_t excess = std::min(query.Int(0) + room - kMaxObservedNames, room);
  if (excess <= 0) return room;
  Query oldest(*db_,
               "DELETE FROM observation WHERE site=?1 AND name IN (SELECT name FROM observation "
               "WHERE site=?1 ORDER BY last,name LIMIT ?2)");
  oldest.Bind(1, site).Bind(2, excess);
  TEMOIN_RETURN_IF_ERROR(oldest.Run());
  return room;
}

Status Writer::AddObservations(const std::vector<Observation>& observations) {
  std::map<std::string_view, int64_t> room;  // by site, in this batch
  for (const Observation& observation : observations) {
    Query known(*db_,
                "UPDATE observation SET first=min(first,?3),last=max(last,?3),count=count+?4 "
                "WHERE site=?1 AND name=?2 RETURNING 1");
    known.Bind(1, std::string_view(observation.site)).Bind(2, std::string_view(observation.name));
    known.Bind(3, Seconds(observation.seen_at)).Bind(4, observation.count);
    TEMOIN_ASSIGN_OR_RETURN(const bool row, known.Step());
    if (row) continue;
    auto left = room.find(observation.site);
    if (left == room.end()) {
      const Time day = std::chrono::floor<std::chrono::days>(observation.seen_at);
      TEMOIN_ASSIGN_OR_RETURN(const int64_t names, RoomForNames(observation.site, day));
      left = room.emplace(observation.site, names).first;
    }
    if (left->second <= 0) continue;
    --left->second;
    Query fresh(*db_, "INSERT INTO observation(site,name,first,last,count) VALUES(?1,?2,?3,?3,?4)");
    fresh.Bind(1, std::string_view(observation.site)).Bind(2, std::string_view(observation.name));
    fresh.Bind(3, Seconds(observation.seen_at)).Bind(4, observation.count);
    TEMOIN_RETURN_IF_ERROR(fresh.Run());
  }
  return {};
}

}  // namespace temoin::store
