#include "store/sqlite/adopted_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/calendar.h"
#include "base/encoding.h"
#include "store/clock_correction.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/day_counts.h"
#include "store/sqlite/kept_times.h"

namespace temoin::store {
namespace {

enum class Kind : uint8_t {
  kPublication = 1,
  kHold = 2,
  kRetention = 3,
  kCounts = 4,
  kCheckpoint = 5,
  kAccess = 6,
};

// A person may be named in these.
bool NamesAPerson(Kind kind) {
  return kind == Kind::kPublication || kind == Kind::kHold || kind == Kind::kAccess;
}

struct Key {
  Kind kind{};
  int64_t n = 0;
  std::string site;
  std::string word;
};
using KeyColumns = Columns<Key, Column<"kind", &Key::kind>, Column<"n", &Key::n>,
                           Column<"site", &Key::site>, Column<"word", &Key::word>>;

// A row as it stands, in words that say one thing only: texts in hexadecimal.
struct Worded {
  Key key;
  std::string line;
  std::optional<int64_t> at;  // a time of it that is bound beside
  bool forgotten = false;     // a line of a closed day of the access log, without its content
};
using WordedColumns = Columns<Worded, Part<&Worded::key, KeyColumns>, Column<"line", &Worded::line>,
                              Column<"at", &Worded::at>, Column<"forgotten", &Worded::forgotten>>;

// Every row that no entry of its own commits to. What was counted on a day is worded by LineOf.
constexpr SqlText kRows(
    "(SELECT 1 AS kind, idx AS n, '' AS site, '' AS word, 'publication '||idx||' '||hex(site)||"
    "' '||hex(hash)||' '||generation||' '||hex(since)||' '||hex(author) AS line, "
    "published_at AS at, 0 AS forgotten FROM publication WHERE entry IS NULL "
    "UNION ALL SELECT 2, id, '', '', 'hold '||id||' '||hex(site)||' '||quote(from_time)||' '||"
    "quote(to_time)||' '||hex(records)||' '||hex(reason)||' '||hex(author)||' '||review||' '||"
    "created||' '||iif(release_entry IS NULL,quote(released)||' '||hex(coalesce(released_by,'')),"
    "'NULL '), NULL, 0 FROM hold WHERE entry IS NULL "
    "UNION ALL SELECT 3, 0, site, duration, 'retention '||hex(site)||' '||hex(duration)||' '||idx, "
    "NULL, 0 FROM retention "
    "UNION ALL SELECT 4, day, site, '', '', NULL, 0 FROM counted_before "
    "UNION ALL SELECT 5, day, '', '', 'checkpoint '||day||' '||size||' '||hex(note), NULL, 0 "
    "FROM checkpoint "
    "UNION ALL SELECT 6, id, '', '', 'access '||id||' '||hex(who)||' '||hex(role)||' '||"
    "hex(action)||' '||hex(site)||' '||hex(detail), at, who||role||action||site||detail='' AND "
    "id<=(SELECT coalesce(max(last),0) FROM access_day WHERE day=access.at/86400) "
    "FROM access WHERE commitment IS NULL) r ");

// Retentions and checkpoints only when they are to be adopted: those that come later are bound by
// days of counts and by the checkpoint log.
constexpr auto kUnadopted =
    JoinSql(SqlText("FROM "), kRows,
            SqlText("WHERE NOT EXISTS(SELECT 1 FROM adopted x WHERE x.kind=r.kind AND x.n=r.n AND "
                    "x.site=r.site AND x.word=r.word) AND (r.kind NOT IN (3,5) OR ?1) "
                    "ORDER BY kind,n,site,word LIMIT ?2"));

std::string NameOf(const Key& key) {
  switch (key.kind) {
    case Kind::kPublication:
      return fmt::format("publication {}", key.n);
    case Kind::kHold:
      return fmt::format("hold {}", key.n);
    case Kind::kRetention:
      return fmt::format("retention {} of {}", key.word, key.site);
    case Kind::kCounts:
      return fmt::format("counts of {} on {}", key.site, FormatDate(FromDay(key.n)));
    case Kind::kCheckpoint:
      return fmt::format("checkpoint of {}", FormatDate(FromDay(key.n)));
    case Kind::kAccess:
      return fmt::format("line {} of the access log", key.n);
  }
  return "row of no kind that is known";
}

Result<Digest> CommitmentTo(Connection& db, const Worded& row, Index entry, ByteView random) {
  std::string line = row.line;
  if (row.key.kind == Kind::kCounts) {
    TEMOIN_ASSIGN_OR_RETURN(const DayCounts counts,
                            ReadDayCounts(db, row.key.site, FromDay(row.key.n), entry, false));
    line = fmt::format("counts {} {} {}", row.key.n, EncodeHex(AsBytes(row.key.site)),
                       EncodeHex(counts.rows));
  }
  if (row.at) line += fmt::format(" {}", *row.at);
  return random.empty() ? Sha256(line) : HmacSha256(random, AsBytes(line));
}

}  // namespace

Result<std::vector<Digest>> AdoptRows(Connection& db, Index entry) {
  std::vector<Worded> rows;
  {
    Select<WordedColumns, kUnadopted> query(db);
    TEMOIN_ASSIGN_OR_RETURN(rows, query.Bind(1, 1).Bind(2, -1).All());
  }
  std::vector<Digest> out;
  Query insert(db,
               "INSERT INTO adopted(entry,kind,n,site,word,at,random,commitment) "
               "VALUES(?,?,?,?,?,?,?,?)");
  for (const Worded& row : rows) {
    Bytes random;
    if (NamesAPerson(row.key.kind)) {
      random.resize(sizeof(Random));
      FillRandom(random);
    }
    TEMOIN_ASSIGN_OR_RETURN(const Digest commitment, CommitmentTo(db, row, entry, random));
    insert.Bind(1, entry).Bind(2, static_cast<int>(row.key.kind)).Bind(3, row.key.n);
    insert.Bind(4, std::string_view(row.key.site)).Bind(5, std::string_view(row.key.word));
    insert.Bind(6, row.at).Bind(7, ByteView(random)).Bind(8, ByteView(commitment));
    TEMOIN_RETURN_IF_ERROR(insert.Run());
    out.push_back(commitment);
  }
  return out;
}

Result<std::vector<AdoptedRow>> ReadAdoptedRows(Connection& db, int64_t after, size_t limit) {
  struct Adopted {
    int64_t id = 0;
    Index entry = 0;
    Key key;
    std::optional<int64_t> at;
    Bytes random;
    Bytes commitment;
  };
  using AdoptedColumns =
      Columns<Adopted, Column<"id", &Adopted::id>, Column<"entry", &Adopted::entry>,
              Part<&Adopted::key, KeyColumns>, Column<"at", &Adopted::at>,
              Column<"random", &Adopted::random>, Column<"commitment", &Adopted::commitment>>;
  Select<AdoptedColumns, "FROM adopted WHERE id>? ORDER BY id LIMIT ?"> page(db);
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<Adopted> rows,
                          page.Bind(1, after).Bind(2, uint64_t{limit}).All());
  TEMOIN_ASSIGN_OR_RETURN(const auto corrections, ReadCorrections(db));
  static constexpr auto kOne =
      JoinSql(SqlText("FROM "), kRows, SqlText("WHERE kind=?1 AND n=?2 AND site=?3 AND word=?4"));
  std::vector<AdoptedRow> out;
  for (const Adopted& row : rows) {
    AdoptedRow& adopted = out.emplace_back();
    adopted.id = row.id;
    adopted.entry = row.entry;
    adopted.what = NameOf(row.key);
    if (row.commitment.size() == sizeof(Digest)) {
      std::ranges::copy(row.commitment, adopted.commitment.begin());
    }
    std::optional<Worded> stands;
    {
      Select<WordedColumns, kOne> one(db);
      one.Bind(1, static_cast<int>(row.key.kind)).Bind(2, row.key.n);
      one.Bind(3, std::string_view(row.key.site)).Bind(4, std::string_view(row.key.word));
      TEMOIN_ASSIGN_OR_RETURN(stands, one.First());
    }
    if (!stands) continue;
    const bool keyed = !NamesAPerson(row.key.kind) || row.random.size() == sizeof(Random);
    adopted.forgotten = stands->forgotten && row.random.empty() && stands->at == row.at;
    if (!keyed) continue;
    // A publication that a wrong clock dated counts as of the correction.
    const bool counts =
        row.key.kind == Kind::kPublication && row.at && stands->at &&
        FromSeconds(*stands->at) == CorrectedTime(corrections, row.entry + 1, FromSeconds(*row.at));
    if (counts) stands->at = row.at;
    TEMOIN_ASSIGN_OR_RETURN(adopted.now, CommitmentTo(db, *stands, row.entry, row.random));
  }
  return out;
}

Result<std::vector<std::string>> ReadUnadoptedRows(Connection& db, size_t limit) {
  Select<WordedColumns, kUnadopted> query(db);
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<Worded> rows,
                          query.Bind(1, 0).Bind(2, uint64_t{limit}).All());
  std::vector<std::string> out;
  out.reserve(rows.size());
  for (const Worded& row : rows) out.push_back(NameOf(row.key));
  return out;
}

Result<bool> ReadAdoptionDue(Connection& db) {
  TEMOIN_ASSIGN_OR_RETURN(const int64_t due, db.Number("SELECT count(*) FROM adoption_due"));
  return due > 0;
}

}  // namespace temoin::store
