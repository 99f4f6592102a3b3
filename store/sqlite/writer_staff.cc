// What staff writes: the access log, kept checkpoints.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/instants.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/writer.h"

namespace temoin::store {
namespace {

std::optional<int64_t> MaybeSeconds(const std::optional<Time>& time) {
  return time ? std::optional(Seconds(*time)) : std::nullopt;
}

}  // namespace

Status Writer::InsertAccess(const Access& access) {
  Random random;
  FillRandom(random);
  TEMOIN_ASSIGN_OR_RETURN(const Digest commitment, AccessCommitment(access, random));
  Query query(*db_,
              "INSERT INTO access(at,who,role,action,site,detail,random,commitment) "
              "VALUES(?,?,?,?,?,?,?,?)");
  query.Bind(1, Seconds(access.at)).Bind(2, std::string_view(access.who));
  query.Bind(3, std::string_view(access.role)).Bind(4, std::string_view(access.action));
  query.Bind(5, std::string_view(access.site)).Bind(6, std::string_view(access.detail));
  TEMOIN_RETURN_IF_ERROR(query.Bind(7, ByteView(random)).Bind(8, ByteView(commitment)).Run());
  const int64_t id = sqlite3_last_insert_rowid(db_->get());
  TEMOIN_ASSIGN_OR_RETURN(const AccessChain before, ReadAccessChainRow(*db_));
  const AccessChain after = Linked(before, id, access.at, commitment);
  Query chain(*db_, "UPDATE access_chain SET count=?,hash=?");
  return chain.Bind(1, after.count).Bind(2, ByteView(after.hash)).Run();
}

Result<std::optional<Index>> Writer::CloseAccessDay(Time day, Time now) {
  if (now < day + std::chrono::days(1)) {
    return Error(ErrorCode::kUnprocessable,
                 "A day of the access log is closed after the day is over.");
  }
  return Transact([&](Work& work) -> Result<std::optional<Index>> {
    const int64_t number = std::chrono::floor<std::chrono::days>(day).time_since_epoch().count();
    TEMOIN_ASSIGN_OR_RETURN(const int64_t closed, ClosedUpTo(*db_, day));
    TEMOIN_ASSIGN_OR_RETURN(const AccessDigest digest,
                            DigestOfAccessDay(*db_, day, closed, INT64_MAX));
    if (!digest.any) return std::optional<Index>();
    TEMOIN_ASSIGN_OR_RETURN(const Index index,
                            AppendEntry(work, EntryType::kAccessDay, digest.digest));
    Query query(*db_, "INSERT INTO access_day(day,idx,last) VALUES(?,?,?)");
    TEMOIN_RETURN_IF_ERROR(query.Bind(1, number).Bind(2, index).Bind(3, digest.last).Run());
    return std::optional(index);
  });
}

Result<bool> Writer::ForgetAccesses(const PastAccesses& past, size_t limit) {
  const std::string sites = nlohmann::json(past.sites).dump();
  return Transact([&](Work& /*work*/) -> Result<bool> {
    // The row stays, empty, so that no copy of a neighbour is made and the day is known as cut; so
    // does its commitment, without its random bytes.
    static constexpr SqlText kPast(
        "(SELECT id FROM access WHERE at<?1 AND (?2=0 OR action='sign-in') AND action NOT IN "
        "('','journal.forget','token.create','token.revoke','person.grant','person.revoke',"
        "'person.invite','person.withdraw','person.join','passkey.add','passkey.remove',"
        "'loss.acknowledge') "
        "AND (site IN (SELECT value FROM json_each(?4)))<>?5 "
        "AND id<=(SELECT max(last) FROM access_day WHERE day=at/86400) "
        "ORDER BY at LIMIT ?3)");
    static constexpr auto kAdopted =
        JoinSql(SqlText("UPDATE adopted SET random=NULL WHERE kind=6 AND n IN "), kPast);
    static constexpr auto kEmpty =
        JoinSql(SqlText("UPDATE access SET who='',role='',action='',site='',detail='',random=NULL "
                        "WHERE id IN "),
                kPast);
    for (const char* const sql : {kAdopted.text, kEmpty.text}) {
      Query query(*db_, sql);
      query.Bind(1, Seconds(past.before)).Bind(2, past.sign_ins_only ? 1 : 0);
      query.Bind(3, uint64_t{limit}).Bind(4, std::string_view(sites)).Bind(5, past.others ? 1 : 0);
      TEMOIN_RETURN_IF_ERROR(query.Run());
    }
    const auto forgotten = static_cast<size_t>(sqlite3_changes(db_->get()));
    if (forgotten > 0) {
      TEMOIN_RETURN_IF_ERROR(InsertAccess({.at = past.now,
                                           .who = "temoin",
                                           .role = "",
                                           .action = std::string(kForgetAction),
                                           .site = "",
                                           .detail = ForgetDetail(forgotten, past.before)}));
    }
    return forgotten == limit;
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

}  // namespace temoin::store
