// The access log, read from its tables.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"

namespace temoin::store {
namespace {

using AccessColumns = Columns<Access, Column<"at", &Access::at>, Column<"who", &Access::who>,
                              Column<"role", &Access::role>, Column<"action", &Access::action>,
                              Column<"site", &Access::site>, Column<"detail", &Access::detail>>;
using AccessRowColumns =
    Columns<AccessRow, Column<"id", &AccessRow::id>, Part<&AccessRow::access, AccessColumns>>;

}  // namespace

Result<std::vector<AccessRow>> ReadAccessRows(Connection& db, int64_t after_id, size_t limit) {
  Select<AccessRowColumns, "FROM access WHERE id>? AND action<>'' ORDER BY id LIMIT ?"> query(db);
  return query.Bind(1, after_id).Bind(2, uint64_t{limit}).All();
}

Result<Digest> AccessCommitment(const Access& access, ByteView random) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, CanonicalJson({{"action", access.action},
                                                                 {"detail", access.detail},
                                                                 {"role", access.role},
                                                                 {"site", access.site},
                                                                 {"who", access.who}}));
  return HmacSha256(random, AsBytes(text));
}

Result<AccessChain> ReadAccessChainRow(Connection& db) {
  struct ChainRow {
    uint64_t count = 0;
    ByteView hash;
  };
  Select<Columns<ChainRow, Column<"count", &ChainRow::count>, Column<"hash", &ChainRow::hash>>,
         "FROM access_chain">
      query(db);
  ChainRow row;
  TEMOIN_ASSIGN_OR_RETURN(const bool any, query.Next(row));
  AccessChain chain{.count = row.count, .hash = {}};
  if (!any || row.hash.size() != chain.hash.size()) {
    return Error(ErrorCode::kDataLoss, "The running hash of the access log is damaged.");
  }
  std::ranges::copy(row.hash, chain.hash.begin());
  return chain;
}

Result<std::vector<AccessLink>> ReadAccessLinkRows(Connection& db, int64_t after_id, size_t limit) {
  struct LinkRow {
    AccessRow row;
    Bytes random;
    Bytes commitment;
    bool closed = false;
  };
  using LinkColumns = Columns<
      LinkRow, Part<&LinkRow::row, AccessRowColumns>, Column<"random", &LinkRow::random>,
      Column<"commitment", &LinkRow::commitment>,
      Column<"id<=(SELECT max(last) FROM access_day WHERE day=at/86400)", &LinkRow::closed>>;
  Select<LinkColumns, "FROM access WHERE id>? ORDER BY id LIMIT ?"> query(db);
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<LinkRow> rows,
                          query.Bind(1, after_id).Bind(2, uint64_t{limit}).All());
  std::vector<AccessLink> out;
  for (const LinkRow& row : rows) {
    const Access& access = row.row.access;
    AccessLink& link = out.emplace_back();
    link.id = row.row.id;
    link.at = access.at;
    link.closed = row.closed;
    link.forgotten = ForgottenLines(access);
    link.emptied = access.who.empty() && access.role.empty() && access.action.empty() &&
                   access.site.empty() && access.detail.empty() && row.random.empty();
    if (row.commitment.size() == sizeof(Digest)) {
      std::ranges::copy(row.commitment, link.commitment.emplace().begin());
    }
    if (link.emptied || row.random.size() != sizeof(Random)) continue;
    TEMOIN_ASSIGN_OR_RETURN(link.computed, AccessCommitment(access, row.random));
  }
  return out;
}

Result<int64_t> ClosedUpTo(Connection& db, Time day) {
  struct Closed {
    int64_t last = 0;
  };
  Select<Columns<Closed, Column<"coalesce(max(last),0)", &Closed::last>>,
         "FROM access_day WHERE day=?">
      query(db);
  Closed closed;
  TEMOIN_RETURN_IF_ERROR(query.Bind(1, DayOf(day)).Next(closed));
  return closed.last;
}

Result<AccessDigest> DigestOfAccessDay(Connection& db, Time day, int64_t after, int64_t last) {
  Sha256Stream digest;
  AccessDigest out;
  Select<AccessRowColumns, "FROM access WHERE at>=? AND at<? AND id>? AND id<=? ORDER BY id"> query(
      db);
  query.Bind(1, Seconds(day)).Bind(2, Seconds(day + std::chrono::days(1)));
  query.Bind(3, after).Bind(4, last);
  AccessRow row;
  while (true) {
    TEMOIN_ASSIGN_OR_RETURN(const bool any, query.Next(row));
    if (!any) break;
    const Access& access = row.access;
    out.any = true;
    out.cut = out.cut || access.action.empty();
    out.last = row.id;
    TEMOIN_ASSIGN_OR_RETURN(const std::string line, CanonicalJson({{"action", access.action},
                                                                   {"at", FormatTime(access.at)},
                                                                   {"detail", access.detail},
                                                                   {"id", row.id},
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
  struct Closed {
    Index entry = 0;
    int64_t last = 0;  // access
  };
  using ClosedColumns =
      Columns<Closed, Column<"idx", &Closed::entry>, Column<"last", &Closed::last>>;
  Select<ClosedColumns, "FROM access_day WHERE day=? ORDER BY idx"> query(db);
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<Closed> closed, query.Bind(1, DayOf(day)).All());
  int64_t after = 0;
  for (const auto& [entry, last] : closed) {
    TEMOIN_ASSIGN_OR_RETURN(const AccessDigest digest, DigestOfAccessDay(db, day, after, last));
    // A closed day without any access left is the digest of nothing: no accesses were removed
    // that way by this program.
    out.push_back({.day = day, .entry = entry, .digest = {}});
    // Up to a line that is not of this day: no entry commits to that.
    if (digest.last != last) {
      out.back().digest.emplace();
    } else if (!digest.cut) {
      out.back().digest = digest.digest;
    }
    after = std::max(after, last);
  }
  TEMOIN_ASSIGN_OR_RETURN(const AccessDigest open, DigestOfAccessDay(db, day, after, INT64_MAX));
  if (!open.any) return {};
  out.push_back({.day = day, .entry = {}, .digest = {}});
  if (!open.cut) out.back().digest = open.digest;
  return {};
}

struct Listed {
  Time day{};
};

}  // namespace

Result<std::vector<AccessDay>> ReadAccessDayRows(Connection& db, Time from_day, size_t limit) {
  // From one day to the next with accesses, by the index on time: a day may have thousands.
  Select<Columns<Listed, DayColumn<"day", &Listed::day>>,
         "FROM (WITH RECURSIVE days(day) AS ("
         "SELECT (SELECT min(at)/86400 FROM access WHERE at>=?1*86400) UNION ALL "
         "SELECT (SELECT min(at)/86400 FROM access WHERE at>=(day+1)*86400) FROM days "
         "WHERE day IS NOT NULL LIMIT ?2+1) "
         "SELECT day FROM days WHERE day IS NOT NULL "
         "UNION SELECT day FROM access_day WHERE day>=?1) ORDER BY day LIMIT ?2">
      query(db);
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<Listed> days,
                          query.Bind(1, DayOf(from_day)).Bind(2, uint64_t{limit}).All());
  std::vector<AccessDay> out;
  for (const Listed& listed : days) TEMOIN_RETURN_IF_ERROR(ReadAccessDay(db, listed.day, out));
  return out;
}

}  // namespace temoin::store
